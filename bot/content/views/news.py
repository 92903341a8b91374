"""What the library tells of its own accord: the morning's news, "still right?", who has read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slackblocks import ActionsBlock, Block, Button, ContextBlock, Element, SectionBlock

from bot.content.domain.asset import ASSETS, Asset, State
from bot.content.views.library import kind_in_words, plain_line, titled, use_button
from bot.kit.blocks import dump, moment, mrkdwn, plain
from bot.kit.outbox.views import Message
from bot.kit.periods import in_words
from bot.kit.wording import LABEL, counted, field, spoken

PEOPLE = 15
"""Readers whom a line names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class News:
    """What sales is told on one morning; `total` of which `assets` are named."""

    day: date
    assets: tuple[Asset, ...]
    total: int
    must_knows: int = 0
    read_by: int = 0
    """Reps who said “Got it” to all of it that is a must-know."""
    reps: int = 0
    shared: bool = False
    """Whether another organisation reads along: nothing is named then."""


def library_news(facts: News, *, command: str) -> Message | None:
    """Return the morning's message to sales; None once nothing of it is left."""
    if not facts.total:
        return None
    heading = f"*{counted(facts.total, 'new piece').capitalize()} to send*"
    if facts.total == 1:
        heading = "*New, and approved to send*"
    blocks: list[Block] = [SectionBlock(mrkdwn(heading), block_id="heading")]
    lines = [heading]
    for one in () if facts.shared else facts.assets:
        mark = "❗ Must-know: " if one.must_know else ""
        line = f"{mark}{titled(one)}\n{kind_in_words(one)}"
        lines.append(mark + plain_line(one, today=facts.day))
        blocks.append(
            SectionBlock(mrkdwn(line), block_id=f"asset-{one.id}", accessory=use_button(one))
        )
    more = 0 if facts.shared else facts.total - len(facts.assets)
    if more or facts.shared:
        rest = f"And {counted(more, 'more piece')}: " if more else ""
        lines.append(f"{rest}`{command} library` shows them all.")
        blocks.append(ContextBlock([mrkdwn(lines[-1])], block_id="more"))
    if facts.must_knows:
        got_it = Button(
            plain("Got it"),
            action_id="content.got_it",
            value=facts.day.isoformat(),
            style="primary",
        )
        who = Button(
            plain(f"Read by {facts.read_by} of {facts.reps}"),
            action_id="content.receipts",
            value=facts.day.isoformat(),
        )
        blocks.append(ActionsBlock([got_it, who], block_id="read"))
        lines.append("“Got it” tells marketing that you have read it.")
    return Message(spoken(lines), dump(blocks))


@dataclass(frozen=True, slots=True)
class Asked:
    """An asset somebody is asked about, and the day by which it was to be looked at."""

    asset: Asset
    review_by: date

    @property
    def answered(self) -> bool:
        """Whether somebody has looked at it since."""
        moved = self.asset.review_by is None or self.asset.review_by > self.review_by
        return self.asset.state is not State.APPROVED or moved


def library_review(asked: Sequence[Asked], *, today: date) -> Message | None:
    """Ask an owner whether their content is still right; afterwards, what became of it."""
    if not asked:
        return None
    open_now = [one for one in asked if not one.answered]
    heading = "*Looked at, thank you.*"
    if open_now:
        what = "this" if len(open_now) == 1 else f"these {counted(len(open_now), 'piece')}"
        heading = f"*Still right?* Reps send {what} to buyers, and nobody has checked for a while."
    blocks: list[Block] = [SectionBlock(mrkdwn(heading), block_id="heading")]
    lines = [heading]
    for one in asked:
        asset = one.asset
        until = "since" if one.review_by < today else "by"
        due = f"to be checked {until} {in_words(one.review_by)}"
        line = f"{asset.number} {titled(asset)}\n{_became(one) if one.answered else due}"
        lines.append(f"{asset.number} {field(asset.title)}: {line.rpartition(chr(10))[2]}")
        blocks.append(SectionBlock(mrkdwn(line), block_id=f"asset-{asset.id}"))
        if not one.answered:
            blocks.append(ActionsBlock(_review_buttons(asset), block_id=f"do-{asset.id}"))
    return Message(spoken(lines), dump(blocks))


def _became(one: Asked) -> str:
    if one.asset.state is State.RETIRED:
        return "Retired."
    if one.asset.state is State.DRAFT:
        return "A draft again."
    until = f" until {in_words(one.asset.review_by)}" if one.asset.review_by else ""
    return f"✓ Still right{until}."


def _review_buttons(asset: Asset) -> list[Element]:
    value = ASSETS.value_for(asset.id)
    return [
        Button(plain("Still right"), action_id="content.keep", value=value, style="primary"),
        Button(plain("Edit"), action_id="content.edit", value=value),
        Button(plain("Retire"), action_id="content.retire", value=value),
    ]


@dataclass(frozen=True, slots=True)
class Receipts:
    """Who has read of one asset, by name, and which reps have not."""

    asset: Asset
    read: Mapping[str, datetime]
    not_yet: tuple[str, ...]


def receipts_message(receipts: Sequence[Receipts]) -> Message:
    """Return who has read what sales must know; for marketers alone."""
    if not receipts:
        said = "Nothing in the library is a must-know."
        return Message(said, dump([SectionBlock(mrkdwn(said), block_id="none")]))
    blocks: list[Block] = []
    lines = []
    for one in receipts:
        line = _receipt_line(one)
        lines.append(line)
        blocks.append(SectionBlock(mrkdwn(line), block_id=f"asset-{one.asset.id}"))
    return Message(spoken(lines), dump(blocks))


def _first(people: Sequence[str]) -> str:
    more = len(people) - PEOPLE
    return ", ".join(people[:PEOPLE]) + (f" and {more:,} more" if more > 0 else "")


def _receipt_line(one: Receipts) -> str:
    asset = one.asset
    line = f"{asset.number} {titled(asset)}"
    if asset.announced_on is None:
        return f"{line}\nSales has not been told of it yet."
    read = [f"{field(name, LABEL)} {moment(at)}" for name, at in one.read.items()]
    told = f"Read by {_first(read)}." if read else "Read by nobody yet."
    missing = [field(name, LABEL) for name in one.not_yet]
    not_yet = f" Not yet: {_first(missing)}." if missing else " That is everybody."
    return f"{line}\n{told}{not_yet if missing or read else ''}"
