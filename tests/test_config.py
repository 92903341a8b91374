import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.config import GivenSettings, Settings, read_settings
from bot.kit.errors import OperatorError
from bot.leads.domain.verdicts import Verdict

EXAMPLE = Path(__file__).parents[1] / "config.example.env"


@pytest.fixture(autouse=True)
def a_clean_environment(monkeypatch, tmp_path):
    """No setting of this machine, no .env of this folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def faults_of(**environment: str) -> str:
    with pytest.raises(OperatorError) as refused:
        read_settings(**environment)
    return str(refused.value)


def test_every_setting_is_in_the_example_with_its_default():
    lines = EXAMPLE.read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(given) == {name.upper() for name in Settings.model_fields}
    from_example = GivenSettings(**{k.lower(): v for k, v in given.items() if v})
    assert from_example == GivenSettings()


def test_every_setting_of_the_example_has_a_comment_of_its_own():
    lines = EXAMPLE.read_text().splitlines()
    for above, line in pairwise(lines):
        if re.match(r"[A-Z_]+=", line):
            assert re.match("# [^-]", above), f"{line} has no comment"


def test_what_is_missing_is_told_beside_what_is_wrong(monkeypatch):
    monkeypatch.setenv("TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("SMTP_HOST", "mail.example.com")
    monkeypatch.setenv("SMTP_FROM", "nobody")
    with pytest.raises(OperatorError) as refused:
        read_settings(to_run=True)
    told = str(refused.value)
    for name in ("TIMEZONE", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SALES_CHANNEL", "SMTP_FROM"):
        assert told.count(f"  {name}: ") == 1, name


def test_a_file_of_settings_in_another_encoding_is_told():
    Path(".env").write_bytes("SALES_CHANNEL=#verkäufe".encode("latin-1"))
    assert ".env is not UTF-8" in faults_of()


def test_all_faults_are_told_at_once_each_by_the_name_of_its_setting(monkeypatch):
    monkeypatch.setenv("TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("WORKING_HOURS", "17:00-09:00")
    monkeypatch.setenv("SALES_MANAGERS", "sam at example")
    monkeypatch.setenv("HOLIDAY_COUNTRY", "ZZ")
    monkeypatch.setenv("COMMAND_PREFIX", "Acme ")
    monkeypatch.setenv("HTTP_PORT", "99999")
    monkeypatch.setenv("REACTIONS", "fire")
    monkeypatch.setenv("DATABASE_URL", "mysql://db.example/leads")
    monkeypatch.setenv("WEBHOOK_SECRETS", "whsec_b25l,my-password")
    told = faults_of()
    for name in (
        "TIMEZONE",
        "WORKING_HOURS",
        "SALES_MANAGERS",
        "HOLIDAY_COUNTRY",
        "COMMAND_PREFIX",
        "HTTP_PORT",
        "REACTIONS",
        "DATABASE_URL",
        "WEBHOOK_SECRETS",
    ):
        assert f"  {name}: " in told
    assert "DATABASE_URL: names 'mysql', which is not supported. Use sqlite:" in told
    assert "openssl rand" in told
    assert "my-password" not in told
    assert "config.example.env explains each" in told


def test_what_is_needed_to_run_is_asked_for_with_where_to_find_it():
    with pytest.raises(OperatorError, match=r"SLACK_BOT_TOKEN: missing.*OAuth") as refused:
        read_settings(to_run=True)
    assert "SLACK_APP_TOKEN: missing" in str(refused.value)
    assert "SALES_CHANNEL: missing" in str(refused.value)
    assert "SLACK_SIGNING_SECRET" not in str(refused.value)


def test_http_mode_needs_the_signing_secret_and_no_app_token(monkeypatch):
    monkeypatch.setenv("SLACK_MODE", "http")
    with pytest.raises(OperatorError) as refused:
        read_settings(to_run=True)
    assert "SLACK_SIGNING_SECRET: missing" in str(refused.value)
    assert "SLACK_APP_TOKEN" not in str(refused.value)


@pytest.mark.parametrize("marketing", ["#sales", "sales", " #sales "])
def test_each_team_needs_a_channel_of_its_own(marketing):
    told = faults_of(sales_channel="#sales", marketing_channel=marketing)
    assert "  MARKETING_CHANNEL: it is SALES_CHANNEL too; each team needs its own" in told
    assert read_settings(sales_channel="#sales", marketing_channel="#marketing")


@pytest.mark.parametrize("team", ["sales_channel", "marketing_channel"])
def test_the_joint_channel_is_no_team_s(team):
    told = faults_of(**{team: "#floor", "joint_channel": "floor"})
    assert f"  JOINT_CHANNEL: it is {team.upper()} too; name one where both teams are" in told


def test_lists_mappings_and_addresses_are_read_as_people_write_them(monkeypatch):
    monkeypatch.setenv("SALES_MANAGERS", "U012AB3CD, sam@example.com ,")
    monkeypatch.setenv("REACTIONS", ":star:=great, thumbsdown=poor")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:8065/api")
    monkeypatch.setenv("WEBHOOK_SECRETS", "whsec_b25l,whsec_dHdv")
    settings = read_settings()
    assert settings.sales_managers == ["U012AB3CD", "sam@example.com"]
    assert settings.reactions == {"star": Verdict.GREAT, "thumbsdown": Verdict.POOR}
    assert settings.slack_api_url == "http://127.0.0.1:8065/api/"
    assert [secret.get_secret_value() for secret in settings.webhook_secrets] == [
        "whsec_b25l",
        "whsec_dHdv",
    ]


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    monkeypatch.setenv("WEBHOOK_TOKENS", "also-secret")
    assert "secret" not in repr(read_settings()).replace("Secret", "").replace("_secret", "")


def test_a_dotenv_file_in_the_folder_is_read(tmp_path):
    (tmp_path / ".env").write_text("COMMAND_PREFIX=acme-\n")
    assert read_settings().command_prefix == "acme-"


def test_the_demo_reads_nothing_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://real/database")
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-real\n")
    assert GivenSettings().database_url == "sqlite:///smarketing.db"
    assert GivenSettings().slack_bot_token.get_secret_value() == ""


def test_what_is_half_set_up_for_mail_is_told_at_start():
    told = faults_of(smtp_host="mail.example.com", smtp_user="bot")
    assert "SMTP_FROM: missing; it is the address that invitations come from" in told
    assert "SMTP_PASSWORD: missing; it goes with SMTP_USER" in told
    assert "SMTP_HOST: missing" in faults_of(smtp_from="m@example.com")
    assert "SMTP_FROM: 'me at work' is no e-mail address" in faults_of(smtp_from="me at work")
    named = read_settings(smtp_host="mail.example.com", smtp_from="Strategy <m@example.com>")
    assert named.smtp_from == "Strategy <m@example.com>"


@pytest.mark.parametrize("address", ["bot.example.com", "https://bot.example.com/path", "ftp://x"])
def test_the_public_address_is_one_without_a_path(address):
    assert "PUBLIC_URL: " in faults_of(public_url=address)
    assert read_settings(public_url="https://bot.example.com/").public_url.endswith(".com")


def test_a_time_of_day_with_a_zone_of_its_own_is_told():
    assert "LEFT_BEHIND_AT: '09:00+02:00' names a zone" in faults_of(left_behind_at="09:00+02:00")


def test_a_reaction_that_would_mean_two_things_is_told():
    told = faults_of(reactions="+1=good,:thumbsup:=great,-1=poor")
    assert "REACTIONS: '+1' stands there twice" in told
    told = faults_of(take_reaction="thumbsup")
    assert "TAKE_REACTION: 'thumbsup' is one of REACTIONS already" in told
