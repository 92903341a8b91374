"""What marketing sees of its campaigns: one living message a week, a line for each low verdict."""

from collections.abc import Iterable
from datetime import datetime

from bot.kit.db import Work
from bot.leads.domain.periods import Week
from bot.leads.room import Room


def campaign_key(campaign_id: int, week: str) -> str:
    """Return the outbox key of a campaign's message of one week: "campaign:7:2026-W47"."""
    return f"campaign:{campaign_id}:{week}"


def show_campaign(
    room: Room,
    work: Work,
    *,
    campaign_id: int,
    at: datetime,
    touched: Iterable[datetime | None] = (),
) -> None:
    """Have this week's message of a campaign stand and show its numbers as they are now.

    `at` is business time. Give in `touched` the moments that were undone or changed (when a lead
    now released had been claimed): the messages of their weeks are shown anew as well.
    """
    week = Week.of(at, room.people.zone)
    new = room.outbox.post(
        work,
        key=campaign_key(campaign_id, week.name),
        to="marketing",
        view="campaign_week",
        args={"campaign": campaign_id, "week": week.name},
        subject=f"campaign:{campaign_id}",
        at=room.clock.real(),
    )
    weeks = {Week.of(moment, room.people.zone).name for moment in touched if moment}
    if not new:
        weeks.add(week.name)
    _refresh(room, work, campaign_id=campaign_id, weeks=weeks)


def show_campaigns(room: Room, work: Work, *, campaign_ids: Iterable[int], at: datetime) -> None:
    """Do `show_campaign` for several, in an order in which two batches never wait on each other."""
    for campaign_id in sorted(set(campaign_ids)):
        show_campaign(room, work, campaign_id=campaign_id, at=at)


def show_verdict_line(room: Room, work: Work, *, lead_id: int, rep: str, at: datetime) -> None:
    """Have marketing see what `rep` now thinks of a lead; call it after any change of a verdict.

    A low verdict is a line in the thread of its week's message, which from then on follows the
    verdict. The numbers of the week in which the verdict was given are shown anew.
    """


def _refresh(room: Room, work: Work, *, campaign_id: int, weeks: Iterable[str]) -> None:
    """Show weeks anew, and the weeks after them, which name the average of the week before."""
    zone = room.people.zone
    names = {Week.named(name, zone) for name in weeks}
    for week in sorted(names | {week.next for week in names}, key=lambda week: week.monday):
        room.outbox.refresh(
            work, key=campaign_key(campaign_id, week.name), at=room.clock.real()
        )
