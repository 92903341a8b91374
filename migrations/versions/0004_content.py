"""content requests and the library

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    _make_requests()
    _make_library()


def downgrade() -> None:
    """Take the tables back."""
    _drop_library()
    _drop_requests()


def _make_requests() -> None:
    op.create_table(
        "content_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("belief", sa.Text(), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("segment", sa.String(length=200), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asker", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=20), nullable=True),
        sa.Column("closing", sa.String(length=10), nullable=True),
        sa.Column(
            "merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("existing", sa.JSON(), nullable=False),
        sa.Column("unowned_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("brought_up", sa.String(length=40), nullable=True),
        sa.Column("reminded", sa.String(length=80), nullable=True),
        sa.Column("overdue_told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_content_requests_lead_id_leads")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["content_requests.id"],
            name=op.f("fk_content_requests_merged_into_content_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_requests")),
        sa.UniqueConstraint("once", name=op.f("uq_content_requests_once")),
    )
    op.create_index(
        op.f("ix_content_requests_asked_at"), "content_requests", ["asked_at"], unique=False
    )
    op.create_index(op.f("ix_content_requests_asker"), "content_requests", ["asker"], unique=False)
    op.create_index(
        op.f("ix_content_requests_lead_id"), "content_requests", ["lead_id"], unique=False
    )
    op.create_index(
        "ix_content_requests_owner_state", "content_requests", ["owner", "state"], unique=False
    )
    op.create_index(
        "ix_content_requests_state_needed_by",
        "content_requests",
        ["state", "needed_by"],
        unique=False,
    )
    op.create_table(
        "content_askers",
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_content_askers_lead_id_leads")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["content_requests.id"],
            name=op.f("fk_content_askers_request_id_content_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", "person", name=op.f("pk_content_askers")),
    )
    op.create_index(op.f("ix_content_askers_lead_id"), "content_askers", ["lead_id"], unique=False)
    op.create_index(op.f("ix_content_askers_person"), "content_askers", ["person"], unique=False)
    op.create_table(
        "content_deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asset_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["content_requests.id"],
            name=op.f("fk_content_deliveries_request_id_content_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_deliveries")),
    )
    op.create_index(
        op.f("ix_content_deliveries_request_id"), "content_deliveries", ["request_id"], unique=False
    )
    op.create_table(
        "content_questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["content_requests.id"],
            name=op.f("fk_content_questions_request_id_content_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_questions")),
    )
    op.create_index(
        op.f("ix_content_questions_request_id"), "content_questions", ["request_id"], unique=False
    )
    op.create_table(
        "content_request_story",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=True),
        sa.Column("other", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["content_requests.id"],
            name=op.f("fk_content_request_story_request_id_content_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_request_story")),
    )
    op.create_index(
        op.f("ix_content_request_story_request_id"),
        "content_request_story",
        ["request_id"],
        unique=False,
    )
    op.create_table(
        "content_opinions",
        sa.Column(
            "delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["content_deliveries.id"],
            name=op.f("fk_content_opinions_delivery_id_content_deliveries"),
        ),
        sa.PrimaryKeyConstraint("delivery_id", "person", name=op.f("pk_content_opinions")),
    )
    op.create_index(op.f("ix_content_opinions_at"), "content_opinions", ["at"], unique=False)


def _drop_requests() -> None:
    op.drop_index(op.f("ix_content_opinions_at"), table_name="content_opinions")
    op.drop_table("content_opinions")
    op.drop_index(op.f("ix_content_request_story_request_id"), table_name="content_request_story")
    op.drop_table("content_request_story")
    op.drop_index(op.f("ix_content_questions_request_id"), table_name="content_questions")
    op.drop_table("content_questions")
    op.drop_index(op.f("ix_content_deliveries_request_id"), table_name="content_deliveries")
    op.drop_table("content_deliveries")
    op.drop_index(op.f("ix_content_askers_lead_id"), table_name="content_askers")
    op.drop_index(op.f("ix_content_askers_person"), table_name="content_askers")
    op.drop_table("content_askers")
    op.drop_index(op.f("ix_content_requests_asked_at"), table_name="content_requests")
    op.drop_index(op.f("ix_content_requests_asker"), table_name="content_requests")
    op.drop_index(op.f("ix_content_requests_lead_id"), table_name="content_requests")
    op.drop_index(op.f("ix_content_requests_owner_state"), table_name="content_requests")
    op.drop_index(op.f("ix_content_requests_state_needed_by"), table_name="content_requests")
    op.drop_table("content_requests")


def _make_library() -> None:
    op.create_table(
        "asset_words",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_asset_words")),
    )
    op.create_table(
        "assets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("industry", sa.String(length=100), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("social", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("must_know", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.String(length=20), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
        sa.UniqueConstraint("identity", name=op.f("uq_assets_identity")),
    )
    op.create_index(op.f("ix_assets_announced_on"), "assets", ["announced_on"], unique=False)
    op.create_index("ix_assets_state_review_by", "assets", ["state", "review_by"], unique=False)
    op.create_table(
        "searches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("once", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.String(length=600), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
        sa.UniqueConstraint("once", name=op.f("uq_searches_once")),
    )
    op.create_index("ix_searches_at", "searches", ["at"], unique=False)
    op.create_index(op.f("ix_searches_lead_id"), "searches", ["lead_id"], unique=False)
    op.create_index(op.f("ix_searches_request_id"), "searches", ["request_id"], unique=False)
    op.create_table(
        "asset_ratings",
        sa.Column("asset_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_ratings_asset_id_assets")
        ),
        sa.PrimaryKeyConstraint("asset_id", "person", name=op.f("pk_asset_ratings")),
    )
    op.create_table(
        "asset_receipts",
        sa.Column("asset_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_receipts_asset_id_assets")
        ),
        sa.PrimaryKeyConstraint("asset_id", "person", name=op.f("pk_asset_receipts")),
    )
    op.create_table(
        "asset_reviews",
        sa.Column("asset_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_reviews_asset_id_assets")
        ),
        sa.PrimaryKeyConstraint("asset_id", "review_by", "person", name=op.f("pk_asset_reviews")),
    )
    op.create_index(
        "ix_asset_reviews_person_asked_on", "asset_reviews", ["person", "asked_on"], unique=False
    )
    op.create_table(
        "asset_tags",
        sa.Column("asset_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("tag_key", sa.String(length=100), nullable=False),
        sa.Column("tag", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_tags_asset_id_assets")
        ),
        sa.PrimaryKeyConstraint("asset_id", "kind", "tag_key", name=op.f("pk_asset_tags")),
    )
    op.create_index("ix_asset_tags_kind_tag_key", "asset_tags", ["kind", "tag_key"], unique=False)
    op.create_table(
        "asset_terms",
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("asset_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_terms_asset_id_assets")
        ),
        sa.PrimaryKeyConstraint("term", "asset_id", name=op.f("pk_asset_terms")),
    )
    op.create_index(op.f("ix_asset_terms_asset_id"), "asset_terms", ["asset_id"], unique=False)
    op.create_table(
        "asset_uses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asset_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_asset_uses_asset_id_assets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_uses")),
        sa.UniqueConstraint(
            "asset_id",
            "person",
            "day",
            "lead_id",
            name=op.f("uq_asset_uses_asset_id_person_day_lead_id"),
        ),
    )
    op.create_index("ix_asset_uses_person_at", "asset_uses", ["person", "at"], unique=False)


def _drop_library() -> None:
    op.drop_index("ix_asset_uses_person_at", table_name="asset_uses")
    op.drop_table("asset_uses")
    op.drop_index(op.f("ix_asset_terms_asset_id"), table_name="asset_terms")
    op.drop_table("asset_terms")
    op.drop_index("ix_asset_tags_kind_tag_key", table_name="asset_tags")
    op.drop_table("asset_tags")
    op.drop_index("ix_asset_reviews_person_asked_on", table_name="asset_reviews")
    op.drop_table("asset_reviews")
    op.drop_table("asset_receipts")
    op.drop_table("asset_ratings")
    op.drop_index(op.f("ix_searches_request_id"), table_name="searches")
    op.drop_index(op.f("ix_searches_lead_id"), table_name="searches")
    op.drop_index("ix_searches_at", table_name="searches")
    op.drop_table("searches")
    op.drop_index("ix_assets_state_review_by", table_name="assets")
    op.drop_index(op.f("ix_assets_announced_on"), table_name="assets")
    op.drop_table("assets")
    op.drop_table("asset_words")
