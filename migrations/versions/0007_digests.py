"""digests, their settings, and how often Slack refused a message's blocks

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column(
        "outbox", sa.Column("plainness", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_table(
        "digest_choices",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("sends", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=True),
        sa.Column("copies", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_choices")),
    )
    op.create_index("ix_digest_choices_person", "digest_choices", ["person", "id"], unique=False)
    op.create_table(
        "digest_readers",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("first_week", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("kind", "person", name=op.f("pk_digest_readers")),
    )
    op.create_table(
        "digests",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("reader", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("kind", "reader", "week", name=op.f("uq_digests_kind_reader_week")),
    )
    op.create_index(
        "ix_digests_unwritten",
        "digests",
        ["id"],
        unique=False,
        sqlite_where=sa.text("facts IS NULL"),
        postgresql_where=sa.text("facts IS NULL"),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_index(
        "ix_digests_unwritten",
        table_name="digests",
        sqlite_where=sa.text("facts IS NULL"),
        postgresql_where=sa.text("facts IS NULL"),
    )
    op.drop_table("digests")
    op.drop_table("digest_readers")
    op.drop_index("ix_digest_choices_person", table_name="digest_choices")
    op.drop_table("digest_choices")
    op.drop_column("outbox", "plainness")
