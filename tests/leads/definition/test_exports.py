import csv
import io
from dataclasses import replace
from datetime import timedelta

from bot.kit.csv_safe import write_csv
from bot.leads.definition import actions
from bot.leads.definition.domain import FIRST_VERSION
from bot.leads.definition.trying import Trying
from bot.leads.queries.definition import export_backtest, export_definition
from bot.people.domain import Team
from tests.leads.scene import MAYA, NOON, SAM, a_room, a_saved_lead, open_the_floor

YESTERDAY = NOON - timedelta(days=1)


def rows(db, export):
    with db.read() as work:
        file = io.StringIO(newline="")
        write_csv(file, export(work))
    file.seek(0)
    return list(csv.DictReader(file))


def propose(db, room, *, why="Because.", **rules):
    with db.begin() as work:
        wanted = replace(FIRST_VERSION, **rules)
        version = actions.propose(room, work, wanted, why=why, by=SAM, at=NOON)
    Trying(db, room).sweep()
    return version


def test_every_version_is_a_row_with_its_rules_and_who_signed(db):
    open_the_floor(db)
    room = a_room()
    propose(db, room, why="=1+1", minimum_score=70, segments=("@SUM(A1)",))
    with db.begin() as work:
        actions.sign(room, work, version=2, team=Team.SALES, by=SAM, at=NOON)
        actions.sign(room, work, version=2, team=Team.MARKETING, by=MAYA, at=NOON)
        actions.know(room, work, version=2, by=MAYA, at=NOON)
    first, second = rows(db, export_definition)
    assert (first["version"], first["standing"]) == ("v1", "no longer in force")
    assert (second["version"], second["standing"]) == ("v2", "in force")
    assert second["why"] == "'=1+1"
    assert second["segments"] == "'@SUM(A1)"
    assert second["minimum_score"] == "70"
    assert second["signed_for_sales_by"] == "Sam Carter"
    assert second["signed_for_marketing_by"] == "Maya Haddad"
    assert second["signed_for_marketing_at"] == "2026-11-23T12:00:00Z"
    assert (second["known_in_marketing"], second["of_marketing"]) == ("1", "2")


def test_every_lead_that_changes_sides_is_a_row_with_what_it_does_not_meet(db):
    open_the_floor(db)
    a_saved_lead(db, card=False, score=65, company="=cmd()", received_at=YESTERDAY)
    a_saved_lead(db, card=False, score=90, received_at=YESTERDAY)
    low = a_saved_lead(db, card=False, score=80, email="ada@web.de", received_at=YESTERDAY)
    assert rows(db, export_backtest) == []
    propose(db, a_room(), minimum_score=70, no_free_mail=False)
    leaves, enters = rows(db, export_backtest)
    assert (leaves["lead"], leaves["company"], leaves["would"]) == ("L-1", "'=cmd()", "not qualify")
    assert leaves["because"] == "score 65 (wanted ≥ 70)"
    assert (enters["lead"], enters["would"]) == (f"L-{low}", "qualify")
    assert enters["because"] == "web.de is a free mail address"
