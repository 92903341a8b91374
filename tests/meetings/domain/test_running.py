from datetime import UTC, datetime, timedelta

import pytest

from bot.kit.errors import Refusal
from bot.meetings.domain.agenda import Wanted
from bot.meetings.domain.items import ItemState, item_of, item_text, own_key
from bot.meetings.domain.running import Run, RunPoint, may_lead, must_lead, must_run
from tests.builders import a_marketer, a_marketing_manager, a_rep, a_sales_manager

TEN = datetime(2026, 12, 1, 9, tzinfo=UTC)


def a_point(position, minutes, **rest):
    return RunPoint(
        position, f"p{position}", f"Point {position}", Wanted.DISCUSS, "Mark", minutes, **rest
    )


def a_run(**rest):
    points = (a_point(0, 10, began_at=TEN), a_point(1, 5), a_point(2, 0))
    return Run(1, **{"started_at": TEN, "points": points, **rest})


def minutes(number):
    return timedelta(minutes=number)


def test_each_point_says_when_it_should_end():
    run = a_run()
    assert run.point.should_end == TEN + minutes(10)
    assert run.coming_ends(TEN) == [TEN + minutes(15), TEN + minutes(15)]


def test_when_a_point_takes_longer_the_others_end_later():
    assert a_run().coming_ends(TEN + minutes(14)) == [TEN + minutes(19), TEN + minutes(19)]


def test_a_point_for_when_time_allows_has_no_end():
    assert a_point(2, 0, began_at=TEN).should_end is None


def test_nothing_is_on_before_the_start_and_after_the_end():
    assert a_run(started_at=None).point is None
    assert a_run(ended_at=TEN).point is None
    assert a_run(current=3).point is None
    for run in (None, a_run(started_at=None)):
        with pytest.raises(Refusal, match="has not begun"):
            must_run(run)
    with pytest.raises(Refusal, match="is over"):
        must_run(a_run(ended_at=TEN))


def test_the_chair_and_managers_lead_and_others_when_there_is_nobody_else():
    rep, marketer = a_rep(), a_marketer()
    assert may_lead(rep, chair=rep.id)
    assert may_lead(a_sales_manager(), chair=rep.id)
    assert may_lead(a_marketing_manager(), chair=None)
    assert not may_lead(marketer, chair=rep.id)
    assert may_lead(marketer, chair=None, nobody_else=True)


def test_who_may_not_lead_reads_who_does_and_what_they_may_do():
    with pytest.raises(Refusal) as refused:
        must_lead(a_marketer(), chair="U0RITA", chair_name="Rita", doing="start the meeting")
    assert refused.value.sentence == (
        "Only Rita, who chairs, and the managers can start the meeting. You can put something on "
        "the agenda with /meeting add, and take on an action of your own with /meeting action."
    )
    with pytest.raises(Refusal, match="Only the managers can"):
        must_lead(a_marketer(), chair="", chair_name="", doing="start the meeting")


def test_an_item_is_known_by_its_points_key():
    assert item_of(own_key(12)) == 12
    for other in ("campaign:12", "own:", "own:x", "own:1:2", "plan"):
        assert item_of(other) is None


def test_an_items_text_is_one_line_that_says_something():
    assert item_text(" Forwarders:\n stop? ") == "Forwarders: stop?"
    with pytest.raises(Refusal):
        item_text(" \n")
    assert ItemState("open") is ItemState.OPEN
