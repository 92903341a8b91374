"""What the library's messages show, gathered when they are sent."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.content.domain.asset import Asset
from bot.content.domain.library import NEWS_LISTED
from bot.content.queries.fitting import fitting_assets
from bot.content.room import Room
from bot.content.store import asset_news as news
from bot.content.store import assets as store
from bot.content.views.fitting import fitting_content
from bot.content.views.library import CardFacts, asset_card
from bot.content.views.news import (
    Asked,
    News,
    Receipts,
    library_news,
    library_review,
    receipts_message,
)
from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.leads.queries.leads import lead_by_id
from bot.people import queries as people
from bot.people.domain import Person, Team


@dataclass(frozen=True, slots=True)
class LibraryMessages:
    """Each takes the unit of work and a message's args; None when there is nothing to show."""

    room: Room

    def news(self, work: Work, args: dict[str, Any]) -> Message | None:
        """What sales is told on a morning."""
        day = date.fromisoformat(args["day"])
        must_knows = news.must_knows_of(work, day)
        reps = {one.id for one in people.people_in(work, Team.SALES) if one.is_rep}
        read = news.receipts_of(work, must_knows)
        facts = News(
            day=day,
            assets=tuple(news.told_on(work, day, most=NEWS_LISTED)),
            total=news.count_told_on(work, day),
            must_knows=len(must_knows),
            read_by=sum(all(rep in read[one] for one in must_knows) for rep in reps),
            reps=len(reps),
            shared=people.is_shared(work, Team.SALES),
        )
        return library_news(facts, command=self.room.commands.name("content"))

    def review(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Whether somebody's content is still right."""
        asked = news.asked_of(work, args["person"], date.fromisoformat(args["day"]))
        found = {one.id: one for one in store.load_assets(work, [one for one, _ in asked])}
        some = [Asked(found[one], review_by) for one, review_by in asked if one in found]
        return library_review(some, today=self.today())

    def fitting(self, work: Work, args: dict[str, Any]) -> Message | None:
        """What fits a lead."""
        lead = lead_by_id(work, args["lead"])
        if lead is None:
            return None
        today = self.today()
        shared = people.is_shared(work, Team.SALES)
        fit = () if shared else fitting_assets(work, lead, today=today)
        return fitting_content(lead, fit, today=today, shared=shared)

    def today(self) -> date:
        """The day it is for the company."""
        return self.room.people.working_time.local_date(self.room.clock.business())


def asset_for(room: Room, work: Work, asset: Asset, *, reader: Person) -> Message:
    """Return an asset's card as one person sees it."""
    reps = {one.id for one in people.people_in(work, Team.SALES) if one.is_rep}
    read = set(news.receipts_of(work, [asset.id])[asset.id]) & reps if asset.must_know else set()
    facts = CardFacts(
        asset=asset,
        owner=people.names(work, [asset.owner])[asset.owner] if asset.owner else "",
        request=f"CR-{asset.request_id}" if asset.request_id else "",
        read_by=len(read),
        reps=len(reps),
        may_change=reader.is_marketer or reader.is_marketing_manager,
    )
    return asset_card(facts, today=LibraryMessages(room).today())


def receipts_for(work: Work, assets: list[Asset]) -> Message:
    """Return who has read of these assets, and which reps have not."""
    reps = {one.id: one.name for one in people.people_in(work, Team.SALES) if one.is_rep}
    read = news.receipts_of(work, [one.id for one in assets])
    names = people.names(work, {person for one in read.values() for person in one})
    return receipts_message(
        [
            Receipts(
                asset=one,
                read={names[person]: at for person, at in read[one.id].items()},
                not_yet=tuple(name for rep, name in reps.items() if rep not in read[one.id]),
            )
            for one in assets
        ]
    )
