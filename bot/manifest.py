"""The Slack app manifest: least privilege, each scope with its reason, for both modes."""

from typing import Any

SCOPES = {
    "chat:write": "cards, threads, direct messages",
    "commands": "slash commands and shortcuts",
    "reactions:read": "reactions are verdicts",
    "channels:read": "finding the two channels and who is in them",
    "channels:history": "catching up missed reactions; looking up messages whose answer was lost",
    "groups:read": "the same when a channel is private",
    "groups:history": "the same when a channel is private",
    "users:read": "names, time zones, who is a guest",
    "users:read.email": "managers named by e-mail address",
    "im:write": "direct messages",
    "im:history": "looking up direct messages whose answer was lost",
    "pins:write": "the agenda of a meeting is pinned while it is on",
    "files:read": "lead lists dropped into Slack",
    "files:write": "rejected rows given back as a file; meetings as a calendar file",
}
"""Every bot scope asked for and why. A test holds them to the methods the bot calls."""

EVENTS = (
    "app_home_opened",
    "reaction_added",
    "reaction_removed",
    "member_joined_channel",
    "member_left_channel",
    "user_change",
    "channel_archive",
    "channel_unarchive",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unshared",
    "channel_id_changed",
    "group_archive",
    "group_unarchive",
    "group_deleted",
    "group_left",
    "group_rename",
    "app_uninstalled",
    "tokens_revoked",
)

COMMANDS = {
    "lead": ("Find, take, rate and follow leads", "[find|show|mine|open|take|rate|trail|help]"),
    "content": (
        "Find content, ask for it, answer requests",
        "[find|request|answer|take|list|show|help]",
    ),
    "meeting": (
        "The strategy meeting of sales and marketing",
        "[next|add|agenda|actions|minutes|move|skip|setup|calendar|help]",
    ),
    "digest": ("The weekly digest", "[now|preview|settings|on|off|note|help]"),
    "smarketing": (
        "Shared numbers, targets, the definition, who is who",
        "[report|target|glossary|definition|me|people|campaign-owner|help]",
    ),
}

SHORTCUTS = (
    ("Add a lead", "global", "lead.add", "Add a lead by hand"),
    ("Find content", "global", "content.find", "Find something to send to a buyer"),
    ("Request content", "global", "content.request", "Ask marketing for content"),
    ("Put on the agenda", "message", "meeting.agenda_item", "For the next strategy meeting"),
    ("Rate this lead", "message", "lead.rate_message", "Say what you think of this lead"),
    ("Import leads", "message", "lead.import", "Import the CSV files of this message"),
)


def make_manifest(
    *, mode: str = "socket", prefix: str = "", public_url: str = "https://your-host.example"
) -> dict[str, Any]:
    """Return the manifest to paste into Slack, for `mode` "socket" or "http".

    In HTTP mode `public_url` is where Slack reaches the bot; its path is /slack/events.
    """
    http = mode == "http"
    request_url = {"url": f"{public_url.rstrip('/')}/slack/events"} if http else {}
    interactivity: dict[str, Any] = {"is_enabled": True}
    subscriptions: dict[str, Any] = {"bot_events": list(EVENTS)}
    if http:
        interactivity["request_url"] = request_url["url"]
        interactivity["message_menu_options_url"] = request_url["url"]
        subscriptions["request_url"] = request_url["url"]
    return {
        "display_information": {
            "name": "smarketing",
            "description": "Keeps sales and marketing together",
            "background_color": "#1b4d4a",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "smarketing", "always_online": True},
            "shortcuts": [
                {"name": name, "type": kind, "callback_id": callback, "description": about}
                for name, kind, callback, about in SHORTCUTS
            ],
            "slash_commands": [
                {
                    "command": f"/{prefix}{name}",
                    **request_url,
                    "description": about,
                    "usage_hint": hint,
                    "should_escape": True,
                }
                for name, (about, hint) in COMMANDS.items()
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": subscriptions,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not http,
            "token_rotation_enabled": False,
        },
    }
