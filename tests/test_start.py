"""What `smarketing run` imports before it is connected: what a start needs, and nothing else."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.support.bot_process import ROOT

# Without `inspect.stack`, which takes 50 ms among so many modules: Bolt looks there for a name.
RUN = """
import inspect, sys
del inspect.stack
sys.argv = ["smarketing", "run"]
from bot.__main__ import imported_command
imported_command()
from bot.app import Bot
from bot.config import GivenSettings
from bot.kit.clock import Clock
Bot(GivenSettings(database_url=sys.stdin.read()), Clock()).db.close()
print(*sys.modules)
"""
NOT_AT_A_START = {
    "alembic": "migrating",
    "bot.commands.cli": "the other commands",
    "bot.commands.demo": "the demo",
    "email_validator": "the first lead's address",
    "fakeslack": "the demo",
    "holidays": "a country's holidays",
    "icalendar": "an invitation",
    "pygments.lexers.python": "colours in the terminal",
    "rapidfuzz": "a word that is no command",
    "rich.progress": "the bars of other commands",
    "snowballstemmer": "the library's search",
    "typer": "the other commands",
}
"""Each with what imports it when it is needed."""


def said_by(program: str, given: str = "") -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> set[str]:
    """The modules of a bot that is assembled on SQLite."""
    return set(said_by(RUN, f"sqlite:///{tmp_path_factory.mktemp('start') / 'bot.db'}"))


@pytest.mark.parametrize("name", NOT_AT_A_START)
def test_a_start_does_not_import_what_only_something_else_needs(imported, name):
    assert find_spec(name)
    assert name not in imported


def test_of_the_databases_only_the_one_that_is_used_is_imported(imported):
    assert "sqlalchemy.dialects.sqlite" in imported
    assert "sqlalchemy.dialects.postgresql" not in imported


def test_what_was_imported_is_never_searched_for_garbage():
    program = """
import gc, sys
sys.argv = ["smarketing", "version"]
from bot.__main__ import main
try:
    main()
except SystemExit:
    print(gc.get_freeze_count() > 100_000, gc.isenabled())
"""
    assert said_by(program)[-2:] == ["True", "True"]


def test_ctrl_c_during_the_imports_ends_without_a_traceback():
    program = """
import sys
import bot.__main__ as command_line
def interrupted():
    raise KeyboardInterrupt
command_line.imported_command = interrupted
command_line.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")
