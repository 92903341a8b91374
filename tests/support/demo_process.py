"""`smarketing demo` as a real process: the page, the bot, the sample leads, the movable clock."""

import json
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Self

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
        code = self._process.wait(30)
        if self._process.stdout:
            self._process.stdout.close()
        return code

    def move_clock(self, to: datetime) -> dict[str, Any]:
        """Move business time through the page's own door."""
        return self.slack.post("/clock", {"to": to.isoformat()})

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
