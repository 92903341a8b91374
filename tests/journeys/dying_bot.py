"""Runs the bot as `smarketing run` does, and has it die by SIGKILL at one step of the outbox.

`python tests/journeys/dying_bot.py STEP`; it dies the first time a message for the sales channel
comes to that step. No goodbye is said: no handler, no `finally` and no commit run after it.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from bot.__main__ import main
from bot.kit.outbox.calls import Calls
from bot.kit.outbox.claiming import Claims
from bot.kit.outbox.enqueue import Outbox
from bot.kit.outbox.recording import Records
from bot.kit.outbox.sender import Sender


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def prepare(step: str) -> None:
    """Put the death where it belongs."""
    if step not in STEPS:
        sys.exit(f"no step {step!r}; there are {', '.join(STEPS)}")
    STEPS[step]()


def _once_saved() -> None:
    real = Outbox.post

    def post(self: Outbox, work: Any, **given: Any) -> bool:
        new = real(self, work, **given)
        if given["to"] == "sales":
            work.after_commit.insert(0, die)
        return new

    Outbox.post = post  # type: ignore[method-assign]


def _in_sales(given: dict[str, Any]) -> bool:
    return given["channel"] == "C0SALES"


def _always(_it: Any) -> bool:
    return True


def _before(owner: type, name: str, when: Callable[[dict[str, Any]], bool] = _in_sales) -> None:
    real = getattr(owner, name)

    def doomed(*given: Any, **named: Any) -> Any:
        if when(named):
            die()
        return real(*given, **named)

    setattr(owner, name, doomed)


def _after(owner: type, name: str, when: Callable[[Any], Any] = _always) -> None:
    real = getattr(owner, name)

    def doomed(*given: Any, **named: Any) -> Any:
        answer = real(*given, **named)
        if when(answer):
            die()
        return answer

    setattr(owner, name, doomed)


def _at_edit(when: Callable[..., None]) -> None:
    when(Calls, "edit")
    when(Calls, "respond")


STEPS: dict[str, Callable[[], None]] = {
    "saved": _once_saved,
    "claimed": lambda: _after(Claims, "next", lambda row: row and row.destination == "sales"),
    "before the post": lambda: _before(Calls, "post", _in_sales),
    "after the post": lambda: _after(Calls, "post", lambda answer: answer.channel == "C0SALES"),
    "while recording": lambda: _after(Records, "posted"),
    "recorded": lambda: _after(Sender, "send"),
    "before the edit": lambda: _at_edit(_before),
    "after the edit": lambda: _at_edit(_after),
    "while looking": lambda: _before(Calls, "find", _in_sales),
    "after looking": lambda: _after(Calls, "find"),
}


if __name__ == "__main__":
    prepare(sys.argv[1])
    sys.argv = ["smarketing", "run"]
    main()
