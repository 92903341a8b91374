"""Planning, moving, skipping and ending meetings."""

from dataclasses import replace
from datetime import datetime
from itertools import islice, pairwise

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.meetings.actions.invitation import invite, tell_change, to_be_invited
from bot.meetings.domain.date_plan import Planned, chair_in_turn, plan, work_days
from bot.meetings.domain.date_words import month_in_words
from bot.meetings.domain.dates import Occurrence, Series, State
from bot.meetings.domain.rule import named_days, read_rule
from bot.meetings.queries.dates import next_meeting
from bot.meetings.room import Room
from bot.meetings.store.dates import (
    insert_occurrence,
    lock_occurrence,
    lock_series,
    occurrences_from,
    save_series,
    series_ever,
    update_occurrence,
)
from bot.meetings.views.invitation import Change
from bot.people import queries as people
from bot.people.domain import Person, Team, must_be_manager

HORIZON = 13
"""How many meetings ahead are planned, so that calendars show a year."""
NO_MEETING = "No meeting is set up. A sales or marketing manager does it: /meeting setup."
LONGEST_REASON = 300


def set_up(
    room: Room,
    work: Work,
    *,
    wanted: Series,
    by: Person,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Take over what managers agreed: the coming meetings follow, but those moved or skipped.

    A meeting of this period whose new day is over already keeps its old one. `seen` is the version
    that the manager changes, 0 for none; a newer one is not overwritten.
    """
    must_be_manager(by, doing="set up the strategy meeting")
    lock_series(work)
    before = series_ever(work)
    if seen is not None and seen != (before.version if before else 0):
        raise Refusal(
            "Somebody else has changed the meeting meanwhile. Open /meeting setup again to see how "
            "it stands."
        )
    today = at.astimezone(wanted.zone).date()
    series = replace(
        wanted,
        id=before.id if before else 0,
        version=before.version + 1 if before else 1,
        begins_on=before.begins_on if before else today,
        ended_at=None,
    )
    series = replace(series, id=save_series(work, series, by=by.id, at=at))
    _follow(room, work, series, before=before, at=at)
    plan_ahead(room, work, at=at)
    _must_not_meet_twice(work, at=at)
    invite_when_due(room, work, at=at)


def plan_ahead(room: Room, work: Work, *, at: datetime) -> None:
    """See to it that the next meetings are there, one a period, each with its chair."""
    series = lock_series(work)
    if series is None:
        return
    known = {one.period for one in occurrences_from(work)}
    for planned in _planned(room, series, at=at):
        if planned.period not in known:
            insert_occurrence(
                work,
                series=series.id,
                period=planned.period,
                ruled_for=planned.ruled_for,
                starts_at=planned.starts_at,
                ends_at=planned.ends_at,
                place=series.place,
                reason=planned.why,
                changed_at=at,
            )
    _seat_chairs(room, work, series, at=at)


def invite_when_due(room: Room, work: Work, *, at: datetime) -> None:
    """Invite to the next meeting when it is time and nobody has."""
    if coming := to_be_invited(work, at):
        invite(room, work, coming, at=at)


def move_meeting(
    room: Room, work: Work, *, occurrence: int, starts_at: datetime, by: Person, at: datetime
) -> Occurrence:
    """Move a meeting; it stays there whatever becomes of the rule."""
    found = _changeable(work, occurrence, by=by, doing="move")
    if starts_at <= at:
        raise Refusal("That time has passed. Pick one that is still to come.")
    if starts_at == found.starts_at:
        raise Refusal(f"{_name(found)} is planned for just that time.")
    _must_keep_the_order(work, found, starts_at)
    moved = replace(
        found,
        starts_at=starts_at,
        ends_at=starts_at + found.length,
        state=State.MOVED,
        reason="",
        by=by.id,
    )
    return _change(room, work, found, moved, Change.MOVED, at=at)


def skip_meeting(
    room: Room, work: Work, *, occurrence: int, reason: str, by: Person, at: datetime
) -> Occurrence:
    """Skip a meeting: its period has none, and the next one is as it was."""
    found = _changeable(work, occurrence, by=by, doing="skip")
    if len(reason) > LONGEST_REASON:
        raise Refusal(f"Keep the reason under {LONGEST_REASON} characters.")
    skipped = replace(found, state=State.SKIPPED, reason=reason.strip(), by=by.id)
    done = _change(room, work, found, skipped, Change.SKIPPED, at=at)
    if series := lock_series(work):
        _seat_chairs(room, work, series, at=at)
    invite_when_due(room, work, at=at)
    return done


def restore_meeting(
    room: Room, work: Work, *, occurrence: int, by: Person, at: datetime
) -> Occurrence:
    """Hold a skipped meeting after all, at the time it had."""
    series = lock_series(work)
    found = lock_occurrence(work, occurrence)
    if found is None or series is None:
        raise Refusal(NO_MEETING)
    _must_lead(found, by, doing="bring back")
    if found.state is not State.SKIPPED:
        raise Refusal(f"{_name(found)} is not skipped any more.")
    if found.starts_at <= at:
        raise Refusal(f"The time of {_name(found, begins=False)} has passed.")
    ruled = {one.period: one for one in _planned(room, series, at=at)}.get(found.period)
    as_ruled = ruled is not None and ruled.starts_at == found.starts_at
    back = replace(
        found,
        state=State.PLANNED if as_ruled else State.MOVED,
        reason=ruled.why if ruled and as_ruled else "",
        by="" if as_ruled else by.id,
    )
    done = _change(room, work, found, back, Change.RESTORED, at=at)
    _must_not_meet_twice(work, at=at)
    _seat_chairs(room, work, series, at=at)
    if not done.invited_at:
        invite_when_due(room, work, at=at)
    return done


def end_series(room: Room, work: Work, *, by: Person, at: datetime) -> int:
    """End the meetings for good, or until somebody sets them up again; tell how many were planned.

    Those that were announced are called off.
    """
    must_be_manager(by, doing="end the strategy meetings")
    series = lock_series(work)
    if series is None:
        raise Refusal(NO_MEETING)
    save_series(work, replace(series, ended_at=at), by=by.id, at=at)
    ended = 0
    for one in occurrences_from(work, at):
        if one.state.is_coming:
            cancelled = replace(one, state=State.CANCELLED, reason="", by=by.id)
            _change(room, work, one, cancelled, Change.CANCELLED, at=at)
            ended += 1
    return ended


def the_next(work: Work, at: datetime) -> Occurrence:
    """Return the next meeting; refuse kindly where there is none."""
    found = next_meeting(work, at)
    if found is None:
        raise Refusal(NO_MEETING)
    return found


def _planned(room: Room, series: Series, *, at: datetime) -> list[Planned]:
    works = work_days(series.countries, room.people)
    return list(islice(plan(series, works, after=at), HORIZON))


def _follow(room: Room, work: Work, series: Series, *, before: Series | None, at: datetime) -> None:
    """Have the coming meetings follow a changed series."""
    planned = {one.period: one for one in _planned(room, series, at=at)}
    periods = _periods(room, series, at=at)
    for one in occurrences_from(work, at):
        if one.state not in {State.PLANNED, State.MOVED, State.CANCELLED}:
            continue
        place = series.place if before is None or one.place == before.place else one.place
        ruled = planned.get(one.period)
        if one.state is State.MOVED:
            now = replace(one, place=place)
        elif ruled is not None:
            now = replace(
                one,
                ruled_for=ruled.ruled_for,
                starts_at=ruled.starts_at,
                ends_at=ruled.ends_at,
                state=State.PLANNED,
                reason=ruled.why,
                place=place,
                by="",
            )
        elif one.period in periods and one.state is State.PLANNED:
            now = replace(one, ends_at=one.starts_at + series.length, place=place)
        else:
            now = replace(one, state=State.CANCELLED, reason="", by="")
        if now != one:
            _change(room, work, one, now, _what(one, now), at=at)


def _periods(room: Room, series: Series, *, at: datetime) -> set[str]:
    """Return the names of the periods that the rule has around now."""
    first = at.astimezone(series.zone).date()
    works = work_days(series.countries, room.people)
    named = named_days(
        read_rule(series.rule), works, begins=series.begins_on, first=max(first, series.begins_on)
    )
    return {one.period for one in islice(named, HORIZON + 2)}


def _what(before: Occurrence, now: Occurrence) -> Change:
    if now.state is State.CANCELLED:
        return Change.CANCELLED
    if before.state is State.CANCELLED:
        return Change.RESTORED
    return Change.DETAILS if before.starts_at == now.starts_at else Change.MOVED


def _change(
    room: Room, work: Work, before: Occurrence, now: Occurrence, change: Change, *, at: datetime
) -> Occurrence:
    """Save what changed; whoever was invited hears of it, and calendars count it."""
    told = before.invited_at is not None
    now = replace(now, sequence=before.sequence + (1 if told else 0), changed_at=at)
    names = (
        "ruled_for", "starts_at", "ends_at", "state", "sequence", "place", "reason", "by",
        "changed_at",
    )  # fmt: skip
    update_occurrence(work, now.id, **{name: getattr(now, name) for name in names})
    if told:
        was = before.starts_at if before.starts_at != now.starts_at else None
        tell_change(room, work, now, change, was=was)
    return now


def _changeable(work: Work, occurrence: int, *, by: Person, doing: str) -> Occurrence:
    lock_series(work)
    found = lock_occurrence(work, occurrence)
    if found is None:
        raise Refusal(NO_MEETING)
    _must_lead(found, by, doing=doing)
    if found.state is State.RUNNING:
        raise Refusal(f"{_name(found)} is on right now.")
    if not found.state.is_coming:
        raise Refusal(f"{_name(found)} is {found.state} already. /meeting next shows what comes.")
    return found


def _must_lead(occurrence: Occurrence, by: Person, *, doing: str) -> None:
    if by.id != occurrence.chair:
        must_be_manager(by, doing=f"{doing} the strategy meeting, besides its chair")


def _must_keep_the_order(work: Work, found: Occurrence, starts_at: datetime) -> None:
    others = [one for one in occurrences_from(work) if one.id != found.id]
    there = [one for one in others if one.state.takes_place]
    after = next((one for one in there if one.starts_at > found.starts_at), None)
    before = next((one for one in reversed(there) if one.starts_at < found.starts_at), None)
    if after and starts_at + found.length > after.starts_at:
        raise Refusal(
            f"That is past {_name(after, begins=False)}. Pick an earlier day, or skip this one: "
            "/meeting skip."
        )
    if before and starts_at < before.ends_at:
        raise Refusal(f"That is before the end of {_name(before, begins=False)}.")


def _must_not_meet_twice(work: Work, *, at: datetime) -> None:
    """Refuse what would have a moved meeting at the time of another; nothing is saved then."""
    there = [one for one in occurrences_from(work, at) if one.state.takes_place]
    for one, after in pairwise(there):
        if one.ends_at > after.starts_at and State.MOVED in {one.state, after.state}:
            raise Refusal(
                f"{_name(one)} and {_name(after, begins=False)} would be at the same time. "
                "Move or skip one of them first: /meeting move."
            )


def _seat_chairs(room: Room, work: Work, series: Series, *, at: datetime) -> None:
    """Give every coming meeting its chair; people who were told of one keep it while they can."""
    managers = [[one.id for one in people.managers(work, team)] for team in Team]
    turn = 0
    for one in occurrences_from(work):
        if not one.state.takes_place:
            continue
        kept = one.invited_at is not None and can_chair(work, one.chair)
        if one.state.is_coming and one.starts_at > at and not kept:
            chair = series.chair if can_chair(work, series.chair) else ""
            chair = chair or chair_in_turn(turn, managers)
            if chair != one.chair:
                update_occurrence(work, one.id, chair=chair)
                room.outbox.refresh_subject(work, subject=one.subject, at=room.clock.real())
        turn += 1


def can_chair(work: Work, person: str) -> bool:
    """Tell whether somebody is of either team, as whoever chairs has to be."""
    known = people.person(work, person) if person else None
    return known is not None and known.outsider is None and bool(known.teams)


def _name(occurrence: Occurrence, *, begins: bool = True) -> str:
    period = month_in_words(occurrence.period)
    if period.startswith("week"):
        return f"{'The' if begins else 'the'} meeting of {period}"
    return f"{period}'s meeting"
