"""People of the demo, played as the page plays them: what they type and press goes to the bot."""

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

PATIENCE = 15.0
"""Seconds in which the bot has to be connected; it is started just before."""


@dataclass(frozen=True, slots=True)
class Hands:
    """The hands of one person at the page."""

    page: str
    person: str

    def type(self, words: str, *, channel: str = "C0SALES") -> dict[str, Any]:
        """Type a slash command; give back what is answered privately."""
        answer = self._make("command", channel=channel, text=words)
        return answer.get("response") or {}

    def submit(self, values: dict[str, str]) -> None:
        """Send the modal that is open, its fields by name; what it began with stays."""
        given = {name: {name: value} for name, value in values.items()}
        self._make("submit", view_id=self.modal()["id"], values=given)

    def press(self, action_id: str, value: str) -> None:
        """Press a button of the modal that is open."""
        self._make("click", view_id=self.modal()["id"], action_id=action_id, value=value)

    def close(self) -> None:
        """Close whatever is open."""
        if modals := self._screen()["modals"]:
            self._make("close", view_id=modals[-1]["id"], all=True)

    def modal(self) -> dict[str, Any]:
        """Wait for the modal that what was done opens; return it."""
        until = time.monotonic() + PATIENCE
        while not (modals := self._screen()["modals"]):
            if time.monotonic() > until:
                raise TimeoutError(f"nothing opened for {self.person}")
            time.sleep(0.02)
        last: dict[str, Any] = modals[-1]
        return last

    def _make(self, gesture: str, **given: Any) -> dict[str, Any]:
        """Make a gesture; once more while the bot is not connected yet."""
        until = time.monotonic() + PATIENCE
        while True:
            answer = self._call(f"/gestures/{gesture}", {"as": self.person, **given})
            if answer.get("ok"):
                return answer
            if answer.get("error") != "dispatch_failed" or time.monotonic() > until:
                raise RuntimeError(f"{gesture} by {self.person}: {answer}")
            time.sleep(0.05)

    def _screen(self) -> dict[str, Any]:
        return self._call(f"/screen?as={self.person}")

    def _call(self, path: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            self.page + path,
            json.dumps(given).encode() if given else None,
            headers={"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310
                found: dict[str, Any] = json.load(reply)
        except urllib.error.HTTPError as refused:
            with refused:
                found = json.load(refused)
        return found
