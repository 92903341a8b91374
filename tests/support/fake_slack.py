"""Drives the fake Slack from a test: as a process of its own, through the doors the page uses."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeVar

ROOT = Path(__file__).resolve().parents[2]
READY = "fakeslack ready on "
T = TypeVar("T")


class GestureRefusedError(AssertionError):
    """A gesture Slack would not have let happen; `answer` is the whole refusal."""

    def __init__(self, kind: str, answer: dict[str, Any]) -> None:
        super().__init__(f"{kind}: {answer.get('error')}: {answer.get('message', '')}")
        self.answer = answer


class SlackDoors:
    """The doors of a fake Slack that runs somewhere, and its built-in tokens."""

    bot_token = "xoxb-fake"
    app_token = "xapp-fake"
    signing_secret = "fake-secret"

    def __init__(self, url: str) -> None:
        self.url = url
        self.api_url = f"{url}/api/"

    def gesture(self, kind: str, *, check: bool = True, **body: Any) -> dict[str, Any]:
        """Does something as a person: `gesture("say", **{"as": "U0RITA"}, channel=…, text=…)`.

        `person=` may be written for the reserved word `as`. Raises GestureRefusedError when Slack would
        not let it happen or the app gave no answer, unless `check` is off.
        """
        if "person" in body:
            body["as"] = body.pop("person")
        answer = self.post(f"/gestures/{kind}", body)
        if check and not answer.get("ok"):
            raise GestureRefusedError(kind, answer)
        return answer

    def calls(self, method: str = "") -> list[dict[str, Any]]:
        """Every call of the Web API so far, or those of one method, with their outcomes."""
        found: list[dict[str, Any]] = self.get("/calls", method=method)
        return found

    def traffic(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get("/traffic")
        return found

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get("/state")
        return found

    def screen(self, person: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get("/screen", **{"as": person})
        return found

    def seen(self, person: str, channel: str, thread_ts: str = "") -> list[dict[str, Any]]:
        """What this person sees in a channel or thread, ephemeral messages too."""
        query = {"as": person, "channel": channel, "thread_ts": thread_ts, "limit": 1000}
        found: list[dict[str, Any]] = self.get("/screen/messages", **query)
        return found

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """Every message of a channel, replies too, oldest first, with metadata and reactions."""
        here = self.state()["channels"].get(channel)
        found: list[dict[str, Any]] = here["messages"] if here else []
        return found

    def faults(self, method: str = "", fault: str = "", **more: Any) -> None:
        """`faults("chat.postMessage", "lost_reply", times=2)`, or `faults(pacing=True)`."""
        wish = {"method": method, "fault": fault} if fault else {}
        answer = self.post("/faults", wish | more)
        assert answer["ok"], answer

    def clear_faults(self) -> None:
        self._open("DELETE", "/faults", None)

    def wait_for(self, predicate: Callable[[], T], timeout: float = 10) -> T:
        """Asks again and again until the answer is true; returns it."""
        deadline = time.monotonic() + timeout
        pause = 0.005
        while True:
            found = predicate()
            if found:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"not so within {timeout} s: {predicate}; last: {found!r}")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.1)

    def get(self, path: str, **query: Any) -> Any:
        words = urllib.parse.urlencode({name: value for name, value in query.items() if value})
        return self._open("GET", f"{path}?{words}" if words else path, None)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self._open("POST", path, json.dumps(body).encode())
        return answer

    def _open(self, method: str, path: str, body: bytes | None) -> Any:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(  # noqa: S310 - its own address
            self.url + path, body, headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
                return json.load(reply)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return json.load(refusal)


class FakeSlack(SlackDoors):
    """`python -m fakeslack` on a free port, until `stop()`.

    Arguments go to the command line: `FakeSlack("--manifest", path)`.
    """

    def __init__(self, *arguments: str | Path, port: int = 0) -> None:
        command = [sys.executable, "-m", "fakeslack", "--port", str(port), *map(str, arguments)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line.startswith(READY):
            self.stop()
            raise RuntimeError("the fake Slack did not start; its error output says why")
        super().__init__(line.removeprefix(READY).strip())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> int:
        """Ends it and waits; returns its exit code, 0 when it ended cleanly."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            code = self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        return code
