"""Targets are set, changed and ended by managers; each change is kept."""

import math
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.people import queries as people
from bot.people.domain import Person, Team, must_be_manager
from bot.scoreboard.domain.metrics import Metric, Unit, as_said
from bot.scoreboard.domain.spans import Span
from bot.scoreboard.domain.targets import Target
from bot.scoreboard.room import Room
from bot.scoreboard.store.targets import find_target, load_target, save_target, write_history

TARGETABLE = tuple(metric for metric in Metric if metric not in {Metric.REJECTED, Metric.LOST})
"""What a target may be set for: nobody aims at a number of losses."""
LONGEST = timedelta(days=3660)
"""A target spans ten years at most."""
MOST = 999_999_999_999.0
"""The highest goal that is kept."""


def set_target(
    room: Room,
    work: Work,
    *,
    metric: Metric,
    first: date,
    past: date,
    goal: float,
    sales_owner: str,
    marketing_owner: str,
    by: Person,
    at: datetime,
) -> Target:
    """Set the target of a metric from `first` on and before `past`; one that is there is changed.

    The goal is kept as exactly as it is said. Raises WrongDetail for the field that is at fault.
    """
    must_be_manager(by, doing="set targets")
    span = Span(first, past, room.settings.people.zone)
    goal = as_said(goal, metric.of.unit) if math.isfinite(goal) else 0.0
    _check_metric(metric, goal)
    _check_span(span, at=at)
    _check_owners(work, sales_owner, marketing_owner)
    before = find_target(work, span.zone, metric, span)
    target = Target(
        id=before.id if before else 0,
        metric=metric,
        span=span,
        goal=goal,
        sales_owner=sales_owner,
        marketing_owner=marketing_owner,
        set_by=by.id,
        set_at=at,
    )
    if before and _says_the_same(before, target):
        return before
    target_id = save_target(work, target)
    kind = "changed" if before and before.ended_at is None else "set"
    write_history(work, target_id, target, kind=kind, actor=by.id, at=at)
    saved = replace(target, id=target_id)
    _tell_owners(room, work, saved, by=by, at=at)
    return saved


def _tell_owners(room: Room, work: Work, target: Target, *, by: Person, at: datetime) -> None:
    """Whoever answers for a target hears of it once, in their working hours."""
    for owner in {target.sales_owner, target.marketing_owner} - {by.id}:
        room.at_work.tell(
            work,
            key=f"target:{target.id}:{owner}",
            person=owner,
            view="target_owner",
            args={"target": target.id, "person": owner},
            at=at,
        )


def end_target(room: Room, work: Work, *, target_id: int, by: Person, at: datetime) -> Target:
    """End a target, so that it is shown no more; its history stays."""
    must_be_manager(by, doing="end targets")
    target = load_target(work, room.settings.people.zone, target_id)
    if target is None:
        raise Refusal("There is no such target any more.")
    if target.ended_at:
        raise Refusal(f"The target for {target.metric.of.name.lower()} was ended already.")
    ended = replace(target, ended_at=at)
    save_target(work, ended)
    write_history(work, target.id, ended, kind="ended", actor=by.id, at=at)
    return ended


def _says_the_same(before: Target, after: Target) -> bool:
    return before.ended_at is None and (
        before.goal,
        before.sales_owner,
        before.marketing_owner,
    ) == (after.goal, after.sales_owner, after.marketing_owner)


def _check_metric(metric: Metric, goal: float) -> None:
    if metric not in TARGETABLE:
        raise WrongDetail("metric", f"There is no target for {metric.of.name.lower()}.")
    if not 0 < goal <= MOST:
        raise WrongDetail("goal", "Write a number above zero.")
    if metric.of.unit is Unit.PERCENT and goal > 100:
        raise WrongDetail("goal", "A rate is at most 100 %.")
    if metric.of.unit is Unit.POINTS and not 1 <= goal <= 5:
        raise WrongDetail("goal", "A rating is between 1 and 5.")


def _check_span(span: Span, *, at: datetime) -> None:
    if span.past <= span.first:
        raise WrongDetail("last", "The last day comes on or after the first.")
    if span.past - span.first > LONGEST:
        raise WrongDetail("last", "A target spans ten years at most.")
    if span.past <= at.astimezone(span.zone).date():
        raise WrongDetail("last", "That time is over; choose one that is still to come.")


def _check_owners(work: Work, sales_owner: str, marketing_owner: str) -> None:
    for field, owner, team in (
        ("sales_owner", sales_owner, Team.SALES),
        ("marketing_owner", marketing_owner, Team.MARKETING),
    ):
        known = people.person(work, owner) if owner else None
        if known is None or team not in known.teams:
            raise WrongDetail(field, f"Pick somebody of the {team} team.")
    if sales_owner == marketing_owner:
        raise WrongDetail("marketing_owner", "Each team answers for it: pick two people.")
