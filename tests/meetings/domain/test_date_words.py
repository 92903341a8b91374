from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.errors import Refusal
from bot.meetings.domain.date_words import month_in_words, read_when

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PLANNED = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def when(text):
    return read_when(text, now=NOW, planned=PLANNED, zone=BERLIN)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-12-03 14:00", "2026-12-03 14:00"),
        ("2026-12-03T14:00", "2026-12-03 14:00"),
        ("3 Dec 2pm", "2026-12-03 14:00"),
        ("Dec 3 at 14:30", "2026-12-03 14:30"),
        ("Thu 3 December, 9am", "2026-12-03 09:00"),
        ("to Friday 9:30", "2026-11-27 09:30"),
        ("Monday", "2026-11-30 10:00"),
        ("tomorrow at 9", "2026-11-24 09:00"),
        ("14:00", "2026-12-01 14:00"),
        ("3.12. 14:00", "2026-12-03 14:00"),
        ("3.12.2026 14:00", "2026-12-03 14:00"),
        ("5 Jan 10:00", "2027-01-05 10:00"),
        ("4th of December 11:15 pm", "2026-12-04 23:15"),
        ("12am", "2026-12-01 00:00"),
        ("29 Feb 10:00", "2028-02-29 10:00"),
    ],
)
def test_a_time_is_read_as_people_type_it_in_the_zone_of_the_meeting(text, local):
    assert f"{when(text).astimezone(BERLIN):%Y-%m-%d %H:%M}" == local


@pytest.mark.parametrize("text", ["foo", "", "30 Feb 10:00", "25:00", "13pm", "ma 3 10:00"])
def test_what_is_no_time_is_refused_with_examples(text):
    with pytest.raises(Refusal) as refused:
        when(text)
    assert "14:00" in refused.value.sentence


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_time_or_a_sentence(text):
    try:
        found = when(text)
    except Refusal as refused:
        sentence = refused.sentence
    else:
        sentence = ""
        assert found.tzinfo is UTC
    assert not sentence or "Write it like" in sentence or "no date and time" in sentence


def test_a_period_is_named_as_people_name_it():
    assert [month_in_words(one) for one in ("2026-12", "2026-W50", "2026")] == [
        "December",
        "week 50",
        "2026",
    ]
