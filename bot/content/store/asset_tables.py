"""The tables of the library: assets, how they are found, used and rated, and what was searched."""

from sqlalchemy import (
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
    UniqueConstraint,
)

from bot.kit.db import UtcDateTime, metadata

Id = BigInteger().with_variant(Integer, "sqlite")

assets = Table(
    "assets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("link", Text, nullable=False),
    # SHA-256 of the link as domain/asset.py compares links, or of the title without one.
    Column("identity", String(64), nullable=False, unique=True),
    Column("format", String(20), nullable=False),
    Column("industry", String(100), nullable=False),
    Column("about", Text, nullable=False),
    Column("social", Text, nullable=False),
    # A Slack id, or "" for marketing as a whole.
    Column("owner", String(20), nullable=False),
    # "draft", "approved" or "retired".
    Column("state", String(10), nullable=False),
    Column("review_by", Date),
    Column("must_know", Boolean, nullable=False),
    Column("added_by", String(20), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    # Since when marketing stands behind it; None for a draft.
    Column("approved_at", UtcDateTime),
    Column("retired_at", UtcDateTime),
    # The morning's message to sales that told of it.
    Column("announced_on", Date, index=True),
    # The request it answered first.
    Column("request_id", Id),
    Index("ix_assets_state_review_by", "state", "review_by"),
)

asset_tags = Table(
    "asset_tags",
    metadata,
    Column("asset_id", Id, ForeignKey("assets.id"), primary_key=True),
    # "segment" or "stage".
    Column("kind", String(10), primary_key=True),
    # Folded for comparison, so that "Mid-Market" and "mid market" are one.
    Column("tag_key", String(100), primary_key=True),
    Column("tag", String(100), nullable=False),
    # In the order in which people named them.
    Column("place", Integer, nullable=False),
    Index("ix_asset_tags_kind_tag_key", "kind", "tag_key"),
)

asset_terms = Table(
    "asset_terms",
    metadata,
    # A word's stem, and how heavily it stands in the asset: domain/search.py decides both.
    Column("term", String(40), primary_key=True),
    Column("asset_id", Id, ForeignKey("assets.id"), primary_key=True, index=True),
    Column("weight", Integer, nullable=False),
)

asset_words = Table(
    "asset_words",
    metadata,
    # Every word that ever stood in the library, for what is typed almost like it.
    Column("word", String(40), primary_key=True),
    Column("term", String(40), nullable=False),
)

asset_uses = Table(
    "asset_uses",
    metadata,
    Column("id", Id, primary_key=True),
    Column("asset_id", Id, ForeignKey("assets.id"), nullable=False),
    Column("person", String(20), nullable=False),
    # For whom, where the rep said so; else 0.
    Column("lead_id", Id, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # A second tap on the same day is the same use.
    UniqueConstraint("asset_id", "person", "day", "lead_id"),
    Index("ix_asset_uses_person_at", "person", "at"),
)

asset_ratings = Table(
    "asset_ratings",
    metadata,
    Column("asset_id", Id, ForeignKey("assets.id"), primary_key=True),
    Column("person", String(20), primary_key=True),
    Column("helped", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

asset_receipts = Table(
    "asset_receipts",
    metadata,
    Column("asset_id", Id, ForeignKey("assets.id"), primary_key=True),
    Column("person", String(20), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

asset_reviews = Table(
    "asset_reviews",
    metadata,
    # Asked once for each day by which it had to be looked at.
    Column("asset_id", Id, ForeignKey("assets.id"), primary_key=True),
    Column("review_by", Date, primary_key=True),
    Column("person", String(20), primary_key=True),
    Column("asked_on", Date, nullable=False),
    Index("ix_asset_reviews_person_asked_on", "person", "asked_on"),
)

searches = Table(
    "searches",
    metadata,
    Column("id", Id, primary_key=True),
    # A digest of who, what and on which day: trying again the same day is the same search. Who
    # searched is not kept.
    Column("once", String(64), nullable=False, unique=True),
    Column("at", UtcDateTime, nullable=False),
    Column("words", String(200), nullable=False),
    # The stems in order, so that one wish is counted as one however it is worded.
    Column("topic", String(600), nullable=False),
    Column("segment", String(100), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("format", String(20), nullable=False),
    # How many assets held what was asked for.
    Column("found", Integer, nullable=False),
    # For which lead, so that the words go when its person is erased.
    Column("lead_id", Id, index=True),
    # The request that was filed afterwards.
    Column("request_id", Id, index=True),
    Index("ix_searches_at", "at"),
)
