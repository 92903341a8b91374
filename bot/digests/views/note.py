"""A rep's own week, privately: what they did, what became of it, what their feedback changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slackblocks import Block, ContextBlock, SectionBlock

from bot.digests.domain.facts import Note
from bot.digests.views.digest import ChangeMade, change_lines
from bot.digests.views.wording import week_days, week_title
from bot.kit.blocks import dump, mrkdwn
from bot.kit.outbox.views import Message
from bot.kit.periods import Week
from bot.kit.wording import counted, listed, spoken
from bot.kit.wording import field as shown

SHOWN = 5
BECAME = {
    "accepted": "was taken",
    "sales_qualified": "is sales qualified",
    "opportunity": "is an opportunity",
    "won": "was won 🎉",
    "lost": "was lost",
    "rejected": "was rejected",
    "disqualified": "was disqualified",
    "recycled": "went back to marketing",
}
"""What became of a lead, by its stage."""


@dataclass(frozen=True, slots=True)
class NoteWords:
    """What the note's ids are called now; a lead that was erased keeps its number alone."""

    leads: Mapping[int, str] = field(default_factory=dict)
    changes: tuple[ChangeMade, ...] = ()


def note(
    facts: Note, words: NoteWords, *, week: Week, command: str, weekly: bool = True
) -> Message:
    """Return the note of `week`; `command` is how people here type "/digest".

    `weekly` tells whether the rep gets it each week or just asked for it.
    """
    lines = [_headline(facts, week)]
    blocks: list[Block] = [SectionBlock(mrkdwn(lines[0]), block_id="headline")]
    became = [_became(lead, stage, words) for lead, stage in facts.became[:SHOWN]]
    if became:
        more = len(facts.became) - SHOWN
        became += [f"and {more} more"] if more > 0 else []
        told = ["*What became of leads you rated*", *became]
        blocks.append(SectionBlock(mrkdwn("\n".join(told)), block_id="became"))
        lines += told
    if words.changes:
        told = ["*What your feedback changed*", *change_lines(words.changes)[1:]]
        blocks.append(SectionBlock(mrkdwn("\n".join(told)), block_id="changes"))
        lines += told
    on_or_off = f"You asked for this note; `{command} note off` ends it."
    if not weekly:
        on_or_off = f"`{command} note on` sends you one each week, for you alone."
    foot = f"{week_days(week)}. {on_or_off}"
    blocks.append(ContextBlock([mrkdwn(foot)], block_id="foot"))
    return Message(spoken(lines), dump(blocks))


def _headline(facts: Note, week: Week) -> str:
    title = f"Your {week_title(week).lower()}" + (" so far" if facts.so_far else "")
    if facts.is_empty:
        mine = f" You own {counted(facts.mine, 'lead')}." if facts.mine else ""
        return f"*{title} was a quiet one.*{mine}"
    did = []
    if facts.taken:
        did.append(f"took {counted(facts.taken, 'lead')}")
    if facts.contacted:
        did.append(f"contacted {facts.contacted:,}")
    if facts.won:
        did.append(f"won {facts.won:,}")
    if facts.rated:
        did.append(f"rated {facts.rated:,}, which marketing reads")
    mine = f" You own {counted(facts.mine, 'lead')} now." if facts.mine else ""
    return f"*{title}.* You {listed(did)}.{mine}" if did else f"*{title}.*{mine}"


def _became(lead: int, stage: str, words: NoteWords) -> str:
    name = words.leads.get(lead, "")
    who = f"L-{lead} {shown(name)}" if name else f"L-{lead}"
    return f"{who} {BECAME.get(stage, 'moved on')}"
