"""Erasing a lead takes it out of what meetings show and of what people wrote there."""

from bot.leads.actions.erase import erase_person
from bot.leads.domain.verdicts import Reason, Verdict
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
    meeting = begun(house)
    assert "Northwind" in words_of(shown(house, "%:agenda:%"))
    house.command("/meeting decide Write to ada@northwind.example", by=MAYA.id)
    before = in_outbox(db, "%:agenda:%")[0].wanted
    with db.begin() as work:
        erased = erase_person(rooms[0].leads, work, email="ada@northwind.example", at=TEN)
    assert erased.words >= 3
    assert in_outbox(db, "%:agenda:%")[0].wanted > before
    house.command("/meeting end", by=MAYA.id)
    for key in ("%:agenda:%", "%:running:%", "%:minutes:%"):
        said = words_of(shown(house, key))
        for secret in ("Ada", "ada@", "Northwind", "no need at all"):
            assert secret not in said
    assert "(erased)" in words_of(shown(house, "%:minutes:%"))
    assert meeting


def test_once_it_is_over_an_agenda_shows_its_titles_alone(db):
    house = a_meeting_house(db)
    a_saved_lead(db)
    begun(house)
    assert "1 announced" in words_of(shown(house, "%:agenda:%"))
    house.command("/meeting end", by=MAYA.id)
    said = words_of(shown(house, "%:agenda:%"))
    assert "Lead quality" in said
    assert "1 announced" not in said
