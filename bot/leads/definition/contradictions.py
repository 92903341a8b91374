"""Verdicts that contradict the definition: the lead met every rule, and sales says it is no good.

Which reason speaks against which rule is a judgement, so it is written down here as a plain table
for both teams to read and argue with. A reason that no rule could have foreseen contradicts none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.leads.definition.domain import Definition
from bot.leads.definition.wording import rule_in_words
from bot.leads.domain.verdicts import Reason

SPEAKS_AGAINST: Mapping[Reason, str] = MappingProxyType(
    {
        # The segments let in a company that is none of ours.
        Reason.WRONG_SEGMENT: "segments",
        # The sizes let in a company too small or too large.
        Reason.WRONG_SIZE: "employees",
        # What must be given was given, and was of no use.
        Reason.WRONG_CONTACT_DATA: "required",
        # The list of competitors misses one.
        Reason.COMPETITOR: "competitors",
        # The score is how much interest is measured; enough points, and there was no need.
        Reason.NO_NEED: "minimum_score",
        # Wanting a company's address is what should keep private people out.
        Reason.STUDENT_OR_JOB_SEEKER: "free_mail",
    }
)
"""Not in it: bad timing, no budget and no authority, which the definition does not ask about;
duplicate, which is ours to recognise; other. No reason names a country.
"""


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A rule that `count` of `of` verdicts speak against; `words` is the rule as it stands now."""

    rule: str
    words: str
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Blamed:
    """How many low verdicts give a reason, on leads that this definition let through."""

    reason: Reason
    judged_by: Definition
    count: int


def contradicted(blamed: Iterable[Blamed], *, of: int, now: Definition) -> list[Contradicted]:
    """Return the rules of `now` that are contradicted, most often first.

    A rule that asks for nothing is contradicted too: that is what the teams have to talk about. A
    rule that has been changed since is not, by verdicts on what the old one let through.
    """
    counts = dict.fromkeys(SPEAKS_AGAINST.values(), 0)
    for one in blamed:
        rule = SPEAKS_AGAINST.get(one.reason)
        if rule and rule_in_words(one.judged_by, rule) == rule_in_words(now, rule):
            counts[rule] += one.count
    found = [
        Contradicted(rule, rule_in_words(now, rule), count, of)
        for rule, count in counts.items()
        if count
    ]
    return sorted(found, key=lambda one: -one.count)
