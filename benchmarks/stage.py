"""Where it plays: a temporary folder, databases on SQLite and PostgreSQL, servers as processes."""

import asyncio
import contextlib
import json
import os
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.load.gestures import SECRET
from benchmarks.load.workspace import MARKETERS, MARKETING, REPS, SALES
from bot.kit.db import Database, open_database
from bot.kit.migrate import migrate
from tests.support.postgres import PostgresServer, find_postgres

NO_POSTGRES = (
    "PostgreSQL is left out: there is none here (apt-get install postgresql, or set "
    "TEST_DATABASE_URL)."
)
WEBHOOK_TOKEN = "bench-webhook-token"  # noqa: S105 - invented


@dataclass(slots=True)
class Server:
    """A process under test that said it is ready."""

    process: asyncio.subprocess.Process
    url: str


def memory_of(process: asyncio.subprocess.Process) -> float:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


class Stage:
    """Gives each measure its databases and servers, and takes them down again."""

    def __init__(self, folder: Path, postgres: PostgresServer | None) -> None:
        self.folder = folder
        self._postgres = postgres

    @property
    def databases(self) -> list[str]:
        """The kinds of database that there are here."""
        return ["SQLite", "PostgreSQL"] if self._postgres else ["SQLite"]

    @contextmanager
    def database(self, kind: str) -> Iterator[str]:
        """Yield the address of a new, empty database."""
        if kind == "SQLite":
            yield f"sqlite:///{self.folder / secrets.token_hex(4)}.db"
            return
        if self._postgres is None:
            raise RuntimeError(NO_POSTGRES)
        with self._postgres.new_database() as url:
            yield url

    @contextmanager
    def opened_database(self, kind: str) -> Iterator[tuple[str, Database]]:
        """Yield a new database, and a way in beside the server under test."""
        with self.database(kind) as url:
            db = open_database(url)
            try:
                yield url, db
            finally:
                db.close()

    @contextmanager
    def bots_database(self, kind: str) -> Iterator[tuple[str, Database]]:
        """Yield a database with the bot's tables, and a way in beside the bot."""
        with self.opened_database(kind) as (url, db):
            migrate(db)
            yield url, db

    @asynccontextmanager
    async def process(
        self, *arguments: str, environment: dict[str, str] | None = None
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run Python with `arguments` until the block ends; `environment` is added to ours."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **(environment or {})},  # noqa: TID251 - a child's
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 20)
            except TimeoutError:
                process.kill()
                await process.wait()

    @asynccontextmanager
    async def server(self, module: str, *arguments: str) -> AsyncIterator[Server]:
        """Run one of benchmarks/servers until the block ends."""
        async with self.process("-m", f"benchmarks.servers.{module}", *arguments) as process:
            yield Server(process, await _ready(process, module))

    @asynccontextmanager
    async def bot(self, **settings: Any) -> AsyncIterator[Server]:
        """Run the bot with what every benchmark sets, and `settings`."""
        async with self.server("bot", json.dumps(bot_settings(**settings))) as server:
            yield server

    @asynccontextmanager
    async def fake_slack(self) -> AsyncIterator[str]:
        """Run the fake Slack until the block ends; yield its address."""
        async with self.process("-m", "fakeslack", "--port", "0") as process:
            yield await _ready(process, "fakeslack")

    async def figures(self, module: str, *arguments: str) -> dict[str, Any]:
        """Run one of benchmarks/servers to its end; return the JSON it prints."""
        command = [sys.executable, "-m", f"benchmarks.servers.{module}", *arguments]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"{module} ended with {process.returncode}")
        found: dict[str, Any] = json.loads(output.splitlines()[-1])
        return found


def bot_settings(**given: Any) -> dict[str, Any]:
    """Return settings for the bot; the webhook's rate limit is lifted, all else as by default."""
    return {
        "slack_bot_token": "xoxb-bench",
        "slack_app_token": "xapp-bench",
        "slack_signing_secret": SECRET,
        "sales_channel": SALES,
        "marketing_channel": MARKETING,
        "sales_managers": REPS[0],
        "marketing_managers": MARKETERS[0],
        "webhook_tokens": WEBHOOK_TOKEN,
        "webhook_rate": 10_000_000,
        "http_port": 0,
        "log_level": "error",
        **given,
    }


async def _ready(process: asyncio.subprocess.Process, module: str) -> str:
    if process.stdout is None:
        raise RuntimeError("started without a pipe")
    async with asyncio.timeout(60):
        async for line in process.stdout:
            words = line.decode().split()
            if "ready" in words:
                return words[-1]
    raise RuntimeError(f"{module} ended before it was ready")


@contextmanager
def open_stage(*, on_postgres: bool = True) -> Iterator[Stage]:
    """Yield a stage; PostgreSQL is started once for all, with fsync as in production."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        yield Stage(folder, _postgres(folder, stack) if on_postgres else None)


def _postgres(folder: Path, stack: ExitStack) -> PostgresServer | None:
    if given := os.environ.get("TEST_DATABASE_URL"):  # noqa: TID251 - as the tests do
        return PostgresServer.at(given)
    binaries = find_postgres()
    if binaries is None:
        return None
    data = folder / "postgres"
    data.mkdir()
    server = PostgresServer.start(binaries, data, durable=True)
    stack.callback(server.stop)
    return server
