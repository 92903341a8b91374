"""What a log looks like where it goes: colours for people at a terminal, plain words elsewhere."""

import os
import pty
import subprocess
import sys

from tests.support.fake_slack import ROOT

PROGRAM = """
import structlog
from bot.kit.logs import set_up_logs
set_up_logs(form="text", level="info")
structlog.get_logger("a").info("started", mode="socket")
try:
    raise ValueError("words")
except ValueError:
    structlog.get_logger("a").exception("failed")
"""


def said_to(stderr: int) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, stderr=stderr, check=True)


def test_a_file_gets_words_that_can_be_searched(tmp_path):
    with (tmp_path / "bot.log").open("wb") as log:
        said_to(log.fileno())
    said = (tmp_path / "bot.log").read_text()
    assert "mode=socket" in said
    assert "ValueError: words" in said
    assert "\x1b" not in said


def test_a_terminal_gets_colours():
    ours, terminal = pty.openpty()
    said_to(terminal)
    assert b"\x1b[" in os.read(ours, 100_000)
    os.close(terminal)
    os.close(ours)
