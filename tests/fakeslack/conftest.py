"""The official SDK and Bolt against a fake Slack of this test's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from tests.support.fake_slack import FakeSlack


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A fake Slack with its built-in people and no manifest."""
    with FakeSlack() as running:
        yield running
        assert running.state()["crashes"] == []


def client_of(slack: FakeSlack, token: str = FakeSlack.bot_token) -> WebClient:
    """The official client, without its retries, which would hide what went wrong."""
    return WebClient(token, base_url=slack.api_url, retry_handlers=[], timeout=10)


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return client_of(slack)


@contextmanager
def connected(slack: FakeSlack, app: App) -> Iterator[SocketModeHandler]:
    """Bolt over Socket Mode, until the block ends."""
    handler = SocketModeHandler(app, slack.app_token, ping_interval=1)
    before = slack.state()["connections"]
    handler.connect()
    slack.wait_for(lambda: slack.state()["connections"] > before)
    try:
        yield handler
    finally:
        handler.close()


def bolt(slack: FakeSlack) -> App:
    return App(client=client_of(slack), process_before_response=True)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def a_button(action_id: str = "take", value: str = "42") -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "value": value, "text": plain("Take it")}


def a_card(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    """A section and a row of elements, one button unless told otherwise."""
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Ada Okafor*"}},
        {"type": "actions", "block_id": "row", "elements": list(elements) or [a_button()]},
    ]


def a_modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal with one text input, `why` in block `reason`, unless told otherwise."""
    return {
        "type": "modal",
        "callback_id": "rate",
        "title": plain("Rate"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [an_input()],
        **more,
    }


def an_input(block_id: str = "reason", **more: Any) -> dict[str, Any]:
    element = more.pop("element", {"type": "plain_text_input", "action_id": "why"})
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Why?"),
        "element": element,
        **more,
    }
