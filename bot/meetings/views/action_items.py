"""Action items as their owners see them: after the meeting, when due, when late, and in lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    DatePicker,
    Element,
    HeaderBlock,
    InputBlock,
    PlainTextInput,
    SectionBlock,
)

from bot.kit.blocks import HEADER_TEXT, dump, mrkdwn, plain
from bot.kit.modals import modal
from bot.kit.outbox.views import Message
from bot.kit.wording import LABEL, counted, field, spoken
from bot.meetings.domain.action_items import ACTIONS, LONGEST, ActionItem
from bot.meetings.views.running import day_in_words

LISTED = 15
"""Actions of one list; each takes two blocks."""


@dataclass(frozen=True, slots=True)
class ActionList:
    """Some actions on one day. `owners` are names by id; `mine` is whose buttons are shown.

    `all_mine` leaves the owner out of each line.
    """

    actions: tuple[ActionItem, ...]
    today: date
    owners: Mapping[str, str]
    mine: str = ""
    all_mine: bool = False


def action_blocks(some: ActionList) -> tuple[list[str], list[Block]]:
    """Return the lines and blocks of a list; open ones carry their buttons for who may press."""
    lines: list[str] = []
    blocks: list[Block] = []
    for one in some.actions[:LISTED]:
        line = _line(one, some)
        lines.append(line)
        blocks.append(SectionBlock(mrkdwn(line), block_id=f"action-{one.id}"))
        if one.is_open and one.owner == some.mine:
            blocks.append(ActionsBlock(buttons_of(one), block_id=f"buttons-{one.id}"))
    if len(some.actions) > LISTED:
        lines.append(f"and {len(some.actions) - LISTED} more")
        blocks.append(ContextBlock([mrkdwn(lines[-1])], block_id="more"))
    return lines, blocks


def _line(one: ActionItem, some: ActionList) -> str:
    who = "" if some.all_mine else f"{field(some.owners.get(one.owner, 'someone'), LABEL)}: "
    success = f"\nSuccess: {field(one.success, 300)}" if one.success else ""
    moved = f" · moved {one.moved}×" if one.moved and one.is_open else ""
    standing = field(one.standing(some.today), 200)
    return f"*{one.number}* {who}{field(one.what, 300)} · {standing}{moved}{success}"


def buttons_of(one: ActionItem) -> list[Element]:
    """Return what an owner can say of an open action."""
    value = ACTIONS.value_for(one.id)
    return [
        Button(plain("Done"), action_id="meeting.action.done", value=value, style="primary"),
        Button(plain("Can't"), action_id="meeting.action.cannot", value=value),
        Button(plain("New date"), action_id="meeting.action.new_date", value=value),
    ]


def yours(some: ActionList, *, chair: str) -> Message:
    """Return what an owner is told after the meeting: theirs, with their buttons."""
    count = counted(len(some.actions), "action").capitalize()
    from_whom = f", which {field(chair, LABEL)} chaired" if chair else ""
    title = f"*{count} from the strategy meeting*{from_whom}"
    return _listed(title, some)


def _listed(title: str, some: ActionList) -> Message:
    lines, blocks = action_blocks(some)
    return Message(
        spoken([title, *lines]), dump([SectionBlock(mrkdwn(title), block_id="title"), *blocks])
    )


def reminder(one: ActionItem, today: date) -> Message:
    """Return the reminder of one action to its owner, as it stands now."""
    if not one.is_open:
        title = f"*{one.number}* is {'done' if one.state.value == 'done' else 'given up'}."
    elif one.days_late(today):
        title = f"*{one.number}* was due {day_in_words(one.due)}."
    elif one.due == today:
        title = f"*{one.number}* is due today."
    else:
        title = f"*{one.number}* is due {day_in_words(one.due)}."
    return _listed(title, ActionList((one,), today, {}, mine=one.owner, all_mine=True))


def week_late(one: ActionItem, today: date, owner: str) -> Message:
    """Return the one note to a manager about an action that is a week late."""
    who = field(owner, LABEL)
    if not one.is_open:
        title = f"{who}'s *{one.number}* is {field(one.standing(today), 200)}."
    else:
        title = f"{who}'s *{one.number}* is more than a week late. You are told once."
    return _listed(title, ActionList((one,), today, {one.owner: owner}))


def actions_answer(title: str, some: ActionList, *, command: str) -> Message:
    """Return a list of actions for one person."""
    if not some.actions:
        text = f"{title}: none. `{command} history` shows what the meetings gave."
        return Message(text, dump([SectionBlock(mrkdwn(text), block_id="none")]))
    return _listed(f"*{title}*", some)


def home_section(some: ActionList, *, command: str) -> list[dict[str, Any]]:
    """Return my open actions for the Home tab; nothing when there are none."""
    if not some.actions:
        return []
    blocks: list[Block] = [
        HeaderBlock(plain("My actions from the meetings", HEADER_TEXT), block_id="actions-header")
    ]
    few = ActionList(some.actions[:5], some.today, some.owners, some.mine, all_mine=True)
    blocks += action_blocks(few)[1]
    if len(some.actions) > 5:
        more = f"and {len(some.actions) - 5} more: `{command} actions mine`"
        blocks.append(ContextBlock([mrkdwn(more)], block_id="actions-more"))
    return dump(blocks)


def cannot_form(one: ActionItem) -> dict[str, Any]:
    """Return the modal that asks why an action can't be done."""
    asked = InputBlock(
        plain("What stands in the way?"),
        PlainTextInput("reason", max_length=LONGEST, multiline=True),
        block_id="reason",
        optional=True,
        hint=plain("The next meeting talks about it."),
    )
    return _form("meeting.action.cannot", "Can't be done", "Give it up", one, asked)


def new_date_form(one: ActionItem, *, suggested: date) -> dict[str, Any]:
    """Return the modal that asks for a new date."""
    asked = InputBlock(
        plain("By when?"),
        DatePicker("due", initial_date=suggested.isoformat()),
        block_id="due",
    )
    return _form("meeting.action.new_date", "New date", "Move it", one, asked)


def _form(
    callback: str, title: str, submit: str, one: ActionItem, asked: InputBlock
) -> dict[str, Any]:
    about = f"*{one.number}* {field(one.what, 300)}\nDue {day_in_words(one.due)}"
    blocks: list[Block] = [SectionBlock(mrkdwn(about), block_id="about"), asked]
    return modal(
        title,
        blocks,
        callback=callback,
        submit=submit,
        note={"action": ACTIONS.value_for(one.id)},
    )
