"""The rules by which an inquiry becomes a marketing qualified lead."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from bot.leads.definition.free_mail import FREE_MAIL
from bot.leads.domain.lead import RuleOutcome

FIELD_NAMES = {
    "email": "e-mail",
    "phone": "phone",
    "name": "name",
    "company": "company",
    "title": "title",
    "country": "country",
    "industry": "industry",
    "segment": "segment",
    "employees": "company size",
    "score": "score",
    "campaign": "campaign",
    "message": "message",
    "url": "link",
}
"""The fields a definition may require, as people call them."""


class Candidate(Protocol):
    """Who may be judged: an arrival, a lead, a row of one. What a definition requires by name is
    asked for beside these.
    """

    @property
    def email(self) -> str: ...
    @property
    def segment(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def employees(self) -> int | None: ...
    @property
    def score(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of the rules, immutable once in force. An empty rule asks for nothing.

    `required` holds groups of fields; of each group one must be given. `countries` are ISO 3166
    codes. `competitors` are mail domains, with everything below them.
    """

    version: int
    required: tuple[tuple[str, ...], ...] = ()
    minimum_score: int | None = None
    segments: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    employees_from: int | None = None
    employees_to: int | None = None
    no_free_mail: bool = False
    competitors: tuple[str, ...] = field(default=())


FIRST_VERSION = Definition(
    version=1,
    required=(("email", "phone"), ("company",)),
    minimum_score=60,
    no_free_mail=True,
)
"""What holds until both teams agree on something better: reachable, at a company, interested."""


def qualify(who: Candidate, definition: Definition) -> tuple[RuleOutcome, ...]:
    """Judge a lead: one outcome for each rule that asks for something, with the lead's value."""
    return tuple(_outcomes(who, definition))


def qualifies(outcomes: tuple[RuleOutcome, ...]) -> bool:
    """Whether every rule is met."""
    return all(outcome.met for outcome in outcomes)


def _outcomes(who: Candidate, definition: Definition) -> Iterator[RuleOutcome]:
    for group in definition.required:
        yield _required(who, group)
    if definition.minimum_score is not None:
        yield RuleOutcome(
            "minimum_score",
            met=who.score is not None and who.score >= definition.minimum_score,
            wanted=f"≥ {definition.minimum_score}",
            value="" if who.score is None else str(who.score),
        )
    if definition.segments:
        yield _one_of("segments", who.segment, definition.segments)
    if definition.countries:
        yield _one_of("countries", who.country, definition.countries)
    if definition.employees_from is not None or definition.employees_to is not None:
        yield _size(who, definition)
    domain = who.email.rpartition("@")[2].lower()
    if definition.no_free_mail:
        yield RuleOutcome(
            "free_mail",
            met=domain not in FREE_MAIL,
            wanted="a company address",
            value=domain,
        )
    if definition.competitors:
        yield RuleOutcome(
            "competitors",
            met=not any(_belongs(domain, rival) for rival in definition.competitors),
            wanted="not a competitor",
            value=domain,
        )


def _required(who: Candidate, group: tuple[str, ...]) -> RuleOutcome:
    value = ""
    for name in group:
        given = getattr(who, name)
        if given not in {"", None}:
            value = str(given)
            break
    rule, wanted = _named(group)
    return RuleOutcome(rule, met=bool(value), wanted=wanted, value=value)


@lru_cache(maxsize=256)
def _named(group: tuple[str, ...]) -> tuple[str, str]:
    """Return a group's code and its words, made once: every lead is judged by the same few."""
    return f"required_{'_or_'.join(group)}", " or ".join(FIELD_NAMES[name] for name in group)


def _one_of(rule: str, value: str, wanted: tuple[str, ...]) -> RuleOutcome:
    folded, words = _folded(wanted)
    return RuleOutcome(rule, met=value.casefold() in folded, wanted=words, value=value)


@lru_cache(maxsize=256)
def _folded(wanted: tuple[str, ...]) -> tuple[frozenset[str], str]:
    """Return what is wanted as it is compared, and in words."""
    return frozenset(one.casefold() for one in wanted), " or ".join(wanted)


def _size(who: Candidate, definition: Definition) -> RuleOutcome:
    least, most = definition.employees_from, definition.employees_to
    if least is not None and most is not None:
        wanted = f"{least}–{most} people"
    else:
        wanted = f"≥ {least} people" if most is None else f"≤ {most} people"
    met = (
        who.employees is not None
        and (least is None or who.employees >= least)
        and (most is None or who.employees <= most)
    )
    value = "" if who.employees is None else f"{who.employees} people"
    return RuleOutcome("employees", met=met, wanted=wanted, value=value)


def _belongs(domain: str, to: str) -> bool:
    to = to.lower()
    return bool(domain) and (domain == to or domain.endswith("." + to))


def as_rules(definition: Definition) -> dict[str, Any]:
    """Return the definition as JSON, without its version; `from_rules` reads it back."""
    return {
        "required": [list(group) for group in definition.required],
        "minimum_score": definition.minimum_score,
        "segments": list(definition.segments),
        "countries": list(definition.countries),
        "employees_from": definition.employees_from,
        "employees_to": definition.employees_to,
        "no_free_mail": definition.no_free_mail,
        "competitors": list(definition.competitors),
    }


def from_rules(version: int, rules: dict[str, Any]) -> Definition:
    """Read what `as_rules` wrote; a rule it does not name asks for nothing."""
    return Definition(
        version=version,
        required=tuple(tuple(group) for group in rules.get("required", ())),
        minimum_score=rules.get("minimum_score"),
        segments=tuple(rules.get("segments", ())),
        countries=tuple(rules.get("countries", ())),
        employees_from=rules.get("employees_from"),
        employees_to=rules.get("employees_to"),
        no_free_mail=rules.get("no_free_mail", False),
        competitors=tuple(rules.get("competitors", ())),
    )
