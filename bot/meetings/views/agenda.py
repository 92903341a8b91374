"""The agenda as a message, as a modal and as Markdown; and the forms that change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    Element,
    InputBlock,
    Option,
    PlainTextInput,
    SectionBlock,
    StaticMultiSelectMenu,
)

from bot.kit.blocks import (
    BUTTON_TEXT,
    OPTION_TEXT,
    SECTION_TEXT,
    dump,
    escape,
    link,
    moment,
    mrkdwn,
    plain,
)
from bot.kit.modals import modal
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import LABEL, counted, field, listed, spoken
from bot.meetings.domain.agenda import Line, Slot, Wanted, fitting, if_time_allows
from bot.meetings.domain.dates import MEETINGS, Occurrence, State
from bot.meetings.domain.items import ITEMS, LONGEST_ITEM
from bot.meetings.views.markdown import Markdown

DAY = "{date_long_pretty}, {time}"
LINES = 5
"""Lines of a point that the message shows; Whole agenda has them all."""
POINTS = 36
"""Points the message shows; Slack allows fifty blocks."""
LINE = 280
"""Characters of a line that the message shows."""
TITLE = 200
SEEN = 2000
"""Characters of keys that a form remembers; Slack allows 3,000 in all."""
WHOLE, NOT_THIS_TIME = "Whole agenda", "Not this time"
"""Titles of modals."""


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """One agenda as it stands. `chair` is a name; `left_off` counts points.

    `begun` says that the meeting started, from when on nothing is added to this agenda. `since` is
    the beginning of what it tells of, in words.
    """

    occurrence: Occurrence
    zone: ZoneInfo
    slots: tuple[Slot, ...]
    chair: str = ""
    left_off: int = 0
    begun: bool = False
    over: bool = False
    since: str = ""


def agenda_message(facts: AgendaFacts, *, command: str) -> Message | None:
    """Return the agenda as it stands in a channel; `command` is how people type "/meeting"."""
    title, about = heading(facts)
    if not facts.occurrence.state.takes_place:
        blocks: list[Block] = [SectionBlock(mrkdwn(f"{title}\n{about}"), block_id="title")]
        return Message(spoken([title, about]), dump(blocks))
    blocks = [
        SectionBlock(mrkdwn(title), block_id="title"),
        ContextBlock([mrkdwn(about)], block_id="about"),
        *point_blocks(facts.slots, votes=not facts.begun),
    ]
    buttons = _buttons(facts)
    blocks.append(ActionsBlock(buttons, block_id="change"))
    if not facts.begun:
        foot = (
            f"`{command} add TEXT` adds an item; the message menu’s *Put on the agenda* does too."
        )
        blocks.append(ContextBlock([mrkdwn(foot)], block_id="foot"))
    said = [_first_line(slot) for slot in facts.slots]
    return Message(spoken([title, *said]), dump(blocks))


def heading(facts: AgendaFacts) -> tuple[str, str]:
    """Return the agenda's title and the line below it."""
    one = facts.occurrence
    when = moment(one.starts_at, style=DAY)
    if one.state is State.SKIPPED:
        because = f": {field(one.reason, TITLE)}" if one.reason else ""
        return f"*The strategy meeting of {when} is skipped*", (
            f"Skipped{because}. Its items come to the next one."
        )
    if one.state is State.CANCELLED:
        return f"*The strategy meeting of {when} is cancelled*", (
            "What was put on its agenda is kept."
        )
    about = [f"{int(one.length.total_seconds() // 60)} min"]
    if facts.chair:
        about.append(f"{field(facts.chair, LABEL)} chairs")
    if facts.since and not facts.over:
        about.append(f"what happened {facts.since}")
    if facts.left_off:
        about.append(f"{counted(facts.left_off, 'point')} left for next time")
    if facts.begun:
        about.append("final")
    else:
        about.append("a draft, kept true until the meeting")
    name = "Agenda" if facts.begun else "Draft agenda"
    return f"*{name} · strategy meeting, {when}*", " · ".join(about)


def point_blocks(
    slots: Sequence[Slot],
    *,
    votes: bool = False,
    lines: int = LINES,
    most: int = POINTS,
) -> list[Block]:
    """Return a block for each point there is time for, and one for the rest."""
    able, later = fitting(slots), if_time_allows(slots)
    blocks: list[Block] = []
    for place, slot in enumerate(able[:most]):
        point = slot.point
        accessory = _vote(slot) if votes and point.item is not None else None
        text = "\n".join([_first_line(slot), *_lines(point.lines, lines)])
        blocks.append(
            SectionBlock(
                mrkdwn(cut(text, SECTION_TEXT)), block_id=f"point-{place}", accessory=accessory
            )
        )
    if len(able) > most:
        more = f"and {counted(len(able) - most, 'more point')}: *Whole agenda* has them all"
        blocks.append(ContextBlock([mrkdwn(more)], block_id="more"))
    if later:
        said = [_first_line(slot) for slot in later[:12]]
        if len(later) > 12:
            said.append(f"and {len(later) - 12} more")
        text = "\n".join(["*If time allows*", *said])
        blocks.append(SectionBlock(mrkdwn(text), block_id="if-time-allows"))
        voted: list[Element] = [
            _vote(slot) for slot in later[:8] if votes and slot.point.item is not None
        ]
        if voted:
            blocks.append(ActionsBlock(voted, block_id="vote-later"))
    return blocks


def _first_line(slot: Slot) -> str:
    point = slot.point
    minutes = f"{slot.minutes} min · " if slot.minutes else ""
    who = f" — {field(point.presents, LABEL)}"
    return f"{minutes}{point.wanted} · *{field(point.title, TITLE)}*{who}"


def _lines(lines: Sequence[Line], most: int) -> list[str]:
    shown = [f"•  {line_in_slack(one)}" for one in lines[:most]]
    if len(lines) > most:
        shown.append(f"•  {len(lines) - most} more in the whole agenda")
    return shown


def line_in_slack(line: Line, most: int = LINE) -> str:
    """Return a line as mrkdwn, escaped, with its link."""
    text = cut(line.text, most)
    return link(line.address, text) if line.address else escape(text)


def _vote(slot: Slot) -> Button:
    item = slot.point.item or 0
    votes = f" · {slot.point.votes}" if slot.point.votes else ""
    name = f"{ITEMS.name(item)} " if not slot.fits else ""
    label = plain(f"👍 {name}Up-vote{votes}", BUTTON_TEXT)
    return Button(label, action_id=f"meeting.vote.{item}", value=ITEMS.value_for(item))


def _buttons(facts: AgendaFacts) -> list[Element]:
    value = MEETINGS.value_for(facts.occurrence.id)
    whole = Button(plain(WHOLE), action_id="meeting.whole_agenda", value=value)
    if facts.begun:
        return [whole]
    return [
        Button(plain("Add an item"), action_id="meeting.add_item", value=value),
        Button(plain(NOT_THIS_TIME), action_id="meeting.not_this_time", value=value),
        whole,
    ]


def whole_agenda(facts: AgendaFacts) -> dict[str, Any]:
    """Return every point with every line as a modal."""
    title, about = heading(facts)
    blocks: list[Block] = [
        SectionBlock(mrkdwn(title), block_id="title"),
        ContextBlock([mrkdwn(about)], block_id="about"),
        *point_blocks(facts.slots, lines=30, most=90),
    ]
    return modal(WHOLE, blocks)


def private_agenda(facts: AgendaFacts) -> Message:
    """Return the agenda for one person of our teams, with a button for its Markdown."""
    title, about = heading(facts)
    button = Button(
        plain("As Markdown"),
        action_id="meeting.markdown",
        value=MEETINGS.value_for(facts.occurrence.id, "agenda"),
    )
    blocks: list[Block] = [
        SectionBlock(mrkdwn(title), block_id="title"),
        ContextBlock([mrkdwn(about)], block_id="about"),
        *point_blocks(facts.slots, lines=12),
        ActionsBlock([button], block_id="markdown"),
    ]
    return Message(spoken([title, *map(_first_line, facts.slots)]), dump(blocks))


def agenda_markdown(facts: AgendaFacts) -> str:
    """Return the agenda as a Markdown document."""
    one = facts.occurrence
    page = Markdown(f"Agenda: strategy meeting, {in_zone(one.starts_at, facts.zone)}")
    about = [f"{int(one.length.total_seconds() // 60)} minutes"]
    if facts.chair:
        about.append(f"{facts.chair} chairs")
    if facts.since and not facts.over:
        about.append(f"what happened {facts.since}")
    page.paragraph(", ".join(about) + ".")
    for place, slot in enumerate(fitting(facts.slots), start=1):
        page.heading(f"{place}. {slot.point.title} ({slot.minutes} min)")
        page.paragraph(f"{_wanted(slot.point.wanted)}. {who_presents(slot.point.presents)}.")
        page.bullets([(line.text, line.address) for line in slot.point.lines])
    if later := if_time_allows(facts.slots):
        page.heading("If time allows")
        page.bullets([(f"{one.point.title} ({one.point.presents})", "") for one in later])
    return page.text


def _wanted(wanted: Wanted) -> str:
    return {
        Wanted.INFORM: "To inform",
        Wanted.DISCUSS: "To discuss",
        Wanted.DECIDE: "To decide",
    }[wanted]


def who_presents(who: str) -> str:
    """Return "Mark presents" or "Maya and Sam present"."""
    return f"{who} present{'' if ' and ' in who else 's'}"


def in_zone(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as a document says it: "Tue 1 Dec 2026, 10:00 Europe/Berlin"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b} {local.year}, {local:%H:%M} {zone.key}"


def code_blocks(text: str, *, most: int = 40) -> list[dict[str, Any]]:
    """Return a document as code that can be copied, which Slack neither formats nor links."""
    pieces: list[str] = []
    piece = ""
    for line in text.splitlines():
        if len(piece) + len(line) + 1 > SECTION_TEXT - 100:
            pieces.append(piece)
            piece = ""
        piece += line + "\n"
    pieces.append(piece)
    return [
        {
            "type": "rich_text",
            "block_id": f"code-{place}",
            "elements": [
                {
                    "type": "rich_text_preformatted",
                    "elements": [{"type": "text", "text": one.rstrip("\n") or " "}],
                }
            ],
        }
        for place, one in enumerate(pieces[:most])
    ]


def add_form(
    *, text: str = "", address: str = "", nonce: str = "", when: datetime | None = None
) -> dict[str, Any]:
    """Return the modal that asks what to put on the agenda, prefilled from a message."""
    said = "What should both teams talk about?"
    if when:
        said += f" The next meeting is on {moment(when, style=DAY)}."
    if address:
        said += f" {link(address, 'The message')} is linked from it."
    blocks: list[Block] = [
        SectionBlock(mrkdwn(said), block_id="about"),
        InputBlock(
            plain("Item"),
            PlainTextInput(
                "text",
                max_length=LONGEST_ITEM,
                multiline=True,
                initial_value=cut(text, LONGEST_ITEM) or None,
                placeholder=plain("Forwarders: stop or re-target?", 150),
            ),
            block_id="text",
            hint=plain("One sentence. You present it; others up-vote it."),
        ),
    ]
    return modal(
        "Put on the agenda",
        blocks,
        callback="meeting.add_item",
        submit="Put it there",
        note={"address": address, "nonce": nonce},
    )


@dataclass(frozen=True, slots=True)
class Droppable:
    """A point that may be left off; `dropped` says that it is."""

    key: str
    title: str
    dropped: bool = False


def not_this_time_form(occurrence: Occurrence, some: Sequence[Droppable]) -> dict[str, Any]:
    """Return the modal in which points are left off one agenda, or put back on it."""
    options = [
        Option(plain(one.title, OPTION_TEXT), one.key) for one in some[:100] if len(one.key) <= 150
    ]
    chosen = {one.key for one in some if one.dropped}
    said = "What you choose is left off this agenda and comes back on the next one."
    blocks: list[Block] = [SectionBlock(mrkdwn(said), block_id="about")]
    if options:
        blocks.append(
            InputBlock(
                plain("Leave off"),
                StaticMultiSelectMenu(
                    "keys",
                    options=options,
                    placeholder=plain("Nothing is left off", 150),
                    initial_options=[one for one in options if one.value in chosen] or None,
                ),
                block_id="keys",
                optional=True,
            )
        )
    return modal(
        NOT_THIS_TIME,
        blocks,
        callback="meeting.not_this_time",
        submit="Save",
        note={"meeting": MEETINGS.value_for(occurrence.id), "off": _seen(some)},
    )


def _seen(some: Sequence[Droppable]) -> list[str]:
    """Return what was left off when the form was opened, as far as a form can remember it."""
    off: list[str] = []
    for one in some:
        if one.dropped and sum(map(len, off)) + len(one.key) < SEEN:
            off.append(one.key)
    return off


def names_listed(names: Sequence[str], most: int = 12) -> str:
    """Return people's names as a phrase, escaped, the many cut short."""
    shown = [field(name, LABEL) for name in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return listed(shown)
