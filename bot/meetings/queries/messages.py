"""The renderings of agenda, running meeting, minutes and actions, from what stands now."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.meetings.domain.action_items import ActionItem
from bot.meetings.domain.agenda import Line, Point, Slot
from bot.meetings.domain.dates import Occurrence, State
from bot.meetings.domain.running import MAY_BEGIN_LATER, Run
from bot.meetings.queries.agenda import agenda_of, asking_for, lines_of
from bot.meetings.queries.dates import load_occurrence
from bot.meetings.queries.expected import chairing, pinged_in, who_came
from bot.meetings.room import Room
from bot.meetings.store.action_items import actions_of_meeting, load_action
from bot.meetings.store.items import dropped_keys
from bot.meetings.store.minutes import load_notes
from bot.meetings.store.running import load_presence, load_run
from bot.meetings.views.action_items import ActionList, reminder, week_late, yours
from bot.meetings.views.agenda import AgendaFacts, agenda_message
from bot.meetings.views.minutes import MinutesFacts, minutes_message
from bot.meetings.views.running import RunningFacts, moved_on, running_message
from bot.people import queries as people


def agenda_facts(
    room: Room, work: Work, occurrence: Occurrence, *, shared: bool = False
) -> AgendaFacts:
    """Return the agenda of a meeting as it stands now.

    Once it is final its points stay those it has, and say what is so now; once the meeting is over,
    or was missed, they say no more than their titles: the minutes have the rest.
    """
    run = load_run(work, occurrence.id)
    final = run is not None and run.is_final(occurrence.starts_at)
    over = run is not None and run.is_past
    slots: tuple[Slot, ...] = ()
    since = ""
    if occurrence.state.takes_place and not over:
        at = room.clock.business()
        slots = agenda_of(room, work, occurrence, at=at, shared=shared)
        since = asking_for(room, work, occurrence, at=at).since
    if run and final:
        slots = _as_begun(slots, run)
    return AgendaFacts(
        occurrence=occurrence,
        zone=room.people.zone,
        slots=slots,
        chair=chairing(work, occurrence).name,
        left_off=len(dropped_keys(work, occurrence.id)),
        begun=final,
        over=over,
        since=since,
    )


def _as_begun(slots: tuple[Slot, ...], run: Run) -> tuple[Slot, ...]:
    lines = {slot.point.key: slot.point.lines for slot in slots}
    return tuple(
        Slot(
            Point(
                key=one.key,
                title=one.title,
                wanted=one.wanted,
                presents=one.presents,
                lines=lines.get(one.key, ()),
            ),
            one.minutes,
        )
        for one in run.points
    )


def minutes_facts(room: Room, work: Work, occurrence: Occurrence, run: Run) -> MinutesFacts:
    """Return what came out of a meeting."""
    came = who_came(work, occurrence, run)
    given = tuple(actions_of_meeting(work, occurrence.id))
    chair = [occurrence.chair] if occurrence.chair else []
    named = people.names(work, [*came, *chair, *(one.owner for one in given)])
    return MinutesFacts(
        occurrence=occurrence,
        run=run,
        zone=room.people.zone,
        today=today_of(room),
        chair=named.get(occurrence.chair, ""),
        came=tuple(named[one] for one in came),
        corrected=load_presence(work, occurrence.id) is not None,
        notes=tuple(load_notes(work, occurrence.id)),
        actions=given,
        owners=named,
    )


def today_of(room: Room) -> date:
    """Return the date on the company's wall."""
    return room.clock.business().astimezone(room.people.zone).date()


def list_of(
    room: Room, work: Work, some: list[ActionItem], *, mine: str = "", all_mine: bool = False
) -> ActionList:
    """Return actions as a list that is ready to be shown."""
    owners = people.names(work, [one.owner for one in some])
    return ActionList(tuple(some), today_of(room), owners, mine=mine, all_mine=all_mine)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an agenda says now: a digest of its message in all its channels, and its titles."""

    digest: str
    titles: list[str]


def agenda_standing(room: Room, work: Work, occurrence: Occurrence) -> Standing:
    """Return what the agenda says now, to tell whether it changed and whom it concerns."""
    some = [
        agenda_facts(room, work, occurrence, shared=shared)
        for shared in sorted({people.is_shared(work, to) for to in room.destinations})
    ]
    command = room.commands.name("meeting")
    said = [agenda_message(facts, command=command) for facts in some]
    blocks = json.dumps([one.blocks if one else None for one in said], sort_keys=True)
    titles = [slot.point.title for slot in some[0].slots]
    return Standing(hashlib.sha256(blocks.encode()).hexdigest(), titles)


class MeetingMessages:
    """What is registered with the outbox; args are ids alone."""

    def __init__(self, room: Room) -> None:
        self._room = room

    @property
    def _command(self) -> str:
        return self._room.commands.name("meeting")

    def agenda(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "meeting.agenda" {"meeting", "to"}: the draft, and what it becomes."""
        occurrence = load_occurrence(work, args["meeting"])
        if occurrence is None:
            return None
        shared = people.is_shared(work, args["to"])
        facts = agenda_facts(self._room, work, occurrence, shared=shared)
        return agenda_message(facts, command=self._command)

    def running(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "meeting.running" {"meeting", "to", "starts"}: from the ping until it is over."""
        occurrence, run = load_occurrence(work, args["meeting"]), load_run(work, args["meeting"])
        if occurrence is None or run is None:
            return None
        if int(occurrence.starts_at.timestamp()) != args["starts"]:
            return moved_on(occurrence)
        now = self._room.clock.business()
        given = tuple(actions_of_meeting(work, occurrence.id))
        mentions = pinged_in(work, occurrence, to=args["to"])
        facts = RunningFacts(
            occurrence=occurrence,
            run=run,
            now=now,
            chair=chairing(work, occurrence).name,
            mentions=mentions if occurrence.state.takes_place else (),
            lines=self._lines(work, occurrence, run, to=args["to"]),
            notes=tuple(load_notes(work, occurrence.id)),
            actions=given,
            owners=people.names(work, [one.owner for one in given]),
            place=occurrence.place,
            first=self._first(work, occurrence, run, to=args["to"]),
            can_begin=now < occurrence.starts_at + MAY_BEGIN_LATER,
            has_targets=has_targets(self._room),
        )
        return running_message(facts, command=self._command)

    def _lines(self, work: Work, occurrence: Occurrence, run: Run, *, to: str) -> tuple[Line, ...]:
        if run.point is None:
            return ()
        shared = people.is_shared(work, to)
        at = self._room.clock.business()
        asking = asking_for(self._room, work, occurrence, at=at, shared=shared)
        return lines_of(asking, run.point.key)

    def _first(self, work: Work, occurrence: Occurrence, run: Run, *, to: str) -> tuple[str, ...]:
        if run.started_at or occurrence.state is State.CANCELLED:
            return ()
        facts = agenda_facts(self._room, work, occurrence, shared=people.is_shared(work, to))
        return tuple(one.point.title for one in facts.slots if one.fits)

    def minutes(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "meeting.minutes" {"meeting"}."""
        occurrence, run = load_occurrence(work, args["meeting"]), load_run(work, args["meeting"])
        if occurrence is None or run is None or run.ended_at is None:
            return None
        return minutes_message(minutes_facts(self._room, work, occurrence, run))

    def yours(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "meeting.yours" {"meeting", "person"}: what an owner took on in a meeting."""
        occurrence = load_occurrence(work, args["meeting"])
        given = actions_of_meeting(work, args["meeting"])
        own = [one for one in given if one.owner == args["person"]]
        if occurrence is None or not own:
            return None
        facts = list_of(self._room, work, own, mine=args["person"], all_mine=True)
        return yours(facts, chair=chairing(work, occurrence).name)

    def reminder(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "meeting.reminder" {"action", "person"}; nothing once it is another's."""
        action = load_action(work, args["action"])
        if action is None or action.owner != args["person"]:
            return None
        return reminder(action, today_of(self._room))

    def week_late(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "meeting.week_late" {"action"}: what a manager is told once."""
        action = load_action(work, args["action"])
        if action is None:
            return None
        owner = people.names(work, [action.owner])[action.owner]
        return week_late(action, today_of(self._room), owner)


def has_targets(room: Room) -> bool:
    """Tell whether shared targets can be set in a meeting."""
    return room.scoreboard is not None
