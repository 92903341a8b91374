"""The invitation of a meeting, what is said when it changes, and what the chair is told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from slackblocks import ActionsBlock, Block, Button, ContextBlock, Element, SectionBlock

from bot.kit.blocks import dump, escape, link, moment, mrkdwn, plain
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import counted, field, listed, spoken
from bot.meetings.domain.attendance import Attendance
from bot.meetings.domain.date_words import month_in_words
from bot.meetings.domain.dates import MEETINGS, Occurrence, State, is_address

NAMES_SHOWN = 15
"""Names listed on an invitation; the rest are counted."""
REASON = 300
IN_FULL = "{date_long_pretty}, {time}"
UNSENT_SHOWN = 20


class Change(StrEnum):
    """What became of a meeting that people were invited to."""

    MOVED = "moved"
    DETAILS = "details"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """All that an invitation shows; names as people write them, empty where there is none."""

    occurrence: Occurrence
    zone: ZoneInfo
    attendance: Attendance
    chair: str = ""
    by: str = ""

    @property
    def name(self) -> str:
        """What people call it: "December's strategy meeting"."""
        return f"{meeting_name(self.occurrence)}"


@dataclass(frozen=True, slots=True)
class NotSent:
    """A letter that did not go out: to whom, why, and whether it is tried again by itself."""

    name: str
    why: str
    waits: bool


def meeting_name(occurrence: Occurrence) -> str:
    """Return what people call a meeting: "December's strategy meeting"."""
    period = month_in_words(occurrence.period)
    if period.startswith("week"):
        return f"The strategy meeting of {period}"
    return f"{period}'s strategy meeting"


def on_the_wall(occurrence: Occurrence, zone: ZoneInfo) -> str:
    """Return when it is in the agreed zone: "Tue 1 December 2026, 10:00–11:00 Europe/Berlin"."""
    start, end = (at.astimezone(zone) for at in (occurrence.starts_at, occurrence.ends_at))
    return f"{start:%a} {start.day} {start:%B %Y, %H:%M}–{end:%H:%M} {zone.key}"


def place_in_words(place: str, most: int = 200) -> str:
    """Return a place as mrkdwn: a link where it is an address, else its text."""
    if is_address(place) and len(place) <= most:
        return link(place, cut(place.partition("://")[2], 60))
    return field(place, most)


def invitation_message(facts: InvitationFacts) -> Message:
    """Return the living message that invites to a meeting and shows who comes."""
    occurrence = facts.occurrence
    lines = [f"*{escape(facts.name)}*", _when(facts)]
    if occurrence.state.takes_place:
        where = f"Where: {place_in_words(occurrence.place)}" if occurrence.place else ""
        chair = f"Chair: {field(facts.chair)}" if facts.chair else ""
        lines.append(" · ".join(filter(None, [where, chair])))
        lines.append(_who_comes(facts.attendance))
    lines = [line for line in lines if line]
    blocks: list[Block] = [
        SectionBlock(mrkdwn("\n".join(lines)), block_id="invitation"),
        ContextBlock([mrkdwn(_small_print(facts))], block_id="on_the_wall"),
    ]
    if occurrence.state.is_coming:
        blocks.append(ActionsBlock(reply_buttons(occurrence), block_id="replies"))
    elif occurrence.state is State.SKIPPED:
        restore = Button(plain("Hold it after all"), "meeting.restore", value=_value(occurrence))
        blocks.append(ActionsBlock([restore], block_id="replies"))
    asked = [" Say whether you come: Going or Can't."] if occurrence.state.is_coming else []
    return Message(spoken([*lines, on_the_wall(occurrence, facts.zone), *asked]), dump(blocks))


def reply_buttons(occurrence: Occurrence) -> list[Element]:
    """Return Going, Can't, and the calendar file."""
    return [
        Button(plain("Going"), "meeting.going", value=_value(occurrence), style="primary"),
        Button(plain("Can't"), "meeting.cannot", value=_value(occurrence)),
        Button(plain("Add to calendar"), "meeting.calendar_file", value=_value(occurrence)),
    ]


def change_message(
    change: Change, facts: InvitationFacts, *, was: datetime | None, sequence: int
) -> Message:
    """Return what the channel is told once; outdated news says so instead of misleading."""
    occurrence = facts.occurrence
    by = f" by {field(facts.by)}" if facts.by else ""
    because = f": {field(occurrence.reason, REASON)}" if occurrence.reason else ""
    name = escape(facts.name)
    if occurrence.sequence != sequence:
        sentence = f"{name} was {_VERBS[change]}, and has changed again since."
    elif change is Change.MOVED:
        before = f", from {moment(was, style=IN_FULL)}" if was else ""
        sentence = (
            f"*{name} is moved*{by} to {moment(occurrence.starts_at, style=IN_FULL)}{before}"
            f"{because}. Please answer again."
        )
    elif change is Change.DETAILS:
        where = f", {place_in_words(occurrence.place)}" if occurrence.place else ""
        when = escape(on_the_wall(occurrence, facts.zone))
        sentence = f"*{name} has another length or place*: {when}{where}."
    elif change is Change.RESTORED:
        at = moment(occurrence.starts_at, style=IN_FULL)
        sentence = f"*{name} takes place after all*: {at}."
    else:
        said = because or "."
        sentence = f"*{name} is {_VERBS[change]}*{by}{said}"
    if not sentence.endswith("."):
        sentence += "."
    blocks: list[Block] = [SectionBlock(mrkdwn(sentence), block_id="change")]
    is_news = occurrence.sequence == sequence
    if is_news and change in {Change.MOVED, Change.RESTORED} and occurrence.state.is_coming:
        blocks.append(ActionsBlock(reply_buttons(occurrence), block_id="replies"))
    return Message(spoken([sentence]), dump(blocks))


_VERBS = {
    Change.MOVED: "moved",
    Change.DETAILS: "given another length or place",
    Change.SKIPPED: "skipped",
    Change.CANCELLED: "cancelled",
    Change.RESTORED: "put back",
}


def unsent_message(
    facts: InvitationFacts,
    missing: list[NotSent],
    *,
    nobody: bool = False,
    command: str = "/meeting",
) -> Message:
    """Tell the chair, kept true: whom the e-mail invitations did not reach, and why."""
    name = escape(facts.name)
    head = f"{name[0].upper()}{name[1:]} on {moment(facts.occurrence.starts_at)} stands."
    if nobody:
        lines = [
            f"*Nobody else is invited yet.* {head}",
            (
                "Both channels are empty, or were not read yet. Who joins one is invited within "
                f"the hour; {command} setup can name people besides."
            ),
        ]
    elif not missing:
        lines = [f"{head} By now everybody's invitation by e-mail has gone out."]
    else:
        number = counted(len(missing), "invitation").capitalize()
        did = "has" if len(missing) == 1 else "have"
        lines = [f"*{number} by e-mail {did} not gone out.* {head} The message in Slack has."]
        for why, several in _by_reason(missing).items():
            names = [field(one.name, 60) for one in several[:UNSENT_SHOWN]]
            if len(several) > UNSENT_SHOWN:
                names.append(f"{len(several) - UNSENT_SHOWN} more")
            again = " It is tried again." if several[0].waits else ""
            lines.append(f"• {listed(names)}: {field(why, 200)}.{again}")
    return Message(spoken(lines), dump([SectionBlock(mrkdwn("\n".join(lines)), block_id="unsent")]))


def _by_reason(missing: list[NotSent]) -> dict[str, list[NotSent]]:
    reasons: dict[str, list[NotSent]] = {}
    for one in missing:
        reasons.setdefault(one.why.rstrip("."), []).append(one)
    return reasons


def _when(facts: InvitationFacts) -> str:
    occurrence = facts.occurrence
    at = moment(occurrence.starts_at, style=IN_FULL)
    because = f": {field(occurrence.reason, REASON)}" if occurrence.reason else ""
    by = f" by {field(facts.by)}" if facts.by else ""
    if occurrence.state is State.SKIPPED:
        return f"Skipped{by}{because}. It would have been on {at}."
    if occurrence.state is State.CANCELLED:
        return f"Cancelled{by}. It would have been on {at}."
    if occurrence.state is State.HELD:
        return f"Was held on {at}."
    if occurrence.state is State.MOVED:
        return f"{at} (moved{by})"
    return at


def _who_comes(attendance: Attendance) -> str:
    said = []
    if attendance.going:
        said.append(f"Going ({len(attendance.going)}): {_names(attendance.going)}")
    if attendance.cannot:
        said.append(f"Can't ({len(attendance.cannot)}): {_names(attendance.cannot)}")
    if attendance.silent:
        said.append(f"{counted(attendance.silent, 'answer').capitalize()} still to come")
    return "\n".join(said)


def _names(names: tuple[str, ...]) -> str:
    shown = [field(name, 60) for name in names[:NAMES_SHOWN]]
    if len(names) > NAMES_SHOWN:
        shown.append(f"{len(names) - NAMES_SHOWN} more")
    return listed(shown)


def _small_print(facts: InvitationFacts) -> str:
    occurrence = facts.occurrence
    moved = ""
    if occurrence.state is State.PLANNED and occurrence.reason:
        moved = f" A working day later, since {field(occurrence.reason, 100)}."
    return f"{escape(on_the_wall(occurrence, facts.zone))}.{moved}"


def _value(occurrence: Occurrence) -> str:
    return MEETINGS.value_for(occurrence.id)
