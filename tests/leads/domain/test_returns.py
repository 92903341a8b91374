from dataclasses import replace
from datetime import timedelta

import pytest

from bot.leads.domain.returns import (
    first_message,
    message_after,
    profile_in_sales,
    told_anew,
    with_what_is_known,
)
from tests.leads.domain.test_duplicates import NOON, known
from tests.leads.some_leads import an_arrival

EARLIER, LATER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)


def a_lead(**rest):
    given = {"phone": "+49 30 1", "title": "COO", "message": "First", "occurred_at": NOON, **rest}
    return replace(known().lead, **given)


def in_sales(arrival, lead):
    said = with_what_is_known(arrival, lead, score_too=False)
    after = profile_in_sales(said, lead)
    return after, told_anew(arrival, lead, after)


def test_what_is_new_wins_and_gaps_are_filled():
    arrival = an_arrival(title="", score=None, extra={"b": 2}, occurred_at=LATER)
    said = with_what_is_known(arrival, known().lead, score_too=True)
    assert (said.title, said.score, said.employees) == ("COO", 40, 240)
    assert said.extra == {"a": 1, "b": 2}
    assert with_what_is_known(an_arrival(score=None), known().lead, score_too=False).score is None


def test_how_to_reach_the_person_follows_them_and_the_rest_of_a_lead_in_sales_stays():
    arrival = an_arrival(phone="+49 30 7", title="CEO", company="Elsewhere", occurred_at=LATER)
    after, facts = in_sales(arrival, a_lead(company="Northwind Freight", industry=""))
    assert (after["phone"], after["title"]) == ("+49 30 7", "CEO")
    assert after["company"] == "Northwind Freight"
    assert facts["new"]["phone"] == "+49 30 7"
    assert facts["before"] == {"title": "COO", "phone": "+49 30 1"}
    assert facts["besides"]["company"] == "Elsewhere"


def test_a_gap_that_is_filled_is_new_and_replaces_nothing():
    after, facts = in_sales(an_arrival(phone="+49 30 7", occurred_at=LATER), a_lead(phone=""))
    assert after["phone"] == facts["new"]["phone"] == "+49 30 7"
    assert "phone" not in facts.get("before", {})


@pytest.mark.parametrize("written", ["+49-30-1", "+49 (30) 1", "", "+49 30 1"])
def test_the_same_written_otherwise_is_no_news(written):
    facts = in_sales(an_arrival(phone=written, occurred_at=LATER), a_lead())[1]
    assert "phone" not in {**facts.get("new", {}), **facts.get("besides", {})}


def test_what_comes_late_replaces_nothing_and_is_told():
    late = an_arrival(phone="+49 30 0", message="Old", extra={"a": 0, "c": 3}, occurred_at=EARLIER)
    lead = a_lead()
    after, facts = in_sales(late, lead)
    assert after["phone"] == "+49 30 1"
    assert facts["besides"]["phone"] == "+49 30 0"
    assert message_after(late, lead) == "First"
    assert "message_before" not in facts
    assert with_what_is_known(late, lead, score_too=False).extra == {"a": 1, "b": 1, "c": 3}


@pytest.mark.parametrize("occurred_at", [NOON, LATER, None])
def test_what_does_not_come_late_is_the_newest(occurred_at):
    arrival = an_arrival(message="New", occurred_at=occurred_at)
    assert message_after(arrival, a_lead()) == "New"
    assert in_sales(arrival, a_lead())[1]["message_before"] == "First"


def test_an_empty_message_replaces_none_and_a_late_one_fills_a_gap():
    assert message_after(an_arrival(message=""), a_lead()) == "First"
    assert (
        message_after(an_arrival(message="Old", occurred_at=EARLIER), a_lead(message="")) == "Old"
    )


@pytest.mark.parametrize(
    ("returns", "first"),
    [
        ([], ""),
        ([{"message": "B"}], ""),
        ([{"message": "B", "message_before": "A"}], "A"),
        ([{}, {"message": "B", "message_before": "A"}, {"message_before": "B"}], "A"),
        ([{"message": "late"}, {"message": "B", "message_before": "A"}], "A"),
        ([{"message": "B"}, {"message": "C", "message_before": "B"}], ""),
    ],
)
def test_what_was_written_first_is_known_from_what_replaced_it(returns, first):
    assert first_message(returns) == first
