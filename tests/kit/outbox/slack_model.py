"""A Slack in memory for the outbox: it stores, edits and deletes, and fails as it is told to.

It has the methods of the SDK's client that the outbox calls, and raises what that client raises.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse


class Crash(BaseException):
    """The process dies here."""


@dataclass
class Said:
    """A message as it stands in a channel."""

    channel: str
    ts: str
    text: str
    thread_ts: str | None
    nonce: str | None
    asking: int


@dataclass
class SlackModel:
    """Slack at `now()`; `fail` queues what happens to the next calls of a method."""

    now: Callable[[], float]
    base_url: str = "http://slack.example/api/"
    messages: list[Said] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    late: list[tuple[float, Callable[[], Any]]] = field(default_factory=list)
    hidden: float = 0.0
    """For how many seconds history does not show what was said."""
    _faults: dict[str, deque] = field(default_factory=lambda: defaultdict(deque))
    _count: Iterator[int] = field(default_factory=lambda: count(1))

    def fail(self, method: str, *faults: Any) -> None:
        """Queue faults: an error's name, "429:7", an exception, "lost", "late:40", a Crash…"""
        self._faults[method].extend(faults)

    def calm(self) -> None:
        """Forget the faults that were not met."""
        self._faults.clear()

    def named(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of `method`."""
        return [given for name, given in self.calls if name == method]

    def texts(self, channel: str | None = None) -> list[str]:
        return [said.text for said in self.messages if channel in {None, said.channel}]

    def happen(self) -> None:
        """Carry out the late calls whose time has come."""
        due = [act for at, act in self.late if at <= self.now()]
        self.late = [(at, act) for at, act in self.late if at > self.now()]
        for act in due:
            with suppress(SlackApiError):  # nobody hears the answer to a late call
                act()

    def chat_postMessage(self, **given: Any) -> Any:  # noqa: N802
        def act() -> dict[str, Any]:
            payload = (given.get("metadata") or {}).get("event_payload", {})
            said = Said(
                channel=given["channel"],
                ts=f"{self.now():.0f}.{next(self._count):06d}",
                text=given["text"],
                thread_ts=given.get("thread_ts"),
                nonce=payload.get("key"),
                asking=payload.get("asking", 0),
            )
            self.messages.append(said)
            return {"ok": True, "channel": said.channel, "ts": said.ts}

        return self._call("chat.postMessage", given, act)

    def chat_update(self, **given: Any) -> Any:
        def act() -> dict[str, Any]:
            self._at(given).text = given["text"]
            return {"ok": True, "channel": given["channel"], "ts": given["ts"]}

        return self._call("chat.update", given, act)

    def chat_delete(self, **given: Any) -> Any:
        def act() -> dict[str, Any]:
            self.messages.remove(self._at(given))
            return {"ok": True}

        return self._call("chat.delete", given, act)

    def conversations_open(self, **given: Any) -> Any:
        return self._call(
            "conversations.open",
            given,
            lambda: {"ok": True, "channel": {"id": "D" + given["users"][0]}},
        )

    def conversations_history(self, **given: Any) -> Any:
        return self._call("conversations.history", given, lambda: self._page(given, thread=None))

    def conversations_replies(self, **given: Any) -> Any:
        return self._call(
            "conversations.replies", given, lambda: self._page(given, thread=given["ts"])
        )

    def _page(self, given: dict[str, Any], thread: str | None) -> dict[str, Any]:
        seen = [
            {
                "ts": said.ts,
                "text": said.text,
                "metadata": {
                    "event_type": "smarketing",
                    "event_payload": {"key": said.nonce, "asking": said.asking},
                }
                if said.nonce
                else {},
            }
            for said in self.messages
            if said.channel == given["channel"]
            and thread in {said.thread_ts, said.ts}
            and float(said.ts) > float(given["oldest"])
            and float(said.ts) <= self.now() - self.hidden + 1
        ]
        start = int(given.get("cursor") or 0)
        page, rest = seen[start : start + 2], seen[start + 2 :]
        cursor = str(start + 2) if rest else ""
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": cursor}}

    def _at(self, given: dict[str, Any]) -> Said:
        for said in self.messages:
            if (said.channel, said.ts) == (given["channel"], given["ts"]):
                return said
        raise refusal("message_not_found")

    def _call(self, method: str, given: dict[str, Any], act: Callable[[], dict[str, Any]]) -> Any:
        self.happen()
        self.calls.append((method, given))
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault is None:
            return act()
        if isinstance(fault, BaseException):
            raise fault
        if callable(fault):
            return fault(act)
        name, _, number = fault.partition(":")
        if name in {"lost", "crash after"}:
            act()
        if name == "late":
            self.late.append((self.now() + float(number), act))
        raise _meeting(name, number)


def _meeting(name: str, number: str) -> BaseException:
    """What the caller meets when the fault `name` strikes."""
    if name == "429":
        return refusal("ratelimited", status=429, headers={"Retry-After": number})
    if name == "500":
        return refusal("Received a response in a non-JSON format: <html>", status=500)
    met = {
        "lost": TimeoutError(),
        "late": TimeoutError(),
        "reset": ConnectionResetError(),
        "crash before": Crash(),
        "crash after": Crash(),
        "refused connection": URLError(ConnectionRefusedError(111, "Connection refused")),
    }
    return met.get(name) or refusal(name)


def refusal(
    error: str, *, status: int = 200, headers: dict[str, Any] | None = None
) -> SlackApiError:
    """What the SDK raises when Slack answers with an error."""
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="http://slack.example/api/",
        req_args={},
        data={"ok": False, "error": error},
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("refused", response)
