"""The connection to Slack: who we are, asked once, and the Socket Mode session.

Neither stops the bot from starting: while Slack is away leads are taken in, and both are tried
again in the background. A token that Slack refuses is an OperatorError, since it cures nothing
to try it again.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.kit.errors import OperatorError
from bot.kit.slack import NOT_REACHED, Client, Identity

log = structlog.get_logger(__name__)

TOKEN_REFUSED = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)
SLOWEST_RETRY = 30.0
"""Seconds between two attempts to reach Slack, at most."""


class Introduction:
    """Who the bot is, by one `auth.test`; kept for the life of the process."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._identity: Identity | None = None

    @property
    def known(self) -> bool:
        """Whether Slack has answered already."""
        return self._identity is not None

    def __call__(self) -> Identity:
        """Return who we are, asking Slack if it has not answered yet.

        Raises OperatorError when Slack refuses the token, and the client's own error when Slack
        cannot be reached.
        """
        if self._identity is None:
            with self._lock:
                if self._identity is None:
                    self._identity = self._ask()
        return self._identity

    def _ask(self) -> Identity:
        try:
            answer = self._client.auth_test()
        except SlackApiError as fault:
            error = fault.response.get("error")
            if error in TOKEN_REFUSED:
                raise OperatorError(
                    f"Slack refuses SLACK_BOT_TOKEN ({error}).",
                    cure="Copy the token that begins with xoxb- from OAuth & Permissions.",
                ) from fault
            raise
        return Identity(
            team=answer["team_id"],
            bot_user=answer["user_id"],
            bot_id=answer.get("bot_id", ""),
            app_id=answer.get("app_id", ""),
            url=answer.get("url", ""),
        )


class Socket:
    """The Socket Mode session: connects in the background, reconnects, and says when it did."""

    def __init__(
        self, app: App, *, app_token: str, concurrency: int, on_hello: Callable[[], None]
    ) -> None:
        self._handler = SocketModeHandler(app, app_token=app_token, concurrency=concurrency)
        self._handler.client.on_message_listeners.append(self._heard)
        self._on_hello = on_hello
        self._stopping = threading.Event()
        self._starter = threading.Thread(target=self._connect, name="socket-start", daemon=True)
        self.refused = ""

    def start(self) -> None:
        """Begin to connect; `on_hello` is called at each connection that Slack opened."""
        self._starter.start()

    def stop(self) -> None:
        """Take nothing more in; what is being handled is finished and acknowledged first."""
        self._stopping.set()
        client: Any = self._handler.client
        client.auto_reconnect_enabled = False
        client.closed = True
        if client.message_processor.is_alive():
            client.message_processor.shutdown()
        client.message_workers.shutdown(wait=True)
        session = client.current_session
        if session is not None and session.sock is not None:
            # Otherwise its blocked read keeps the SDK for three seconds more.
            with suppress(OSError):
                session.sock.shutdown(socket.SHUT_RD)
        client.close()

    @property
    def connected(self) -> bool:
        """Whether a session stands."""
        return bool(self._handler.client.is_connected())

    def _connect(self) -> None:
        pause = 0.5
        while not self._stopping.is_set():
            try:
                self._handler.client.connect()
            except SlackApiError as fault:
                self.refused = str(fault.response.get("error"))
                log.warning("socket_refused", error=self.refused, cure="Check SLACK_APP_TOKEN.")
            except NOT_REACHED as fault:
                log.warning("slack_not_reached", error=type(fault).__name__, again_in=pause)
            else:
                self.refused = ""
                return
            self._stopping.wait(pause)
            pause = min(pause * 2, SLOWEST_RETRY)

    def _heard(self, message: str) -> None:
        if '"type":"hello"' in message[:200].replace(" ", ""):
            threading.Thread(target=self._on_hello, name="after-hello", daemon=True).start()
