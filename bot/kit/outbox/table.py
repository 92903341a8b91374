"""The rows of the outbox and of its pacing."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    select,
)

from bot.kit.db import UtcDateTime, metadata
from bot.kit.indexes import index_where

WAITING = "waiting"
"""To be sent when it is due, its parent stands and its pace allows."""
LEASED = "leased"
"""A sender holds it until `lease_until`."""
SENT = "sent"
"""Slack shows what was last asked for."""
UNCERTAIN = "uncertain"
"""The one call was made and its answer is not known; it is looked for in Slack."""
HELD = "held"
"""Uncertain, and Slack does not let us look; the operator is told."""
PARKED = "parked"
"""Slack refused it for a reason that does not pass by itself; the operator is told."""
GONE = "gone"
"""Somebody deleted the message, which is final (it keeps its `ts`); or there is nothing to show,
and it comes back when it is asked for again and there is."""

DELETING = -1
"""As `shown`: the message is being deleted, so it is not edited; it may be posted anew."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    # What it is, unique and readable: "lead:42:card", "digest:2026-W10:U123".
    Column("key", String(200), nullable=False, unique=True),
    # "sales", "marketing", or a person's Slack id for a direct message; resolved when it is sent.
    Column("destination", String(40), nullable=False),
    # The key of the message whose thread this one belongs to; it waits until that one stands.
    Column("thread_key", String(200)),
    # The registered view that renders it, and the ids it renders from. Never personal data here
    # but in the view "frozen", whose args are the payload itself.
    Column("view", String(60), nullable=False),
    Column("args", JSON, nullable=False),
    # What it is about ("lead:42"), so that all messages of one thing can be shown anew or erased.
    Column("subject", String(60)),
    Column("state", String(10), nullable=False),
    # Counts how often the message was asked for, and which asking Slack now shows.
    Column("wanted", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # Since when Slack does not show what was asked for; the age of the backlog.
    Column("asked_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("lease", String(32)),
    Column("lease_until", UtcDateTime),
    # Tries in a row that did not succeed.
    Column("attempts", Integer, nullable=False),
    # Looks in a row that did not find it, while it is uncertain.
    Column("misses", Integer, nullable=False),
    # How often it was posted anew because it was not found; while there is one, a late first
    # copy may turn up.
    Column("resends", Integer, nullable=False, server_default="0"),
    # How often Slack refused its blocks; from then on it is sent plainer (`Message.plainer`).
    Column("plainness", Integer, nullable=False, server_default="0"),
    # When Slack is asked once more whether there is exactly one copy, showing the last state.
    Column("verify_at", UtcDateTime),
    Column("first_dispatched_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    # The opaque key in the message's metadata, by which a lost answer is reconciled.
    Column("nonce", String(32), nullable=False),
    # Where the message stands in Slack once it does.
    Column("channel", String(20)),
    Column("ts", String(20)),
    # A click's own response_url answers it without spending chat.update's 50 a minute.
    Column("response_url", Text),
    Column("response_url_until", UtcDateTime),
    Column("error", Text),
    Index("ix_outbox_state_due_at", "state", "due_at", "id"),
    index_where("ix_outbox_lease_until", "lease_until", "lease_until IS NOT NULL"),
    index_where("ix_outbox_verify_at", "verify_at", "verify_at IS NOT NULL"),
    Index("ix_outbox_subject", "subject"),
    Index("ix_outbox_channel_ts", "channel", "ts"),
)

outbox_pace = Table(
    "outbox_pace",
    metadata,
    # "post:sales", "method:chat.update", "slack"; shared by every replica.
    Column("name", String(80), primary_key=True),
    # Seconds since the epoch (real time) from which the next call of this name is allowed.
    Column("free_at", Float(53), nullable=False),
)


chosen = outbox.alias("chosen")
"""The rows as `in_order` chooses among them."""


def in_order(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say of which `chosen` rows an UPDATE is, so that it locks them in the order of their ids.

    Two that change some of the same rows then never wait on each other in a circle.
    """
    ids = select(chosen.c.id).where(*which).order_by(chosen.c.id)
    return outbox.c.id.in_(ids.with_for_update())
