"""Where the cards of leads stand in Slack."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, cast, literal, or_, select

from bot.kit.db import Work
from bot.kit.outbox.table import outbox
from bot.leads.domain.lead import WITH_SALES
from bot.leads.store.tables import leads

STILL_RATED = timedelta(days=14)
"""How long after its end the reactions on a lead's card are still read again."""


@dataclass(frozen=True, slots=True)
class StandingCard:
    """A card in Slack: `ts` is Slack's name for the message within its channel."""

    lead_id: int
    channel: str
    ts: str


def open_cards(work: Work, *, at: datetime) -> list[StandingCard]:
    """Return the cards of leads that are with sales, or ended not long before `at`."""
    key = literal("lead:").concat(cast(leads.c.id, String)).concat(":card")
    rows = work.execute(
        select(leads.c.id, outbox.c.channel, outbox.c.ts)
        .join(outbox, outbox.c.key == key)
        .where(
            or_(leads.c.stage.in_(WITH_SALES), leads.c.ended_at > at - STILL_RATED),
            outbox.c.ts.is_not(None),
            outbox.c.channel.is_not(None),
            ~leads.c.erased,
        )
        .order_by(outbox.c.ts)
    )
    return [StandingCard(row.id, row.channel, row.ts) for row in rows]
