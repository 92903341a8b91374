from datetime import date
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.domain.rule import (
    BadRule,
    WorkDays,
    in_words,
    named_days,
    read_rule,
)

BEGIN = date(2026, 11, 22)


def days(text, number=3, begins=BEGIN, works=None):
    some = named_days(read_rule(text), works or WorkDays(), begins=begins, first=begins)
    return [named.day.isoformat() for named in islice(some, number)]


@pytest.mark.parametrize(
    ("text", "written", "first"),
    [
        ("first Tuesday", "first Tuesday", ["2026-11-03", "2026-12-01", "2027-01-05"]),
        ("the 1st tue of the month", "first Tuesday", ["2026-11-03", "2026-12-01", "2027-01-05"]),
        ("last Thursday", "last Thursday", ["2026-11-26", "2026-12-31", "2027-01-28"]),
        (
            "Second  business day",
            "second working day",
            ["2026-11-03", "2026-12-02", "2027-01-04"],
        ),
        ("last working day", "last working day", ["2026-11-30", "2026-12-31", "2027-01-29"]),
        ("12th working day", "12th working day", ["2026-11-17", "2026-12-16", "2027-01-18"]),
        ("15th", "15th", ["2026-11-15", "2026-12-15", "2027-01-15"]),
        ("day 15 of each month", "15th", ["2026-11-15", "2026-12-15", "2027-01-15"]),
        ("31", "31st", ["2026-11-30", "2026-12-31", "2027-01-31"]),
        ("the last day", "last day", ["2026-11-30", "2026-12-31", "2027-01-31"]),
        (
            "RRULE:freq=monthly; byday=1tu",
            "FREQ=MONTHLY;BYDAY=1TU",
            ["2026-11-03", "2026-12-01", "2027-01-05"],
        ),
        (
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
            ["2026-11-27", "2027-02-26", "2027-05-28"],
        ),
        (
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=2WE",
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=2WE",
            ["2026-12-09", "2027-03-10", "2027-06-09"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            ["2026-11-17", "2026-12-01", "2026-12-15"],
        ),
    ],
)
def test_rules_are_read_as_people_write_them(text, written, first):
    rule = read_rule(text)
    assert str(rule) == written
    assert read_rule(str(rule)) == rule
    assert days(text) == first


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("", "Write first Tuesday, second working day, or 15th."),
        ("whenever", "“whenever” is no rule. Write first Tuesday"),
        ("Tuesday", "Which Tuesday? Write first Tuesday or last Tuesday"),
        ("every second Tuesday", "or FREQ=WEEKLY;INTERVAL=2;BYDAY=TU for every two weeks"),
        ("fifth Friday", "Not every month has a fifth Friday. Write last Friday."),
        ("32nd", "No month has a day 32."),
        ("20th working day", "Write last working day."),
        ("FREQ=DAILY", "Meetings are FREQ=MONTHLY"),
        ("FREQ=MONTHLY", "on which day, like FREQ=MONTHLY;BYDAY=1TU"),
        ("FREQ=MONTHLY;BYDAY=TU", "more than one meeting in 2026-01. Name a single day."),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "more than one meeting in 2026-W01"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "Write BYMONTHDAY=-1 for the last day"),
        ("FREQ=MONTHLY;BYMONTH=1,2;BYMONTHDAY=30", "leaves some periods without"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "leaves some periods without"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "names no day"),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", "/meeting cancel ends the meetings"),
        ("FREQ=MONTHLY;BYDAY=1TU;BYHOUR=9", "the time has a field of its own"),
        ("FREQ=MONTHLY;BYDAY=XX", "can't be read. Write it like FREQ=MONTHLY;BYDAY=1TU"),
        ("FREQ=MONTHLY;BYDAY=1TU;FOO=1", "“FOO” is no part"),
        ("FREQ=MONTHLY;BYDAY=1TU;INTERVAL=99", "INTERVAL is a number from 1 to 12"),
        ("FREQ=MONTHLY;BYDAY=1TU;INTERVAL=0", "INTERVAL is a number from 1 to 12"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;INTERVAL=0", "INTERVAL is a number from 1 to 12"),
        ("FREQ=MONTHLY;BYDAY=1TU;INTERVAL=-1", "INTERVAL is a number from 1 to 12"),
        ("FREQ=MONTHLY;BYDAY=1TU;INTERVAL=two", "INTERVAL is a number from 1 to 12"),
        ("first sss", "“first sss” is no rule"),
        ("first Tuesday " * 30, "too long"),
    ],
)
def test_a_bad_rule_is_refused_with_the_cure(text, cure):
    with pytest.raises(BadRule) as refused:
        read_rule(text)
    assert cure in str(refused.value)


@given(st.text(max_size=60) | st.from_regex(r"FREQ=(MONTHLY|WEEKLY|YEARLY);[A-Z0-9=;,+-]{0,30}"))
def test_whatever_is_typed_is_a_rule_or_a_sentence(text):
    try:
        rule = read_rule(text)
    except BadRule as refused:
        said = str(refused)
    else:
        said = in_words(rule) + "."
        assert len(days(text)) == 3
    assert said.endswith(".")


def test_the_day_that_is_off_gives_way_to_the_next_working_day():
    works = WorkDays(holidays=({date(2026, 12, 25), date(2026, 12, 28)},))
    assert works.settled(date(2026, 12, 25)) == date(2026, 12, 29)
    assert works.why_not(date(2026, 12, 25)) == "25 December is a public holiday"
    assert works.why_not(date(2026, 12, 26)) == "26 December is a Saturday"
    assert works.settled(date(2026, 12, 24)) == date(2026, 12, 24)


def test_a_country_of_holidays_alone_keeps_its_meeting():
    class EveryDay:
        def __contains__(self, day):
            return True

    works = WorkDays(holidays=(EveryDay(),))
    assert works.settled(BEGIN) == BEGIN
    assert days("second working day", works=works) == ["2026-11-30", "2026-12-31", "2027-01-31"]


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_every_second_month_is_counted_from_where_it_began(begins):
    rule = read_rule("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO")
    some = list(islice(named_days(rule, WorkDays(), begins=begins, first=begins), 10))
    months = [one.day.year * 12 + one.day.month for one in some]
    assert all(after - before == 2 for before, after in pairwise(months))
    assert months[0] == begins.year * 12 + begins.month
