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


def downgrade() -> None:
    """Take the tables back."""
    _drop_requests()


def _make_requests() -> None:
    op.create_table(
        "content_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
        sa.Column("reminded", sa.String(length=20), nullable=True),
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
