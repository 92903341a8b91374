"""The rows of targets and their history."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, insert, select, update

from bot.kit.db import Work
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.spans import Span
from bot.scoreboard.domain.targets import Target
from bot.scoreboard.store.tables import target_history, targets


def load_targets(work: Work, zone: ZoneInfo, *conditions: ColumnElement[bool]) -> list[Target]:
    """Return the targets that meet the conditions; those that end first come first."""
    rows = work.execute(
        select(targets)
        .where(*conditions)
        .order_by(targets.c.past, targets.c.first.desc(), targets.c.id)
    )
    order = list(Metric)
    found = [_target(row, zone) for row in rows if row.metric in order]
    return sorted(
        found, key=lambda one: (one.span.past, -one.span.first.toordinal(), order.index(one.metric))
    )


def load_target(work: Work, zone: ZoneInfo, target_id: int) -> Target | None:
    """Return one target by its id."""
    found = load_targets(work, zone, targets.c.id == target_id)
    return found[0] if found else None


def running() -> ColumnElement[bool]:
    """Say in SQL that a target was not ended."""
    return targets.c.ended_at.is_(None)


def not_over(day: date) -> ColumnElement[bool]:
    """Say in SQL that a target's span is not over before `day`."""
    return targets.c.past > day


def that_hold(day: date, metrics: Collection[Metric]) -> tuple[ColumnElement[bool], ...]:
    """Say in SQL that a target is of one of these metrics and its span holds `day`."""
    return (
        targets.c.metric.in_([one.value for one in metrics]),
        targets.c.first <= day,
        targets.c.past > day,
    )


def find_target(work: Work, zone: ZoneInfo, metric: Metric, span: Span) -> Target | None:
    """Return the target of a metric over a span, ended or not."""
    same = (
        targets.c.metric == metric.value,
        targets.c.first == span.first,
        targets.c.past == span.past,
    )
    found = load_targets(work, zone, *same)
    return found[0] if found else None


def save_target(work: Work, target: Target) -> int:
    """Save a target, new (id 0) or changed; return its id. Of two at once the later one counts."""
    columns = _columns(target)
    if target.id:
        work.execute(update(targets).where(targets.c.id == target.id).values(columns))
        return target.id
    new = work.insert(targets).values(columns)
    saved = work.execute(
        new.on_conflict_do_update(
            index_elements=["metric", "first", "past"],
            set_={name: new.excluded[name] for name in _SAID},
        ).returning(targets.c.id)
    )
    return int(saved.scalar_one())


def write_history(
    work: Work, target_id: int, target: Target, *, kind: str, actor: str, at: datetime
) -> None:
    """Note that a target was set, changed or ended, and how it stands from now on."""
    columns = _columns(target)
    said = {name: columns[name] for name in ("goal", "sales_owner", "marketing_owner")}
    row = {"target_id": target_id, "kind": kind, "actor": actor, "at": at, **said}
    work.execute(insert(target_history).values(row))


_SAID = ("goal", "sales_owner", "marketing_owner", "set_by", "set_at", "ended_at")


def _columns(target: Target) -> dict[str, Any]:
    return {
        "metric": target.metric.value,
        "first": target.span.first,
        "past": target.span.past,
        "goal": Decimal(str(target.goal)),
        **{name: getattr(target, name) for name in _SAID if name != "goal"},
    }


def _target(row: Any, zone: ZoneInfo) -> Target:
    return Target(
        id=row.id,
        metric=Metric(row.metric),
        span=Span(row.first, row.past, zone),
        goal=float(row.goal),
        **{name: getattr(row, name) for name in _SAID if name != "goal"},
    )
