"""What the listeners of requests share: the request meant, and how it is shown."""

from bot.content.actions.request_showing import no_such, the_request
from bot.content.domain.request import DELIVERIES, QUESTIONS, REQUESTS, Request
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture

STALE = "This is from an older version. /content list shows the requests that wait."


def request_in(gesture: Gesture) -> int:
    """Return the request a button, option or modal is about; refuse what names none."""
    _, number = REQUESTS.read_value(gesture.value)
    if number is None:
        _, number = REQUESTS.read_value(gesture.note.get("request", ""))
    if number is None:
        raise Refusal(STALE)
    return number


def question_in(gesture: Gesture) -> int:
    """Return the question a button or modal is about."""
    return _named(gesture, "question")


def delivery_in(gesture: Gesture) -> int:
    """Return the delivery a button or modal is about."""
    return _named(gesture, "delivery")


def _named(gesture: Gesture, what: str) -> int:
    names = QUESTIONS if what == "question" else DELIVERIES
    number = names.read_value(gesture.value)[1] if gesture.value else None
    if number is None:
        number = names.read_value(gesture.note.get(what, ""))[1]
    if number is None:
        raise Refusal(STALE)
    return number


def found(work: Work, number: int | None) -> Request:
    """Return a request to look at; refuse kindly when there is none."""
    if not number:
        raise Refusal(no_such(number))
    return the_request(work, number, to_change=False)


def split_request(words: str) -> tuple[int | None, str]:
    """Return the number at the start of what was typed, and what follows it."""
    return REQUESTS.split(words)
