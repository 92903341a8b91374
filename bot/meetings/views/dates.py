"""When the team meets next, how a meeting is moved, and what is asked before all are ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    DatePicker,
    InputBlock,
    SectionBlock,
    TimePicker,
)

from bot.kit.blocks import dump, escape, moment, mrkdwn, plain
from bot.kit.modals import modal
from bot.kit.outbox.views import Message
from bot.kit.wording import field, spoken
from bot.meetings.domain.date_suggestions import Suggestion
from bot.meetings.domain.date_words import month_in_words
from bot.meetings.domain.dates import MEETINGS, Occurrence, Series, State
from bot.meetings.domain.rule import in_words, read_rule
from bot.meetings.views.invitation import (
    IN_FULL,
    InvitationFacts,
    invitation_message,
    meeting_name,
)

MOVE, END = "meeting.move", "meeting.end"
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A suggested time, as its button carries it; `sequence` tells what it was suggested for."""

    occurrence: int
    sequence: int
    starts_at: datetime

    def written(self) -> str:
        """Return the value that travels with the button."""
        stamp = int(self.starts_at.timestamp())
        return f"{MEETINGS.value_for(self.occurrence)} {self.sequence} {stamp}"


def next_dates(facts: InvitationFacts, series: Series, after: Sequence[Occurrence]) -> Message:
    """Return the next meeting with its buttons, and the ones after it."""
    shown = invitation_message(facts)
    rule = escape(in_words(read_rule(series.rule)))
    lines = [f"• {month_in_words(one.period)}: {_date(one)}" for one in after]
    words = f"The rule: {rule}, {series.at} in {escape(series.zone.key)}."
    more: list[Block] = []
    if lines:
        more.append(
            SectionBlock(mrkdwn("\n".join(["*After that*", *lines])), block_id="after_that")
        )
    more.append(ContextBlock([mrkdwn(words)], block_id="rule"))
    return Message(spoken([shown.text, *lines, words]), [*shown.blocks, *dump(more)])


def _date(one: Occurrence) -> str:
    at = moment(one.starts_at, style=IN_FULL)
    if one.state is State.SKIPPED:
        because = f": {field(one.reason, 100)}" if one.reason else ""
        return f"skipped{because}"
    return f"{at} (moved)" if one.state is State.MOVED else at


def suggestions(
    occurrence: Occurrence, found: Sequence[Suggestion], *, command: str = "/meeting"
) -> Message:
    """Return three times as buttons, each with how many of those invited it suits."""
    name = escape(meeting_name(occurrence))
    if not found:
        sentence = (
            f"Nothing suits within two weeks of {name}. Name a time yourself: "
            f"`{command} move 2026-12-03 14:00`."
        )
        return Message(spoken([sentence]), dump([SectionBlock(mrkdwn(sentence), block_id="none")]))
    head = f"*{name[0].upper()}{name[1:]}*: when would suit most?"
    blocks: list[Block] = [SectionBlock(mrkdwn(head), block_id="suggestions")]
    lines = []
    for number, one in enumerate(found):
        suits = _suits(one)
        line = f"{moment(one.starts_at, style=IN_FULL)}: {suits}"
        lines.append(line)
        button = Button(
            plain("Move it there"),
            f"meeting.suggested_{number}",
            value=Chosen(occurrence.id, occurrence.sequence, one.starts_at).written(),
        )
        blocks.append(SectionBlock(mrkdwn(line), block_id=f"suggestion-{number}", accessory=button))
    return Message(spoken([head, *lines]), dump(blocks))


def _suits(one: Suggestion) -> str:
    if one.suits == one.asked:
        return f"all {one.asked} work then" if one.asked != 1 else "within working hours"
    return f"{one.suits} of {one.asked} work then"


def moved(occurrence: Occurrence) -> Message:
    """Return what whoever moved it is told."""
    name = escape(meeting_name(occurrence))
    at = moment(occurrence.starts_at, style=IN_FULL)
    told = " Everybody invited is told." if occurrence.invited_at else ""
    sentence = f"*{name[0].upper()}{name[1:]}* is on {at} now.{told}"
    return Message(spoken([sentence]), dump([SectionBlock(mrkdwn(sentence), block_id="moved")]))


def move_form(occurrence: Occurrence, series: Series) -> View:
    """Return the form in which another day and time are picked."""
    local = occurrence.starts_at.astimezone(series.zone)
    suggest = Button(
        plain("Suggest times"),
        "meeting.suggest",
        value=MEETINGS.value_for(occurrence.id),
    )
    name = escape(meeting_name(occurrence))
    blocks: list[Block] = [
        SectionBlock(
            mrkdwn(f"*{name}*\nnow {moment(occurrence.starts_at, style=IN_FULL)}"),
            block_id="now",
        ),
        InputBlock(
            plain("Day"),
            DatePicker("meeting.day", initial_date=local.date().isoformat()),
            block_id="meeting.day",
        ),
        InputBlock(
            plain("Time"),
            TimePicker("meeting.time", initial_time=f"{local:%H:%M}"),
            block_id="meeting.time",
            hint=plain(f"In {series.zone.key}. Everybody invited is told."),
        ),
        ActionsBlock([suggest], block_id="suggest"),
    ]
    return modal(
        "Move the meeting",
        blocks,
        callback=MOVE,
        submit="Move",
        note={"meeting": occurrence.id},
    )


def end_form(series: Series, coming: Occurrence | None, *, command: str = "/meeting") -> View:
    """Ask before every coming meeting is called off."""
    rule = escape(in_words(read_rule(series.rule)))
    lines = [f"You meet {rule}. *End the strategy meetings?*"]
    if coming and coming.invited_at:
        lines.append(
            f"The next one, {moment(coming.starts_at, style=IN_FULL)}, is called off, "
            "and everybody invited is told."
        )
    lines.append(f"To leave out just one, use `{command} skip`. `{command} setup` begins again.")
    return modal(
        "End the meetings",
        [SectionBlock(mrkdwn("\n".join(lines)), block_id="end")],
        callback=END,
        submit="End them",
        close="Keep them",
    )
