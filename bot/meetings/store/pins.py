"""Which of our messages are to be pinned, and which are."""

from sqlalchemy import Boolean, Column, Integer, String, Table, select, update

from bot.kit.db import Work, metadata

pins = Table(
    "meeting_pins",
    metadata,
    # The outbox key of the message.
    Column("key", String(200), primary_key=True),
    Column("wanted", Boolean, nullable=False),
    # Whether Slack shows what is wanted, or has said that it never will.
    Column("done", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
)


def want_pin(work: Work, key: str) -> None:
    """Have a message pinned as soon as it stands in Slack."""
    statement = work.insert(pins).values(key=key, wanted=True, done=False, tries=0)
    work.execute(statement.on_conflict_do_nothing(index_elements=["key"]))


def want_unpin(work: Work, key: str) -> None:
    """Have a pinned message unpinned."""
    work.execute(
        update(pins)
        .where(pins.c.key == key, pins.c.wanted)
        .values(wanted=False, done=False, tries=0)
    )


def pins_to_change(work: Work, *, tries: int) -> list[tuple[str, bool, int]]:
    """Return (key, pinned or unpinned, tries) of what Slack does not show yet, tried less often
    than `tries`.
    """
    rows = work.execute(
        select(pins.c.key, pins.c.wanted, pins.c.tries)
        .where(~pins.c.done, pins.c.tries < tries)
        .order_by(pins.c.key)
    )
    return [(key, wanted, tried) for key, wanted, tried in rows]


def note_try(work: Work, key: str, *, wanted: bool, done: bool) -> None:
    """Note how a call went, unless something else is wanted by now."""
    work.execute(
        update(pins)
        .where(pins.c.key == key, pins.c.wanted == wanted)
        .values(done=done, tries=pins.c.tries + 1)
    )
