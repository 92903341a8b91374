"""The tables of the agenda, of the meeting while it runs, and of what came out of it."""

from sqlalchemy import (
    BigInteger,
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

items = Table(
    "meeting_items",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text", Text, nullable=False),
    Column("by", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # Where the message stands that it was made from; empty for one that was typed.
    Column("address", Text, nullable=False),
    # "open" until a meeting covers it, then "covered"; "withdrawn" when its author took it back.
    Column("state", String(10), nullable=False),
    # The meetings that put it off last, and that covered it.
    Column("parked_in", Id),
    Column("covered_in", Id),
    # Who asked for it, and when, so that a form sent twice makes one.
    Column("nonce", String(60), unique=True),
    Index("ix_meeting_items_state", "state"),
)

votes = Table(
    "meeting_votes",
    metadata,
    Column("item_id", Id, ForeignKey("meeting_items.id"), primary_key=True, autoincrement=False),
    Column("person", String(20), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

drops = Table(
    "meeting_drops",
    metadata,
    # "Not this time": the point of that key is left off this one agenda.
    Column("occurrence_id", Id, primary_key=True, autoincrement=False),
    Column("key", String(80), primary_key=True),
    Column("by", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

runs = Table(
    "meeting_runs",
    metadata,
    Column("occurrence_id", Id, primary_key=True, autoincrement=False),
    Column("drafted_at", UtcDateTime),
    # When the final agenda was pinned and the attendees pinged, and for which time: a meeting that
    # is moved after that pings again.
    Column("opened_at", UtcDateTime),
    Column("opened_for", UtcDateTime),
    # When it was noticed that nobody had started it.
    Column("missed_at", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("started_by", String(20)),
    Column("ended_at", UtcDateTime),
    # Empty when nobody ended it and the bot did.
    Column("ended_by", String(20)),
    # The position of the point that is on.
    Column("current", Integer, nullable=False),
    # Who said who came; without it those who said they would are taken to have come.
    Column("presence_by", String(20)),
    # What the agenda last said, as a digest, so that it is edited only when it would say more.
    Column("shown", String(64), nullable=False),
)

points = Table(
    "meeting_points",
    metadata,
    # The final agenda as the meeting began. Titles never hold a lead's data.
    Column("occurrence_id", Id, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("key", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("wanted", String(10), nullable=False),
    Column("presents", Text, nullable=False),
    # 0: if time allows.
    Column("minutes", Integer, nullable=False),
    Column("began_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    # "covered", "parked" or "not_reached".
    Column("outcome", String(15)),
)

notes = Table(
    "meeting_notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("occurrence_id", Id, nullable=False),
    # The point it was said under; empty when it belongs to none.
    Column("point", Text, nullable=False),
    # "decision", "target" or "parked".
    Column("kind", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("nonce", String(60), unique=True),
    Index("ix_meeting_notes_occurrence_id", "occurrence_id"),
)

actions = Table(
    "meeting_actions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("occurrence_id", Id, nullable=False),
    Column("point", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("owner", String(20), nullable=False),
    Column("due", Date, nullable=False),
    Column("success", Text, nullable=False),
    # "open", "done" or "cannot".
    Column("state", String(10), nullable=False),
    Column("by", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("reason", Text, nullable=False),
    # How often it got a new date.
    Column("moved", Integer, nullable=False),
    # The due date its owner was last reminded of, before it and after it.
    Column("reminded_for", Date),
    Column("late_for", Date),
    # When a manager was told that it is a week late; that happens once.
    Column("manager_told_at", UtcDateTime),
    Column("nonce", String(60), unique=True),
    Index("ix_meeting_actions_state_due", "state", "due"),
    Index("ix_meeting_actions_owner", "owner"),
    Index("ix_meeting_actions_occurrence_id", "occurrence_id"),
)

action_steps = Table(
    "meeting_action_steps",
    metadata,
    Column("id", Id, primary_key=True),
    Column("action_id", Id, ForeignKey("meeting_actions.id"), nullable=False),
    # "made", "done", "cannot", "new_date" or "given".
    Column("kind", String(10), nullable=False),
    Column("words", Text, nullable=False),
    Column("by", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_meeting_action_steps_action_id", "action_id"),
)

presence = Table(
    "meeting_presence",
    metadata,
    # Who came, as the chair corrected it.
    Column("occurrence_id", Id, primary_key=True, autoincrement=False),
    Column("person", String(20), primary_key=True),
)
