"""One table says what is covered; the routes, the bot's calls and the docs are held to it."""

import inspect
import json
import re
from pathlib import Path

import pytest
from slack_sdk import WebClient

from fakeslack.api.methods import METHODS
from tests.fakeslack.clients import a_slack, client_of, error_of

ROOT = Path(__file__).resolve().parents[3]
FAMILY = r"(?:chat|views|conversations|users|reactions|pins|files|auth|apps|team|bots)"


def methods_the_bot_calls():
    """By the official client's own map from its functions to Slack's methods, and by name."""
    named = {}
    for name, function in inspect.getmembers(WebClient, inspect.isfunction):
        found = re.search(r'self\.api_call\(\s*"([\w.]+)"', inspect.getsource(function))
        if found:
            named[name] = found.group(1)
    called = set()
    for path in (ROOT / "bot").rglob("*.py"):
        text = path.read_text()
        functions = re.findall(rf"\.({FAMILY}_\w+)\b", text)
        called |= {named[function] for function in functions if function in named}
        called |= set(re.findall(rf'"({FAMILY}\.[a-zA-Z.]+)"', text))
    return called


def test_every_method_the_bot_calls_is_here():
    called = methods_the_bot_calls()
    assert "chat.postMessage" in called
    missing = {name for name in called if name not in METHODS or METHODS[name].handler is None}
    assert missing == set()


def test_every_method_the_bot_calls_has_its_scope_in_the_manifest():
    manifest = json.loads((ROOT / "manifest.json").read_text())
    held = set(manifest["oauth_config"]["scopes"]["bot"])
    for name in sorted(methods_the_bot_calls()):
        needed = METHODS[name].scopes
        assert not needed or held.intersection(needed), f"{name} needs one of {needed}"


@pytest.mark.parametrize("name", sorted(METHODS))
def test_the_table_is_true_to_the_routes(running, name):
    """Without a token what is here says `not_authed`, what is not `unknown_method`."""
    nobody = WebClient(base_url=running.api_url, retry_handlers=[])
    expected = "not_authed" if METHODS[name].handler else "unknown_method"
    assert error_of(nobody.api_call, name, params={"error": "not_authed"}) == expected


@pytest.fixture(scope="module")
def running():
    with a_slack() as slack:
        yield slack


def test_the_docs_list_each_method_as_the_table_does():
    text = (ROOT / "docs" / "fakeslack.md").read_text()
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (full|partial|absent)\b", text, re.MULTILINE))
    assert rows == {name: method.coverage for name, method in METHODS.items()}


def test_every_method_is_one_the_official_client_knows():
    source = inspect.getsource(WebClient)
    assert [name for name in METHODS if f'"{name}"' not in source] == []


def test_unknown_methods_are_refused_with_a_token_too(slack):
    assert error_of(client_of(slack).api_call, "files.upload") == "unknown_method"
