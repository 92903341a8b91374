"""The glossary: every shared number, in words."""

from collections.abc import Sequence

from slackblocks import Block, ContextBlock, HeaderBlock, SectionBlock

from bot.kit.blocks import dump, mrkdwn, plain
from bot.kit.outbox.views import Message
from bot.kit.wording import spoken
from bot.scoreboard.domain.metrics import GLOSSARY, Metric
from bot.scoreboard.domain.promises import Promise
from bot.scoreboard.domain.settings import ScoreSettings


def glossary(settings: ScoreSettings) -> Message:
    """Return every number with its formula and its rows, and the promises with their limits."""
    blocks: list[Block] = [HeaderBlock(plain("What our numbers mean"), block_id="glossary")]
    lines = ["*What our numbers mean*"]
    for metric in Metric:
        entry = GLOSSARY[metric]
        line = f"*{entry.name}* · {entry.formula}"
        lines.append(line)
        blocks.append(SectionBlock(mrkdwn(f"{line}\n_{entry.rows}_"), block_id=f"metric-{metric}"))
    kept = _promises(settings)
    lines += kept
    blocks.append(SectionBlock(mrkdwn("\n".join(kept)), block_id="promises"))
    blocks.append(ContextBlock([mrkdwn(_HOW)], block_id="how"))
    return Message(spoken(lines), dump(blocks))


_HOW = (
    "A number counts what happened in its period, as it stands now. How many went on to the next "
    "step is counted so far, whenever they did, so it is never above 100 %. Working time is that "
    "of the person, without weekends, public holidays and absences."
)


_KEPT = (
    "*Promises* · counted for what began in the period: kept in time, or missed; what still has "
    "time is neither."
)
_MARKETINGS = (
    "• Marketing: as many qualified leads, at such an acceptance rate, as the shared targets say"
)


def _promises(settings: ScoreSettings) -> Sequence[str]:
    limits = {
        Promise.ACCEPT: f"{settings.accept_within_minutes} working minutes of being announced",
        Promise.CONTACT: f"{settings.contact_within_hours} working hours of being taken",
        Promise.ANSWER: f"{settings.answer_within_hours} working hours of being asked",
    }
    lines = [
        f"• {one.team.capitalize()}: {one.words.lower()} within {limits[one]}" for one in Promise
    ]
    return [_KEPT, *lines, _MARKETINGS]
