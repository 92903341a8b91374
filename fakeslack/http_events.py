"""Delivery over HTTP: signed requests to the app's own address, with Slack's retries.

https://docs.slack.dev/apis/events-api/using-http-request-urls and
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import secrets
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fakeslack.delivery import BAD_ANSWER, PATIENCE, TIMEOUT, UNREACHED, Answer, Kind
from fakeslack.http_client import ConnectionFailedError, HttpClient, Reply

if TYPE_CHECKING:
    from fakeslack.slack import Slack

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
VERIFY_EVERY = 0.2


class HttpDelivery:
    """Events one after the other in their order; what a person waits for, at once."""

    def __init__(self, slack: "Slack", url: str) -> None:
        self._slack = slack
        self._client = HttpClient(url)
        self._tasks: set[asyncio.Task[None]] = set()
        self.verified = asyncio.Event()

    async def verify(self) -> None:
        """Repeats the `url_verification` challenge until the app has answered it."""
        while not self.verified.is_set():
            challenge = secrets.token_hex(24)
            body = {
                "token": self._slack.workspace.app.verification_token,
                "challenge": challenge,
                "type": "url_verification",
            }
            reply, _ = await self._post("url_verification", JSON, json.dumps(body), body)
            if reply and reply.status == 200 and _challenge_in(reply) == challenge:
                self.verified.set()
                return
            await asyncio.sleep(VERIFY_EVERY)

    async def send_event(self, envelope: dict[str, Any], born: float) -> None:
        left = born + PATIENCE * self._slack.settings.ack_seconds - time.monotonic()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, left)):
                await self.verified.wait()
        if not self.verified.is_set():
            self._slack.record_traffic("lost", "events_api", envelope)
            return
        reply, reason = await self._post("events_api", JSON, json.dumps(envelope), envelope)
        if reply and 200 <= reply.status < 300:
            return
        if reply and reply.headers.get("x-slack-no-retry") == "1":
            return
        self._try_again(envelope, reason)

    def _try_again(self, envelope: dict[str, Any], reason: str) -> None:
        task = asyncio.create_task(self._retry(envelope, reason))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _retry(self, envelope: dict[str, Any], reason: str) -> None:
        text = json.dumps(envelope)
        for number, wait in enumerate(self._slack.settings.retry_seconds, start=1):
            await asyncio.sleep(wait)
            extra = {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason}
            reply, reason = await self._post("events_api", JSON, text, envelope, extra)
            if reply and 200 <= reply.status < 300:
                return
            if reply and reply.headers.get("x-slack-no-retry") == "1":
                return
        self._slack.record_traffic("lost", "events_api", envelope)

    async def ask(self, kind: Kind, payload: dict[str, Any]) -> Answer:
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        text = urlencode(form, errors="replace")
        reply, reason = await self._post(kind, FORM, text, payload)
        if reply is None:
            return Answer(failure=TIMEOUT if reason == "http_timeout" else UNREACHED)
        if not 200 <= reply.status < 300:
            return Answer(failure=UNREACHED)
        return _answer(reply)

    async def _post(
        self,
        kind: str,
        content_type: str,
        text: str,
        payload: dict[str, Any],
        extra: dict[str, str] | None = None,
    ) -> tuple[Reply | None, str]:
        """The reply, or why there is none (Slack's own words for `x-slack-retry-reason`)."""
        body = text.encode()
        self._slack.record_traffic("out", kind, payload | ({"headers": extra} if extra else {}))
        headers = {"Content-Type": content_type, "Accept": "*/*"} | self._signed(body)
        try:
            async with asyncio.timeout(self._slack.settings.ack_seconds):
                reply = await self._client.post(body, headers | (extra or {}))
        except TimeoutError:
            self._slack.record_traffic("in", "http", {"error": "http_timeout"})
            return None, "http_timeout"
        except ConnectionFailedError as fault:
            if kind != "url_verification":
                self._slack.record_traffic("in", "http", {"error": str(fault)})
            return None, "connection_failed"
        shown = reply.body.decode("utf-8", "replace")[:4_000]
        self._slack.record_traffic("in", "http", {"status": reply.status, "body": shown})
        return reply, "http_error"

    def _signed(self, body: bytes) -> dict[str, str]:
        at = str(int(time.time()))
        secret = self._slack.workspace.app.signing_secret.encode()
        digest = hmac.new(secret, f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
        return {
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": f"v0={digest}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()


def _challenge_in(reply: Reply) -> str:
    """Slack takes the challenge as plain text, as a form or as JSON."""
    text = reply.body.decode("utf-8", "replace").strip()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text.removeprefix("challenge=")
    return str(found.get("challenge")) if isinstance(found, dict) else text


def _answer(reply: Reply) -> Answer:
    text = reply.body.decode("utf-8", "replace")
    if not text.strip():
        return Answer()
    if "json" not in reply.headers.get("content-type", ""):
        return Answer(body=text)
    try:
        return Answer(body=json.loads(text))
    except (ValueError, RecursionError):
        return Answer(failure=BAD_ANSWER)
