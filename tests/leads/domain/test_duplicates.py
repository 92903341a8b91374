from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.leads.domain.duplicates import (
    PERSON_KEY_LENGTH,
    Known,
    Meeting,
    fold,
    meeting,
    person_key,
    same_person,
)
from bot.leads.domain.lead import Lead, Stage
from tests.leads.some_leads import NOON, an_arrival

MONTH = timedelta(days=30)


def known(number=1, *, stage=Stage.MQL, heard_at=NOON, **rest):
    lead = Lead(
        **{
            "id": number,
            "source": "form",
            "email": "ada@northwind.example",
            "name": "Ada Okafor",
            "company": "Northwind Freight",
            "title": "COO",
            "phone": "",
            "country": "DE",
            "industry": "",
            "segment": "",
            "employees": None,
            "score": 40,
            "campaign_id": 1,
            "campaign": "",
            "message": "",
            "url": "",
            "extra": {"a": 1, "b": 1},
            "occurred_at": NOON,
            "received_at": NOON,
            "stage": stage,
            "definition_version": 1,
            "judgement": (),
            **rest,
        }
    )
    return Known(lead, person_key(lead.name, lead.company), heard_at)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller  GmbH", "muller gmbh"),
        ("ÅSA O'Neil", "asa o neil"),
        ("Straße", "STRASSE"),
        ("Northwind, Freight.", "northwind freight"),
        ("ＡＤＡ", "ada"),
    ],
)
def test_spellings_of_one_name_fold_together(one, other):
    assert fold(one) == fold(other)


@given(st.text(), st.text())
def test_any_key_fits_its_column_and_stays_the_same(name, company):
    key = person_key(name, company)
    assert len(key) <= PERSON_KEY_LENGTH
    assert fold(fold(name)) == fold(name)


def test_too_little_is_no_key():
    assert (
        person_key("Ada", "") == person_key("", "Northwind") == person_key("!!", "Northwind") == ""
    )


def test_the_address_decides_before_the_name():
    by_name = known(2, email="", phone="1")
    by_address = known(1, name="Somebody Else")
    assert same_person(an_arrival(), [by_name, by_address]) is by_address
    assert same_person(an_arrival(), [by_name]) is by_name


def test_two_addresses_are_two_people():
    assert same_person(an_arrival(email="other@northwind.example"), [known()]) is None


def test_of_several_leads_the_newest_counts():
    newest = known(9)
    assert same_person(an_arrival(), [known(3), newest, known(4)]) is newest


@pytest.mark.parametrize(
    ("stage", "qualifies", "what"),
    [
        (Stage.INQUIRY, True, Meeting.INQUIRY),
        (Stage.INQUIRY, False, Meeting.INQUIRY),
        (Stage.MQL, False, Meeting.IN_PLAY),
        (Stage.ACCEPTED, True, Meeting.IN_PLAY),
        (Stage.OPPORTUNITY, True, Meeting.IN_PLAY),
        (Stage.WON, True, Meeting.IN_PLAY),
        (Stage.LOST, True, Meeting.AGAIN),
        (Stage.REJECTED, True, Meeting.AGAIN),
        (Stage.DISQUALIFIED, True, Meeting.AGAIN),
        (Stage.RECYCLED, True, Meeting.AGAIN),
        (Stage.RECYCLED, False, Meeting.CLOSED),
    ],
)
def test_what_a_return_is_depends_on_where_the_story_stands(stage, qualifies, what):
    assert meeting(known(stage=stage), qualifies=qualifies, at=NOON, window=MONTH) is what


def test_the_window_includes_its_last_moment():
    assert meeting(known(), qualifies=True, at=NOON + MONTH, window=MONTH) is Meeting.IN_PLAY
    later = NOON + MONTH + timedelta(seconds=1)
    assert meeting(known(), qualifies=True, at=later, window=MONTH) is Meeting.AGAIN
    assert meeting(None, qualifies=True, at=NOON, window=MONTH) is Meeting.STRANGER
