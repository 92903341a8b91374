"""The Slack workspace: tokens, scopes, channels, membership, managers, clock."""

from collections.abc import Generator, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.commands.doctor.finding import Finding, fault, warning, well
from bot.config import ONE_CHANNEL_TWICE, Settings
from bot.kit.clock import Clock
from bot.kit.slack import NOT_REACHED, Client, make_client
from bot.manifest import SCOPES

DRIFT_SECONDS = 60
"""Slack's signatures are good for five minutes; a minute of drift is worth a word."""


def look_at_workspace(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Look at everything that Slack can tell us about this installation."""
    client = make_client(
        settings.slack_bot_token.get_secret_value(), api_url=settings.slack_api_url
    )
    try:
        yield from _look_at_all(settings, clock, client)
    except NOT_REACHED as unreachable:
        yield fault(
            f"Slack: {settings.slack_api_url} cannot be reached ({type(unreachable).__name__})",
            cure="Check the network, a proxy, and SLACK_API_URL.",
        )


def _look_at_all(settings: Settings, clock: Clock, client: Client) -> Iterator[Finding]:
    try:
        me = client.auth_test()
    except SlackApiError as refused:
        yield fault(
            f"SLACK_BOT_TOKEN: Slack answers {refused.response.get('error')}",
            cure="Copy the token that begins with xoxb- from OAuth & Permissions.",
        )
        return
    yield well(f"SLACK_BOT_TOKEN: {me.get('user')} in {me.get('team')}")
    yield from _look_at_clock(me.headers, clock.real())
    yield from _look_at_scopes(me.headers)
    if settings.slack_mode == "socket":
        yield from _look_at_app_token(settings, client)
    found: dict[str, str] = {}
    for name, channel in (
        ("SALES_CHANNEL", settings.sales_channel),
        ("MARKETING_CHANNEL", settings.marketing_channel),
        *([("JOINT_CHANNEL", settings.joint_channel)] if settings.joint_channel else []),
    ):
        channel_id = yield from _look_at_channel(client, name, channel)
        if channel_id and (first := found.setdefault(channel_id, name)) != name:
            yield fault(
                f"{name} {channel}: it is {first} too",
                cure=f"Change one of them: {ONE_CHANNEL_TWICE[name]}.",
            )
    for name, managers in (
        ("SALES_MANAGERS", settings.sales_managers),
        ("MARKETING_MANAGERS", settings.marketing_managers),
    ):
        yield from _look_at_managers(client, name, managers)


def _look_at_clock(headers: Any, now: datetime) -> Iterator[Finding]:
    stamp = headers.get("date") or headers.get("Date")
    if not stamp:
        return
    drift = abs((now - parsedate_to_datetime(stamp)).total_seconds())
    if drift > DRIFT_SECONDS:
        yield fault(
            f"clock: {drift:.0f} s away from Slack's",
            cure="Set this machine's clock (NTP); Slack refuses signatures that are minutes off.",
        )
    else:
        yield well(f"clock: within {max(drift, 1):.0f} s of Slack's")


def _look_at_scopes(headers: Any) -> Iterator[Finding]:
    told = headers.get("x-oauth-scopes") or headers.get("X-OAuth-Scopes")
    if told is None:
        yield warning("scopes: Slack did not say which it granted", cure="Nothing to do.")
        return
    granted = {scope.strip() for scope in told.split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    for scope in missing:
        yield fault(
            f"scope {scope}: missing; needed for {SCOPES[scope]}",
            cure="Paste `smarketing manifest` into the app again and reinstall it.",
        )
    if not missing:
        yield well(f"scopes: all {len(SCOPES)} granted")


def _look_at_app_token(settings: Settings, client: Client) -> Iterator[Finding]:
    try:
        client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as refused:
        yield fault(
            f"SLACK_APP_TOKEN: Slack answers {refused.response.get('error')}",
            cure="Make an app-level token with connections:write (Basic Information), "
            "and switch Socket Mode on.",
        )
    else:
        yield well("SLACK_APP_TOKEN: Socket Mode opens")


def _look_at_channel(
    client: Client, setting: str, wanted: str
) -> Generator[Finding, None, str | None]:
    """Look at one channel; return its id, if there is such a channel."""
    try:
        found = _find_channel(client, wanted)
    except SlackApiError as refused:
        yield fault(
            f"{setting} {wanted}: Slack answers {refused.response.get('error')}",
            cure="Check the scopes above.",
        )
        return None
    if found is None:
        yield fault(
            f"{setting} {wanted}: no such channel that the bot can see",
            cure=f"Check the name; a private channel is seen once you type /invite @smarketing in "
            f"it. Then set {setting} to #name or its id.",
        )
        return None
    name = f"#{found['name']}"
    if found.get("is_archived"):
        yield fault(f"{setting} {name}: archived", cure="Unarchive it, or name another channel.")
    elif not found.get("is_member"):
        yield fault(
            f"{setting} {name}: the bot is not a member", cure=f"Type /invite @smarketing in {name}"
        )
    else:
        yield well(f"{setting}: {name} ({found['id']}), the bot is a member")
    if found.get("is_ext_shared"):
        yield warning(
            f"{setting} {name}: shared with another organisation; cards leave personal data out",
            cure="Use a channel of your own organisation.",
        )
    elif not found.get("is_private"):
        yield warning(
            f"{setting} {name}: public; everyone in the workspace can read the leads",
            cure="Make it private if that is too many.",
        )
    return str(found["id"])


def _find_channel(client: Client, wanted: str) -> dict[str, Any] | None:
    name = wanted.strip().lstrip("#")
    for page in client.conversations_list(
        types="public_channel,private_channel", limit=1000, exclude_archived=False
    ):
        for channel in page["channels"]:
            if name in {channel["id"], channel["name"]}:
                found: dict[str, Any] = channel
                return found
    return None


def _look_at_managers(client: Client, setting: str, managers: list[str]) -> Iterator[Finding]:
    if not managers:
        yield warning(f"{setting}: nobody", cure=f"Set {setting} to Slack ids or e-mail addresses.")
    for manager in managers:
        try:
            if "@" in manager:
                user = client.users_lookupByEmail(email=manager)["user"]
            else:
                user = client.users_info(user=manager)["user"]
        except SlackApiError as refused:
            yield fault(
                f"{setting} {manager}: Slack answers {refused.response.get('error')}",
                cure=f"Correct it in {setting}; a Slack id is under the person's profile, ⋮.",
            )
            continue
        if user.get("deleted"):
            yield fault(f"{setting} {manager}: deactivated", cure=f"Take it out of {setting}.")
        else:
            yield well(f"{setting}: {user.get('real_name') or user.get('name')}")
