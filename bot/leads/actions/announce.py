"""A qualified lead is announced once: by its own card, or in a burst in one message with others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.kit.db import Work
from bot.leads.actions.campaign_messages import show_campaigns
from bot.leads.domain.lead import Lead, card_key
from bot.leads.room import Room
from bot.leads.store.leads import cards_since, update_lead
from bot.leads.store.trail import trail_row, write_trails

BURST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Way:
    """How one lead is announced: by a card (`rollup` is None), or in the roll-up of that key."""

    announced_at: datetime
    card_at: datetime | None
    rollup: str | None

    @property
    def columns(self) -> dict[str, Any]:
        """What the lead's row says of it."""
        return {
            "announced_at": self.announced_at,
            "card_at": self.card_at,
            "rollup": self.rollup,
        }


@dataclass(frozen=True, slots=True)
class Announced:
    """A lead, the campaign it counts for, and how it is announced."""

    lead_id: int
    campaign_id: int
    way: Way


def announce_lead(room: Room, work: Work, lead: Lead, *, at: datetime) -> Way:
    """Announce one lead that is there; its stage is the caller's to set.

    A lead that was announced before keeps its card, which is shown anew.
    """
    (way,) = ways_to_announce(room, work, count=1, at=at)
    update_lead(work, lead.id, **way.columns)
    show_announced(room, work, [Announced(lead.id, lead.campaign_id, way)], at=at)
    return way


def ways_to_announce(room: Room, work: Work, *, count: int, at: datetime) -> list[Way]:
    """Return how the next `count` leads are announced: cards up to the limit, then the roll-up.

    The limit counts the cards of the last real minute; a roll-up holds what was over the limit
    within one minute of the clock.
    """
    if not count:
        return []
    now = room.clock.real()
    limit = room.settings.cards_a_minute
    free = max(0, limit - cards_since(work, now - BURST, at_most=limit))
    card = Way(announced_at=at, card_at=now, rollup=None)
    rolled_up = Way(announced_at=at, card_at=None, rollup=f"rollup:{now:%Y%m%d%H%M}")
    return [card if place < free else rolled_up for place in range(count)]


def show_announced(room: Room, work: Work, announced: Sequence[Announced], *, at: datetime) -> None:
    """Have the cards, the roll-up and the numbers of their campaigns stand in Slack."""
    if not announced:
        return
    now = room.clock.real()
    for one in announced:
        if one.way.rollup is None:
            _show(
                room,
                work,
                key=card_key(one.lead_id),
                view="lead_card",
                args={"lead": one.lead_id},
                subject=f"lead:{one.lead_id}",
                now=now,
            )
    for key in sorted({one.way.rollup for one in announced if one.way.rollup}):
        _show(room, work, key=key, view="lead_rollup", args={"rollup": key}, subject=None, now=now)
    write_trails(
        work,
        [
            trail_row(
                lead_id=one.lead_id,
                kind="announced",
                at=at,
                facts={"rollup": one.way.rollup} if one.way.rollup else {},
            )
            for one in announced
        ],
    )
    show_campaigns(room, work, campaign_ids=[one.campaign_id for one in announced], at=at)


def _show(
    room: Room,
    work: Work,
    *,
    key: str,
    view: str,
    args: dict[str, Any],
    subject: str | None,
    now: datetime,
) -> None:
    new = room.outbox.post(work, key=key, to="sales", view=view, args=args, subject=subject, at=now)
    if not new:
        room.outbox.refresh(work, key=key, at=now)
