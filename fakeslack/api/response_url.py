"""`POST /response/<token>`: answering a gesture later, without a token of the app.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from fakeslack import happenings, jsons, weather
from fakeslack.api.arguments import Arguments
from fakeslack.api.content import TEXT_CUT, attachments_in, blocks_in
from fakeslack.channels import Channel
from fakeslack.errors import SlackError
from fakeslack.messages import Message

if TYPE_CHECKING:
    from fakeslack.slack import Slack

NAME = "response_url"


class ResponseUrl:
    """An ASGI endpoint. Refusals are 404, as Slack's `used_url` and `expired_url` are."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        slack = self._slack
        wire = weather.Wire(slack, scope, receive, send)
        fault = slack.faults.meet(NAME)
        if fault and weather.breaks_before(fault):
            gone = {"ok": False, "error": "connection_reset"}
            slack.calls.add(NAME, {}, status=0, answer=gone, fault=fault.fault)
            await wire.reset()
            return
        args, stored_ts = Arguments({}), ""
        refusal = weather.refusal(fault)
        if refusal:
            reply = refusal
        else:
            try:
                args = _read(await request.body(), request.headers.get("content-type", ""))
                refused = fault.error if fault and fault.fault == "error" else ""
                stored_ts = self._answer(request.path_params["token"], args, refused)
                reply = weather.Reply(200, {"ok": True})
            except SlackError as no:
                reply = weather.Reply(404 if no.code.endswith("_url") else 400, no.body())
        slack.calls.add(
            NAME,
            args.raw,
            status=reply.status,
            answer=reply.body,
            fault=fault.fault if fault else "",
            stored_ts=stored_ts,
        )
        await wire.answer(reply, fault)

    def _answer(self, token: str, args: Arguments, refused: str) -> str:
        slack = self._slack
        if refused:
            raise SlackError(refused)
        reach = slack.response_urls.use(token)
        channel = slack.workspace.channels.get(reach.channel)
        if channel is None:
            raise SlackError("channel_not_found")
        original = slack.workspace.message(channel.id, reach.message_ts)
        if args.flag("delete_original"):
            if original is None or original.deleted:
                raise SlackError("message_not_found")
            self._delete(channel, original)
            return original.ts
        replacing = original if args.flag("replace_original") else None
        private = bool(replacing.only_for) if replacing else not _in_channel(args)
        blocks = blocks_in(args, ephemeral=private)
        text = args.text("text")[:TEXT_CUT]
        if not text.strip() and not blocks and not attachments_in(args):
            raise SlackError("no_text")
        if replacing is not None:
            if replacing.deleted:
                raise SlackError("message_not_found")
            self._replace(channel, replacing, text, blocks or [])
            return replacing.ts
        thread_ts = _thread(channel, original, args)
        if not private:
            message = happenings.from_app(
                slack, channel, text, blocks=blocks or [], thread_ts=thread_ts
            )
            happenings.post(slack, channel, message)
            return message.ts
        return happenings.whisper(
            slack, channel, reach.person, text, blocks=blocks, thread_ts=thread_ts
        ).ts

    def _delete(self, channel: Channel, message: Message) -> None:
        if message.only_for:
            del self._slack.workspace.ephemerals[message.ts]
            self._slack.live.tell(
                "message_deleted", [message.only_for], channel=channel.id, ts=message.ts
            )
        else:
            happenings.erase(self._slack, channel, message)

    def _replace(
        self, channel: Channel, message: Message, text: str, blocks: list[dict[str, Any]]
    ) -> None:
        if message.only_for:
            message.change(text=text, blocks=blocks)
            self._slack.live.tell(
                "message_changed", [message.only_for], channel=channel.id, ts=message.ts
            )
        else:
            happenings.edit(self._slack, channel, message, text=text, blocks=blocks)


def _thread(channel: Channel, original: Message | None, args: Arguments) -> str:
    """The thread asked for, or the one the pressed message stands in."""
    thread_ts = args.text("thread_ts")
    if not thread_ts and original and original.is_reply:
        thread_ts = original.thread_ts
    return thread_ts if thread_ts in channel.messages else ""


def _in_channel(args: Arguments) -> bool:
    return args.text("response_type") == "in_channel"


def _read(body: bytes, content_type: str) -> Arguments:
    """JSON, whatever the header says, or a form with the JSON in `payload`."""
    if "urlencoded" in content_type:
        body = parse_qs(body.decode("utf-8", "replace")).get("payload", [""])[0].encode()
    try:
        found = jsons.read(body)
    except ValueError as fault:
        raise SlackError("invalid_payload") from fault
    if not isinstance(found, dict):
        raise SlackError("invalid_payload")
    return Arguments(found)
