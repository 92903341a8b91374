"""Runs the workspace on a port until it is told to stop."""

import asyncio
import os
import signal
import socket
import sys
import threading
from types import FrameType

import uvicorn

from fakeslack import seed, snapshot
from fakeslack.app import create_app
from fakeslack.settings import Settings
from fakeslack.slack import Slack
from fakeslack.transports import watched_protocol


class PortTakenError(Exception):
    """The port cannot be had; the message names the cure."""


def build(settings: Settings) -> Slack:
    """A workspace from its seed, its manifest and what was kept of an earlier run."""
    workspace = seed.load(settings.seed, settings.manifest)
    if settings.state:
        snapshot.load(workspace, settings.state)
    return Slack(workspace, settings)


def prepare(settings: Settings) -> "Server":
    """A server that listens already and serves with `run()`; it may run in a thread."""
    listener = _listen(settings.host, settings.port)
    try:
        slack = build(settings)
    except BaseException:
        listener.close()
        raise
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    slack.base_url = f"http://{name}:{listener.getsockname()[1]}"
    return Server(slack, listener)


def run(settings: Settings) -> None:
    """Listens, says so in one line, and returns when SIGTERM or SIGINT came."""
    server = prepare(settings)
    if settings.while_stdin:
        threading.Thread(target=_end_with_stdin, args=[server], daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _already_handled)
    server.serve_until_stopped()


def _end_with_stdin(server: "Server") -> None:
    # By the file descriptor: a thread that waits in sys.stdin's buffer holds its lock, and Python
    # aborts when it cannot have that at its end.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    server.handle_exit(signal.SIGTERM, None)


def _already_handled(number: int, frame: FrameType | None) -> None:
    """Uvicorn raises the signal once more when it has shut down; by then there is nothing to do."""
    del number, frame


class Server(uvicorn.Server):
    """Says when it is ready, and lets open pages go when it stops."""

    def __init__(self, slack: Slack, listener: socket.socket) -> None:
        config = uvicorn.Config(
            create_app(slack),
            http=watched_protocol(slack.transports),
            ws="websockets-sansio",
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=2,
            ws_max_size=5_000_000,
        )
        super().__init__(config)
        self.slack = slack
        self.ready = threading.Event()
        self._listener = listener
        self._loop: asyncio.AbstractEventLoop | None = None

    def serve_until_stopped(self) -> None:
        self.run(sockets=[self._listener])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self.started:
            self.ready.set()
            if threading.current_thread() is threading.main_thread():
                print(f"fakeslack ready on {self.slack.base_url}", flush=True)  # noqa: T201

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Open pages are let go, and who waits for an answer, or the server would wait for them."""
        if self._loop:
            self._loop.call_soon_threadsafe(self.slack.live.close)
            self._loop.call_soon_threadsafe(self.slack.waiting.close)
        super().handle_exit(sig, frame)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as fault:
        listener.close()
        raise PortTakenError(
            f"Port {port} on {host} cannot be used ({fault.strerror}). "
            "Stop what runs there, or choose another with --port (0 takes any free one)."
        ) from fault
    return listener
