"""The versions of the definition, as rows."""

import json
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Text, cast, select, type_coerce

from bot.kit.db import Work
from bot.leads.definition.domain import FIRST_VERSION, Definition, as_rules, from_rules
from bot.leads.store.tables import definitions


def ensure_first_version(work: Work, at: datetime) -> None:
    """Put version 1 in force when there is no version at all; `at` is business time."""
    row = {
        "version": FIRST_VERSION.version,
        "rules": as_rules(FIRST_VERSION),
        "note": "The default both teams start from.",
        "created_at": at,
        "in_force_from": at,
    }
    work.execute(work.insert(definitions).on_conflict_do_nothing(), row)


def load_definition(work: Work, version: int) -> Definition | None:
    """Return one version, in force or not."""
    rules = work.execute(
        select(definitions.c.rules).where(definitions.c.version == version)
    ).scalar()
    return None if rules is None else from_rules(version, rules)


_IN_FORCE = (
    select(
        definitions.c.version,
        cast(type_coerce(definitions.c.rules, Text), Text).label("rules"),
    )
    .where(definitions.c.in_force_from.is_not(None))
    .order_by(definitions.c.in_force_from.desc(), definitions.c.version.desc())
    .limit(1)
)


def load_in_force(work: Work) -> Definition | None:
    """Return the version that was put in force last."""
    row = work.execute(_IN_FORCE).first()
    return None if row is None else _read(row.version, row.rules)


@lru_cache(maxsize=64)
def _read(version: int, rules: str) -> Definition:
    """Read rules from their text, which is the key: nothing can be stale."""
    return from_rules(version, json.loads(rules))
