"""A meeting while it runs: who is awaited, which point is on and until when, what was noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ConfirmationDialogue,
    ContextBlock,
    DatePicker,
    DividerBlock,
    Element,
    InputBlock,
    Option,
    PlainTextInput,
    SectionBlock,
    StaticSelectMenu,
    UserSelectMenu,
)

from bot.kit.blocks import OPTION_TEXT, SECTION_TEXT, dump, mention, moment, mrkdwn, plain
from bot.kit.modals import modal
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import LABEL, counted, field, spoken
from bot.meetings.domain.action_items import LONGEST, ActionItem
from bot.meetings.domain.agenda import Line
from bot.meetings.domain.dates import MEETINGS, Occurrence, State, is_address
from bot.meetings.domain.minutes import Note, NoteKind
from bot.meetings.domain.running import Run, RunPoint
from bot.meetings.views.agenda import DAY, TITLE, line_in_slack, who_presents

LINES = 8
COMING = 8
MENTIONS = 100
CLOCK = "{time}"


@dataclass(frozen=True, slots=True)
class RunningFacts:
    """One meeting from its first minute to its last. `chair` is a name, `mentions` are Slack ids.

    `lines` are those of the point that is on; `owners` names by id; `address` leads to the agenda.
    `can_begin` says that it may still be started.
    """

    occurrence: Occurrence
    run: Run
    now: datetime
    chair: str = ""
    mentions: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    owners: dict[str, str] | None = None
    place: str = ""
    first: tuple[str, ...] = ()
    can_begin: bool = True
    has_targets: bool = False


def running_message(facts: RunningFacts, *, command: str) -> Message:
    """Return the meeting's message as it stands: before Start, while it runs, and once over."""
    if facts.run.ended_at:
        return _over(facts)
    if not facts.occurrence.state.takes_place:
        return _off(facts)
    if facts.run.started_at is None:
        return _before(facts, command=command)
    return _on(facts)


def _before(facts: RunningFacts, *, command: str) -> Message:
    if not facts.can_begin:
        text = (
            f"The strategy meeting of {moment(facts.occurrence.starts_at, style=DAY)} was not "
            "started here. What was on its agenda comes to the next one."
        )
        return Message(spoken([text]), dump([SectionBlock(mrkdwn(text), block_id="title")]))
    who = f"{field(facts.chair, LABEL)}, who chairs," if facts.chair else "The chair"
    title = "*The strategy meeting begins*"
    about = f"{who} or a manager presses *Start*; the agenda is pinned."
    lines = [title, about]
    if facts.place:
        lines.append(f"Where: {_place(facts.place)}")
    blocks: list[Block] = [SectionBlock(mrkdwn("\n".join(lines)), block_id="title")]
    if facts.first:
        first = "\n".join(
            f"{place}. {field(one, TITLE)}" for place, one in enumerate(facts.first, 1)
        )
        blocks.append(ContextBlock([mrkdwn(cut(first, 1900))], block_id="first"))
    value = MEETINGS.value_for(facts.occurrence.id)
    buttons: list[Element] = [
        Button(plain("Start"), action_id="meeting.start", value=value, style="primary"),
        Button(plain("Whole agenda"), action_id="meeting.whole_agenda", value=value),
    ]
    blocks.append(ActionsBlock(buttons, block_id="begin"))
    blocks += _pinged(facts)
    said = [*lines, " ".join(map(mention, facts.mentions[:MENTIONS])), f"{command} start"]
    return Message(spoken(said[:-1]), dump(blocks))


def _place(place: str) -> str:
    return line_in_slack(Line(place, place if is_address(place) else ""), 200)


def _pinged(facts: RunningFacts) -> list[Block]:
    if not facts.mentions:
        return []
    said = " ".join(map(mention, facts.mentions[:MENTIONS]))
    if len(facts.mentions) > MENTIONS:
        said += f" and {len(facts.mentions) - MENTIONS} more"
    return [ContextBlock([mrkdwn(said)], block_id="pinged")]


def moved_on(occurrence: Occurrence) -> Message:
    """Return what stands where a meeting was announced that was then moved."""
    text = f"The strategy meeting was moved to {moment(occurrence.starts_at, style=DAY)}."
    return Message(spoken([text]), dump([SectionBlock(mrkdwn(text), block_id="title")]))


def _off(facts: RunningFacts) -> Message:
    when = moment(facts.occurrence.starts_at, style=DAY)
    became = "was skipped" if facts.occurrence.state is State.SKIPPED else "was cancelled"
    text = f"The strategy meeting of {when} {became}."
    return Message(spoken([text]), dump([SectionBlock(mrkdwn(text), block_id="title")]))


def _over(facts: RunningFacts) -> Message:
    began = facts.run.started_at or facts.occurrence.starts_at
    ended = facts.run.ended_at or facts.occurrence.ends_at
    minutes = max(1, round((ended - began).total_seconds() / 60))
    text = (
        f"The strategy meeting of {moment(facts.occurrence.starts_at, style=DAY)} is over "
        f"after {counted(minutes, 'minute')}. The minutes are below."
    )
    blocks: list[Block] = [SectionBlock(mrkdwn(text), block_id="title"), *_pinged(facts)]
    return Message(spoken([text]), dump(blocks))


def _on(facts: RunningFacts) -> Message:
    run, on = facts.run, facts.run.point
    chair = f" · {field(facts.chair, LABEL)} chairs" if facts.chair else ""
    began = moment(run.started_at or facts.now, style=CLOCK)
    until = moment(facts.occurrence.ends_at, style=CLOCK)
    title = f"*Strategy meeting* · since {began}, until {until}{chair}"
    blocks: list[Block] = [SectionBlock(mrkdwn(title), block_id="title")]
    said = [title]
    if on:
        said.append(_on_words(on, len(run.points)))
        lines = [f"•  {line_in_slack(one)}" for one in facts.lines[:LINES]]
        text = "\n".join([said[-1], *lines])
        blocks.append(SectionBlock(mrkdwn(cut(text, SECTION_TEXT)), block_id="on"))
    else:
        said.append("Every point was talked about.")
        blocks.append(SectionBlock(mrkdwn(said[-1]), block_id="on"))
    if noted := _noted(facts, on):
        said += noted
        blocks.append(SectionBlock(mrkdwn(cut("\n".join(noted), SECTION_TEXT)), block_id="noted"))
    blocks += [ActionsBlock(row, block_id=name) for name, row in _rows(facts, on)]
    if coming := _coming(facts):
        blocks += [DividerBlock("line"), ContextBlock([mrkdwn(coming)], block_id="coming")]
    blocks += _pinged(facts)
    return Message(spoken(said), dump(blocks))


def _on_words(on: RunPoint, of: int) -> str:
    end = on.should_end
    until = f"until {moment(end, style=CLOCK)}" if end else "if time allows"
    who = who_presents(field(on.presents, LABEL))
    place = f"{on.position + 1} of {of}"
    return f"*{field(on.title, TITLE)}*\n{place} · {until} · {on.wanted} · {who}"


def _noted(facts: RunningFacts, on: RunPoint | None) -> list[str]:
    about = on.title if on else ""
    mine = [one for one in facts.notes if one.point == about] if on else list(facts.notes)
    lines = [_note_words(one) for one in mine]
    named = facts.owners or {}
    lines += [
        f"→ {one.number} {field(named.get(one.owner, 'someone'), LABEL)}: "
        f"{field(one.what, TITLE)}, due {day_in_words(one.due)}"
        for one in facts.actions
        if not on or one.point == about
    ]
    return lines


_MARKS = {NoteKind.DECISION: "✔ Decided", NoteKind.TARGET: "🎯 Target", NoteKind.PARKED: "⏸ Parked"}


def _note_words(note: Note) -> str:
    return f"{_MARKS[note.kind]}: {field(note.text, 300)}"


def _rows(facts: RunningFacts, on: RunPoint | None) -> list[tuple[str, list[Element]]]:
    value = run_value(facts.occurrence.id, facts.run.current)
    rows: list[tuple[str, list[Element]]] = []
    if on:
        note: list[Element] = [
            Button(plain("Decision"), action_id="meeting.decide", value=value),
            Button(plain("Action"), action_id="meeting.act", value=value),
        ]
        if facts.has_targets:
            note.append(Button(plain("Target"), action_id="meeting.target", value=value))
        note.append(Button(plain("Park"), action_id="meeting.park", value=value))
        rows.append(("note", note))
    end = Button(
        plain("End the meeting"),
        action_id="meeting.end",
        value=value,
        confirm=ConfirmationDialogue(
            title=plain("End the meeting?"),
            text=plain("The minutes are posted. What was not reached comes to the next one."),
            confirm=plain("End it"),
            deny=plain("Not yet"),
        ),
    )
    if on and facts.run.coming:
        forward = Button(plain("Next item"), action_id="meeting.next", value=value, style="primary")
        rows.append(("move", [forward, end]))
    else:
        rows.append(("move", [end]))
    return rows


def _coming(facts: RunningFacts) -> str:
    coming = facts.run.coming
    if not coming:
        return ""
    ends = facts.run.coming_ends(facts.now)
    lines = []
    for point, end in list(zip(coming, ends, strict=True))[:COMING]:
        until = f"until {moment(end, style=CLOCK)}" if point.minutes else "if time allows"
        lines.append(f"{until} · {field(point.title, 120)}")
    if len(coming) > COMING:
        lines.append(f"and {counted(len(coming) - COMING, 'more point')}")
    return cut("\n".join(["Then:", *lines]), 1900)


def day_in_words(day: date) -> str:
    """Return a date as people say it: "Fri 4 Dec"."""
    return f"{day:%a} {day.day} {day:%b}"


def run_value(occurrence_id: int, position: int) -> str:
    """Return what a button of a running meeting carries: which meeting, at which point: "7 M12"."""
    return MEETINGS.value_for(occurrence_id, str(position))


def _form(
    callback: str, title: str, submit: str, blocks: Sequence[Block], note: dict[str, Any]
) -> dict[str, Any]:
    return modal(
        title,
        blocks,
        callback=callback,
        submit=submit,
        note=note,
    )


def _about(point: RunPoint | None) -> list[Block]:
    if point is None:
        return []
    return [SectionBlock(mrkdwn(f"About *{field(point.title, TITLE)}*"), block_id="about")]


def decision_form(point: RunPoint | None, note: dict[str, Any]) -> dict[str, Any]:
    """Return the modal that asks what was decided."""
    asked = InputBlock(
        plain("What was decided?"),
        PlainTextInput(
            "text",
            max_length=LONGEST,
            multiline=True,
            placeholder=plain("Forwarders are out of the audience until March", 150),
        ),
        block_id="text",
    )
    return _form("meeting.decide", "Decision", "Note it", [*_about(point), asked], note)


def target_form(
    point: RunPoint | None,
    note: dict[str, Any],
    *,
    metrics: Mapping[str, str],
    spans: Mapping[str, str],
) -> dict[str, Any]:
    """Return the modal that sets a shared target; both choices by value, with their words."""
    blocks: list[Block] = [
        *_about(point),
        _choice("What", "metric", metrics),
        _choice("When", "span", spans),
        InputBlock(
            plain("Goal"),
            PlainTextInput("goal", max_length=30, placeholder=plain("100, 90 % or 2 h", 150)),
            block_id="goal",
        ),
        *(
            InputBlock(
                plain(f"Who answers for it in {team}?"),
                UserSelectMenu(f"{team}_owner", placeholder=plain("One person")),
                block_id=f"{team}_owner",
            )
            for team in ("sales", "marketing")
        ),
    ]
    return _form("meeting.target", "Set a target", "Set it", blocks, note)


def _choice(label: str, name: str, options: Mapping[str, str]) -> InputBlock:
    return InputBlock(
        plain(label),
        StaticSelectMenu(
            action_id=name,
            options=[Option(plain(words, OPTION_TEXT), value) for value, words in options.items()],
        ),
        block_id=name,
    )


def action_form(
    point: RunPoint | None, note: dict[str, Any], *, due: date, owner: str = ""
) -> dict[str, Any]:
    """Return the modal that asks who does what by when, and what success looks like."""
    blocks: list[Block] = [
        *_about(point),
        InputBlock(
            plain("What is to be done?"),
            PlainTextInput("what", max_length=LONGEST, multiline=True),
            block_id="what",
        ),
        InputBlock(
            plain("Who does it?"),
            UserSelectMenu("owner", placeholder=plain("One person"), initial_user=owner or None),
            block_id="owner",
            hint=plain("One person, who is told after the meeting."),
        ),
        InputBlock(
            plain("By when?"),
            DatePicker("due", initial_date=due.isoformat()),
            block_id="due",
        ),
        InputBlock(
            plain("What does success look like?"),
            PlainTextInput(
                "success",
                max_length=LONGEST,
                placeholder=plain("No forwarder among December's leads", 150),
            ),
            block_id="success",
            optional=True,
        ),
    ]
    return _form("meeting.act", "Action", "Give it", blocks, note)
