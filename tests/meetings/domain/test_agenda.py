from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.domain.agenda import (
    Point,
    Wanted,
    allot,
    ends_of,
    fitting,
    if_time_allows,
    told_apart,
)

POINTS = st.lists(
    st.builds(
        Point,
        key=st.uuids().map(str),
        title=st.just("Something"),
        wanted=st.sampled_from(Wanted),
        presents=st.just("the chair"),
        floor=st.integers(-2, 30),
        enough=st.integers(0, 40),
        weight=st.integers(0, 100),
    ),
    max_size=40,
)


def a_point(key: str = "numbers", **rest) -> Point:
    return Point(
        **{"key": key, "title": key, "wanted": Wanted.INFORM, "presents": "the chair", **rest}
    )


@given(POINTS, st.integers(0, 240))
def test_all_points_fit_into_the_length_in_their_order_each_with_its_floor(points, length):
    slots = allot(points, length)
    assert sum(slot.minutes for slot in slots) <= length
    assert [slot.point for slot in slots] == points
    for slot in slots:
        assert slot.minutes == 0 or slot.minutes >= slot.point.floor
        assert slot.minutes <= max(slot.point.enough, slot.point.floor, 1)
    assert len(fitting(slots)) + len(if_time_allows(slots)) == len(points)


@given(POINTS, st.integers(0, 240))
def test_no_minute_is_left_while_somebody_wants_one(points, length):
    slots = allot(points, length)
    left = length - sum(slot.minutes for slot in slots)
    assert left == 0 or all(slot.minutes >= slot.point.enough for slot in fitting(slots))
    assert all(max(1, slot.point.floor) > left for slot in if_time_allows(slots))


@given(POINTS, st.integers(1, 240))
def test_the_weightiest_point_that_fits_alone_always_has_time(points, length):
    able = [point for point in points if max(1, point.floor) <= length]
    if able:
        first = max(able, key=lambda point: point.weight)
        given_to = {slot.point.key: slot.minutes for slot in allot(points, length)}
        heavier = [p for p in points if p.weight == first.weight]
        assert any(given_to[point.key] for point in heavier)


def test_the_lightest_is_left_for_when_time_allows():
    points = [a_point("a", floor=20), a_point("b", floor=20, weight=10), a_point("c", floor=20)]
    assert [slot.fits for slot in allot(points, 45)] == [True, False, True]


def test_what_is_left_is_handed_out_until_everybody_has_enough():
    points = [a_point("a", floor=3, enough=5), a_point("b", floor=3, enough=20)]
    assert [slot.minutes for slot in allot(points, 20)] == [5, 15]
    assert [slot.minutes for slot in allot(points, 60)] == [5, 20]


def test_points_of_one_title_are_told_apart_by_their_place():
    titles = ("Pricing", "Pricing", "Webinars", "Pricing (2)", "Pricing")
    slots = allot([a_point(str(place), title=one) for place, one in enumerate(titles)], 60)
    apart = told_apart(slots)
    assert [slot.point.title for slot in apart] == [
        "Pricing",
        "Pricing (2)",
        "Webinars",
        "Pricing (2) (2)",
        "Pricing (3)",
    ]
    assert [(slot.point.key, slot.minutes) for slot in apart] == [
        (slot.point.key, slot.minutes) for slot in slots
    ]


def test_nothing_to_talk_about_is_an_empty_agenda():
    assert allot([], 60) == ()
    assert allot([a_point()], 0)[0].minutes == 0


def test_ends_follow_one_another():
    ten = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    assert ends_of([5, 10], ten) == [ten + timedelta(minutes=5), ten + timedelta(minutes=15)]
