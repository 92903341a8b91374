"""`smarketing demo` as a real process: the page, the bot, the sample leads, the movable clock."""

import json
import signal
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from standardwebhooks import Webhook

from tests.support.bot_process import free_port
from tests.support.fake_slack import ROOT, SlackDoors


class DemoProcess:
    """The demo in a folder of its own, from its start to Ctrl-C."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder = folder
        page_port, self.port = free_port(), free_port()
        self.slack = SlackDoors(f"http://127.0.0.1:{page_port}")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "bot", "demo", "--folder", str(folder)),
                *("--page-port", str(page_port), "--port", str(self.port), *more),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said = self._read_until("stops everything")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.stop()

    def stop(self) -> int:
        """Ctrl-C, and wait for the end."""
        self._process.send_signal(signal.SIGINT)
        return self.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait(self) -> int:
        """Wait for the end somebody else brought about."""
        code = self._process.wait(30)
        if self._process.stdout:
            self._process.stdout.close()
        return code

    def move_clock(self, to: datetime) -> dict[str, Any]:
        """Move business time through the page's own door."""
        return self.slack.post("/clock", {"to": to.isoformat()})

    def webhook(self, lead: dict[str, Any]) -> None:
        """Send a lead, signed, as a form does; it has to be taken."""
        body, now = json.dumps(lead), datetime.now(UTC)
        message_id = f"msg_{lead['id']}"
        signature = Webhook(self.given()["webhook_secret"]).sign(message_id, now, body)
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/webhooks/leads",
            body.encode(),
            {
                "content-type": "application/json",
                "webhook-id": message_id,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": signature,
            },
        )
        with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
            assert reply.status == 202

    def given(self) -> dict[str, Any]:
        """The demo's kept secrets."""
        found: dict[str, Any] = json.loads((self.folder / "installation.json").read_text())
        return found

    def _read_until(self, words: str) -> str:
        said = ""
        assert self._process.stdout
        for line in self._process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"the demo did not start: {said}")
