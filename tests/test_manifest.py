"""The manifest asks for what the bot uses, and for nothing else."""

import json
import re
from pathlib import Path

from bot.manifest import COMMANDS, EVENTS, SCOPES, SHORTCUTS, make_manifest

ROOT = Path(__file__).parents[1]
NEVER = ("chat:write.public", "chat:write.customize", "reactions:write", "admin", "users:write")


def source() -> str:
    return "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))


def test_the_file_in_the_repository_is_what_the_command_prints():
    assert json.loads((ROOT / "manifest.json").read_text()) == make_manifest()


def test_the_socket_variant_has_no_address():
    assert "http" not in json.dumps(make_manifest(mode="socket"))
    assert make_manifest(mode="socket")["settings"]["socket_mode_enabled"] is True


def test_the_http_variant_sends_everything_to_one_address():
    made = make_manifest(mode="http", public_url="https://bot.example.com/")
    assert made["settings"]["socket_mode_enabled"] is False
    addresses = {
        made["settings"]["interactivity"]["request_url"],
        made["settings"]["interactivity"]["message_menu_options_url"],
        made["settings"]["event_subscriptions"]["request_url"],
        *(command["url"] for command in made["features"]["slash_commands"]),
    }
    assert addresses == {"https://bot.example.com/slack/events"}


def test_the_prefix_stands_before_every_command_and_each_is_escaped():
    commands = make_manifest(prefix="acme-")["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [f"/acme-{name}" for name in COMMANDS]
    assert all(command["should_escape"] for command in commands)


def test_slacks_own_limits_are_kept():
    assert all(len(name) <= 24 for name, *_ in SHORTCUTS)
    for kind in ("global", "message"):
        assert sum(shortcut[1] == kind for shortcut in SHORTCUTS) <= 5


def test_no_scope_is_asked_for_that_would_let_the_bot_do_more_than_its_job():
    assert not [scope for scope in SCOPES for never in NEVER if scope.startswith(never)]


def test_every_event_asked_for_is_listened_to():
    unheard = [event for event in EVENTS if not re.search(rf'["\']{event}["\']', source_of_rooms())]
    assert unheard == []


def test_every_shortcut_asked_for_is_answered():
    unanswered = [
        callback for *_, callback, _ in SHORTCUTS if f'"{callback}"' not in source_of_rooms()
    ]
    assert unanswered == []


def source_of_rooms() -> str:
    return source().replace((ROOT / "bot/manifest.py").read_text(), "")
