"""Who is in which channel, by Slack's events and by looking."""

from datetime import datetime

from bot.kit.db import Work
from bot.people import store
from bot.people.actions.channels import save_channel
from bot.people.domain import Facts, Profile, Roster, Team
from bot.people.room import Room


def sync_people(room: Room, work: Work, *, roster: Roster, at: datetime) -> None:
    """Take over what a look at Slack brought home; what an event said meanwhile is newer and stays.

    `at` is real time. Managers are told of a shared channel last, when it is known who they are.
    """
    known = {facts.id: facts for facts in store.facts_of_all(work)}
    new = [
        Facts(**{name: getattr(profile, name) for name in Profile.__dataclass_fields__})
        for one, profile in roster.profiles.items()
        if one not in known
    ]
    corrected = [roster.corrected(facts) for facts in [*known.values(), *new]]
    store.save_facts(
        work,
        [facts for facts in corrected if known.get(facts.id) != facts],
        read_at=roster.read_at,
    )
    store.note_profiles_read(work, list(roster.profiles), at=roster.read_at)
    for alias, channel in roster.channels.items():
        if roster.is_news(alias, store.channel_by(work, alias=alias)):
            save_channel(room, work, channel, at=at)


def joined(room: Room, work: Work, *, user: str, channel: str, event_ts: str, at: datetime) -> bool:
    """Give a person the channel's role; tell whether we know them well enough to.

    Somebody never seen might be a guest: they have no role until their profile is read.
    """
    team = _team_of(work, channel)
    if team is None:
        return True
    if user == room.identity().bot_user:
        return False
    if store.facts_of(work, user) is None:
        return False
    store.save_membership(work, user, team, inside=True, event_ts=event_ts, at=at)
    return True


def left(work: Work, *, user: str, channel: str, event_ts: str, at: datetime) -> None:
    """End a person's role in the channel they left, at once."""
    team = _team_of(work, channel)
    if team is not None:
        store.save_membership(work, user, team, inside=False, event_ts=event_ts, at=at)


def changed(work: Work, *, profile: Profile, at: datetime) -> bool:
    """Take over a changed profile of somebody we know; tell whether anything changed.

    A deactivated person loses every role with it, and so does one who became a guest.
    """
    return store.save_profile(work, profile, at=at)


def _team_of(work: Work, channel: str) -> Team | None:
    found = store.channel_by(work, slack_id=channel)
    return Team(found.alias) if found and found.alias in set(Team) else None
