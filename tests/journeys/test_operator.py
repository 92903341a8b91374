"""What the operator sees: start, refusals, health, metrics, the doctor, a clean stop."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.bot_process import BotProcess, free_port, settings_for, smarketing
from tests.support.fake_slack import FakeSlack, SlackDoors
from tests.support.story import ADA, card_of

pytestmark = pytest.mark.journey


def test_run_names_every_setting_that_is_missing_or_wrong(tmp_path):
    done = smarketing(
        "run", settings={"TIMEZONE": "Mars/Olympus", "HTTP_PORT": "many"}, cwd=tmp_path
    )
    assert done.returncode == 2
    assert "TIMEZONE: 'Mars/Olympus' is no IANA time zone" in done.stderr
    assert "HTTP_PORT:" in done.stderr


def test_run_refuses_a_database_that_is_behind_and_names_the_command(slack, sqlite_url, tmp_path):
    done = smarketing("run", settings=settings_for(slack, sqlite_url), cwd=tmp_path)
    assert done.returncode == 2
    assert "smarketing migrate" in done.stderr


def test_run_says_which_setting_mends_a_broken_database(slack, tmp_path):
    (tmp_path / "broken.db").write_bytes(b"not a database" * 100)
    given = settings_for(slack, f"sqlite:///{tmp_path / 'broken.db'}")
    for command in ("run", "migrate", "doctor"):
        done = smarketing(command, settings=given, cwd=tmp_path)
        assert done.returncode in {1, 2}
        assert "DATABASE_URL" in done.stderr + done.stdout, command
        assert "Traceback" not in done.stderr


def test_run_and_migrate_name_the_cure_of_a_database_of_a_newer_release(settings, tmp_path):
    with closing(sqlite3.connect(settings["DATABASE_URL"].removeprefix("sqlite:///"))) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    for command in ("run", "migrate"):
        done = smarketing(command, settings=settings, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, ""), command
        assert done.stderr.startswith("smarketing: The database is at revision 9999"), command
        assert "migrated by a newer release" in done.stderr


def test_run_refuses_a_token_that_slack_refuses(settings, tmp_path):
    done = smarketing("run", settings=settings | {"SLACK_BOT_TOKEN": "xoxb-wrong"}, cwd=tmp_path)
    assert done.returncode == 2
    assert "SLACK_BOT_TOKEN (invalid_auth)" in done.stderr


def test_run_says_which_setting_mends_a_taken_port(bot, settings, tmp_path):
    done = smarketing("run", settings=settings, cwd=tmp_path)
    assert done.returncode == 2
    assert "Set HTTP_PORT" in done.stderr


def test_migrating_twice_changes_nothing(settings, tmp_path):
    done = smarketing("migrate", settings=settings, cwd=tmp_path)
    assert (done.returncode, "up to date" in done.stdout) == (0, True)


def test_a_running_bot_is_alive_ready_and_measured(bot, slack):
    assert bot.get("/healthz") == (200, {"status": "alive"})
    assert slack.wait_for(lambda: bot.get("/readyz")[1] == {"status": "ok"})
    status, text = bot.get("/metrics")
    assert status == 200
    assert "process_resident_memory_bytes" in text


def test_metrics_ask_for_their_token_when_a_proxy_stands_between(settings, tmp_path):
    given = settings | {"METRICS_TOKEN": "measure-me"}
    with BotProcess(given, cwd=tmp_path) as bot:
        through_a_proxy = {"x-forwarded-for": "203.0.113.9"}
        assert bot.get("/metrics", through_a_proxy)[0] == 401
        shown = through_a_proxy | {"authorization": "Bearer measure-me"}
        assert bot.get("/metrics", shown)[0] == 200


def test_sigterm_ends_it_cleanly(settings, tmp_path):
    running = BotProcess(settings, cwd=tmp_path)
    assert running.webhook(ADA)[0] == 202
    assert running.stop() == 0
    assert "Traceback" not in running.log.read_text()


def test_leads_are_taken_in_while_slack_is_away_and_announced_when_it_is_back(
    sqlite_url, tmp_path, manifest
):
    port = free_port()
    given = settings_for(SlackDoors(f"http://127.0.0.1:{port}"), sqlite_url)
    assert smarketing("migrate", settings=given, cwd=tmp_path).returncode == 0
    with BotProcess(given, cwd=tmp_path) as bot:
        assert bot.webhook(ADA)[0] == 202
        status, body = bot.get("/readyz")
        assert (status, body["status"]) == (200, "degraded")
        with FakeSlack("--manifest", manifest, port=port) as slack:
            slack.wait_for(lambda: slack.messages("C0SALES"), timeout=40)
            assert "Ada Okafor" in card_of(slack)["text"]
            slack.wait_for(lambda: bot.get("/readyz")[1] == {"status": "ok"}, timeout=40)


def test_slack_s_answers_cut_short_at_the_start_are_asked_for_again(settings, slack, tmp_path):
    for method in ("auth.test", "apps.connections.open"):
        slack.faults(method, "half_reply", times=1)
    with BotProcess(settings, cwd=tmp_path) as bot:
        slack.wait_for(lambda: bot.get("/readyz")[1] == {"status": "ok"})


def test_the_doctor_names_a_new_database_whatever_else_it_is_asked(slack, sqlite_url, tmp_path):
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": "1", "SMTP_FROM": "bot@example.com"}
    given = settings_for(slack, sqlite_url) | mail
    for arguments in ([], ["--retry-parked"]):
        done = smarketing("doctor", *arguments, settings=given, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (1, ""), arguments
        assert "database: The database is empty." in done.stdout
        assert "smarketing migrate" in done.stdout
        assert "SALES_CHANNEL: #sales" in done.stdout
        assert "SMTP_HOST 127.0.0.1:1" in done.stdout


@pytest.mark.parametrize("method", ["auth.test", "conversations.list", "users.lookupByEmail"])
def test_the_doctor_tells_of_a_slack_that_breaks_off(method, settings, slack, tmp_path):
    slack.faults(method, "half_reply", share=1.0)
    done = smarketing("doctor", settings=settings, cwd=tmp_path)
    assert done.returncode == 1
    assert "cannot be reached (IncompleteRead)" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_doctor_finds_an_installation_well(bot, slack, settings, tmp_path):
    done = smarketing("doctor", settings=settings, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing to mend; 2 warnings above." in done.stdout
    assert "SALES_CHANNEL: #sales (C0SALES), the bot is a member" in done.stdout
    assert "public; everyone in the workspace can read the leads" in done.stdout


def test_the_doctor_names_each_fault_with_its_cure(settings, slack, tmp_path):
    given = settings | {
        "SALES_CHANNEL": "#general",
        "MARKETING_CHANNEL": "#nowhere",
        "SALES_MANAGERS": "nobody@example.com",
        "SLACK_APP_TOKEN": "xapp-wrong",
    }
    done = smarketing("doctor", settings=given, cwd=tmp_path)
    assert done.returncode == 1
    for words in (
        "the bot is not a member",
        "/invite @smarketing in #general",
        "#nowhere: no such channel",
        "nobody@example.com: Slack answers users_not_found",
        "SLACK_APP_TOKEN: Slack answers invalid_auth",
        "4 to mend.",
    ):
        assert words in done.stdout, words


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("MARKETING_CHANNEL C0SALES", "it is SALES_CHANNEL too"),
        ("JOINT_CHANNEL C0MKTG", "it is MARKETING_CHANNEL too"),
    ],
)
def test_the_doctor_sees_that_a_name_and_an_id_are_one_channel(
    given, told, settings, slack, tmp_path
):
    setting, channel = given.split()
    done = smarketing("doctor", settings=settings | {setting: channel}, cwd=tmp_path)
    assert done.returncode == 1
    assert f"✗ {given}: {told}" in done.stdout
    assert "→ Change one of them: " in done.stdout
    assert "1 to mend." in done.stdout


def test_the_doctor_lists_parked_messages_and_sends_them_again(settings, slack, tmp_path):
    with BotProcess(settings, cwd=tmp_path) as bot:
        slack.faults("chat.postMessage", "missing_scope", channel="C0SALES", share=1.0)
        assert bot.webhook(ADA)[0] == 202
        slack.wait_for(lambda: "parked" in bot.get("/readyz")[1])
        done = smarketing("doctor", settings=settings, cwd=tmp_path)
        assert done.returncode == 1
        assert "lead:1:card is parked: missing_scope" in done.stdout
        slack.clear_faults()
        again = smarketing("doctor", "--retry-parked", settings=settings, cwd=tmp_path)
        assert "parked messages will be sent again" in again.stdout
        assert "Ada Okafor" in card_of(slack)["text"]


def test_what_an_archived_channel_refused_comes_once_it_is_back(bot, slack):
    slack.gesture("set_channel", channel="C0SALES", archived=True)
    assert bot.webhook(ADA)[0] == 202
    slack.wait_for(lambda: "parked" in bot.get("/readyz")[1])
    slack.gesture("set_channel", channel="C0SALES", archived=False)
    assert "Ada Okafor" in card_of(slack)["text"]
    slack.wait_for(lambda: bot.get("/readyz")[1] == {"status": "ok"})


def test_the_manifest_is_printed_for_the_mode_and_prefix_that_are_set(tmp_path):
    done = smarketing(
        "manifest", settings={"SLACK_MODE": "http", "COMMAND_PREFIX": "acme-"}, cwd=tmp_path
    )
    printed = json.loads(done.stdout)
    assert printed["features"]["slash_commands"][0]["command"] == "/acme-lead"
    assert printed["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "migrate",
        "demo",
        "import-leads",
        "import-content",
        "add-lead",
        "export",
        "erase",
        "manifest",
        "doctor",
        "version",
    ],
)
def test_every_command_explains_itself(command, tmp_path):
    done = smarketing(command, "--help", settings={}, cwd=tmp_path)
    assert done.returncode == 0
    assert "Usage:" in done.stdout


def test_an_import_says_how_it_read_the_file_and_takes_the_operators_word(tmp_path):
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}
    smarketing("migrate", settings=settings, cwd=tmp_path)
    sheet = "Name,Email,Company\nИван Петров,ivan@n.example,Рога\nBad,at n,N\n"
    (tmp_path / "leads.csv").write_bytes(sheet.encode("cp1251"))
    given = ("import-leads", "leads.csv")
    refused = smarketing(*given, settings=settings, cwd=tmp_path)
    assert (refused.returncode, "--encoding" in refused.stderr) == (2, True)
    nowhere = ("--encoding", "cp1251", "--rejected", "nowhere/rejected.csv")
    refused = smarketing(*given, *nowhere, settings=settings, cwd=tmp_path)
    assert (refused.returncode, "nowhere/rejected.csv" in refused.stderr) == (2, True)
    assert "Traceback" not in refused.stderr
    told = ("--encoding", "cp1251", "--rejected", "bad.csv")
    done = smarketing(*given, "--dry-run", *told, settings=settings, cwd=tmp_path)
    assert done.stdout.startswith("Would be: 2 rows: 1 kept as an inquiry, 1 rejected.\n")
    assert "Read as cp1251, such as “Иван”, “Петров”, “Рога”." in done.stdout
    done = smarketing(*given, *told, settings=settings, cwd=tmp_path)
    assert (done.returncode, (tmp_path / "bad.csv").exists()) == (1, True)
    assert not (tmp_path / "leads.csv.rejected.csv").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full, a disk without room")
def test_an_export_that_finds_no_room_says_so(tmp_path):
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}
    smarketing("migrate", settings=settings, cwd=tmp_path)
    done = smarketing("export", "leads", settings=settings, cwd=tmp_path, to=Path("/dev/full"))
    assert done.returncode == 2
    assert done.stderr == (
        "smarketing: The rows could not be written: No space left on device. "
        "Send them where there is room, and export again.\n"
    )


def test_nothing_said_by_a_lead_is_logged(bot, slack, settings):
    bot.webhook(ADA | {"message": "my-secret-words", "extra": {"k": "my-secret-words"}})
    bot.webhook(ADA | {"message": "other", "score": "my-secret-words"})
    card_of(slack)
    bot.stop()
    assert "my-secret-words" not in bot.log.read_text()
    assert "northwind" not in bot.log.read_text().lower()
    database = settings["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(database) as connection:
        assert "Ada" not in str(connection.execute("SELECT * FROM outbox").fetchall())
    connection.close()
