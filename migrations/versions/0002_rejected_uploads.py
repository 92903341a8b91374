"""rejected rows as files in Slack

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "rejected_uploads",
        sa.Column("file", sa.String(length=40), nullable=False),
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_rejected_uploads_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_rejected_uploads")),
    )
    op.create_index(
        op.f("ix_rejected_uploads_import_id"), "rejected_uploads", ["import_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_index(op.f("ix_rejected_uploads_import_id"), table_name="rejected_uploads")
    op.drop_table("rejected_uploads")
