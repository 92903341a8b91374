"""Erasing a lead takes it out of what meetings show and of what people wrote there."""

from datetime import timedelta

from sqlalchemy import select

from bot.leads.actions.erase import erase_person
from bot.leads.domain.verdicts import Reason, Verdict
from bot.meetings.store.agenda_tables import action_steps
from tests.leads.rating import rate
from tests.leads.scene import MARK, MAYA, RITA, TOM, a_saved_lead
from tests.meetings.agenda_scene import (
    TEN,
    a_meeting_house,
    begun,
    in_outbox,
    shown,
    words_of,
)


def test_an_erased_lead_is_gone_from_agenda_items_and_minutes(db):
    rooms = []
    house = a_meeting_house(db, rooms=rooms)
    lead = a_saved_lead(db)
    rate(db, lead, Verdict.BAD, by=TOM, reason=Reason.NO_NEED, comment="no need at all")
    note = {"verdict": f"L{lead} {TOM.id}"}
    house.submit("feedback.dispute", {"sentence": "She owns it."}, by=MARK.id, note=note)
    house.command("/meeting add Ada Okafor of Northwind: what went wrong?", by=RITA.id)
    begun(house)
    assert "Northwind" in words_of(shown(house, "%:agenda:%"))
    house.command("/meeting decide Write to ada@northwind.example", by=MAYA.id)
    before = in_outbox(db, "%:agenda:%")[0].wanted
    assert erased(db, rooms).words >= 3
    assert in_outbox(db, "%:agenda:%")[0].wanted > before
    house.command("/meeting end", by=MAYA.id)
    for key in ("%:agenda:%", "%:running:%", "%:minutes:%"):
        said = words_of(shown(house, key))
        for secret in ("Ada", "ada@", "Northwind", "no need at all"):
            assert secret not in said
    assert "(erased)" in words_of(shown(house, "%:minutes:%"))


def test_once_it_is_over_an_agenda_shows_its_titles_alone(db):
    house = a_meeting_house(db)
    a_saved_lead(db)
    begun(house)
    assert "1 announced" in words_of(shown(house, "%:agenda:%"))
    house.command("/meeting end", by=MAYA.id)
    said = words_of(shown(house, "%:agenda:%"))
    assert "Lead quality" in said
    assert "1 announced" not in said


def erased(db, rooms):
    with db.begin() as work:
        return erase_person(rooms[0].leads, work, email="ada@northwind.example", at=TEN)


def test_an_action_that_names_them_is_blanked_in_its_story_and_in_its_reminder(db):
    rooms = []
    house = a_meeting_house(db, rooms=rooms)
    a_saved_lead(db)
    begun(house)
    house.command("/meeting action <@U0TOM|tom> Ask ADA OKAFOR what went wrong", by=MAYA.id)
    house.command("/meeting end", by=MAYA.id)
    house.clock.at = TEN + timedelta(days=13)
    house.schedule.tick()
    assert "ADA" in words_of(shown(house, "action:1:due:%"))
    before = in_outbox(db, "action:1:due:%")[0].wanted
    why = {"reason": {"type": "plain_text_input", "value": "Ada Okafor does not answer"}}
    house.submit("meeting.action.cannot", why, by=TOM.id, note={"action": "ACT1"})
    erased(db, rooms)
    assert in_outbox(db, "action:1:due:%")[0].wanted > before
    assert "ADA" not in words_of(shown(house, "action:1:due:%"))
    with db.read() as work:
        assert "Okafor" not in " ".join(work.execute(select(action_steps.c.words)).scalars())


def test_a_name_of_one_word_takes_nothing_with_it_that_only_holds_its_letters(db):
    rooms = []
    house = a_meeting_house(db, rooms=rooms)
    a_saved_lead(db, name="Ann")
    house.command("/meeting add Planned budget: what about annual reports?", by=RITA.id)
    house.command("/meeting add Ann of Northwind wants a call", by=RITA.id)
    begun(house)
    erased(db, rooms)
    said = words_of(shown(house, "%:agenda:%"))
    assert "Planned budget" in said
    assert "Ann of" not in said


def test_meetings_of_before_that_say_nothing_of_them_are_left_alone(db):
    rooms = []
    house = a_meeting_house(db, rooms=rooms)
    a_saved_lead(db)
    begun(house)
    house.command("/meeting decide Forwarders are out", by=MAYA.id)
    house.command("/meeting end", by=MAYA.id)
    before = {row.key: row.wanted for row in in_outbox(db, "meeting:%")}
    erased(db, rooms)
    assert {row.key: row.wanted for row in in_outbox(db, "meeting:%")} == before


def test_minutes_of_before_that_name_them_are_shown_without(db):
    rooms = []
    house = a_meeting_house(db, rooms=rooms)
    a_saved_lead(db)
    begun(house)
    house.command("/meeting decide Write to Ada Okafor", by=MAYA.id)
    house.command("/meeting end", by=MAYA.id)
    before = in_outbox(db, "%:minutes:%")[0].wanted
    assert erased(db, rooms).words == 1
    assert in_outbox(db, "%:minutes:%")[0].wanted > before
    assert "Okafor" not in words_of(shown(house, "%:minutes:%"))
