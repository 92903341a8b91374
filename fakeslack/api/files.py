"""`files.*`: the three steps of an upload, and what is known of a file."""

import time

from fakeslack import happenings
from fakeslack.api.call import Call, Json
from fakeslack.api.paging import next_page
from fakeslack.api.table import Method
from fakeslack.errors import SlackError, missing
from fakeslack.stamps import new_id
from fakeslack.uploads import StoredFile, mimetype_of

LIMIT = 1_000_000_000


def get_upload_url(call: Call) -> Json:
    if not call.args.has("filename"):
        raise missing("filename")
    length = call.args.whole("length", 0)
    if not 0 < length <= LIMIT:
        raise SlackError(
            "invalid_arguments", messages=["[ERROR] must be greater than 0 [json-pointer:/length]"]
        )
    name = call.args.text("filename")
    stored = StoredFile(
        id=new_id("F"),
        name=name,
        user=call.workspace.bot,
        created=int(time.time()),
        base=call.slack.base_url,
        mimetype=mimetype_of(name),
        promised=length,
    )
    call.workspace.files[stored.id] = stored
    return {"upload_url": f"{call.slack.base_url}/upload/{stored.ticket}", "file_id": stored.id}


def complete_upload(call: Call) -> Json:
    """Shares what was uploaded; each file must have been sent to its address first."""
    try:
        rows = call.args.json("files")
    except ValueError as fault:
        raise SlackError("invalid_arguments") from fault
    if not isinstance(rows, list) or not rows:
        raise missing("files")
    done = []
    for row in rows:
        stored = call.workspace.files.get(str(row.get("id"))) if isinstance(row, dict) else None
        if stored is None or not stored.received or stored.done:
            raise SlackError("file_not_found")
        done.append((stored, str(row.get("title") or stored.name)))
    channel_ids = call.args.words("channels") or call.args.words("channel_id")
    channels = [call.find_channel(channel_id) for channel_id in channel_ids]
    if any(channel is None for channel in channels):
        raise SlackError("channel_not_found")
    if any(channel and call.workspace.bot not in channel.members for channel in channels):
        raise SlackError("not_in_channel")
    for stored, title in done:
        stored.done, stored.title, stored.channels = True, title, channel_ids
    names = [stored.id for stored, _ in done]
    for channel in channels:
        if channel is None:
            continue
        thread_ts = call.args.text("thread_ts")
        message = happenings.from_app(
            call.slack,
            channel,
            call.args.text("initial_comment"),
            files=names,
            thread_ts=thread_ts if thread_ts in channel.messages else "",
        )
        happenings.post(call.slack, channel, message)
        happenings.file_shared(call.slack, channel, message)
        call.stored_ts = message.ts
    call.slack.touched()
    return {"files": [stored.as_json() for stored, _ in done]}


def info(call: Call) -> Json:
    stored = call.workspace.files.get(call.args.required("file"))
    if stored is None or not stored.done:
        raise SlackError("file_not_found")
    return {"file": stored.as_json(), "comments": [], **next_page(call)}


def delete(call: Call) -> Json:
    stored = call.workspace.files.get(call.args.required("file"))
    if stored is None:
        raise SlackError("file_not_found")
    if stored.user != call.workspace.bot:
        raise SlackError("cant_delete_file")
    del call.workspace.files[stored.id]
    call.slack.touched()
    return {}


METHODS = [
    Method("files.getUploadURLExternal", get_upload_url, ("files:write",), tier=4),
    Method(
        "files.completeUploadExternal",
        complete_upload,
        ("files:write",),
        tier=4,
        limits="no blocks",
    ),
    Method("files.info", info, ("files:read",), tier=4, limits="no comments"),
    Method("files.delete", delete, ("files:write",)),
    Method("files.list", None, ("files:read",)),
    Method("files.upload", None, ("files:write",), tier=2),
]
