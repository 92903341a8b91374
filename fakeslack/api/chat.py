"""`chat.*`: what the app says."""

from typing import Any

from fakeslack import happenings
from fakeslack.api.call import Call, Json
from fakeslack.api.content import TEXT_CUT, attachments_in, blocks_in, metadata_in
from fakeslack.api.table import Method
from fakeslack.channels import Channel
from fakeslack.errors import SlackError
from fakeslack.messages import Message

UPDATE_LIMIT = 4_000
MARKDOWN_LIMIT = 12_000


def post_message(call: Call) -> Json:
    channel = _where(call)
    text, blocks, attachments = _what(call)
    metadata = metadata_in(call.args)
    thread_ts = _thread(call, channel)
    message = happenings.from_app(
        call.slack,
        channel,
        text,
        blocks=blocks or [],
        attachments=attachments or [],
        metadata=metadata or None,
        thread_ts=thread_ts,
        broadcast=bool(thread_ts) and call.args.flag("reply_broadcast"),
    )
    happenings.post(call.slack, channel, message)
    call.stored_ts = message.ts
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": call.workspace.show_message(message, metadata=True),
    }


def post_ephemeral(call: Call) -> Json:
    """In a thread without replies the answer is ok and nobody sees anything.

    https://docs.slack.dev/reference/methods/chat.postEphemeral, under `thread_ts`.
    """
    channel = _where(call)
    if not call.args.has("user"):
        raise SlackError("no_user")
    person = call.args.text("user")
    if person not in call.workspace.people or person not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks, _ = _what(call, ephemeral=True)
    thread_ts = _thread(call, channel)
    if thread_ts and not channel.messages[thread_ts].replies:
        return {"message_ts": call.workspace.stamps.next()}
    message = happenings.whisper(
        call.slack, channel, person, text, blocks=blocks, thread_ts=thread_ts
    )
    call.stored_ts = message.ts
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Text without blocks takes the blocks away; blocks without text leave the text.

    https://docs.slack.dev/reference/methods/chat.update
    """
    channel = _named(call)
    message = _own(call, channel, "cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    if len(call.args.text("text")) > UPDATE_LIMIT:
        raise SlackError("msg_too_long")
    blocks, attachments = blocks_in(call.args), attachments_in(call.args)
    metadata = metadata_in(call.args)
    has_text = call.args.has("text")
    if not has_text and blocks is None and attachments is None and metadata is None:
        raise SlackError("no_text")
    if not has_text and blocks == [] and not message.text and not message.attachments:
        raise SlackError("no_text")
    if has_text and blocks is None:
        blocks = []
    if attachments is not None:
        message.attachments = attachments
    if metadata is not None:
        message.metadata = metadata or None
    text = call.args.text("text") if has_text else None
    happenings.edit(call.slack, channel, message, text=text, blocks=blocks)
    call.stored_ts = message.ts
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": call.workspace.show_message(message, metadata=True),
    }


def delete(call: Call) -> Json:
    channel = _named(call)
    message = _own(call, channel, "cant_delete_message")
    happenings.erase(call.slack, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.args.required("message_ts")
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError("message_not_found")
    link = f"https://{call.workspace.team.domain}.slack.com/archives/{channel.id}"
    link += f"/p{ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _named(call: Call) -> Channel:
    """For what is there already: a DM goes by its own id, not by the person's."""
    channel = call.find_channel(call.args.text("channel"))
    if channel is None:
        raise SlackError("channel_not_found")
    return channel


def _where(call: Call) -> Channel:
    """Where to post: a channel the bot is in, `#name`, or a person, whose DM it then is."""
    wanted = call.args.text("channel")
    person = call.workspace.people.get(wanted)
    channel = call.find_channel(wanted)
    if channel is None and wanted.startswith("#"):
        named = call.workspace.channel_by_name(wanted[1:])
        channel = call.find_channel(named.id) if named else None
    if channel is None and person and not person.bot:
        channel = call.workspace.open_dm(person.id)
    if channel is None:
        raise SlackError("channel_not_found")
    if channel.archived:
        raise SlackError("is_archived")
    anywhere = (
        call.method == "chat.postMessage" and "chat:write.public" in call.workspace.app.scopes
    )
    if call.workspace.bot not in channel.members and not anywhere:
        raise SlackError("not_in_channel")
    return channel


def _what(
    call: Call, *, ephemeral: bool = False
) -> tuple[str, list[dict[str, Any]] | None, list[dict[str, Any]] | None]:
    blocks = blocks_in(call.args, ephemeral=ephemeral)
    attachments = attachments_in(call.args)
    text = call.args.text("text")
    if call.args.has("markdown_text"):
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        text = call.args.text("markdown_text")
        if len(text) > MARKDOWN_LIMIT:
            raise SlackError("msg_too_long")
    if not text.strip() and not blocks and not attachments:
        raise SlackError("no_text")
    if len(text) > TEXT_CUT:
        text = text[:TEXT_CUT]
        call.warnings.append("message_truncated")
    return text, blocks, attachments


def _thread(call: Call, channel: Channel) -> str:
    """The thread's parent; a reply's `ts` leads to the thread it stands in."""
    ts = call.args.text("thread_ts")
    if not ts:
        return ""
    parent = channel.messages.get(ts)
    if parent is None or parent.deleted:
        raise SlackError("thread_not_found")
    return parent.thread_ts if parent.is_reply else parent.ts


def _own(call: Call, channel: Channel, refusal: str) -> Message:
    message = channel.messages.get(call.args.text("ts"))
    if message is None or message.deleted:
        raise SlackError("message_not_found")
    if message.user != call.workspace.bot:
        raise SlackError(refusal)
    return message


METHODS = [
    Method(
        "chat.postMessage",
        post_message,
        ("chat:write",),
        tier=0,
        limits="no markdown_text rendering, unfurling, link_names, parse, username or icons",
    ),
    Method("chat.postEphemeral", post_ephemeral, ("chat:write",), tier=4, limits="no attachments"),
    Method("chat.update", update, ("chat:write",), limits="no file_ids, parse or link_names"),
    Method("chat.delete", delete, ("chat:write",)),
    Method("chat.getPermalink", get_permalink, tier=0),
    Method("chat.scheduleMessage", None, ("chat:write",)),
    Method("chat.deleteScheduledMessage", None, ("chat:write",)),
    Method("chat.scheduledMessages.list", None),
    Method("chat.meMessage", None, ("chat:write",)),
    Method("chat.unfurl", None, ("links:write",)),
]
