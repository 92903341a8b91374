"""Where the cards of leads stand in Slack."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, cast, literal, or_, select

from bot.kit.db import Work
from bot.kit.outbox.table import outbox
from bot.kit.prepared import Prepared
from bot.leads.domain.lead import WITH_SALES
from bot.leads.store.leads import remember_lead_to_change, select_leads
from bot.leads.store.tables import leads

STILL_RATED = timedelta(days=14)
"""How long after its end the reactions on a lead's card are still read again."""


@dataclass(frozen=True, slots=True)
class StandingCard:
    """A card in Slack: `ts` is Slack's name for the message within its channel."""

    lead_id: int
    channel: str
    ts: str


def lock_lead_on_card(work: Work, *, channel: str, ts: str) -> int | None:
    """Return the lead whose card stands there, None when it is no card.

    The lead is held as by `load_lead_for_update`, which then has not to ask for it.
    """
    rows = work.execute(_ON_CARD, {"place": channel, "stamp": ts})
    lead = rows.first()
    if lead is None:
        return None
    remember_lead_to_change(work, lead.id, rows)
    return int(lead.id)


_ON_CARD = Prepared(
    select_leads()
    .where(
        leads.c.id
        == select(outbox.c.args["lead"].as_integer())
        .where(
            outbox.c.channel == bindparam("place"),
            outbox.c.ts == bindparam("stamp"),
            outbox.c.view == "lead_card",
        )
        .scalar_subquery()
    )
    .with_for_update(of=leads, key_share=True)
)


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
