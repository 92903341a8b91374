from datetime import timedelta

from bot.leads.definition.domain import FIRST_VERSION, Definition, as_rules
from bot.leads.definition.queries import definition_in_force
from bot.leads.definition.store import ensure_first_version, load_definition
from bot.leads.store.tables import definitions
from tests.leads.some_leads import NOON


def put(work, version, *, in_force_from, **rules):
    work.execute(
        definitions.insert().values(
            version=version,
            rules=as_rules(Definition(version, **rules)),
            note="",
            created_at=NOON,
            in_force_from=in_force_from,
        )
    )


def test_a_new_database_begins_with_version_one(db):
    with db.begin() as work:
        assert definition_in_force(work, NOON) == FIRST_VERSION
        assert definition_in_force(work, NOON) == FIRST_VERSION
        ensure_first_version(work, NOON)
        assert load_definition(work, 1) == FIRST_VERSION
        assert load_definition(work, 2) is None


def test_the_version_put_in_force_last_counts_and_proposals_do_not(db):
    with db.begin() as work:
        ensure_first_version(work, NOON)
        put(work, 2, in_force_from=NOON + timedelta(days=1), minimum_score=70)
        put(work, 3, in_force_from=None, minimum_score=90)
        assert definition_in_force(work, NOON + timedelta(days=2)) == Definition(
            2, minimum_score=70
        )


def test_rules_changed_in_the_database_are_seen_at_once(db):
    with db.begin() as work:
        put(work, 2, in_force_from=NOON, minimum_score=70)
        assert definition_in_force(work, NOON).minimum_score == 70
        work.execute(definitions.update().values(rules=as_rules(Definition(2, minimum_score=71))))
        assert definition_in_force(work, NOON).minimum_score == 71
