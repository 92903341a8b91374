"""The rules of the definition as people say them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.leads.definition.domain import FIELD_NAMES, Definition
from bot.leads.domain.lead import RuleOutcome

_SAID = {
    "minimum_score": "score {value} (wanted {wanted})",
    "segments": "segment {value} (wanted {wanted})",
    "countries": "country {value} (wanted {wanted})",
    "employees": "company size {value} (wanted {wanted})",
    "free_mail": "{value} is a free mail address",
    "competitors": "{value} is a competitor's",
}


def unmet_in_words(outcomes: Iterable[RuleOutcome]) -> list[str]:
    """Return, in plain text, each rule that is not met: "score unknown (wanted ≥ 60)"."""
    return [_in_words(outcome) for outcome in outcomes if not outcome.met]


def _in_words(outcome: RuleOutcome) -> str:
    if outcome.rule.startswith("required_"):
        return f"{outcome.wanted} is missing"
    said = _SAID.get(outcome.rule, "{value} (wanted {wanted})")
    return said.format(value=outcome.value or "unknown", wanted=outcome.wanted)


RULES = {
    "required": "must be given",
    "minimum_score": "score",
    "segments": "segment",
    "countries": "country",
    "employees": "company size",
    "free_mail": "free mail addresses",
    "competitors": "competitors",
}
"""Every rule there may be, by its code, as people call it."""


def rule_in_words(definition: Definition, rule: str) -> str:
    """Return what a rule asks for, in plain text: "score: at least 60", "segment: any"."""
    return f"{RULES[rule]}: {_asks(definition, rule)}"


def _asks(definition: Definition, rule: str) -> str:
    least = definition.minimum_score
    return {
        "required": ", ".join(group_in_words(one) for one in definition.required) or "nothing",
        "minimum_score": "any" if least is None else f"at least {least}",
        "segments": _either(definition.segments),
        "countries": _either(definition.countries),
        "employees": _size(definition),
        "free_mail": "not accepted" if definition.no_free_mail else "accepted",
        "competitors": ", ".join(definition.competitors) or "none named",
    }[rule]


def group_in_words(group: Sequence[str]) -> str:
    """Return fields of which one must be given: "e-mail or phone"."""
    return " or ".join(FIELD_NAMES[name] for name in group)


def _either(values: Sequence[str]) -> str:
    if not values:
        return "any"
    return " or ".join(filter(None, [", ".join(values[:-1]), *values[-1:]]))


def _size(definition: Definition) -> str:
    least, most = definition.employees_from, definition.employees_to
    if least is not None and most is not None:
        return f"{least:,} to {most:,} people"
    if least is not None:
        return f"at least {least:,} people"
    return "any" if most is None else f"at most {most:,} people"


def definition_in_words(definition: Definition) -> list[str]:
    """Return, in plain text, a line for each rule that asks for something.

    "e-mail or phone is given", "score is at least 60", "country is DE or AT".
    """
    lines = [f"{group_in_words(group)} is given" for group in definition.required]
    lines += [
        f"{RULES[rule]} is {_asks(definition, rule)}"
        for rule in ("minimum_score", "segments", "countries", "employees")
        if _asks(definition, rule) != "any"
    ]
    if definition.no_free_mail:
        lines.append("e-mail is a company's address, not free mail")
    if definition.competitors:
        lines.append(f"not a competitor's: {', '.join(definition.competitors)}")
    return lines


@dataclass(frozen=True, slots=True)
class Changed:
    """One rule that is another than before, in plain text; `rule` is its code."""

    rule: str
    now: str
    before: str

    @property
    def words(self) -> str:
        """As a line: "score: at least 70 (was at least 60)"."""
        return f"{RULES[self.rule]}: {self.now} (was {self.before})"


def what_changed(before: Definition, now: Definition) -> list[Changed]:
    """Return the rules in which two definitions differ."""
    pairs = ((rule, _asks(now, rule), _asks(before, rule)) for rule in RULES)
    return [Changed(rule, new, old) for rule, new, old in pairs if new != old]
