"""the definition's versions are proposed, backtested, signed and known

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OF_A_PROPOSAL = (
    ("proposed_by", sa.String(length=20)),
    ("ended", sa.String(length=10)),
    ("ended_at", sa.DateTime(timezone=True)),
    ("ended_by", sa.String(length=20)),
    ("ended_why", sa.Text()),
)


def upgrade() -> None:
    """Bring the tables forward."""
    for name, kind in OF_A_PROPOSAL:
        op.add_column("definitions", sa.Column(name, kind, nullable=True))
    op.create_table(
        "definition_signatures",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=10), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["definitions.version"],
            name=op.f("fk_definition_signatures_version_definitions"),
        ),
        sa.PrimaryKeyConstraint("version", "team", name=op.f("pk_definition_signatures")),
        sa.UniqueConstraint(
            "version", "person", name=op.f("uq_definition_signatures_version_person")
        ),
    )
    op.create_table(
        "definition_known",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["definitions.version"],
            name=op.f("fk_definition_known_version_definitions"),
        ),
        sa.PrimaryKeyConstraint("version", "person", name=op.f("pk_definition_known")),
    )
    op.create_table(
        "definition_backtests",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["version"],
            ["definitions.version"],
            name=op.f("fk_definition_backtests_version_definitions"),
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_definition_backtests")),
    )
    op.create_table(
        "definition_changed_sides",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enters", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["definitions.version"],
            name=op.f("fk_definition_changed_sides_version_definitions"),
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_definition_changed_sides_lead_id_leads")
        ),
        sa.PrimaryKeyConstraint("version", "lead_id", name=op.f("pk_definition_changed_sides")),
    )


def downgrade() -> None:
    """Take the tables back."""
    for table in (
        "definition_changed_sides",
        "definition_backtests",
        "definition_known",
        "definition_signatures",
    ):
        op.drop_table(table)
    for name, _kind in reversed(OF_A_PROPOSAL):
        op.drop_column("definitions", name)
