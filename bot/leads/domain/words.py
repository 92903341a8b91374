"""What a rep types after `/lead rate L-42`, `/lead reject L-42`: verdict, reason, comment."""

import re
from collections.abc import Iterable, Mapping

from bot.kit.quotes import QUOTES, quoted_first, unquoted
from bot.leads.domain.reactions import reaction_in, verdict_of
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import Reason, Verdict

_SAID: Mapping[str, Verdict] = {verdict.value: verdict for verdict in Verdict}
TAKEN_BACK = frozenset({"none", "nothing", "back", "undo"})
"""Words with which a stated verdict is taken back."""


def read_verdict(word: str, settings: LeadSettings) -> Verdict | None:
    """Return the verdict a word is: "good", "👍", ":thumbsup:"; None when it is none."""
    word = word.strip(QUOTES)
    reaction = reaction_in(word)
    given = verdict_of(settings, reaction) if reaction else None
    return given or _SAID.get(word.lower().strip(",.;:"))


_LABELS: Mapping[str, Reason] = {
    **{reason.value.replace("_", " "): reason for reason in Reason},
    "student": Reason.STUDENT_OR_JOB_SEEKER,
    "job seeker": Reason.STUDENT_OR_JOB_SEEKER,
    "jobseeker": Reason.STUDENT_OR_JOB_SEEKER,
}
"""A reason by its name, whatever follows: "no budget they said so"."""
_SHORT: Mapping[str, Reason] = {
    "segment": Reason.WRONG_SEGMENT,
    "timing": Reason.BAD_TIMING,
    "wrong timing": Reason.BAD_TIMING,
    "budget": Reason.NO_BUDGET,
    "contact": Reason.WRONG_CONTACT_DATA,
    "contact data": Reason.WRONG_CONTACT_DATA,
    "wrong contact": Reason.WRONG_CONTACT_DATA,
    "wrong data": Reason.WRONG_CONTACT_DATA,
    "need": Reason.NO_NEED,
    "size": Reason.WRONG_SIZE,
    "authority": Reason.NO_AUTHORITY,
}
"""A reason in short. A sentence may begin so too ("contact left"): it has to stand apart."""


def _pattern(names: Iterable[str], ends: str) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    one = "|".join(name.replace(" ", r"[\s_-]+") for name in longest_first)
    return re.compile(rf"({one}){ends}", re.IGNORECASE)


_LABEL = _pattern(_LABELS, r"(?=$|[\s:,.;–—-])")
_APART = _pattern(_SHORT, r"(?=\s*(?:$|[:,.;]|[–—-]\s))")


def read_reason(words: str) -> tuple[Reason | None, str]:
    """Return the reason that `words` begin with, if they do, and what follows it.

    "wrong segment: forwarders don't own the budget" gives (WRONG_SEGMENT, "forwarders …"), and
    so do "segment - forwarders …" and the reason in quotation marks.
    """
    quoted = quoted_first(words)
    if quoted:
        reason, rest = _begins_with(quoted[0])
        if reason and not rest:
            return reason, _comment(quoted[1])
    reason, rest = _begins_with(unquoted(words))
    return reason, _comment(rest) if reason else unquoted(words)


def _begins_with(words: str) -> tuple[Reason | None, str]:
    for pattern, reasons in ((_LABEL, _LABELS), (_APART, _SHORT)):
        if found := pattern.match(words):
            name = " ".join(re.split(r"[\s_-]+", found.group(1).lower()))
            return reasons[name], words[found.end() :]
    return None, words


def _comment(words: str) -> str:
    return unquoted(words.lstrip(" :,.;–—-"))
