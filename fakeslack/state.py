"""`GET /state`: everything this workspace remembers, for tests and for the file it is kept in."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fakeslack import modals

if TYPE_CHECKING:
    from fakeslack.slack import Slack

Json = dict[str, Any]


def everything(slack: "Slack") -> Json:
    """Readable and whole: messages with their metadata and every reacting user."""
    workspace = slack.workspace
    app = workspace.app
    return {
        "team": asdict(workspace.team),
        "app": {
            "id": app.id,
            "name": app.name,
            "bot_user_id": app.bot_user_id,
            "scopes": sorted(app.scopes),
            "events": None if app.events is None else sorted(app.events),
            "dead": app.dead,
            "commands": sorted(app.commands),
            "shortcuts": sorted(app.shortcuts),
        },
        "people": {one.id: asdict(one) for one in workspace.people.values()},
        "channels": {
            channel.id: {
                "id": channel.id,
                "name": channel.name,
                "members": channel.members,
                "private": channel.private,
                "im": channel.im,
                "ext_shared": channel.ext_shared,
                "archived": channel.archived,
                "messages": [
                    workspace.show_message(message, metadata=True, full_reactions=True)
                    for message in sorted(channel.messages.values(), key=lambda one: one.ts)
                ],
            }
            for channel in workspace.channels.values()
        },
        "ephemerals": [
            message.as_json() | {"channel": message.channel, "only_for": message.only_for}
            for message in workspace.ephemerals.values()
        ],
        "modals": {
            person: [modals.show(slack, workspace.views[view_id]) for view_id in stack]
            for person, stack in workspace.stacks.items()
        },
        "homes": {
            person: modals.show(slack, workspace.views[view_id])
            for person, view_id in workspace.homes.items()
        },
        "files": {name: stored.as_json() for name, stored in workspace.files.items()},
        "connections": len(slack.sockets),
        "mode": "http" if slack.settings.events_url else "socket",
        "verified": slack.verified,
        "pacing": slack.pacing.on,
        "faults": slack.faults.listed(),
        "crashes": slack.crashes,
    }
