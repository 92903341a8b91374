"""A qualified lead is announced once: by its own card, or in a burst in one message with others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from bot.kit.db import Work
from bot.leads.actions.campaign_messages import show_campaigns
from bot.leads.domain.lead import Lead, card_key
from bot.leads.room import Room
from bot.leads.store.leads import cards_since, expect_cards_since, update_lead
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
    (way,) = Burst(room, work).ways(1, at=at)
    update_lead(work, lead.id, **way.columns)
    write_trails(work, [announced_step(lead.id, way, at=at)])
    show_announced(room, work, [Announced(lead.id, lead.campaign_id, way)], at=at)
    return way


def announced_step(lead_id: int, way: Way, *, at: datetime) -> dict[str, Any]:
    """Return the step of the trail that tells of the announcement."""
    return trail_row(lead_id=lead_id, kind="announced", at=at, facts=_stands_in(way.rollup))


@lru_cache(maxsize=16)
def _stands_in(rollup: str | None) -> dict[str, Any]:
    return {"rollup": rollup} if rollup else {}


class Burst:
    """The limit of cards a minute, kept through one unit of work.

    The limit counts the cards of the last real minute; a roll-up holds what was over the limit
    within one minute of the clock.
    """

    def __init__(self, room: Room, work: Work) -> None:
        self._work = work
        self._now = room.clock.real()
        self._limit = room.settings.cards_a_minute
        self._free: int | None = None

    def expect(self) -> None:
        """Have the cards of the last minute counted along with the next question."""
        expect_cards_since(self._work, self._now - BURST, at_most=self._limit)

    def ways(self, count: int, *, at: datetime) -> list[Way]:
        """Return how the next `count` leads are announced: cards up to the limit, then roll-up."""
        if not count:
            return []
        if self._free is None:
            recent = cards_since(self._work, self._now - BURST, at_most=self._limit)
            self._free = self._limit - recent
        card = Way(announced_at=at, card_at=self._now, rollup=None)
        rolled_up = Way(announced_at=at, card_at=None, rollup=f"rollup:{self._now:%Y%m%d%H%M}")
        cards = min(count, max(0, self._free))
        self._free -= cards
        return [card] * cards + [rolled_up] * (count - cards)


def show_announced(room: Room, work: Work, announced: Sequence[Announced], *, at: datetime) -> None:
    """Have the cards, the roll-up and the numbers of their campaigns stand in Slack."""
    if not announced:
        return
    for one in announced:
        if one.way.rollup is None and not post_card(room, work, one.lead_id):
            room.outbox.refresh(work, key=card_key(one.lead_id), at=room.clock.real())
    for key in sorted({one.way.rollup for one in announced if one.way.rollup}):
        _show_rollup(room, work, key)
    show_campaigns(room, work, campaign_ids=[one.campaign_id for one in announced], at=at)


def post_card(room: Room, work: Work, lead_id: int) -> bool:
    """Ask for a lead's card in the sales channel; tell whether it is new."""
    return room.outbox.post(
        work,
        key=card_key(lead_id),
        to="sales",
        view="lead_card",
        args={"lead": lead_id},
        subject=f"lead:{lead_id}",
        at=room.clock.real(),
    )


def _show_rollup(room: Room, work: Work, key: str) -> None:
    """Most leads of a burst find their roll-up there."""
    now = room.clock.real()
    args = {"rollup": key}

    def begin() -> None:
        room.outbox.post(work, key=key, to="sales", view="lead_rollup", args=args, at=now)

    room.outbox.refresh(work, key=key, at=now, or_else=begin)
