from typing import Any, cast

from bot.kit.db import Work
from bot.kit.outbox.views import Message, Views

NO_WORK = cast("Work", None)


def a_view_that_says(text: str) -> Views:
    views = Views()
    views.register("said", lambda _work, _args: Message(text, [{"type": "divider"}]))
    return views


def rendered(text: str) -> Any:
    return a_view_that_says(text).render(NO_WORK, "said", {})


def test_a_text_is_cut_to_what_slack_takes_when_a_message_is_edited():
    message = rendered("a" * 4001)
    assert len(message.text) == 4000
    assert message.text.endswith("a…")
    assert message.blocks == [{"type": "divider"}]


def test_a_text_that_fits_stays_as_it_is():
    assert rendered("a" * 4000).text == "a" * 4000
