"""By the clock: the morning's news to sales, and "still right?" to who owns what expires."""

from datetime import date, datetime, timedelta

from bot.content.domain.library import REVIEWS_LISTED, fitting_key, news_key, review_key
from bot.content.queries.library import has_anything
from bot.content.room import Room
from bot.content.store import asset_news as store
from bot.kit.db import Work
from bot.leads.actions.showing import stands_in
from bot.leads.domain.lead import Lead
from bot.people import queries as people
from bot.people.domain import Person, Team


def tell_news(room: Room, work: Work, *, day: date) -> int:
    """Tell sales of what was approved since the last time; nothing new, no message. Tell how many.

    `day` is a day of business time; the caller makes sure that it happens once.
    """
    told = store.mark_told(work, day)
    if told:
        room.outbox.post(
            work,
            key=news_key(day),
            to="sales",
            view="library_news",
            args={"day": day.isoformat()},
            subject="library",
            at=room.clock.real(),
        )
    return told


def ask_owners(room: Room, work: Work, *, day: date, at: datetime) -> int:
    """Ask who owns what is soon to be looked at whether it is still right; tell how many assets.

    Each asset is asked about once for each day it is due, a few in one message a person. Whose
    owner has left marketing is asked of marketing's managers.
    """
    until = day + timedelta(days=room.settings.review_notice_days)
    managers = [one.id for one in people.managers(work, Team.MARKETING)]
    load: dict[str, int] = {}
    asked = 0
    for asset in store.to_review(work, until=until, each=REVIEWS_LISTED):
        owner = people.person(work, asset.owner) if asset.owner else None
        whom = [asset.owner] if owner and Team.MARKETING in owner.teams else managers
        whom = [one for one in whom if load.get(one, 0) < REVIEWS_LISTED]
        if not whom or asset.review_by is None:
            continue
        for one in whom:
            store.note_asked(work, asset.id, review_by=asset.review_by, person=one, day=day)
            load[one] = load.get(one, 0) + 1
        asked += 1
    for person in load:
        room.at_work.tell(
            work,
            key=review_key(person, day),
            person=person,
            view="library_review",
            args={"person": person, "day": day.isoformat()},
            subject="library",
            at=at,
        )
    return asked


def suggest_content(room: Room, work: Work, lead: Lead, by: Person, at: datetime) -> None:  # noqa: ARG001
    """Say in a lead's thread, the first time it is taken, what the library has for it.

    An empty library says nothing.
    """
    if not has_anything(work):
        return
    room.outbox.post(
        work,
        key=fitting_key(lead.id),
        to="sales",
        view="library_fitting",
        args={"lead": lead.id},
        subject=lead.subject,
        thread_key=stands_in(lead),
        at=room.clock.real(),
    )
