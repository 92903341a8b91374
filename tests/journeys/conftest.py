import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.manifest import make_manifest
from tests.support.bot_process import BotProcess, settings_for, smarketing
from tests.support.fake_slack import FakeSlack


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(make_manifest()))
    return path


@pytest.fixture
def slack(manifest: Path) -> Iterator[FakeSlack]:
    """A fake Slack of this test's own, with the app as its manifest says."""
    with FakeSlack("--manifest", manifest) as running:
        yield running


@pytest.fixture
def settings(slack: FakeSlack, sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    """Settings of a migrated installation in that workspace."""
    given = settings_for(slack, sqlite_url)
    done = smarketing("migrate", settings=given, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return given


@pytest.fixture
def bot(settings: dict[str, str], tmp_path: Path) -> Iterator[BotProcess]:
    """The bot, running."""
    with BotProcess(settings, cwd=tmp_path) as running:
        yield running
