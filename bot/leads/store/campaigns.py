"""The rows of campaigns; leads that came without one are grouped by their source."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import bindparam, select

from bot.kit.db import Work
from bot.kit.texts_in import TextsIn
from bot.leads.store.tables import campaigns

Group = tuple[str, str]
"""("campaign", its name), or ("source", the source's name)."""


def group_of(campaign: str, source: str) -> Group:
    """Return what a lead is counted under."""
    return ("campaign", campaign) if campaign else ("source", source)


def campaign_for(work: Work, campaign: str, source: str, at: datetime) -> int:
    """Return the id of the campaign, or of the source when there is none; it is made if new."""
    group = group_of(campaign, source)
    return campaigns_for(work, [group], at)[group]


def expect_campaign(work: Work, group: Group) -> None:
    """Have `campaigns_for` of this one look it up along with the next question."""
    _FIND.expect(work, _key(group[1]), kind=group[0])


def campaigns_for(work: Work, groups: Iterable[Group], at: datetime) -> dict[Group, int]:
    """Return the ids of several groups at once; those that are new are made."""
    wanted = {group: (group[0], _key(group[1])) for group in groups}
    found = _find(work, set(wanted.values()))
    missing = {key: group for group, key in reversed(wanted.items()) if key not in found}
    if missing:
        # Sorted, so that two batches never wait on each other.
        rows = [
            {"kind": kind, "name": missing[kind, key][1], "name_key": key, "created_at": at}
            for kind, key in sorted(missing)
        ]
        work.execute(work.insert(campaigns).on_conflict_do_nothing(), rows)
        found |= _find(work, set(missing))
    return {group: found[key] for group, key in wanted.items()}


def _key(name: str) -> str:
    return " ".join(name.casefold().split())[:200]


_FIND = TextsIn(
    lambda among: select(campaigns.c.id, campaigns.c.name_key).where(
        campaigns.c.kind == bindparam("kind"), among(campaigns.c.name_key)
    )
)


def _find(work: Work, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for kind, group in groupby(sorted(keys), key=lambda key: key[0]):
        for row in _FIND.execute(work, [name for _, name in group], kind=kind):
            found[kind, row.name_key] = row.id
    return found
