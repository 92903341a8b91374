import pytest

from bot.kit.commands import Commands, Reply, mentioned, straighten
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.numbering import Numbering


def commands(prefix: str = "") -> Commands:
    known = Commands(prefix)
    known.register(
        "lead", "find", usage="WORDS", about="find leads", answer=lambda _g, words: Reply(words)
    )
    known.register("lead", "mine", about="my leads", answer=lambda _g, _words: Reply("mine"))
    return known


def typed(text: str) -> Gesture:
    return Gesture(kind="command", user="U0RITA", text=text)


def test_a_word_gets_what_follows_it():
    assert commands().run("lead", typed("find northwind freight")) == Reply("northwind freight")


def test_no_word_and_help_list_every_word_with_its_use():
    for asked in ("", "help", "?", "HELP"):
        reply = commands("acme-").run("lead", typed(asked))
        assert "/acme-lead find WORDS" in reply.text
        assert "my leads" in reply.text


def test_a_near_miss_is_answered_with_the_nearest_word_and_what_was_meant():
    with pytest.raises(Refusal, match="Did you mean"):
        commands().run("lead", typed("fnd northwind"))


def test_an_unknown_word_is_sent_to_the_help():
    with pytest.raises(Refusal, match="help"):
        commands().run("lead", typed("xylophone"))


@pytest.mark.parametrize(
    ("as_typed", "as_meant"),
    [
        ("show “L\u201342”", 'show "L-42"'),
        ("give to <@U0TOM|tom>", "give to <@U0TOM>"),
        ("find <http://northwind.example|northwind.example>", "find northwind.example"),
        ("find <mailto:ada@northwind.example|ada@northwind.example>", "find ada@northwind.example"),
        ("find Smith &amp; Sons", "find Smith & Sons"),
        ("a\u00a0 b", "a b"),
        ("\u2066show\u2069 \u200bL-\u202e1", "show L-1"),
    ],
)
def test_what_phones_and_slack_do_to_text_is_undone(as_typed, as_meant):
    assert straighten(as_typed) == as_meant


def test_a_mention_gives_its_id_and_other_text_gives_none():
    assert mentioned("to <@U0TOM>") == "U0TOM"
    assert mentioned("to tom") is None


def numbered():
    known = commands()
    known.register("lead", "show", usage="L-42", about="show it", answer=lambda _g, w: Reply(w))
    known.register("lead", "won", listed=False, about="", answer=lambda _g, w: Reply(f"won {w}"))
    known.open_by_number("lead", Numbering("L"), with_word="show")
    return known


@pytest.mark.parametrize("number", ["42", "L-42", "l–42", "“L-42”", "L 42", "#42", "9" * 20])
def test_a_number_by_itself_is_shown(number):
    assert numbered().run("lead", typed(number)) == Reply(straighten(number))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("L-42 show", "show L-42"),
        ("42 tell", "show L-42"),
        ("42 fnid", "find L-42"),
        ("L 42 won it for 12 k", "won L-42 it for 12 k"),
    ],
)
def test_a_number_before_the_word_is_answered_with_the_right_order(words, meant):
    with pytest.raises(Refusal) as refused:
        numbered().run("lead", typed(words))
    assert str(refused.value).endswith(f"Did you mean /lead {meant}?")


def test_where_nothing_opens_by_number_a_number_is_an_unknown_word():
    with pytest.raises(Refusal, match="has no “42”"):
        commands().run("lead", typed("42"))


def test_a_word_that_is_not_listed_is_answered_but_neither_told_of_nor_meant():
    known = numbered()
    assert known.run("lead", typed("won L-1")) == Reply("won L-1")
    assert "won" not in known.help()
    with pytest.raises(Refusal, match="help lists what it knows"):
        known.run("lead", typed("wonn L-1"))


def test_a_word_is_registered_once():
    known = commands()
    with pytest.raises(ValueError, match="twice"):
        known.register("lead", "mine", about="again", answer=lambda _g, _w: None)
