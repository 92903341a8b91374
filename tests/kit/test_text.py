import pytest

from bot.kit.blocks import escape
from bot.kit.text import one_line, paragraphs


def test_unseen_characters_go_and_lines_become_one():
    assert one_line("\ufeffAda\u200b \x07 Oka\u202efor\n\t") == "Ada Okafor"
    assert paragraphs(" one\r\n\r\ntwo\x00 ") == "one\n\ntwo"


@pytest.mark.parametrize(
    "unseen", ["\u202e", "\u2066", "\u200f", "\u200b", "\x07", "\x9b", "\ufeff", "\ud800"]
)
def test_what_is_kept_and_what_is_shown_are_free_of_the_same(unseen):
    assert one_line(f"a{unseen}b") == paragraphs(f"a{unseen}b") == escape(f"a{unseen}b") == "ab"


def test_emoji_that_are_joined_stay_joined():
    assert one_line("👩\u200d💻 ok") == "👩\u200d💻 ok"
