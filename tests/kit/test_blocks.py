from datetime import UTC, datetime

import pytest
from slackblocks import DividerBlock, SectionBlock

from bot.kit.blocks import dump, escape, link, moment, mrkdwn, packed, plain
from bot.kit.text import cut


def test_what_would_ping_or_link_is_escaped():
    assert escape("<!channel> & <@U0RITA> <https://evil.example|bank>") == (
        "&lt;!channel&gt; &amp; &lt;@U0RITA&gt; &lt;https://evil.example|bank&gt;"
    )


@pytest.mark.parametrize("mark", "*_~`")
def test_formatting_marks_become_letters_that_look_the_same(mark):
    for hostile in (
        f"a {mark}b{mark} c",
        f"{mark}",
        f"a{mark} b",
        f"({mark}b{mark})",
        f"a{mark}{mark}b",
    ):
        assert mark not in escape(hostile)


def test_marks_inside_a_word_stay_since_they_format_nothing():
    assert escape("john_doe@snake_case.example 2*3") == "john_doe@snake_case.example 2*3"


def test_a_field_is_one_line():
    assert escape("a\n\n> b\tc") == "a &gt; b c"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://x.example",
        "https://",
        "http://x.example/a|b>",
        "https://x.example/<b>",
        "//x.example",
        "http://[::1",
        "",
    ],
)
def test_only_web_addresses_become_links(address):
    assert link(address, "their site") == "their site"


def test_a_link_keeps_its_address_and_escapes_its_label():
    assert link("https://x.example/?a=1&b=2", "<b>") == "<https://x.example/?a=1&amp;b=2|&lt;b&gt;>"


def test_texts_are_cut_to_what_slack_takes():
    assert cut("abcdef", 4) == "abc…"
    assert cut("the largest carriers, second wave", 22) == "the largest carriers…"
    assert len(mrkdwn("x" * 5000).text) == 3000
    assert len(plain("x" * 90, 75).text) == 75


def test_an_empty_plain_text_is_a_dash_since_slack_refuses_nothing():
    assert plain("  ").text == "–"


def test_a_moment_is_shown_in_each_readers_zone():
    assert moment(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) == (
        "<!date^1795424400^{date_short_pretty} {time}|2026-11-23 09:00 UTC>"
    )


def test_a_block_id_stands_once():
    with pytest.raises(ValueError, match="twice"):
        dump([DividerBlock(block_id="a"), SectionBlock("x", block_id="a")])


def test_emoji_codes_stay_letters():
    assert escape("10:30:45 :tada: ok") == "10:\u206030:45 :\u2060tada: ok"


def test_text_from_right_to_left_turns_nothing_around():
    assert escape("a\u202eb\u2066c\x00\ufeff") == "abc"
    assert escape("\u202eدانا") == "\u2068دانا\u2069"
    assert escape("Zoë Söhne") == "Zoë Söhne"


def test_lines_are_packed_into_texts_that_fit_and_none_is_lost():
    lines = [f"{number} {'word ' * 300}".strip() for number in range(7)]
    texts = packed([*lines, "long " * 1000])
    assert all(len(text) <= 2900 for text in texts)
    assert " ".join(texts).split() == " ".join([*lines, "long " * 1000]).split()
    assert packed(["a", "", "b"]) == ["a\nb"]
    assert packed([]) == []
