"""What a rep types after `/lead rate L-42`, `/lead reject L-42`: verdict, reason, comment."""

from collections.abc import Mapping

from bot.leads.domain.reactions import reaction_in, verdict_of
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import Reason, Verdict

_SAID: Mapping[str, Verdict] = {verdict.value: verdict for verdict in Verdict}
TAKEN_BACK = frozenset({"none", "nothing", "back", "undo"})
"""Words with which a stated verdict is taken back."""


def read_verdict(word: str, settings: LeadSettings) -> Verdict | None:
    """Return the verdict a word is: "good", "👍", ":thumbsup:"; None when it is none."""
    reaction = reaction_in(word)
    given = verdict_of(settings, reaction) if reaction else None
    return given or _SAID.get(word.lower().strip(",.;:"))


def read_reason(words: str) -> tuple[Reason | None, str]:
    """Return the reason that `words` begin with, if they do, and what follows it.

    "wrong segment: forwarders don't own the budget" gives (WRONG_SEGMENT, "forwarders …").
    """
    folded = words.lower().replace("_", " ").replace("-", " ")
    for reason in sorted(Reason, key=lambda one: -len(one.value)):
        label = reason.value.replace("_", " ")
        if folded == label or folded.startswith(
            (f"{label} ", f"{label}:", f"{label},", f"{label}.")
        ):
            return reason, words[len(label) :].lstrip(" :,.-").strip()
    return None, words.strip()
