import pytest

from fakeslack import seed
from fakeslack.escaping import command_text, typed


@pytest.fixture(scope="module")
def workspace():
    return seed.load()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("hi @rita", "hi <@U0RITA>"),
        ("hi @Rita.", "hi <@U0RITA>."),
        ("see #sales", "see <#C0SALES|sales>"),
        ("a <b> & c", "a &lt;b&gt; &amp; c"),
        ("<@U0BOT> help", "<@U0BOT> help"),
        ("<!channel> & all", "<!channel> &amp; all"),
        ("mail rita@example.com", "mail rita@example.com"),
        ("@nobody #nowhere", "@nobody #nowhere"),
        ("https://example.com/?a=1&b=2", "<https://example.com/?a=1&amp;b=2>"),
        ("<@U0RITA", "&lt;@U0RITA"),
        ("", ""),
    ],
)
def test_what_is_typed_is_kept_as_slack_keeps_it(workspace, text, kept):
    assert typed(workspace, text) == kept


def test_a_command_that_asks_for_it_gets_labels(workspace):
    text = command_text(workspace, "give @rita #sales", should_escape=True)
    assert text == "give <@U0RITA|rita> <#C0SALES|sales>"


def test_a_command_that_does_not_gets_what_was_typed(workspace):
    assert command_text(workspace, "give @rita & <b>", should_escape=False) == "give @rita & <b>"
