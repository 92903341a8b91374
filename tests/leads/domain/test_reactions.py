import pytest

from bot.leads.domain.reactions import mark, plain_name, reaction_in, takes, verdict_of
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.domain.words import read_reason, read_verdict

SETTINGS = LeadSettings()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("thumbsup", "+1"),
        ("+1::skin-tone-2", "+1"),
        ("raised_hand::skin-tone-6", "hand"),
        (":fire:", "fire"),
        ("", ""),
    ],
)
def test_aliases_and_skin_tones_are_one(name, plain):
    assert plain_name(name) == plain


def test_the_mapping_may_name_an_alias():
    settings = LeadSettings(reactions={"thumbsup": Verdict.GREAT}, take_reaction="raised_hand")
    assert verdict_of(settings, "+1::skin-tone-3") is Verdict.GREAT
    assert takes(settings, "hand")
    assert mark(settings, Verdict.GREAT) == "👍"
    assert mark(settings, Verdict.BAD) == ""


@pytest.mark.parametrize(
    "typed", ["👍", "👍🏽", ":+1:", ":thumbsup:", ":+1::skin-tone-3:", "good", "GOOD,"]
)
def test_a_verdict_is_typed_in_many_ways(typed):
    assert read_verdict(typed, SETTINGS) is Verdict.GOOD


def test_what_is_no_reaction():
    assert reaction_in("x") is None
    assert reaction_in("") is None
    assert read_verdict("🗑", SETTINGS) is Verdict.BAD
    assert read_verdict("🎉", SETTINGS) is None


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("wrong segment", (Reason.WRONG_SEGMENT, "")),
        ("Wrong Segment: they ship", (Reason.WRONG_SEGMENT, "they ship")),
        ("wrong_contact_data - bounced", (Reason.WRONG_CONTACT_DATA, "bounced")),
        ("no needles", (None, "no needles")),
        ("other", (Reason.OTHER, "")),
        ("", (None, "")),
    ],
)
def test_a_reason_is_read_from_the_start_of_the_words(words, read):
    assert read_reason(words) == read
