"""Minutes, as a message and as Markdown, and the list of the meetings that were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    Element,
    InputBlock,
    SectionBlock,
    UserMultiSelectMenu,
)

from bot.kit.blocks import SECTION_TEXT, dump, moment, mrkdwn, plain
from bot.kit.modals import modal
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import LABEL, counted, field, spoken
from bot.meetings.domain.action_items import ActionItem
from bot.meetings.domain.dates import MEETINGS, Occurrence
from bot.meetings.domain.minutes import Note, NoteKind
from bot.meetings.domain.running import Outcome, Run
from bot.meetings.views.agenda import DAY, TITLE, in_zone, names_listed
from bot.meetings.views.markdown import Markdown
from bot.meetings.views.running import day_in_words

LISTED = 14
"""Decisions, actions or points that one block of the minutes lists; the Markdown has them all."""


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """What came out of one meeting. `came` and `chair` are names, `owners` names by id."""

    occurrence: Occurrence
    run: Run
    zone: ZoneInfo
    today: date
    chair: str = ""
    came: tuple[str, ...] = ()
    corrected: bool = False
    notes: tuple[Note, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    owners: Mapping[str, str] | None = None

    def of(self, kind: NoteKind) -> list[Note]:
        """What was noted of a kind, first to last."""
        return [one for one in self.notes if one.kind is kind]

    def owner(self, action: ActionItem) -> str:
        """The name of an action's owner."""
        return (self.owners or {}).get(action.owner, "someone")

    @property
    def not_reached(self) -> list[str]:
        """The titles of the points there was no time for."""
        return [one.title for one in self.run.points if one.outcome is Outcome.NOT_REACHED]


def minutes_message(facts: MinutesFacts, *, private: bool = False) -> Message:
    """Return the minutes as they stand in a channel, or for one person with `private`."""
    title = f"*Minutes · strategy meeting, {moment(facts.occurrence.starts_at, style=DAY)}*"
    parts = _parts(facts)
    blocks: list[Block] = [
        SectionBlock(mrkdwn(title), block_id="title"),
        ContextBlock([mrkdwn(_who_came(facts))], block_id="came"),
    ]
    said = [title, _who_came(facts)]
    for name, heading, lines in parts:
        shown = lines[:LISTED]
        if len(lines) > LISTED:
            shown.append(f"and {len(lines) - LISTED} more in the Markdown")
        text = "\n".join([f"*{heading}*", *shown])
        said.append(text)
        blocks.append(SectionBlock(mrkdwn(cut(text, SECTION_TEXT)), block_id=name))
    if not parts:
        said.append("Nothing was decided and nobody took anything on.")
        blocks.append(SectionBlock(mrkdwn(said[-1]), block_id="nothing"))
    if facts.run.ended_by is None:
        said.append("Nobody ended this meeting; I did, an hour after its time.")
        blocks.append(ContextBlock([mrkdwn(said[-1])], block_id="by-itself"))
    value = MEETINGS.value_for(facts.occurrence.id, "minutes")
    buttons: list[Element] = [
        Button(plain("As Markdown"), action_id="meeting.markdown", value=value)
    ]
    if not private:
        who = Button(plain("Who came"), action_id="meeting.who_came", value=value)
        buttons.insert(0, who)
    blocks.append(ActionsBlock(buttons, block_id="more"))
    return Message(spoken(said), dump(blocks))


def _who_came(facts: MinutesFacts) -> str:
    chair = f" · {field(facts.chair, LABEL)} chaired" if facts.chair else ""
    if facts.came:
        return f"{len(facts.came)} came: {names_listed(facts.came)}{chair}"
    return f"{'Nobody came' if facts.corrected else 'Nobody had said they would come'}{chair}"


def _parts(facts: MinutesFacts) -> list[tuple[str, str, list[str]]]:
    decided = [_under(one) for one in facts.of(NoteKind.DECISION)]
    targets = [field(one.text, 300) for one in facts.of(NoteKind.TARGET)]
    given = [_action_line(facts, one) for one in facts.actions]
    parked = [field(one.text, TITLE) for one in facts.of(NoteKind.PARKED)]
    missed = [field(one, TITLE) for one in facts.not_reached]
    every = [
        ("decided", "Decided", [f"•  {line}" for line in decided]),
        ("targets", "Targets set", [f"•  {line}" for line in targets]),
        ("actions", "Actions", [f"→  {line}" for line in given]),
        ("parked", "Parked, comes back next time", [f"•  {line}" for line in parked]),
        ("missed", "Not reached", [f"•  {line}" for line in missed]),
    ]
    return [part for part in every if part[2]]


def _under(note: Note) -> str:
    about = f" _({field(note.point, 80)})_" if note.point else ""
    return f"{field(note.text, 300)}{about}"


def _action_line(facts: MinutesFacts, action: ActionItem) -> str:
    success = f" · success: {field(action.success, 160)}" if action.success else ""
    standing = f"due {day_in_words(action.due)}" if action.is_open else action.standing(facts.today)
    return (
        f"{action.number} {field(facts.owner(action), LABEL)}: {field(action.what, TITLE)}, "
        f"{field(standing, 120)}{success}"
    )


def minutes_markdown(facts: MinutesFacts) -> str:
    """Return the minutes as a Markdown document."""
    page = Markdown(f"Minutes: strategy meeting, {in_zone(facts.occurrence.starts_at, facts.zone)}")
    came = f"{len(facts.came)} came: {', '.join(facts.came)}." if facts.came else "Nobody came."
    page.paragraph(came + (f" {facts.chair} chaired." if facts.chair else ""))
    titled: list[tuple[str, list[str]]] = [
        ("Decided", [_plain_note(one) for one in facts.of(NoteKind.DECISION)]),
        ("Targets set", [one.text for one in facts.of(NoteKind.TARGET)]),
        ("Actions", [_plain_action(facts, one) for one in facts.actions]),
        ("Parked, comes back next time", [one.text for one in facts.of(NoteKind.PARKED)]),
        ("Talked about", [one.title for one in facts.run.points if one.outcome is Outcome.COVERED]),
        ("Not reached", facts.not_reached),
    ]
    for heading, lines in titled:
        if lines:
            page.heading(heading)
            page.bullets([(line, "") for line in lines])
    return page.text


def _plain_note(note: Note) -> str:
    return f"{note.text} ({note.point})" if note.point else note.text


def _plain_action(facts: MinutesFacts, action: ActionItem) -> str:
    success = f"; success: {action.success}" if action.success else ""
    return (
        f"{action.number} {facts.owner(action)}: {action.what}, due {action.due.isoformat()}"
        f" ({action.standing(facts.today)}){success}"
    )


def who_came_form(occurrence: Occurrence, came: Sequence[str]) -> dict[str, Any]:
    """Return the modal in which the chair corrects who came."""
    blocks: list[Block] = [
        InputBlock(
            plain("Who came?"),
            UserMultiSelectMenu(
                "people",
                initial_users=list(came)[:100] or None,
                placeholder=plain("Nobody", 150),
            ),
            block_id="people",
            optional=True,
            hint=plain("Those who said Going are taken to have come until you say otherwise."),
        )
    ]
    return modal(
        "Who came",
        blocks,
        callback="meeting.who_came",
        submit="Save",
        note={"meeting": MEETINGS.value_for(occurrence.id)},
    )


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """One meeting that was: how many decided, how many actions, how many of them done."""

    occurrence: Occurrence
    started_at: datetime
    decisions: int
    actions: int
    done: int
    came: int


def history_message(some: Sequence[HeldMeeting], *, command: str) -> Message:
    """Return the meetings that were, the last first."""
    if not some:
        text = f"No meeting was held yet. `{command} next` says when the next one is."
        return Message(text, dump([SectionBlock(mrkdwn(text), block_id="none")]))
    lines = ["*The meetings that were*"]
    for one in some:
        said = [
            counted(one.decisions, "decision"),
            f"{counted(one.actions, 'action')}, {one.done} done" if one.actions else "no actions",
            f"{one.came} came",
        ]
        lines.append(f"{moment(one.started_at, style='{date_short}')} · {' · '.join(said)}")
    lines.append(f"`{command} minutes 2026-11` shows a month's minutes.")
    return Message(spoken(lines), dump([SectionBlock(mrkdwn("\n".join(lines)), block_id="held")]))
