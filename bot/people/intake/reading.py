"""One look at Slack, made outside any transaction.

What cannot be read is left out and named as a fault: one missing channel or mistyped address
must not cost everybody else their role.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.kit.slack import Client
from bot.people.domain import JOINT, Channel, Facts, PeopleSettings, Roster, Team
from bot.people.domain.profiles import read_profile

PAGE = 999
"""Slack takes up to a thousand rows a page."""
PROFILES_AT_ONCE = 60
"""`users.info` allows a hundred a minute; other rooms call Slack too."""
LIST_PAGES = 10
"""`users.list` allows twenty a minute; worth it when many profiles are missing."""

_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{4,}")
_SETTINGS = {
    Team.SALES: ("SALES_CHANNEL", "SALES_MANAGERS"),
    Team.MARKETING: ("MARKETING_CHANNEL", "MARKETING_MANAGERS"),
}


def read_roster(
    client: Client,
    *,
    home: str,
    settings: PeopleSettings,
    known: Collection[Facts],
    channels: Mapping[str, Channel],
    stale: Collection[str] = (),
    at: datetime,
) -> Roster:
    """Look at the channels, their members and the manager lists; read the profiles that we lack.

    `known` is everybody we know, `channels` what we knew of the channels, and `stale` whose
    profile to read again if there is room. Transport errors pass through.
    """
    roster = Roster(read_at=at)
    reading = _Reading(client, home, roster, known)
    for team, wanted in (
        (Team.SALES, settings.sales_channel),
        (Team.MARKETING, settings.marketing_channel),
    ):
        reading.channel(team, wanted, channels.get(team))
    reading.must_be_two_channels()
    if settings.joint_channel:
        reading.joint_channel(settings.joint_channel, channels.get(JOINT))
    for team, listed in (
        (Team.SALES, settings.sales_managers),
        (Team.MARKETING, settings.marketing_managers),
    ):
        reading.managers(team, listed)
    reading.profiles(stale)
    return roster


class _Reading:
    def __init__(self, client: Client, home: str, roster: Roster, known: Collection[Facts]) -> None:
        self._client = client
        self._home = home
        self._roster = roster
        self._known = {facts.id: facts for facts in known}
        self._unseen: set[str] = set()

    def channel(self, team: Team, wanted: str, before: Channel | None) -> None:
        """Find the channel that the setting names and read who is in it."""
        setting, _ = _SETTINGS[team]
        try:
            channel = self._described(team, setting, wanted, before)
            if channel is None:
                return
            self._roster.channels[team] = channel
            self._roster.members[team] = frozenset(
                self._pages("conversations.members", "members", channel=channel.slack_id)
            )
        except SlackApiError as refused:
            error = refused.response["error"]
            self._roster.faults.append(f"{setting}: Slack answers {error} for {wanted!r}.")

    def joint_channel(self, wanted: str, before: Channel | None) -> None:
        """Find the channel where both teams meet; who is in it plays no part."""
        try:
            channel = self._described(JOINT, "JOINT_CHANNEL", wanted, before)
        except SlackApiError as refused:
            error = refused.response["error"]
            self._roster.faults.append(f"JOINT_CHANNEL: Slack answers {error} for {wanted!r}.")
            return
        if channel is None:
            return
        if any(channel.slack_id == other.slack_id for other in self._roster.channels.values()):
            self._roster.faults.append(
                "JOINT_CHANNEL is the channel of one team; name one where both are, "
                "or leave it empty to post to both."
            )
            return
        self._roster.channels[JOINT] = channel

    def _described(
        self, alias: str, setting: str, wanted: str, before: Channel | None
    ) -> Channel | None:
        found = self._find(wanted.strip().lstrip("#"), before)
        if found is None:
            self._roster.faults.append(
                f"{setting}: the bot sees no channel {wanted!r}; "
                "check the name, and invite the bot if the channel is private."
            )
            return None
        channel = _describe(alias, found)
        if not channel.bot_is_member:
            self._roster.faults.append(
                f"{setting}: the bot is not in #{channel.name}; invite it there."
            )
        return channel

    def must_be_two_channels(self) -> None:
        """Let one channel for both teams be nobody's: it could not tell reps from marketers."""
        ids = [channel.slack_id for channel in self._roster.channels.values()]
        if len(ids) == 2 and ids[0] == ids[1]:
            self._roster.channels.clear()
            self._roster.members.clear()
            self._roster.faults.append(
                "SALES_CHANNEL and MARKETING_CHANNEL are the same channel; each team needs its own."
            )

    def managers(self, team: Team, listed: Collection[str]) -> None:
        """Turn ids and addresses into ids."""
        _, setting = _SETTINGS[team]
        found: set[str] = set()
        for one in listed:
            if "@" not in one:
                found.add(one.strip())
                continue
            try:
                if manager := self._by_address(one.strip().lower()):
                    found.add(manager)
                else:
                    self._roster.faults.append(f"{setting}: nobody here has the address {one}.")
            except SlackApiError as refused:
                error = refused.response["error"]
                self._roster.faults.append(f"{setting}: Slack answers {error} for {one}.")
                return
        self._roster.managers[team] = frozenset(found)

    def profiles(self, stale: Collection[str]) -> None:
        """Read the profiles we lack, and as many stale ones as there is room for."""
        roster = self._roster
        wanted = frozenset().union(*roster.members.values(), *roster.managers.values())
        lacking = sorted(wanted - self._known.keys() - roster.profiles.keys())
        try:
            if len(lacking) > PROFILES_AT_ONCE:
                self._from_the_list(frozenset(lacking))
                lacking = [one for one in lacking if one not in roster.profiles]
            again = [one for one in stale if one not in roster.profiles]
            for one in [*lacking, *again][:PROFILES_AT_ONCE]:
                self._info(one)
        except SlackApiError as refused:
            if refused.response["error"] != "ratelimited":
                raise
        roster.unread = frozenset(lacking) - roster.profiles.keys() - self._unseen

    def _find(self, wanted: str, before: Channel | None) -> Any:
        if _CHANNEL_ID.fullmatch(wanted):
            return self._channel_info(wanted)
        if before and (same := self._channel_info(before.slack_id)) and same["name"] == wanted:
            return same
        listed = self._pages(
            "conversations.list", "channels", types="public_channel,private_channel"
        )
        named = [channel for channel in listed if channel["name"] == wanted]
        # A name may be taken again once its channel is archived: the living one is meant.
        named.sort(key=lambda channel: bool(channel.get("is_archived")))
        return self._channel_info(named[0]["id"]) if named else None

    def _channel_info(self, channel: str) -> Any:
        try:
            return self._client.conversations_info(channel=channel)["channel"]
        except SlackApiError as refused:
            if refused.response["error"] == "channel_not_found":
                return None
            raise

    def _by_address(self, address: str) -> str | None:
        for facts in self._known.values():
            if facts.email == address and facts.outsider is None:
                return facts.id
        try:
            user = self._client.users_lookupByEmail(email=address)["user"]
        except SlackApiError as refused:
            if refused.response["error"] == "users_not_found":
                return None
            raise
        self._keep(user)
        return str(user["id"])

    def _from_the_list(self, lacking: frozenset[str]) -> None:
        most = islice(self._pages("users.list", "members"), LIST_PAGES * PAGE)
        for user in most:
            if user["id"] in lacking:
                self._keep(user)

    def _info(self, one: str) -> None:
        try:
            self._keep(self._client.users_info(user=one)["user"])
        except SlackApiError as refused:
            if refused.response["error"] not in {"user_not_found", "user_not_visible"}:
                raise
            self._unseen.add(one)
            self._roster.faults.append(f"Slack shows no profile of {one}; they have no role.")

    def _keep(self, user: dict[str, Any]) -> None:
        profile = read_profile(user, home=self._home)
        self._roster.profiles[profile.id] = profile

    def _pages(self, method: str, rows: str, **arguments: Any) -> Iterator[Any]:
        cursor = ""
        while True:
            more = {"cursor": cursor} if cursor else {}
            answer = self._client.api_call(
                method, http_verb="GET", params={"limit": PAGE, **arguments, **more}
            )
            yield from answer[rows]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _describe(alias: str, channel: dict[str, Any]) -> Channel:
    return Channel(
        alias=str(alias),
        slack_id=channel["id"],
        name=channel["name"],
        is_private=bool(channel.get("is_private")),
        is_ext_shared=bool(channel.get("is_ext_shared")),
        is_archived=bool(channel.get("is_archived")),
        bot_is_member=bool(channel.get("is_member")),
    )
