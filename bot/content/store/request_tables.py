"""The tables of content requests."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from bot.kit.db import UtcDateTime, metadata

Id = BigInteger().with_variant(Integer, "sqlite")

requests = Table(
    "content_requests",
    metadata,
    Column("id", Id, primary_key=True),
    # Of the form it was filed with: a second submit of the same is the same request.
    Column("once", String(40), unique=True),
    # Empty once the person it spoke of was erased.
    Column("topic", String(200), nullable=False),
    Column("belief", Text, nullable=False),
    Column("format", String(40), nullable=False),
    Column("segment", String(200), nullable=False),
    Column("stage", String(40), nullable=False),
    # The earliest day on which one of those who asked needs it.
    Column("needed_by", Date, nullable=False),
    Column("lead_id", Id, ForeignKey("leads.id"), index=True),
    Column("asker", String(20), nullable=False, index=True),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("owner", String(20)),
    Column("claimed_at", UtcDateTime),
    Column("delivered_at", UtcDateTime),
    # When it was first delivered or declined: what promises are counted to.
    Column("answered_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String(20)),
    # "helped", "withdrawn" or "merged".
    Column("closing", String(10)),
    Column("merged_into", Id, ForeignKey("content_requests.id")),
    Column("reason", Text, nullable=False),
    # The ids of the assets that were there when it was asked for.
    Column("existing", JSON, nullable=False),
    # Since when it has no owner: what bringing it up is counted from. None once it was brought up.
    Column("unowned_since", UtcDateTime),
    # The message that brought it up last.
    Column("brought_up", String(40)),
    # The message that reminded its owner of the day it is needed by.
    Column("reminded", String(80)),
    Column("overdue_told_on", Date),
    Index("ix_content_requests_state_needed_by", "state", "needed_by"),
    Index("ix_content_requests_owner_state", "owner", "state"),
)

askers = Table(
    "content_askers",
    metadata,
    Column("request_id", Id, ForeignKey("content_requests.id"), primary_key=True),
    Column("person", String(20), primary_key=True, index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("needed_by", Date, nullable=False),
    Column("lead_id", Id, ForeignKey("leads.id"), index=True),
)

questions = Table(
    "content_questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("request_id", Id, ForeignKey("content_requests.id"), nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("asked_by", String(20), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_by", String(20)),
    Column("answered_at", UtcDateTime),
)

deliveries = Table(
    "content_deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("request_id", Id, ForeignKey("content_requests.id"), nullable=False, index=True),
    Column("link", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("by", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # The asset it stands as in the library, once it does.
    Column("asset_id", Id),
)

opinions = Table(
    "content_opinions",
    metadata,
    # Whether a delivery helped one of those who had asked: asked once, changed at will.
    Column("delivery_id", Id, ForeignKey("content_deliveries.id"), primary_key=True),
    Column("person", String(20), primary_key=True),
    Column("helped", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)

story = Table(
    "content_request_story",
    metadata,
    Column("id", Id, primary_key=True),
    Column("request_id", Id, ForeignKey("content_requests.id"), nullable=False, index=True),
    # "asked", "taken", "handed", "question", "delivered" …
    Column("kind", String(20), nullable=False),
    Column("actor", String(20)),
    Column("at", UtcDateTime, nullable=False),
    # What somebody wrote; empty when nothing was said, or it was erased.
    Column("words", Text, nullable=False),
    Column("person", String(20)),
    Column("other", Id),
)
