"""What somebody has who just cloned the project: tracked files, the README, and a terminal."""

import os
import re
import shutil
import signal
import subprocess
import textwrap
from pathlib import Path
from typing import Self

import pytest

from bot.config import Settings
from tests.support.fake_slack import ROOT

OFFLINE = re.compile(
    r"name resolution|getaddrinfo failed|NewConnectionError|Network is unreachable"
)


def shell_blocks(document: str) -> list[str]:
    """Every ```sh block of a document, in order, as it would be pasted."""
    found = re.findall(
        r"^( *)```sh\n(.*?)^ *```$", (ROOT / document).read_text(), re.MULTILINE | re.DOTALL
    )
    return [textwrap.dedent(block) for _, block in found]


def clone(to: Path) -> Path:
    """Copy what git tracks, as it stands, and nothing else; skip where this is no git checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no git checkout: what a clone would hold is not known")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to


def clean_environment() -> dict[str, str]:
    """This process's environment without our settings and without the running Python's venv."""
    ours = {name.upper() for name in Settings.model_fields}
    ours |= {"PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    return {name: value for name, value in os.environ.items() if name not in ours}


class Terminal:
    """One bash that is given a block after the other and keeps what they export."""

    def __init__(self, cwd: Path, **more: str) -> None:
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=cwd,
            env=clean_environment() | more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._shell.stdin
        assert self._shell.stdout
        if self._shell.poll() is None:
            os.killpg(self._shell.pid, signal.SIGKILL)
        self._shell.wait(10)
        self._shell.stdin.close()
        self._shell.stdout.close()

    def run(self, block: str) -> str:
        """Run a block to its end and return what it said; fail when any command of it failed."""
        self._type(f"failed=0; trap 'failed=$?' ERR\n{block}\nprintf '\\n~ended %s\\n' $failed\n")
        said = self.read_until("~ended ")
        said, _, code = said.rpartition("~ended ")
        if code.strip() != "0" and OFFLINE.search(said):
            pytest.skip("no package index can be reached from here")
        assert code.strip() == "0", f"{block}\nsaid: {said}"
        return said

    def leave_running(self, block: str) -> None:
        """Type a last block that goes on until Ctrl-C."""
        self._type(f"set +m; exec {block}" if "\n" not in block.strip() else block)

    def read_until(self, words: str) -> str:
        """Return what is said up to the line with these words."""
        said = ""
        assert self._shell.stdout
        for line in self._shell.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"ended without saying {words!r}: {said}")

    def ctrl_c(self) -> int:
        """Interrupt everything in this terminal, as the keys do; return the exit code."""
        os.killpg(self._shell.pid, signal.SIGINT)
        return self._shell.wait(30)

    def rest(self) -> str:
        """Return what was still said until the end."""
        assert self._shell.stdout
        return self._shell.stdout.read()

    def _type(self, words: str) -> None:
        assert self._shell.stdin
        self._shell.stdin.write(words)
        self._shell.stdin.flush()
