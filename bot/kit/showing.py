"""What follows a gesture: its message becomes true, or one person is shown something."""

from collections.abc import Callable
from typing import Any

from bot.kit.clock import Clock
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.gestures import Gesture
from bot.kit.outbox.enqueue import Outbox
from bot.kit.outbox.views import Message
from bot.kit.slack import Answers


def show_clicked(outbox: Outbox, clock: Clock, work: Work, gesture: Gesture) -> bool:
    """Have the message whose button was clicked edited through the click's own response_url.

    Tell whether it is one of our lasting messages; a private one is not. It is edited after the
    commit, so that this may be said before the change.
    """
    if not (gesture.message_ts and gesture.response_url):
        return False
    return outbox.refresh_clicked(
        work,
        channel=gesture.channel,
        ts=gesture.message_ts,
        response_url=gesture.response_url,
        at=clock.real(),
    )


def show_privately(answers: Answers, gesture: Gesture, message: Message, *, title: str) -> None:
    """Show something to one person: where they are, or in a modal when they are in one or Home."""
    if gesture.in_modal or gesture.in_home:
        answers.open(gesture, message_modal(title, message))
    else:
        answers.privately(gesture, _as_reply(message))


def show_privately_later(
    answers: Answers, gesture: Gesture, make: Callable[[], Message], *, title: str
) -> None:
    """Show what takes longer to find out than an ack may, where `show_privately` would."""
    if gesture.in_modal or gesture.in_home:
        answers.open_later(gesture, title, lambda: message_modal(title, make()))
    else:
        answers.later(gesture, lambda: _as_reply(make()))


def _as_reply(message: Message) -> Reply:
    return Reply(message.text, message.blocks, message.fallback_blocks)


def show_again(answers: Answers, gesture: Gesture, message: Message, *, title: str) -> None:
    """Show anew the private message or modal whose button was just clicked."""
    if gesture.in_modal:
        answers.update(gesture, message_modal(title, message))
    elif gesture.response_url and not gesture.in_home:
        answers.replace(gesture, _as_reply(message))


def message_modal(title: str, message: Message) -> dict[str, Any]:
    """Return a message's blocks as a modal that only shows; charts and tables are for messages."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title[:24]},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": message.fallback_blocks or message.blocks,
    }
