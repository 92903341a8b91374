"""The figures of a week, each section from the room that owns them."""

from dataclasses import replace
from datetime import datetime

from bot.content.queries.gaps import most_wanted
from bot.content.queries.requests import content_numbers, overdue_requests
from bot.digests.domain.facts import (
    MOST_NEEDS,
    Content,
    Digest,
    Kept,
    Need,
    NeedKind,
    Note,
    Number,
    Quality,
    Quote,
    Wish,
)
from bot.digests.domain.quotes import worth_quoting
from bot.digests.room import Room
from bot.kit.db import Work
from bot.kit.periods import Period, Week
from bot.leads.definition.queries import proposal_waiting
from bot.leads.queries.campaigns import numbers_by_campaign
from bot.leads.queries.feedback import changes
from bot.leads.queries.left_behind import waiting_too_long
from bot.leads.queries.weeks import (
    became_of_rated,
    changes_by_feedback_of,
    commented,
    period_of_rep,
)
from bot.meetings.queries import next_meeting, open_actions
from bot.people.domain import Person
from bot.scoreboard.domain.metrics import SHARED, Metric
from bot.scoreboard.queries.numbers import shared_numbers
from bot.scoreboard.queries.promises import promises

TOLD = (Metric.QUALIFIED, Metric.ACCEPTED, *(one for one in SHARED if one is not Metric.QUALIFIED))
"""The shared numbers, and how many leads sales accepted."""
MOST_WANTED = 3
SEVERAL = 2
"""From how many reps on a wish is somebody's to answer."""


def gather_digest(
    room: Room, work: Work, *, week: Week, reader: Person, at: datetime, so_far: bool = False
) -> Digest:
    """Return what the digest of `week` tells `reader` at `at`."""
    common = gather_common(room, work, week=week, at=at, so_far=so_far)
    return for_reader(room, work, common, reader=reader, week=week, at=at)


def gather_common(
    room: Room, work: Work, *, week: Week, at: datetime, so_far: bool = False
) -> Digest:
    """Return what the digest of `week` tells everybody at `at`."""
    period = week.period
    meeting = next_meeting(work, at)
    return Digest(
        week=week.name,
        written_at=at,
        numbers=shared(room, work, period=period, at=at),
        quality=quality(work, period),
        promises=promises_kept(room, work, period=period, at=at),
        content=content(work, period),
        changes=tuple(one.id for one in changes(work, period)),
        quote=quote(work, period),
        meeting=meeting.starts_at if meeting else None,
        so_far=so_far,
    )


def for_reader(
    room: Room, work: Work, common: Digest, *, reader: Person, week: Week, at: datetime
) -> Digest:
    """Return the digest with what needs this very reader."""
    return replace(common, needs=needs_of(room, work, reader=reader, period=week.period, at=at))


def gather_note(work: Work, *, week: Week, rep: str, at: datetime, so_far: bool = False) -> Note:
    """Return what a rep's own note of `week` tells at `at`."""
    did = period_of_rep(work, rep, week.period)
    return Note(
        week=week.name,
        written_at=at,
        taken=did.taken,
        contacted=did.contacted,
        rated=did.rated,
        won=did.won,
        mine=did.mine,
        became=tuple(became_of_rated(work, rep, week.period)),
        changes=tuple(one.id for one in changes_by_feedback_of(work, rep, week.period)),
        so_far=so_far,
    )


def quality(work: Work, period: Period) -> tuple[Quality, ...]:
    """Return what sales thought of each campaign's leads, where anything happened."""
    return tuple(
        Quality(
            campaign=campaign,
            announced=one.announced,
            taken=one.taken,
            rejected=one.rejected,
            verdicts=one.verdicts,
            points=one.points,
            reasons=tuple((reason.value if reason else "", count) for reason, count in one.reasons),
        )
        for campaign, one in numbers_by_campaign(work, period).items()
    )


def quote(work: Work, period: Period) -> Quote | None:
    """Return whose comment speaks for the week."""
    chosen = worth_quoting(commented(work, period))
    return Quote(chosen.lead_id, chosen.rep) if chosen else None


def needs_of(
    room: Room, work: Work, *, reader: Person, period: Period, at: datetime
) -> tuple[Need, ...]:
    """Return at most three things that need the reader, theirs first, then the other team's."""
    of_sales = [*untouched(room, work, at=at), *late_actions(room, work, at=at)]
    of_marketing = [*late_requests(room, work, at=at), *wanted(work, period)]
    both = of_sales + of_marketing if reader.is_sales_manager else of_marketing + of_sales
    return (*signature(work, reader), *both)[:MOST_NEEDS]


def signature(work: Work, reader: Person) -> list[Need]:
    """Return the proposed definition, when it waits for this very reader."""
    proposal = proposal_waiting(work)
    if proposal is None or not proposal.waits_for(reader):
        return []
    return [Need(NeedKind.PROPOSAL, name=f"v{proposal.version}")]


def untouched(room: Room, work: Work, *, at: datetime) -> list[Need]:
    """Return the leads that wait a working day longer than was promised."""
    count = len(untouched_leads(room, work, at=at))
    return [Need(NeedKind.UNTOUCHED, count)] if count else []


def untouched_leads(room: Room, work: Work, *, at: datetime) -> list[int]:
    """Return the leads past their promise by more than a working day, oldest first."""
    waiting = waiting_too_long(
        work,
        settings=room.leads.settings,
        company=room.people,
        at=at,
        longer_by=room.people.working_time.day_length,
        orphaned=False,
    )
    return [one.lead_id for one in waiting]


def late_actions(room: Room, work: Work, *, at: datetime) -> list[Need]:
    """Return the meeting's actions whose day is over."""
    today = at.astimezone(room.people.zone).date()
    late = sum(1 for one in open_actions(work) if one.days_late(today))
    return [Need(NeedKind.ACTIONS, late)] if late else []


def late_requests(room: Room, work: Work, *, at: datetime) -> list[Need]:
    """Return the content requests whose day is over."""
    late = len(overdue_requests(work, at, room.people))
    return [Need(NeedKind.REQUESTS, late)] if late else []


def wanted(work: Work, period: Period) -> list[Need]:
    """Return what several reps asked for in the week and do not have yet, most wanted first."""
    return [
        Need(NeedKind.WANTED, one.asked, one.topic)
        for one in most_wanted(work, period, MOST_WANTED)
        if one.asked >= SEVERAL and not one.delivered
    ]


def shared(room: Room, work: Work, *, period: Period, at: datetime) -> tuple[Number, ...]:
    """Return the numbers both teams share."""
    return tuple(
        Number(
            metric=one.metric.value,
            name=one.name,
            unit=one.unit,
            value=one.value,
            previous=one.previous,
            usual=one.average4,
            target=f"{one.target.target.span.words}: {one.target.words}" if one.target else "",
            currency=one.currency,
        )
        for one in shared_numbers(work, room.score, period, at, metrics=TOLD)
    )


def promises_kept(room: Room, work: Work, *, period: Period, at: datetime) -> tuple[Kept, ...]:
    """Return how each team kept its promises."""
    return tuple(
        Kept(
            promise=one.promise.value,
            team=one.team.value,
            kept=one.kept,
            missed=one.missed,
            median_minutes=one.median_minutes,
            limit_minutes=one.limit_minutes,
        )
        for one in promises(work, room.score, period, at)
    )


def content(work: Work, period: Period) -> Content:
    """Return what was asked for and answered, and what is wanted most."""
    numbers = content_numbers(work, period)
    topics = most_wanted(work, period, MOST_WANTED)
    return Content(
        asked=numbers.asked,
        answered=numbers.answered,
        declined=numbers.declined,
        helped=numbers.helped,
        not_helped=numbers.not_helped,
        open_now=numbers.open_now,
        wanted=tuple(
            Wish(one.topic, one.asked, one.searched, delivered=one.delivered) for one in topics
        ),
    )
