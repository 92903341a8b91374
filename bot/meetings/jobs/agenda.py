"""What the clock does with agendas, meetings and actions; each once, whoever ticks."""

from datetime import UTC, date, datetime, timedelta

from bot.kit.db import Work
from bot.kit.house import House
from bot.meetings.actions.action_items import remind
from bot.meetings.actions.agenda import agenda_key, draft_agenda, keep_agendas_true
from bot.meetings.actions.running import finish_meeting, open_meeting
from bot.meetings.actions.showing import show_agenda, show_running
from bot.meetings.domain.dates import Occurrence
from bot.meetings.domain.running import ENDS_BY_ITSELF, MAY_BEGIN_LATER
from bot.meetings.queries.dates import load_occurrence, next_meeting
from bot.meetings.queries.messages import MeetingMessages
from bot.meetings.room import Room
from bot.meetings.store.pins import want_unpin
from bot.meetings.store.running import (
    load_run,
    running_occurrences,
    set_missed,
    waiting_occurrences,
)

LOOKED_AT = timedelta(minutes=10)
"""How often a draft is held against what stands behind it."""
LOOK = "meetings.look"
LOOK_EVERY = 3600.0
"""Seconds until drafts are looked at though nobody asked, as after a process that died."""


def register(house: House, room: Room) -> None:
    """Render what this side of the room posts, and do what is due."""
    messages = MeetingMessages(room)
    house.views.register("meeting.agenda", messages.agenda)
    house.views.register("meeting.running", messages.running)
    house.views.register("meeting.minutes", messages.minutes)
    house.views.register("meeting.yours", messages.yours)
    house.views.register("meeting.reminder", messages.reminder)
    house.views.register("meeting.week_late", messages.week_late)
    jobs = AgendaJobs(house, room)
    house.schedule.due("meetings.draft", jobs.draft_due, jobs.draft)
    house.schedule.due("meetings.keep_true", jobs.look_due, jobs.look)
    house.schedule.sweep(LOOK, LOOK_EVERY, jobs.keep_true)
    house.schedule.due("meetings.open", jobs.opening_due, jobs.open)
    house.schedule.due("meetings.missed", jobs.missed_due, jobs.missed)
    house.schedule.due("meetings.end", jobs.end_due, jobs.end)
    house.schedule.due("meetings.remind", jobs.remind_due, jobs.remind)


def draft_at(room: Room, occurrence: Occurrence) -> datetime:
    """Return when the draft is due: as work begins, that many working days before the meeting."""
    company = room.people.working_time
    day = occurrence.starts_at.astimezone(company.zone).date()
    left = room.settings.draft_days
    while left:
        day -= timedelta(days=1)
        left -= company.is_working_day(day)
    start = company.working_day_start(day)
    return start or occurrence.starts_at - timedelta(days=room.settings.draft_days)


class AgendaJobs:
    """Each `…_due` names the period that is due, or None; the job beside it does that period."""

    def __init__(self, house: House, room: Room) -> None:
        self._house = house
        self._room = room

    def draft_due(self, work: Work, at: datetime) -> str | None:
        """Name the next meeting once its draft is due."""
        following = next_meeting(work, at)
        if following is None or at < draft_at(self._room, following):
            return None
        return None if load_run(work, following.id) else str(following.id)

    def draft(self, work: Work, period: str, at: datetime) -> None:
        """Post the draft."""
        occurrence = load_occurrence(work, int(period))
        if occurrence:
            draft_agenda(self._room, work, occurrence, at=at)

    def look_due(self, work: Work, at: datetime) -> str | None:
        """Name every tenth minute while a draft stands."""
        if not waiting_occurrences(work):
            return None
        step = int(LOOKED_AT.total_seconds())
        floor = int(at.timestamp()) // step * step
        return datetime.fromtimestamp(floor, UTC).isoformat(timespec="minutes")

    def look(self, work: Work, _period: str, _at: datetime) -> None:
        """Have the drafts looked at once this is committed: counting would hold up who writes."""
        work.once_committed(lambda: self._house.schedule.sweep_now(LOOK))

    def keep_true(self) -> None:
        """Have the drafts shown anew that would say something else by now."""
        keep_agendas_true(self._room, self._house.db)

    def opening_due(self, work: Work, at: datetime) -> str | None:
        """Name the meeting whose time has come."""
        following = next_meeting(work, at)
        if following is None or not following.state.is_coming or at < following.starts_at:
            return None
        run = load_run(work, following.id)
        if run and run.opened_for == following.starts_at:
            return None
        return f"{following.id}:{int(following.starts_at.timestamp())}"

    def open(self, work: Work, period: str, at: datetime) -> None:
        """Pin the agenda and ping the attendees."""
        occurrence = load_occurrence(work, int(period.partition(":")[0]))
        if occurrence:
            open_meeting(self._room, work, occurrence, at=at)

    def missed_due(self, work: Work, at: datetime) -> str | None:
        """Name a meeting that can't be started any more."""
        for occurrence_id in waiting_occurrences(work):
            occurrence = load_occurrence(work, occurrence_id)
            if occurrence and at >= occurrence.starts_at + MAY_BEGIN_LATER:
                return str(occurrence_id)
        return None

    def missed(self, work: Work, period: str, at: datetime) -> None:
        """Take Start off its message, the buttons off its agenda, and that off the pins."""
        occurrence_id = int(period)
        set_missed(work, occurrence_id, at=at)
        show_running(self._room, work, occurrence_id)
        show_agenda(self._room, work, occurrence_id)
        for to in self._room.destinations:
            want_unpin(work, agenda_key(occurrence_id, to))
        self._room.wake_pins(work)

    def end_due(self, work: Work, at: datetime) -> str | None:
        """Name a meeting that nobody ended, or that was called off while it ran."""
        for occurrence_id in running_occurrences(work):
            occurrence = load_occurrence(work, occurrence_id)
            if occurrence is None:
                continue
            if not occurrence.state.takes_place or at >= occurrence.ends_at + ENDS_BY_ITSELF:
                return str(occurrence_id)
        return None

    def end(self, work: Work, period: str, at: datetime) -> None:
        """End it and post its minutes."""
        occurrence = load_occurrence(work, int(period))
        if occurrence:
            finish_meeting(self._room, work, occurrence, by=None, at=at)

    def remind_due(self, _work: Work, at: datetime) -> str | None:
        """Name a working day once its work has begun."""
        begun = self._room.people.working_time.working_day_begun(at)
        return begun.isoformat() if begun else None

    def remind(self, work: Work, period: str, at: datetime) -> None:
        """Remind the owners of actions."""
        remind(self._room, work, today=date.fromisoformat(period), at=at)
