"""Reactions that no event told of: made while the bot was down or its connection was deaf.

Slack's events are best-effort and are not replayed. So the reactions on open cards are read again
at start, every quarter of an hour, and whenever the connection was away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.kit.blocks import escape
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.gestures import Gesture
from bot.kit.house import House
from bot.leads.actions.claim import raise_hand
from bot.leads.actions.verdict import record_reaction
from bot.leads.domain.reactions import plain_name, takes
from bot.leads.domain.seen_reactions import Known, Missed, Seen, missed, seen_by_name, wanted
from bot.leads.room import Room
from bot.leads.store.cards import StandingCard, open_cards
from bot.leads.store.verdicts import hands_raised, opinions_present
from bot.people import queries as people

log = structlog.get_logger(__name__)

EVERY = 900.0
"""Seconds between two sweeps."""
A_PAGE = 200
MOST_PAGES = 40
"""Slack allows about 50 calls of history a minute; the next sweep goes on where one stopped."""
ENOUGH = "ratelimited"
SLACK_MAY_BE_LATE = timedelta(seconds=2)
"""An event of this moment may be on its way, and our clocks may differ a little."""


def register(house: House, room: Room) -> None:
    """Have the sweep made at start, every quarter of an hour and after a gap."""
    house.schedule.sweep("leads.reactions", EVERY, ReactionSweep(house, room).sweep)


@dataclass(frozen=True, slots=True)
class ReactionSweep:
    """Reads the reactions of open cards from Slack and catches up what was missed.

    `a_page` are the messages of one call, `most_pages` the calls of one sweep of a channel. Where
    one stopped is remembered by channel as the newest card that it had not read.
    """

    house: House
    room: Room
    a_page: int = A_PAGE
    most_pages: int = MOST_PAGES
    _goes_on_at: dict[str, str] = field(default_factory=dict)

    def sweep(self) -> None:
        """Catch up on every open card. When Slack has had enough, the rest waits for next time."""
        with self.house.db.read() as work:
            cards = open_cards(work, at=self.room.clock.business())
        cards.sort(key=lambda card: (card.channel, card.ts))
        for channel, some in groupby(cards, key=lambda card: card.channel):
            try:
                self._channel(channel, {card.ts: card for card in some})
            except SlackApiError as fault:
                error = fault.response.get("error")
                log.warning("sweep_stopped", channel=channel, error=error)
                if error == ENOUGH:
                    return

    def _channel(self, channel: str, cards: dict[str, StandingCard]) -> None:
        todo = _from(self._goes_on_at.pop(channel, ""), sorted(cards, reverse=True))
        for _ in range(self.most_pages):
            if not todo:
                return
            newest = todo[0]
            try:
                reached = self._page(channel, cards, newest)
            except SlackApiError as fault:
                if fault.response.get("error") == ENOUGH:
                    self._goes_on_at[channel] = newest
                raise
            todo = [ts for ts in todo if not reached <= ts <= newest]
        if todo:
            self._goes_on_at[channel] = todo[0]
            log.warning("sweep_cut_short", channel=channel, pages=self.most_pages)

    def _page(self, channel: str, cards: dict[str, StandingCard], newest: str) -> str:
        """Catch up on the cards of one page; return how far back it reached, "" for its end."""
        # Before the call: what happens while Slack answers is newer than the answer.
        as_of = self.room.clock.real() - SLACK_MAY_BE_LATE
        page = self.house.client.conversations_history(
            channel=channel, latest=newest, oldest=min(cards), inclusive=True, limit=self.a_page
        )
        messages = page.get("messages") or []
        shown = {
            cards[message["ts"]].lead_id: self._seen(channel, message)
            for message in messages
            if message.get("ts") in cards
        }
        self._catch_up(channel, shown, as_of=as_of)
        if not page.get("has_more"):
            return ""
        return str(messages[-1]["ts"]) if messages else newest

    def _seen(self, channel: str, message: dict[str, Any]) -> Seen:
        reactions = self._wanted(message)
        if any(len(one.get("users") or []) < one.get("count", 0) for one in reactions):
            whole = self.house.client.reactions_get(
                channel=channel, timestamp=message["ts"], full=True
            )
            reactions = self._wanted(whole.get("message") or {})
        return seen_by_name((one["name"], one.get("users") or []) for one in reactions)

    def _wanted(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        reactions = message.get("reactions") or []
        return [one for one in reactions if wanted(self.room.settings, one.get("name", ""))]

    def _catch_up(self, channel: str, shown: dict[int, Seen], *, as_of: datetime) -> None:
        with self.house.db.read() as work:
            todo = list(self._missed(work, shown, as_of=as_of))
        for lead_id, one in todo:
            with self.house.db.begin() as work:
                told = self._apply(work, lead_id, one)
            if told:
                gesture = Gesture(kind="event", user=one.person, channel=channel)
                sentence = self.room.commands.as_typed(told)
                self.house.answers.privately(gesture, Reply(escape(sentence)))

    def _missed(
        self, work: Work, shown: dict[int, Seen], *, as_of: datetime
    ) -> Iterator[tuple[int, Missed]]:
        known: dict[int, list[Known]] = {lead_id: [] for lead_id in shown}
        for lead_id, rep, opinion in opinions_present(work, shown):
            _, _, name = opinion.origin.partition("reaction:")
            if name and wanted(self.room.settings, name):
                known[lead_id].append(Known(rep, name, opinion.at))
        hand = plain_name(self.room.settings.take_reaction)
        for lead_id, person, at in hands_raised(work, shown):
            known[lead_id].append(Known(person, hand, at))
        for lead_id, seen in shown.items():
            for one in missed(seen, known[lead_id], as_of=as_of):
                if not one.present or self._is_rep(work, one.person):
                    yield lead_id, one

    @staticmethod
    def _is_rep(work: Work, person: str) -> bool:
        who = people.person(work, person)
        return who is not None and who.is_rep

    def _apply(self, work: Work, lead_id: int, one: Missed) -> str | None:
        """Act as the event would have; return what the person is to be told, if anything."""
        by = people.person(work, one.person)
        if by is None or (one.present and not by.is_rep):
            return None
        at = self.room.clock.business()
        if takes(self.room.settings, one.name):
            return raise_hand(
                self.room,
                work,
                lead_id=lead_id,
                raised=one.present,
                event_at=one.at,
                by=by,
                at=at,
            )
        record_reaction(
            self.room,
            work,
            lead_id=lead_id,
            reaction=one.name,
            present=one.present,
            event_at=one.at,
            by=by,
            at=at,
        )
        return None


def _from(place: str, newest_first: list[str]) -> list[str]:
    """Return stamps from `place` back to the oldest, then the newer ones; without one, as given."""
    if not place:
        return newest_first
    older = [ts for ts in newest_first if ts <= place]
    return older + [ts for ts in newest_first if ts > place]
