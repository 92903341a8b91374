"""`users.*`: who is here."""

from fakeslack.api.call import Call, Json
from fakeslack.api.paging import next_page, page
from fakeslack.api.table import Method
from fakeslack.errors import SlackError, missing


def info(call: Call) -> Json:
    if not call.args.has("user"):
        raise SlackError("user_not_found")
    return {"user": call.show_user(call.person(call.args.text("user")))}


def list_users(call: Call) -> Json:
    rows = page(call, list(call.workspace.people.values()), default=1000)
    return {
        "members": [call.show_user(person) for person in rows],
        "cache_ts": int(call.workspace.stamps.next().partition(".")[0]),
        **next_page(call),
    }


def lookup_by_email(call: Call) -> Json:
    """`users_not_found` for strangers, bots and the gone as well as for unknown addresses."""
    if not call.args.has("email"):
        raise missing("email")
    person = call.workspace.person_by_email(call.args.text("email"))
    if person is None or person.deleted or person.bot or person.stranger_team:
        raise SlackError("users_not_found")
    return {"user": call.show_user(person)}


def conversations(call: Call) -> Json:
    wanted = call.args.text("user") or call.workspace.bot
    call.person(wanted)
    rows = [
        channel
        for channel in call.workspace.channels.values()
        if wanted in channel.members and call.find_channel(channel.id) and not channel.im
    ]
    return {"channels": [call.show_channel(row) for row in page(call, rows)], **next_page(call)}


METHODS = [
    Method("users.info", info, ("users:read",), tier=4, limits="no include_locale"),
    Method("users.list", list_users, ("users:read",), tier=2, limits="no include_locale"),
    Method("users.lookupByEmail", lookup_by_email, ("users:read.email",)),
    Method(
        "users.conversations",
        conversations,
        ("channels:read", "groups:read", "mpim:read", "im:read"),
        limits="no DMs; types and exclude_archived are not read",
    ),
    Method("users.getPresence", None, ("users:read",)),
    Method("users.profile.get", None, ("users.profile:read",), tier=4),
    Method("users.profile.set", None, ("users.profile:write",)),
    Method("users.setPresence", None, ("users:write",), tier=2),
]
