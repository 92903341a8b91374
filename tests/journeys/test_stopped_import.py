"""A large file imported in Slack, and a bot that is stopped or killed in the middle of it."""

import sqlite3
from contextlib import closing

import pytest

from tests.support.bot_process import BotProcess
from tests.support.fake_slack import FakeSlack

pytestmark = pytest.mark.journey

ROWS = 20_000
"""Seconds of work; a stop has to be a matter of moments all the same."""


class Installed:
    """What stands in the bot's database, while the bot runs or after it."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.path = settings["DATABASE_URL"].removeprefix("sqlite:///")

    def ask(self, question: str) -> tuple:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(question).fetchone()

    @property
    def leads(self) -> int:
        return self.ask("SELECT count(*) FROM leads")[0]

    @property
    def told(self) -> str:
        return self.ask("SELECT report FROM imports")[0] or ""


def import_in_slack(slack: FakeSlack) -> None:
    rows = "".join(f"Person {n},p{n}@n{n}.example,N{n}\n" for n in range(ROWS))
    file = slack.gesture(
        "upload",
        person="U0MARK",
        channel="C0MKTG",
        filename="leads.csv",
        content="Name,Email,Company\n" + rows,
    )
    slack.gesture(
        "shortcut", person="U0MARK", callback_id="lead.import", channel="C0MKTG", ts=file["ts"]
    )


def test_a_stop_in_the_middle_of_an_import_ends_after_a_batch_and_the_next_start_goes_on(
    settings, slack, tmp_path
):
    here = Installed(settings)
    with BotProcess(settings, cwd=tmp_path) as bot:
        import_in_slack(slack)
        slack.wait_for(lambda: here.leads)
        assert bot.stop() == 0
    assert 0 < here.leads < ROWS
    assert here.ask("SELECT lease_until, tries, report FROM imports") == (None, 0, None)
    assert "Traceback" not in bot.log.read_text()
    with BotProcess(settings, cwd=tmp_path):
        slack.wait_for(lambda: here.told, timeout=30)
    assert here.leads == ROWS
    assert f"{ROWS:,} rows: " in here.told
