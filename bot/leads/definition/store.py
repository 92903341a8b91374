"""The versions of the definition, their signatures and who knows them, as rows."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast, delete, func, select, type_coerce, update

from bot.kit.db import Work
from bot.kit.prepared import Prepared
from bot.leads.definition.domain import FIRST_VERSION, Definition, as_rules, from_rules
from bot.leads.definition.tables import known, signatures
from bot.leads.definition.versions import Ending, Proposal, Signature, Standing, VersionStory
from bot.leads.store.tables import definitions
from bot.people.domain import Team


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


_IN_FORCE = Prepared(
    select(
        definitions.c.version,
        cast(type_coerce(definitions.c.rules, Text), Text).label("rules"),
    )
    .where(definitions.c.in_force_from.is_not(None))
    .order_by(definitions.c.in_force_from.desc(), definitions.c.version.desc())
    .limit(1)
)


def expect_in_force(work: Work) -> None:
    """Have `load_in_force` asked along with the next question."""
    work.expect(_IN_FORCE, {})


def load_in_force(work: Work) -> Definition | None:
    """Return the version that was put in force last."""
    row = work.execute(_IN_FORCE).first()
    return None if row is None else _read(row.version, row.rules)


@lru_cache(maxsize=64)
def _read(version: int, rules: str) -> Definition:
    """Read rules from their text, which is the key: nothing can be stale."""
    return from_rules(version, json.loads(rules))


def hold_versions(work: Work) -> None:
    """Let nobody else propose, sign or refuse until this transaction ends.

    Every one of these begins here, at the first version's row, so that none waits for another in
    a circle. Leads are judged meanwhile: reading waits for nobody.
    """
    first = definitions.c.version == FIRST_VERSION.version
    work.execute(select(definitions.c.version).where(first).with_for_update())


def insert_proposal(work: Work, definition: Definition, *, why: str, by: str, at: datetime) -> None:
    """Save a version that nobody has signed yet."""
    row = {
        "version": definition.version,
        "rules": as_rules(definition),
        "note": why,
        "created_at": at,
        "proposed_by": by,
    }
    work.execute(definitions.insert(), row)


def next_version(work: Work) -> int:
    """Return the number of the next proposal; a number is given once, whatever became of it."""
    return int(work.execute(select(func.max(definitions.c.version))).scalar() or 0) + 1


_WAITS = (definitions.c.in_force_from.is_(None), definitions.c.ended.is_(None))


def load_proposal(work: Work) -> Proposal | None:
    """Return the version that waits for signatures; there is at most one."""
    row = work.execute(
        select(definitions.c.version, definitions.c.proposed_by, definitions.c.created_at)
        .where(*_WAITS)
        .order_by(definitions.c.version.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    signed = _signatures_of(work, [row.version]).get(row.version, ())
    return Proposal(row.version, row.proposed_by or "", row.created_at, signed)


def end_proposal(work: Work, version: int, how: Standing, ending: Ending) -> None:
    """Save that a proposal will not come into force: it was refused or replaced."""
    work.execute(
        update(definitions)
        .where(definitions.c.version == version, *_WAITS)
        .values(ended=how.value, ended_at=ending.at, ended_by=ending.by, ended_why=ending.why)
    )


def put_in_force(work: Work, version: int, *, at: datetime) -> None:
    """Have leads judged by this version from `at` on."""
    work.execute(
        update(definitions)
        .where(definitions.c.version == version, *_WAITS)
        .values(in_force_from=at)
    )


def insert_signature(work: Work, version: int, signature: Signature) -> None:
    """Save that a team signed."""
    work.execute(
        signatures.insert().values(
            version=version,
            team=signature.team.value,
            person=signature.person,
            at=signature.at,
        )
    )


def take_back_signature(work: Work, version: int, team: Team) -> None:
    """Forget that a team signed."""
    work.execute(
        delete(signatures).where(signatures.c.version == version, signatures.c.team == team.value)
    )


def load_stories(work: Work, versions: Iterable[int] | None = None) -> list[VersionStory]:
    """Return the stories of all versions, or of those given, oldest first."""
    asked = select(definitions).order_by(definitions.c.version)
    if versions is not None:
        asked = asked.where(definitions.c.version.in_(list(versions)))
    rows = work.execute(asked).all()
    signed = _signatures_of(work, [row.version for row in rows])
    untils = _untils(work)
    return [_story(row, signed.get(row.version, ()), untils) for row in rows]


def _untils(work: Work) -> dict[int, datetime | None]:
    """Return, for each version that ever was in force, until when; None for the one that is."""
    rows = work.execute(
        select(definitions.c.version, definitions.c.in_force_from)
        .where(definitions.c.in_force_from.is_not(None))
        .order_by(definitions.c.in_force_from, definitions.c.version)
    ).all()
    ends: list[datetime | None] = [*(row.in_force_from for row in rows[1:]), None]
    return {row.version: end for row, end in zip(rows, ends, strict=False)}


def _story(
    row: Any, signed: Sequence[Signature], untils: dict[int, datetime | None]
) -> VersionStory:
    until = untils.get(row.version)
    if row.in_force_from is not None:
        standing = Standing.IN_FORCE if until is None else Standing.PAST
    else:
        standing = Standing(row.ended) if row.ended else Standing.PROPOSED
    ended = Ending(row.ended_by or "", row.ended_at, row.ended_why or "") if row.ended else None
    return VersionStory(
        definition=from_rules(row.version, row.rules),
        why=row.note,
        proposed_by=row.proposed_by,
        created_at=row.created_at,
        standing=standing,
        signatures=tuple(signed),
        in_force_from=row.in_force_from,
        in_force_until=until,
        ending=ended,
    )


def _signatures_of(work: Work, versions: Sequence[int]) -> dict[int, tuple[Signature, ...]]:
    found: dict[int, tuple[Signature, ...]] = {}
    rows = work.execute(
        select(signatures)
        .where(signatures.c.version.in_(list(versions)))
        .order_by(signatures.c.version, signatures.c.at, signatures.c.team.desc())
    )
    for row in rows:
        one = Signature(Team(row.team), row.person, row.at)
        found[row.version] = (*found.get(row.version, ()), one)
    return found


def note_known(work: Work, version: int, *, person: str, at: datetime) -> bool:
    """Save that a person knows a version; tell whether they had not said so."""
    row = {"version": version, "person": person, "at": at}
    new = work.insert(known).on_conflict_do_nothing().returning(known.c.person)
    return work.execute(new, row).first() is not None


def who_knows(work: Work, version: int) -> set[str]:
    """Return who has said that they know a version."""
    return set(work.execute(select(known.c.person).where(known.c.version == version)).scalars())
