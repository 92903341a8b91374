"""Bolt, the client, the calls that answer a gesture at once, and the one error handler.

Lasting messages go through the outbox. What is here are the calls that must answer the gesture
itself: `views.*`, ephemeral replies and `response_url`. They are made after the commit and after
the ack, in threads of their own, once, without retries; a lost one costs a repeated click.
"""

import json
import logging
import secrets
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.parse import urlsplit

import structlog
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.kit.blocks import escape
from bot.kit.commands import Commands, Reply
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.listeners import TabledApp
from bot.kit.quiet import Quiet

log = structlog.get_logger(__name__)

CALL_TIMEOUT = 10
"""Seconds one call to Slack may take."""
SLACK_API = "https://slack.com/api/"


Client = WebClient
"""The one kind of client there is; other rooms name it from here."""

NOT_REACHED = (SlackClientError, OSError, HTTPException)
"""What the client raises when Slack is away, says no, or breaks off in the middle of an answer."""


def make_client(token: str, *, api_url: str = SLACK_API, timeout: int = CALL_TIMEOUT) -> Client:
    """Return a client that makes exactly one call.

    The SDK's default retry handler posts again after a lost reply, which is how doubles are born.
    """
    return WebClient(
        token=token, base_url=api_url, timeout=timeout, ssl=_tls_for(api_url), retry_handlers=[]
    )


def for_response_url(url: str) -> WebhookClient:
    """Return what posts to a click's response_url, exactly once."""
    return WebhookClient(url, timeout=CALL_TIMEOUT, ssl=_tls_for(url), retry_handlers=[])


def _tls_for(url: str) -> ssl.SSLContext | None:
    """Return the certificates to check an address by, if it is encrypted.

    Left to itself the SDK reads them all anew for each call: 23 ms of processor time.
    """
    return _certificates() if url.lower().startswith("https:") else None


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, asked once at start (`auth.test`)."""

    team: str
    bot_user: str
    bot_id: str
    app_id: str = ""
    url: str = ""
    """The workspace's address, "https://acme.slack.com/", which links to messages begin with."""


WENT_WRONG = (
    "Something went wrong on our side, and nothing was changed. "
    "Try again; if it stays, tell your operator “{}”."
)


ONE_MOMENT = "One moment, this is being counted …"
Made = TypeVar("Made")


ACKS_GO_FIRST = 0.25
"""Seconds an answer waits at most while acks of others are being made; a trigger lives three."""


class Answers:
    """The direct calls that answer a gesture, made after its ack."""

    def __init__(self, client: WebClient, quiet: Quiet | None = None, *, threads: int = 64) -> None:
        self._client = client
        self._quiet = quiet or Quiet()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self._hosts = {urlsplit(client.base_url).hostname, "hooks.slack.com"}
        self.phrase: Callable[[str], str] = str

    def open(self, gesture: Gesture, view: dict[str, Any] | Callable[[], dict[str, Any]]) -> None:
        """Open a modal, on top of the one the gesture was made in if there is one.

        `view` may be what makes it, which then is built after the ack.
        """
        method = self._client.views_push if gesture.in_modal else self._client.views_open

        def show() -> None:
            made = self._made(view, otherwise=notice) if callable(view) else view
            method(trigger_id=gesture.trigger_id, view=made)

        self._submit(gesture, show)

    def open_later(self, gesture: Gesture, title: str, make: Callable[[], dict[str, Any]]) -> None:
        """Open a modal that may take longer to make than a trigger lives: first one that says so.

        A Refusal raised by `make` is what it says; of anything else the person is told kindly.
        """
        method = self._client.views_push if gesture.in_modal else self._client.views_open

        def show() -> None:
            waits = notice(ONE_MOMENT, title=title)
            opened = method(trigger_id=gesture.trigger_id, view=waits).get("view") or {}
            view = self._made(make, otherwise=lambda sentence: notice(sentence, title=title))
            self._client.views_update(view_id=opened["id"], view=view)

        self._submit(gesture, show)

    def update(self, gesture: Gesture, view: dict[str, Any] | Callable[[], dict[str, Any]]) -> None:
        """Replace the modal the gesture was made in, unless it changed meanwhile.

        `view` may be what makes it, as in `open`.
        """

        def show() -> None:
            made = self._made(view, otherwise=notice) if callable(view) else view
            self._client.views_update(
                view_id=gesture.view_id, hash=gesture.view_hash or None, view=made
            )

        self._submit(gesture, show)

    def publish_home(self, gesture: Gesture, view: dict[str, Any]) -> None:
        """Show the person's App Home tab."""
        self._submit(gesture, lambda: self._client.views_publish(user_id=gesture.user, view=view))

    def privately(self, gesture: Gesture, reply: Reply) -> None:
        """Say something to the person alone, where they are."""
        if gesture.response_url:
            self._submit(gesture, lambda: self._respond(gesture.response_url, reply, replace=False))
        elif gesture.trigger_id:
            self.open(gesture, notice(reply.text))
        elif gesture.channel:
            self._submit(
                gesture,
                lambda: self._client.chat_postEphemeral(
                    channel=gesture.channel,
                    user=gesture.user,
                    text=reply.text,
                    blocks=reply.blocks or None,
                ),
            )

    def later(self, gesture: Gesture, make: Callable[[], Reply], *, replace: bool = False) -> None:
        """Say privately what takes longer to find out than an ack may; it is made after the ack.

        A Refusal raised by `make` is what is said; of anything else the person is told kindly.
        With `replace` it takes the place of the private message whose button was clicked.
        """

        def say() -> None:
            reply = self._made(make, otherwise=Reply)
            here = replace and gesture.on_private
            self._respond(gesture.response_url, reply, replace=here)

        self._submit(gesture, say)

    def _made(self, make: Callable[[], Made], *, otherwise: Callable[[str], Made]) -> Made:
        """Return what is made, or what says in mrkdwn why there is none."""
        try:
            return make()
        except Refusal as refusal:
            return otherwise(escape(self.phrase(refusal.sentence)))
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("answer_failed", reference=reference)
            return otherwise(WENT_WRONG.format(reference))

    def files(self, gesture: Gesture, words: str, make: Callable[[], dict[str, str]]) -> None:
        """Give the person files as a direct message: `make` returns their contents by name.

        That there are none, or that Slack did not take them, the person is told where they asked.
        """

        def send() -> None:
            try:
                share(make())
            except Exception as fault:  # noqa: BLE001 - told to the person, and logged
                log.warning("files_not_taken", error=type(fault).__name__)
                sorry = "The files could not be sent. Try again; your operator can export them too."
                self._respond(gesture.response_url, Reply(sorry), replace=False)

        def share(contents: dict[str, str]) -> None:
            if not contents:
                nothing = Reply("There are no rows to give.")
                self._respond(gesture.response_url, nothing, replace=False)
                return
            direct = self._client.conversations_open(users=[gesture.user]).get("channel") or {}
            self._client.files_upload_v2(
                channel=direct["id"],
                initial_comment=words,
                file_uploads=[
                    {"filename": name, "title": name, "content": content}
                    for name, content in contents.items()
                ],
            )

        self._submit(gesture, send)

    def replace(self, gesture: Gesture, reply: Reply) -> None:
        """Replace the private message whose button was clicked.

        On a message that others see, whose posting is not recorded yet, it is said beside it.
        """
        self._submit(
            gesture,
            lambda: self._respond(gesture.response_url, reply, replace=gesture.on_private),
        )

    def close(self) -> None:
        """Finish what was begun."""
        self._threads.shutdown(wait=True)

    def _respond(self, url: str, reply: Reply, *, replace: bool) -> None:
        if urlsplit(url).hostname not in self._hosts:
            log.warning("response_url_of_another_host")
            return
        body: dict[str, Any] = {
            "text": reply.text,
            "response_type": "ephemeral",
            "replace_original": replace,
        }
        client = for_response_url(url)
        # Refused for its blocks (a chart, say), it is shown once more without what was refused.
        for blocks in [reply.blocks, *([reply.fallback_blocks] if reply.fallback_blocks else [])]:
            answer = client.send_dict({**body, "blocks": blocks} if blocks else body)
            if answer.status_code == 200:
                return
            log.warning("answer_not_taken", status=answer.status_code)
            if "blocks" not in answer.body:
                return

    def _submit(self, gesture: Gesture, call: Callable[[], object]) -> None:
        self._threads.submit(self._make, gesture.kind, call)

    def _make(self, kind: str, call: Callable[[], object]) -> None:
        self._quiet.wait(ACKS_GO_FIRST)
        try:
            call()
        except SlackApiError as fault:
            log.warning("answer_refused", gesture=kind, error=fault.response.get("error"))
        except Exception as fault:  # noqa: BLE001 - a lost answer costs a repeated click, no more
            log.warning("answer_lost", gesture=kind, error=type(fault).__name__)


def notice(sentence: str, *, title: str = "Just so you know") -> dict[str, Any]:
    """Return a modal that says one sentence (mrkdwn, escaped by the caller)."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": sentence, "verbatim": True},
            }
        ],
    }


def make_app(
    client: WebClient,
    answers: Answers,
    identity: Callable[[], Identity],
    *,
    phrase: Callable[[str], str] = str,
    quiet: Quiet | None = None,
) -> App:
    """Return the Bolt app: requests are verified by the gate, authorised once at start.

    `phrase` has the last word on a refusal's sentence: `Commands.as_typed` puts the prefix in.
    `quiet` is told of every gesture.
    """
    answers.phrase = phrase

    def authorize() -> AuthorizeResult:
        me = identity()
        return AuthorizeResult(
            enterprise_id=None,
            team_id=me.team,
            bot_user_id=me.bot_user,
            bot_id=me.bot_id,
            bot_token=client.token,
        )

    app: App = TabledApp(
        quiet or Quiet(),
        name="smarketing",  # or Bolt looks for it in every module that is loaded: 50 ms
        client=client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=True,
        ignoring_self_events_enabled=True,
        attaching_conversation_kwargs_enabled=False,
        token_verification_enabled=False,
        logger=logging.getLogger("slack_bolt"),
    )

    @app.event("app_uninstalled")
    @app.event("tokens_revoked")
    def _shown_out(body: dict[str, Any]) -> None:
        log.error(
            body["event"]["type"],
            cure="Reinstall the app and set SLACK_BOT_TOKEN anew; leads are kept until then.",
        )

    @app.error
    def _answer_error(error: Exception, request: BoltRequest) -> BoltResponse:
        return answer_error(answers, error, dict(request.body), phrase=phrase)

    return app


def answer_commands(app: App, commands: Commands) -> None:
    """Have Bolt hand every registered command to `commands`; call it when all rooms are in.

    What is said to the person travels in the ack itself.
    """
    for command in commands.known():
        app.command(commands.name(command))(_answerer(commands, command))


def _answerer(commands: Commands, command: str) -> Callable[..., None]:
    def answer(ack: Ack, body: dict[str, Any]) -> None:
        reply = commands.run(command, read_gesture(body))
        if reply is None:
            ack()
        else:
            ack(text=reply.text, blocks=reply.blocks or None, response_type="ephemeral")

    return answer


def answer_error(
    answers: Answers,
    error: Exception,
    body: dict[str, Any],
    *,
    phrase: Callable[[str], str] = str,
) -> BoltResponse:
    """Tell the person what a raised error means to them, wherever they made the gesture.

    A Refusal is their answer and is acknowledged. Anything else is logged under a reference that
    the person is given; an event then stays unacknowledged, so that Slack sends it again.
    """
    if body.get("type") == "event_callback":
        if isinstance(error, Refusal):
            return BoltResponse(status=200, body="")
        log.error("event_failed", kind=body.get("event", {}).get("type"), exc_info=error)
        return BoltResponse(status=500, body="")
    gesture = read_gesture(body)
    if isinstance(error, Refusal):
        sentence = phrase(error.sentence)
    else:
        reference = secrets.token_hex(4)
        log.error("gesture_failed", gesture=gesture.kind, reference=reference, exc_info=error)
        sentence = WENT_WRONG.format(reference)
    if gesture.kind == "command":
        return BoltResponse(status=200, body=_ephemeral(escape(sentence)))
    if gesture.kind == "submit":
        update = {"response_action": "update", "view": notice(escape(sentence))}
        return BoltResponse(status=200, body=json.dumps(update), headers=_JSON)
    answers.privately(gesture, Reply(escape(sentence)))
    return BoltResponse(status=200, body="")


_JSON: dict[str, str | Sequence[str]] = {"content-type": ["application/json"]}


def _ephemeral(text: str) -> dict[str, Any]:
    return {"response_type": "ephemeral", "text": text}
