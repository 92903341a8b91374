"""The fake Slack as a child process; the bot meets it over HTTP and WebSocket alone."""

import socket
import subprocess
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from bot.commands.demo.installation import Installation
from bot.kit.errors import OperatorError

SLOWEST_START = 30
"""Seconds the fake Slack may take to listen."""


def free_or_refuse(port: int, *, option: str, what: str) -> None:
    """Raise OperatorError when `port` is taken, naming what picks another."""
    variable = option.removeprefix("--").replace("-", "_").upper()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            raise OperatorError(
                f"{what} cannot listen on port {port}: something else uses it "
                "(another demo, perhaps).",
                cure=f"Stop that, or choose another port: make demo {variable}={port + 100} "
                f"(smarketing demo {option} {port + 100})",
            ) from fault


class FakeSlackProcess:
    """`python -m fakeslack`, for as long as the block lasts, and never longer than we live."""

    def __init__(self, installation: Installation) -> None:
        self.page_url = f"http://127.0.0.1:{installation.page_port}"
        self.api_url = f"{self.page_url}/api/"
        self._command: Sequence[str] = (
            sys.executable,
            "-m",
            "fakeslack",
            "--port",
            str(installation.page_port),
            "--manifest",
            str(installation.folder / "manifest.json"),
            "--state",
            str(installation.folder / "slack.json"),
            "--clock-url",
            f"http://127.0.0.1:{installation.port}/demo/clock",
            f"--clock-token={installation.clock_token}",
            "--while-stdin",
        )

    def __enter__(self) -> Self:
        """Start it and wait until it listens."""
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout  # noqa: S101 - it was asked for above
        if "ready" not in self._process.stdout.readline():
            self._process.wait(SLOWEST_START)
            raise OperatorError(
                "The fake Slack did not start.", cure="What it said stands above; make demo-reset."
            )
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Stop it; it writes its state first."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
