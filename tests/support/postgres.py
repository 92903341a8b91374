"""A PostgreSQL server for tests, started from the machine's own binaries in a temporary folder."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ROOM = 4 * 2**30
"""Bytes that a test run's server may need, with the databases of killed tests."""


def find_postgres() -> Path | None:
    """Return the folder that holds initdb and pg_ctl, or None."""
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists() and (found / "pg_ctl").exists():
            return found
    known = shutil.which("initdb")
    return Path(known).parent if known else None


def quick_folder() -> Path | None:
    """Return a folder in memory with room for a server, or None: each test copies a database."""
    memory = Path("/dev/shm")  # noqa: S108 - the server's own folder in it is closed to others
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM:
        return None
    return memory


@dataclass
class PostgresServer:
    """A running server; `url` names its maintenance database."""

    url: str
    binaries: Path | None = None
    folder: Path | None = None

    @classmethod
    def at(cls, url: str) -> "PostgresServer":
        return cls(url.replace("postgresql+psycopg://", "postgresql://"))

    @classmethod
    def start(cls, binaries: Path, folder: Path, *, durable: bool = False) -> "PostgresServer":
        """Initialise and start a server on a free loopback port, without fsync unless `durable`."""
        data = folder / "data"
        if os.geteuid() == 0:
            _let_postgres_in(folder)
        _run(
            [
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "tester",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ]
        )
        port = _free_port()
        fsync = "on" if durable else "off"
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync={fsync} -c max_connections=200"
        _run([binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
        return cls(f"postgresql://tester@127.0.0.1:{port}/postgres", binaries, folder)

    def stop(self) -> None:
        if self.binaries and self.folder:
            _run(
                [
                    self.binaries / "pg_ctl",
                    "-D",
                    self.folder / "data",
                    "-m",
                    "immediate",
                    "-w",
                    "stop",
                ]
            )

    @contextmanager
    def new_database(self, *, like: str = "template1") -> Iterator[str]:
        """Create a database as a copy of another, give its address, drop it."""
        name = f"test_{secrets.token_hex(6)}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(create.format(sql.Identifier(name), sql.Identifier(like)))
        yield self.url.rsplit("/", 1)[0] + f"/{name}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def _let_postgres_in(folder: Path) -> None:
    """The server refuses to run as root: it runs as `postgres`, who must reach its folder."""
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    for above in folder.parents:
        if above.stat().st_uid == os.geteuid() and str(above).startswith("/tmp/"):  # noqa: S108
            above.chmod(above.stat().st_mode | 0o011)


def _run(command: list) -> None:
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    prefix = as_postgres if os.geteuid() == 0 else []
    subprocess.run(
        [*prefix, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
