"""the monthly strategy meeting

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables forward."""
    _dates()
    _invitations()
    _mails()
    _agenda()


def downgrade() -> None:
    """Take the tables back."""
    _no_agenda()
    for name in ("mails", "files", "feeds", "guests", "replies", "occurrences"):
        op.drop_table(f"meeting_{name}")
    op.drop_table("meeting_series")


def _dates() -> None:
    op.create_table(
        "meeting_series",
        sa.Column("id", ID, nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("countries", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("consulted", sa.JSON(), nullable=False),
        sa.Column("chair", sa.String(length=20), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(length=20), nullable=False),
        sa.Column("set_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
    )
    op.create_table(
        "meeting_occurrences",
        sa.Column("id", ID, nullable=False),
        sa.Column("series", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("ruled_for", sa.Date(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("chair", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("uid", sa.String(length=60), nullable=False),
        sa.Column("invited_at", TIME),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_occurrences")),
        sa.UniqueConstraint("series", "period", name=op.f("uq_meeting_occurrences_series_period")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_occurrences_uid")),
    )
    op.create_index("ix_meeting_occurrences_starts_at", "meeting_occurrences", ["starts_at"])


def _agenda() -> None:
    op.create_table(
        "meeting_actions",
        sa.Column("id", ID, nullable=False),
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("success", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("closed_at", TIME),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("reminded_for", sa.Date()),
        sa.Column("late_for", sa.Date()),
        sa.Column("manager_told_at", TIME),
        sa.Column("nonce", sa.String(length=60)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_actions")),
        sa.UniqueConstraint("nonce", name=op.f("uq_meeting_actions_nonce")),
    )
    op.create_index("ix_meeting_actions_occurrence_id", "meeting_actions", ["occurrence_id"])
    op.create_index("ix_meeting_actions_owner", "meeting_actions", ["owner"])
    op.create_index("ix_meeting_actions_state_due", "meeting_actions", ["state", "due"])
    op.create_table(
        "meeting_drops",
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("occurrence_id", "key", name=op.f("pk_meeting_drops")),
    )
    op.create_table(
        "meeting_items",
        sa.Column("id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("parked_in", ID),
        sa.Column("covered_in", ID),
        sa.Column("nonce", sa.String(length=60)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_items")),
        sa.UniqueConstraint("nonce", name=op.f("uq_meeting_items_nonce")),
    )
    op.create_index("ix_meeting_items_state", "meeting_items", ["state"])
    op.create_table(
        "meeting_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("nonce", sa.String(length=60)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_notes")),
        sa.UniqueConstraint("nonce", name=op.f("uq_meeting_notes_nonce")),
    )
    op.create_index("ix_meeting_notes_occurrence_id", "meeting_notes", ["occurrence_id"])
    op.create_table(
        "meeting_pins",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meeting_pins")),
    )
    op.create_table(
        "meeting_points",
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("wanted", sa.String(length=10), nullable=False),
        sa.Column("presents", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("began_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("outcome", sa.String(length=15)),
        sa.PrimaryKeyConstraint("occurrence_id", "position", name=op.f("pk_meeting_points")),
    )
    op.create_table(
        "meeting_presence",
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("occurrence_id", "person", name=op.f("pk_meeting_presence")),
    )
    op.create_table(
        "meeting_runs",
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("drafted_at", TIME),
        sa.Column("opened_at", TIME),
        sa.Column("opened_for", TIME),
        sa.Column("missed_at", TIME),
        sa.Column("started_at", TIME),
        sa.Column("started_by", sa.String(length=20)),
        sa.Column("ended_at", TIME),
        sa.Column("ended_by", sa.String(length=20)),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("presence_by", sa.String(length=20)),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_meeting_runs")),
    )
    op.create_table(
        "meeting_action_steps",
        sa.Column("id", ID, nullable=False),
        sa.Column("action_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["meeting_actions.id"],
            name=op.f("fk_meeting_action_steps_action_id_meeting_actions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_action_steps")),
    )
    op.create_index("ix_meeting_action_steps_action_id", "meeting_action_steps", ["action_id"])
    op.create_table(
        "meeting_votes",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["meeting_items.id"], name=op.f("fk_meeting_votes_item_id_meeting_items")
        ),
        sa.PrimaryKeyConstraint("item_id", "person", name=op.f("pk_meeting_votes")),
    )


def _no_agenda() -> None:
    op.drop_table("meeting_votes")
    op.drop_index("ix_meeting_action_steps_action_id", table_name="meeting_action_steps")
    op.drop_table("meeting_action_steps")
    op.drop_table("meeting_runs")
    op.drop_table("meeting_presence")
    op.drop_table("meeting_points")
    op.drop_table("meeting_pins")
    op.drop_index("ix_meeting_notes_occurrence_id", table_name="meeting_notes")
    op.drop_table("meeting_notes")
    op.drop_index("ix_meeting_items_state", table_name="meeting_items")
    op.drop_table("meeting_items")
    op.drop_table("meeting_drops")
    op.drop_index("ix_meeting_actions_state_due", table_name="meeting_actions")
    op.drop_index("ix_meeting_actions_owner", table_name="meeting_actions")
    op.drop_index("ix_meeting_actions_occurrence_id", table_name="meeting_actions")
    op.drop_table("meeting_actions")


def _invitations() -> None:
    op.create_table(
        "meeting_replies",
        sa.Column("occurrence", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("going", sa.Boolean(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("occurrence", "person", name=op.f("pk_meeting_replies")),
    )
    op.create_table(
        "meeting_guests",
        sa.Column("occurrence", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("occurrence", "person", name=op.f("pk_meeting_guests")),
    )
    op.create_table(
        "meeting_feeds",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_meeting_feeds")),
    )
    op.create_index("ix_meeting_feeds_person", "meeting_feeds", ["person"])
    op.create_table(
        "meeting_files",
        sa.Column("occurrence", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("file", sa.String(length=20)),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("shared_at", TIME),
        sa.PrimaryKeyConstraint("occurrence", "sequence", "person", name=op.f("pk_meeting_files")),
    )


def _mails() -> None:
    op.create_table(
        "meeting_mails",
        sa.Column("id", ID, nullable=False),
        sa.Column("occurrence", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("lease", sa.String(length=32)),
        sa.Column("lease_until", TIME),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_dispatched_at", TIME),
        sa.Column("sent_at", TIME),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_mails")),
        sa.UniqueConstraint(
            "occurrence",
            "sequence",
            "person",
            name=op.f("uq_meeting_mails_occurrence_sequence_person"),
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_meeting_mails_message_id")),
    )
    op.create_index("ix_meeting_mails_state_due_at", "meeting_mails", ["state", "due_at", "id"])
