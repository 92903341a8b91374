"""The bot as a real process, started as an operator starts it, with settings for short waits."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from standardwebhooks import Webhook

from bot.config import Settings
from tests.support.fake_slack import ROOT, SlackDoors

WEBHOOK_SECRET = "whsec_" + base64.b64encode(b"an invented secret of tests").decode()
WEBHOOK_TOKEN = "an-invented-token"


def settings_for(slack: SlackDoors, database_url: str, **more: str) -> dict[str, str]:
    """The environment of a bot in the fake Slack's workspace."""
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "SALES_CHANNEL": "#sales",
        "MARKETING_CHANNEL": "#marketing",
        "SALES_MANAGERS": "sam@example.com",
        "MARKETING_MANAGERS": "maya@example.com",
        "WEBHOOK_SECRETS": WEBHOOK_SECRET,
        "WEBHOOK_TOKENS": WEBHOOK_TOKEN,
        "HTTP_PORT": str(free_port()),
        "TIMEZONE": "Europe/Berlin",
        "OUTBOX_CHANNEL_INTERVAL": "0",
        "OUTBOX_LEASE": "2",
        "OUTBOX_LOOK_AFTER": "0.2",
        "OUTBOX_MISS_GAP": "0.5",
        "LOG_LEVEL": "warning",
        **more,
    }


def environment_of(settings: dict[str, str]) -> dict[str, str]:
    """This process's environment, with every setting taken out but the given ones."""
    names = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, **settings, "PYTHONPATH": str(ROOT)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def smarketing(
    *words: str, settings: dict[str, str], cwd: Path, to: Path | None = None
) -> subprocess.CompletedProcess:
    """Run a command to its end, as an operator types it; what it prints may go into a file."""
    with to.open("w") if to else nullcontext(subprocess.PIPE) as stdout:
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            env=environment_of(settings),
            cwd=cwd,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )


class BotProcess:
    """`smarketing run`, ready when its HTTP side answers; `kill` is SIGKILL."""

    def __init__(
        self,
        settings: dict[str, str],
        *,
        cwd: Path,
        command: tuple[str, ...] = ("-m", "bot", "run"),
    ) -> None:
        self.url = f"http://127.0.0.1:{settings['HTTP_PORT']}"
        self._log = (cwd / "bot.log").open("ab")
        self.log = cwd / "bot.log"
        self._process = subprocess.Popen(
            [sys.executable, *command],
            env=environment_of(settings),
            cwd=cwd,
            stderr=self._log,
        )
        self._wait_until_ready()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> int:
        """SIGTERM, and wait for a clean end."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL: no goodbye."""
        self._end(signal.SIGKILL)

    def wait(self, timeout: float = 30) -> int:
        return self._process.wait(timeout)

    @property
    def pid(self) -> int:
        return self._process.pid

    def webhook(self, lead: dict[str, Any], *, secret: str = WEBHOOK_SECRET) -> tuple[int, Any]:
        """Send a lead, signed; give back (status, body)."""
        body = json.dumps(lead)
        now = datetime.now(UTC)
        message_id = f"msg_{lead.get('id', 'x')}"
        return self.post(
            "/webhooks/leads",
            body,
            {
                "webhook-id": message_id,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": Webhook(secret).sign(message_id, now, body),
            },
        )

    def post(self, path: str, body: str, headers: dict[str, str]) -> tuple[int, Any]:
        request = urllib.request.Request(  # noqa: S310
            self.url + path, body.encode(), {"content-type": "application/json", **headers}
        )
        return _answer(request)

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        return _answer(urllib.request.Request(self.url + path, headers=headers or {}))  # noqa: S310

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.02)
        self.kill()
        raise AssertionError(f"the bot did not start: {self.log.read_text()}")

    def _end(self, how: int) -> int:
        if self._process.poll() is None:
            os.kill(self._process.pid, how)
        code = self._process.wait(30)
        self._log.close()
        return code


def _answer(request: urllib.request.Request) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
            return reply.status, _parsed(reply.read())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, _parsed(refusal.read())


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode()
