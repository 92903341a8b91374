import csv
import threading

import pytest
from sqlalchemy import text

from bot.kit.errors import OperatorError
from bot.kit.outbox.table import outbox
from bot.leads.actions.erase import erase_person
from bot.leads.actions.receive import receive_leads
from bot.leads.actions.steps import Details, record_step
from bot.leads.actions.verdict import add_word, record_verdict
from bot.leads.domain.steps import Step
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.intake.document import read_document
from bot.leads.store.rejected_files import note_rejected_file
from bot.leads.store.tables import (
    arrivals,
    leads,
    trail,
    verdict_history,
    verdicts,
)
from tests.leads.scene import NOON, RITA, TOM, a_floor, a_room, a_saved_lead, message_row, shown

PERSONAL = (
    "Ada",
    "Okafor",
    "northwind",
    "customs paperwork",
    "1234567",
    "own the budget",
    "Head of",
)


@pytest.fixture
def house(db):
    return a_floor(db)


@pytest.fixture
def room(house):
    return a_room(house.clock)


def is_held_up(db) -> bool:
    """Whether some transaction waits for another; PostgreSQL."""
    with db.read() as work:
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(work.execute(waiting).scalar_one())


def test_who_comes_back_at_that_moment_is_forgotten_too(db, room):
    if db.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    a_saved_lead(db, email="ada@northwind.example")
    body = {"id": "ada@northwind.example:webinar", "source": "form"}
    person = {"email": "ada@northwind.example", "name": "Ada Okafor", "message": "secret words"}

    def erase():
        with db.begin() as work:
            erase_person(room, work, email="ada@northwind.example", at=NOON)

    erasing = threading.Thread(target=erase)
    with db.begin() as work:
        receive_leads(room, work, [read_document(body | person)], at=NOON)
        erasing.start()
        while not is_held_up(db):
            assert erasing.is_alive()
    erasing.join()
    assert "northwind" not in everything(db)
    assert "secret words" not in everything(db)


def everything(db) -> str:
    """All that the database holds, in one text; a nonce is chance and may spell a name."""
    from bot.kit.db import metadata

    with db.read() as work:
        return "\n".join(
            str({name: value for name, value in row._mapping.items() if name != "nonce"})
            for table in metadata.sorted_tables
            if table.name != "campaigns"
            for row in work.execute(table.select())
        )


def a_told_lead(db, room) -> int:
    """A lead that was taken, rejected with a word, rated with a word, and asked about."""
    lead_id = a_saved_lead(
        db,
        judgement=[
            {
                "rule": "required_email_or_phone",
                "met": True,
                "wanted": "e-mail or phone",
                "value": "ada@northwind.example",
            }
        ],
    )
    with db.begin() as work:
        work.execute(
            arrivals.insert().values(
                source="form",
                external_id="Ada@northwind.example-1",
                body_hash="x" * 64,
                lead_id=lead_id,
                outcome="announced",
                stage="mql",
                received_at=NOON,
            )
        )
        record_verdict(
            room,
            work,
            lead_id=lead_id,
            verdict=Verdict.POOR,
            comment="Ada doesn't own the budget",
            by=TOM,
            at=NOON,
        )
        record_step(
            room,
            work,
            lead_id=lead_id,
            step=Step.REJECT,
            details=Details(reason=Reason.NO_BUDGET, comment="Okafor said so"),
            by=RITA,
            at=NOON,
        )
    return lead_id


def test_nothing_personal_is_left_and_the_counts_stay(house, db, room):
    lead_id = a_told_lead(db, room)
    with db.begin() as work:
        erased = erase_person(room, work, email=" ADA@Northwind.example ", at=NOON)
    left = everything(db)
    assert [word for word in PERSONAL if word.lower() in left.lower()] == []
    with db.read() as work:
        row = work.execute(leads.select()).one()
        assert (row.stage, row.reason, row.score, row.segment, row.erased) == (
            "rejected",
            "no_budget",
            82,
            "SaaS",
            True,
        )
        assert work.execute(verdicts.select()).one().verdict == "poor"
        assert len(work.execute(verdict_history.select()).all()) == 1
        assert [one.kind for one in work.execute(trail.select())] == [
            "verdict",
            "rejected",
            "erased",
        ]
        assert work.execute(arrivals.select()).one().external_id.startswith("erased:")
    assert erased.sentence() == (
        f"Erased one lead, one arrival, two trail lines and one comment. "
        f"{['No', 'One', 'Two', 'Three', 'Four', 'Five'][erased.messages]} messages in Slack will be rewritten."
    )
    assert message_row(db, f"lead:{lead_id}:card").state == "waiting"


def test_every_message_about_the_person_is_rewritten(house, db, room):
    lead_id = a_told_lead(db, room)
    with db.begin() as work:
        erase_person(room, work, email="ada@northwind.example", at=NOON)
    with db.read() as work:
        keys = [
            row.key for row in work.execute(outbox.select()) if row.subject == f"lead:{lead_id}"
        ]
    assert len(keys) >= 3
    for key in keys:
        message = shown(house, key)
        assert not [word for word in PERSONAL if word.lower() in str(message).lower()], key
    assert "rased on request" in shown(house, f"lead:{lead_id}:card").text


def test_the_thread_still_tells_the_story_without_the_words(house, db, room):
    lead_id = a_told_lead(db, room)
    with db.begin() as work:
        add_word(room, work, lead_id=lead_id, comment="Ada called back", by=RITA, at=NOON)
        erase_person(room, work, email="ada@northwind.example", at=NOON)
    with db.read() as work:
        lines = [
            house.views.render(work, row.view, row.args).text
            for row in work.execute(outbox.select().order_by(outbox.c.id))
            if row.view == "lead_line"
        ]
    assert lines == [
        f"L-{lead_id}: Rita Alvarez rejected it: no budget.",
        f"L-{lead_id}: Rita Alvarez added a word.",
    ]
    reason = shown(house, f"verdict:{lead_id}:{TOM.id}").text
    assert reason == f"👎 L-{lead_id}: no reason yet — Tom Becker"


def test_who_gave_no_address_is_found_by_name_and_company(house, db, room):
    a_saved_lead(db, person_key="ada okafor|northwind freight")
    a_saved_lead(db, at="2.2", person_key="ada okafor|northwind freight", email="")
    a_saved_lead(db, at="3.3", person_key="bo|else", email="", name="Bo", company="Else")
    with db.begin() as work:
        assert erase_person(room, work, email="ada@northwind.example", at=NOON).leads == 2
        assert erase_person(room, work, email="ada@northwind.example", at=NOON).leads == 0


def test_rejected_rows_are_taken_out_of_their_file(house, db, room, tmp_path):
    path = tmp_path / "leads.csv.rejected.csv"
    path.write_text('email,note\n"ADA@northwind.example","two\nlines"\nbo@else.example,x\n')
    path.chmod(0o600)
    with db.begin() as work:
        note_rejected_file(work, path, at=NOON)
        note_rejected_file(work, path, at=NOON)
        note_rejected_file(work, tmp_path / "gone.csv", at=NOON)
        erased = erase_person(room, work, email="ada@northwind.example", at=NOON)
    assert erased.rejected_rows == 1
    with path.open(encoding="utf-8-sig", newline="") as left:
        assert list(csv.reader(left)) == [["email", "note"], ["bo@else.example", "x"]]
    assert path.stat().st_mode & 0o777 == 0o600


def test_nobody_and_nonsense_change_nothing(house, db, room):
    with db.begin() as work:
        assert (
            erase_person(room, work, email="bo@else.example", at=NOON)
            .sentence()
            .startswith("Nobody")
        )
    with pytest.raises(OperatorError, match="no e-mail address"), db.begin() as work:
        erase_person(room, work, email="Ada", at=NOON)
