from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.zones import no_zone, read_zone

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new  york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_zones_are_known_by_their_name_or_their_city(text, zone):
    assert read_zone(text) == ZoneInfo(zone)


@pytest.mark.parametrize("text", ["", " ", "Atlantis", "Berlin/Europe", "Istanbul"])
def test_what_names_no_zone_or_two_is_none(text):
    assert read_zone(text) is None


def test_every_zone_is_known_by_its_own_name():
    assert all(read_zone(name) == ZoneInfo(name) for name in list(available_timezones())[:40])


def test_for_what_is_no_zone_one_that_is_like_it_is_named():
    assert no_zone("Europe/Berlim") == (
        "“Europe/Berlim” is no time zone. Did you mean Europe/Berlin?"
    )
    assert no_zone("qqqq") == "“qqqq” is no time zone. Write it like Europe/Berlin."


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_zone_or_a_sentence(text):
    assert read_zone(text) or "is no time zone." in no_zone(text)
