"""`conversations.*`: channels, who is in them and what was said."""

from fakeslack import happenings
from fakeslack.api.call import Call, Json
from fakeslack.api.paging import cursor_for, next_page, page, read_cursor, read_limit
from fakeslack.api.table import Method
from fakeslack.channels import FAR, Channel, before, page_of
from fakeslack.errors import SlackError, missing
from fakeslack.messages import Message
from fakeslack.stamps import normal, spell

HISTORY_SCOPES = ("channels:history", "groups:history", "mpim:history", "im:history")
READ_SCOPES = ("channels:read", "groups:read", "mpim:read", "im:read")
KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def list_channels(call: Call) -> Json:
    """Private channels and DMs show only where the bot is a member."""
    kinds = call.args.words("types") or ["public_channel"]
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise SlackError("invalid_types")
    for kind in kinds:
        call.need_scope(f"{KINDS[kind]}:read")
    wanted = {KINDS[kind] for kind in kinds}
    skip_archived = call.args.flag("exclude_archived")
    rows = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in wanted
        and call.find_channel(channel.id)
        and not (skip_archived and channel.archived)
    ]
    shown = [_listed(call, channel) for channel in page(call, rows, most=1000)]
    return {"channels": shown, **next_page(call)}


def _listed(call: Call, channel: Channel) -> Json:
    return call.show_channel(channel) | {"num_members": len(channel.members)}


def info(call: Call) -> Json:
    channel = call.channel("read")
    shown = call.show_channel(channel)
    if call.args.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def members(call: Call) -> Json:
    channel = call.channel("read")
    return {"members": page(call, channel.members), **next_page(call)}


def _readable(call: Call) -> Channel:
    channel = call.channel("history")
    if call.workspace.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _between(call: Call) -> tuple[str, str, bool]:
    oldest, latest = normal(call.args.text("oldest", "0")), FAR
    if call.args.has("latest"):
        latest = normal(call.args.text("latest")) or ""
    if not oldest:
        raise SlackError("invalid_ts_oldest")
    if not latest:
        raise SlackError("invalid_ts_latest")
    return oldest, latest, call.args.flag("inclusive")


def _unlagged(call: Call, stamps: list[str]) -> list[str]:
    """History that lags does not show the last seconds yet."""
    if not call.lag:
        return stamps
    seen_until = before(call.workspace.stamps.next(), call.lag)
    return page_of(
        stamps,
        oldest="",
        latest=seen_until,
        inclusive=True,
        limit=len(stamps),
        newest_first=False,
    )[0]


def _show(call: Call, message: Message) -> Json:
    return call.workspace.show_message(message, metadata=call.args.flag("include_all_metadata"))


def history(call: Call) -> Json:
    """Newest first, without thread replies: https://docs.slack.dev/reference/methods/conversations.history."""
    channel = _readable(call)
    oldest, latest, inclusive = _between(call)
    limit = read_limit(call, 100, 999)
    resume = read_cursor(call, "next_ts")
    if resume:
        latest, inclusive = spell_from_cursor(resume), True
    stamps, more = page_of(
        _unlagged(call, channel.timeline),
        oldest=oldest,
        latest=latest,
        inclusive=inclusive,
        limit=limit,
        newest_first=True,
    )
    answer: Json = {
        "messages": [_show(call, channel.messages[ts]) for ts in stamps],
        "has_more": more,
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    if more:
        # The next page begins just below this one's last message, inclusive.
        below = before(stamps[-1], 0.000001).replace(".", "")
        answer["response_metadata"] = {"next_cursor": cursor_for("next_ts", below)}
    return answer


def spell_from_cursor(digits: str) -> str:
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise SlackError("invalid_cursor")
    return spell(int(digits))


def replies(call: Call) -> Json:
    """The parent, then its replies oldest first; the parent leads each page, as in Slack."""
    channel = _readable(call)
    wanted = channel.messages.get(call.args.required("ts"))
    if wanted is None:
        raise SlackError("thread_not_found")
    parent = channel.messages[wanted.thread_ts] if wanted.is_reply else wanted
    oldest, latest, inclusive = _between(call)
    limit = read_limit(call, 1000, 1000)
    resume = read_cursor(call, "next_ts")
    if resume:
        oldest, inclusive = spell_from_cursor(resume), True
    stamps, more = page_of(
        _unlagged(call, parent.replies),
        oldest=oldest,
        latest=latest,
        inclusive=inclusive,
        limit=max(1, limit - 1),
        newest_first=False,
    )
    shown = [_show(call, parent)]
    shown += [_show(call, channel.messages[ts]) | {"parent_user_id": parent.user} for ts in stamps]
    answer: Json = {"messages": shown, "has_more": more}
    if more:
        after = before(stamps[-1], -0.000001).replace(".", "")
        answer["response_metadata"] = {"next_cursor": cursor_for("next_ts", after)}
    return answer


def open_dm(call: Call) -> Json:
    """One person's DM with the app; several people at once are not held here."""
    people = call.args.words("users")
    if not people and call.args.has("channel"):
        channel = call.find_channel(call.args.text("channel"))
        if channel is None or not channel.im:
            raise SlackError("channel_not_found")
        return {"no_op": True, "already_open": True, "channel": _opened(call, channel)}
    if not people:
        raise SlackError("users_list_not_supplied")
    if len(people) > 1:
        raise SlackError("too_many_users")
    person = call.person(people[0])
    if person.bot:
        raise SlackError("cannot_dm_bot")
    if person.deleted:
        raise SlackError("user_disabled")
    known = call.workspace.dm_with(person.id)
    channel = call.workspace.open_dm(person.id)
    if known:
        return {"no_op": True, "already_open": True, "channel": _opened(call, channel)}
    call.slack.touched()
    return {"channel": _opened(call, channel)}


def _opened(call: Call, channel: Channel) -> Json:
    return call.show_channel(channel) if call.args.flag("return_im") else {"id": channel.id}


def join(call: Call) -> Json:
    channel = call.channel()
    if channel.im:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    if not happenings.join(call.slack, channel, call.workspace.bot):
        return {"channel": call.show_channel(channel), "warning": "already_in_channel"}
    return {"channel": call.show_channel(channel)}


def leave(call: Call) -> Json:
    channel = call.channel()
    if not happenings.leave(call.slack, channel, call.workspace.bot, call.workspace.bot):
        return {"not_in_channel": True}
    return {}


def invite(call: Call) -> Json:
    channel = call.channel()
    people = call.args.words("users")
    if not people:
        raise missing("users")
    if call.workspace.bot not in channel.members:
        raise SlackError("not_in_channel")
    for person in people:
        call.person(person)
    for person in people:
        if not happenings.join(call.slack, channel, person, call.workspace.bot):
            raise SlackError("already_in_channel")
    return {"channel": call.show_channel(channel)}


METHODS = [
    Method("conversations.list", list_channels, READ_SCOPES, tier=2, limits="no group DMs (mpim)"),
    Method("conversations.info", info, READ_SCOPES, limits="no include_locale"),
    Method("conversations.members", members, READ_SCOPES, tier=4),
    Method("conversations.history", history, HISTORY_SCOPES, limits="pin_count is always 0"),
    Method("conversations.replies", replies, HISTORY_SCOPES),
    Method("conversations.open", open_dm, ("im:write",), limits="one person, no group DMs"),
    Method("conversations.join", join, ("channels:join",)),
    Method("conversations.leave", leave, ("channels:manage", "groups:write")),
    Method("conversations.invite", invite, ("channels:manage", "groups:write")),
    Method("conversations.create", None, ("channels:manage", "groups:write"), tier=2),
    Method("conversations.archive", None, ("channels:manage", "groups:write"), tier=2),
    Method("conversations.unarchive", None, ("channels:manage", "groups:write"), tier=2),
    Method("conversations.rename", None, ("channels:manage", "groups:write"), tier=2),
    Method("conversations.setTopic", None, ("channels:manage", "groups:write"), tier=2),
    Method("conversations.setPurpose", None, ("channels:manage", "groups:write"), tier=2),
    Method("conversations.kick", None, ("channels:manage", "groups:write")),
    Method("conversations.close", None, ("im:write",), tier=2),
    Method("conversations.mark", None, ("im:write",)),
]
