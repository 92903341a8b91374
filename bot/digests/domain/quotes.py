"""Which comment speaks for a week."""

from collections.abc import Sequence

from bot.leads.domain.feedback import Judged
from bot.leads.domain.verdicts import Verdict

TELLING = 20
"""Characters from which a comment says something to who was not there."""
_STRONG = frozenset({Verdict.GREAT, Verdict.BAD})


def worth_quoting(comments: Sequence[Judged]) -> Judged | None:
    """Return the comment to quote: one that tells something, of a strong verdict, the newest."""
    return max(
        enumerate(comments),
        key=lambda pair: (
            len(pair[1].comment) >= TELLING,
            pair[1].verdict in _STRONG,
            -pair[0],
        ),
        default=(0, None),
    )[1]
