"""The judges: the official client, Bolt and a fake Slack that runs in a thread of the test."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient

from fakeslack.server import prepare
from fakeslack.settings import Settings
from tests.support.fake_slack import SlackDoors


@contextmanager
def a_slack(**settings: Any) -> Iterator[SlackDoors]:
    """A fake Slack in a thread, on a free port. It must not have crashed inside when it ends."""
    server = prepare(Settings(**{"port": 0, **settings}))
    thread = threading.Thread(target=server.serve_until_stopped, name="fakeslack")
    thread.start()
    try:
        assert server.ready.wait(10)
        yield SlackDoors(server.slack.base_url)
        assert server.slack.crashes == []
    finally:
        server.handle_exit(signal.SIGTERM, None)
        thread.join(15)
        assert not thread.is_alive()


def client_of(slack: SlackDoors, token: str = SlackDoors.bot_token) -> WebClient:
    """The official client without its retries, which would hide what went wrong."""
    return WebClient(token, base_url=slack.api_url, retry_handlers=[], timeout=10)


def refusal(call: Any, *arguments: Any, **named: Any) -> dict[str, Any]:
    """The whole answer of a call that must be refused."""
    try:
        answer = call(*arguments, **named)
    except SlackApiError as no:
        return dict(no.response.data)
    raise AssertionError(f"not refused: {answer.data}")


def error_of(call: Any, *arguments: Any, **named: Any) -> str:
    return str(refusal(call, *arguments, **named)["error"])


def bolt(slack: SlackDoors) -> App:
    return App(client=client_of(slack), process_before_response=True)


def close_soon(closing: SocketModeHandler | SocketModeClient) -> None:
    """Closes the official client, whose reading socket would keep it for three seconds."""
    client = closing.client if isinstance(closing, SocketModeHandler) else closing
    session = client.current_session
    if session is not None and session.sock is not None:
        session.sock.settimeout(0.05)
    closing.close()


@contextmanager
def connected(slack: SlackDoors, app: App) -> Iterator[SocketModeHandler]:
    """Bolt over Socket Mode, until the block ends."""
    handler = SocketModeHandler(app, slack.app_token, ping_interval=1)
    before = slack.state()["connections"]
    handler.connect()
    slack.wait_for(lambda: slack.state()["connections"] > before)
    handler.client.current_session.sock.settimeout(0.1)
    try:
        yield handler
    finally:
        close_soon(handler)


@contextmanager
def an_app(slack: SlackDoors) -> Iterator[App]:
    """A Bolt app to register listeners on, connected already."""
    app = bolt(slack)
    with connected(slack, app):
        yield app
