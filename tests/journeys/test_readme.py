"""The README, followed by a newcomer: every command in it is run as it stands, in a fresh clone."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.support.bot_process import free_port, settings_for
from tests.support.fake_slack import FakeSlack, SlackDoors
from tests.support.newcomer import Terminal, clone, shell_blocks
from tests.support.story import card_of, text_of

pytestmark = pytest.mark.journey

# One more or one less has to be followed here too.
(DEMO, TEST, INSTALL, MANIFEST, SETTINGS, PREPARE, RUN, SECRET, SIGNED, BEARER, IMPORT) = (
    shell_blocks("README.md")
)

LEADS = """\
Record ID,First Name,Last Name,Email,Job Title,Company Name,HubSpot Score,Original Source
701,Ines,Duarte,ines.duarte@lisbon-optics.example,Buyer,Lisbon Optics,77,Paid Search
702,Nobody,Nowhere,not-an-address,Buyer,Somewhere,50,Paid Search
"""


@pytest.fixture(autouse=True)
def tools():
    """What the README takes for granted, and says so."""
    missing = [
        name for name in ("bash", "make", "git", "curl", "openssl") if not shutil.which(name)
    ]
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    version = subprocess.run(
        ["python3", "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], check=False
    )
    if version.returncode:
        pytest.skip("python3 is older than 3.11")


@pytest.fixture
def folder(tmp_path):
    return clone(tmp_path / "smarketing-bot")


def test_make_test_is_what_runs_these_tests(folder):
    assert TEST == "make test\n"
    with Terminal(folder) as terminal:
        said = terminal.run("make -n test")
    assert said.strip().splitlines()[-1] == ".venv/bin/python -m pytest -n auto --dist worksteal"


def test_the_demo_starts_from_a_fresh_clone_and_keeps_what_happened(folder):
    assert DEMO == "make demo\n"
    ports = {"PAGE_PORT": str(free_port()), "PORT": str(free_port())}
    slack = SlackDoors(f"http://127.0.0.1:{ports['PAGE_PORT']}")

    said = start_demo(folder, ports, then=lambda: say_hello(slack))
    assert f"Open {slack.url}" in said
    assert "Bringing in sample leads" in said

    again = start_demo(folder, ports, then=lambda: hello_is_there(slack))
    assert "Installing" not in again
    assert "Bringing in sample leads" not in again

    with Terminal(folder) as terminal:
        terminal.run("make demo-reset")
    assert not (folder / ".demo").exists()


def start_demo(folder: Path, ports: dict[str, str], *, then) -> str:
    """`make demo`, something done in it, Ctrl-C; return what it said."""
    with Terminal(folder, **ports) as terminal:
        terminal.leave_running(DEMO)
        said = terminal.read_until("Ctrl-C stops everything")
        assert "smarketing is running" in said
        then()
        # make itself ends by the signal, as every command does that is interrupted
        assert terminal.ctrl_c() in {0, -signal.SIGINT}
        assert terminal.rest().strip() == ""
    for port in ports.values():
        assert is_free(int(port))
    return said


def say_hello(slack: SlackDoors) -> None:
    slack.gesture("say", person="U0RITA", channel="C0SALES", text="Hello from a newcomer")


def hello_is_there(slack: SlackDoors) -> None:
    card_of(slack)
    said = [text_of(message) for message in slack.messages("C0SALES")]
    assert len([text for text in said if "Hello from a newcomer" in text]) == 1
    assert len([text for text in said if "L-1," in text]) == 1


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_bot_installed_as_written_takes_leads_in_as_written(folder, tmp_path):
    with Terminal(folder) as terminal:
        terminal.run(INSTALL)
        printed = tmp_path / "manifest.json"
        printed.write_text(terminal.run(MANIFEST))
        secret = terminal.run(SECRET).strip()
        with FakeSlack("--manifest", printed) as slack:
            terminal.run(SETTINGS)
            port = fill_in(folder / ".env", slack, secret)
            terminal.run(PREPARE)
            with Terminal(folder, PATH=f"{folder}/.venv/bin:{os.environ['PATH']}") as other:
                other.leave_running(RUN)
                slack.wait_for(lambda: is_alive(port), timeout=30)
                send_leads_as_written(terminal, slack, folder, port=port)
                assert other.ctrl_c() == 0


def fill_in(env_file: Path, slack: SlackDoors, secret: str) -> int:
    """Write the settings into the copied example, as an operator would; return the port."""
    given = settings_for(slack, "sqlite:///smarketing.db", WEBHOOK_SECRETS=secret)
    text = env_file.read_text()
    for name in (
        *(
            "SLACK_BOT_TOKEN",
            "SLACK_APP_TOKEN",
            "SLACK_API_URL",
            "SALES_CHANNEL",
            "MARKETING_CHANNEL",
        ),
        *("SALES_MANAGERS", "MARKETING_MANAGERS", "WEBHOOK_SECRETS", "WEBHOOK_TOKENS", "HTTP_PORT"),
    ):
        text, written = re.subn(rf"^{name}=.*$", f"{name}={given[name]}", text, flags=re.MULTILINE)
        assert written == 1, name
    env_file.write_text(text)
    return int(given["HTTP_PORT"])


def is_alive(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as reply:
            return reply.status == 200
    except OSError:
        return False


def send_leads_as_written(
    terminal: Terminal, slack: SlackDoors, folder: Path, *, port: int
) -> None:
    """Run the sections of "Send leads"; only the port is another."""
    (folder / ".curlrc").write_text('write-out = "\\nanswered %{http_code}\\n"\n')
    terminal.run(f"export CURL_HOME={folder}")
    for block, who in ((SIGNED, "Ada Okafor"), (BEARER, "Alpenrad")):
        said = terminal.run(block.replace(":8080/", f":{port}/"))
        assert "answered 202" in said, said
        slack.wait_for(lambda who=who: any(who in text_of(m) for m in slack.messages("C0SALES")))

    (folder / "leads.csv").write_text(LEADS)
    dry, real = IMPORT.strip().splitlines()
    assert "--dry-run" in dry
    for command in (dry, real):
        terminal.run(f"{command} || test $? = 1  # one row is rejected")
    assert "Ines Duarte" in card_of(slack, "L-3")["text"]
    assert "not-an-address" in (folder / "leads.csv.rejected.csv").read_text()


def test_the_commands_for_a_migration_work_and_find_nothing_to_change(folder):
    """CONTRIBUTING's block, with this Python's own environment for `.venv`."""
    block = next(one for one in shell_blocks("CONTRIBUTING.md") if "autogenerate" in one)
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in ("smarketing", "alembic"):
        (folder / ".venv" / "bin" / name).symlink_to(Path(sys.executable).parent / name)
    known = set((folder / "migrations" / "versions").glob("*.py"))
    with Terminal(folder, PYTHONPATH=str(folder)) as terminal:
        terminal.run(block)
    (drafted,) = set((folder / "migrations" / "versions").glob("*.py")) - known
    upgrade = drafted.read_text().split("def upgrade")[1].split("def downgrade")[0]
    assert "    pass\n" in upgrade
    assert "op." not in upgrade
