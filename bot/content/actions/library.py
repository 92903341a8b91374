"""The library: marketing adds, changes, keeps and retires; reps use and say whether it helped."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.content.domain.asset import (
    ASSETS,
    Asset,
    Details,
    State,
    identity_of,
    months_later,
    must_be_whole,
    read_address,
    read_format,
    read_segments,
    read_stage,
    read_title,
)
from bot.content.domain.library import news_key, review_key
from bot.content.domain.tags import Format
from bot.content.room import Room
from bot.content.store import asset_news as news
from bot.content.store import asset_uses as uses
from bot.content.store import assets as store
from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.numbering import NO_SUCH
from bot.kit.text import one_line
from bot.leads.queries.leads import lead_by_id
from bot.people import queries as people
from bot.people.domain import Person, Team, must_be_marketer

WHY = 300
"""Characters kept of why something did not help."""


def the_asset(work: Work, asset_id: int | None, *, to_change: bool = False) -> Asset:
    """Return an asset, locked when it is to be changed; refuse kindly when there is none."""
    found = None
    if asset_id:
        found = (store.load_asset_for_update if to_change else store.load_asset)(work, asset_id)
    if found is None:
        raise Refusal(f"{_why_not(asset_id)} /content library shows what there is.")
    return found


def _why_not(asset_id: int | None) -> str:
    if asset_id is None:
        return "Which one? Write its number: A-7."
    return "There is no such asset." if asset_id == NO_SUCH else f"There is no A-{asset_id}."


def shelve_asset(
    room: Room,  # noqa: ARG001 - every action takes it first
    work: Work,
    *,
    details: Details,
    by: Person,
    at: datetime,
    request_id: int | None = None,
) -> Asset:
    """Add an asset; a Refusal names the one that has its link, or its title, already.

    Only marketers add. What is approved is told to sales on the next working morning.
    """
    must_be_marketer(by, doing="add to the library")
    must_be_whole(details)
    _must_be_in_marketing(work, details.owner)
    saved = store.insert_asset(work, details, by=by.id, at=at, request_id=request_id)
    if saved is None:
        raise _taken(work, details)
    return the_asset(work, saved)


def _must_be_in_marketing(work: Work, owner: str) -> None:
    chosen = people.person(work, owner) if owner else None
    if owner and (chosen is None or Team.MARKETING not in chosen.teams):
        name = chosen.name if chosen else "This person"
        raise WrongDetail("owner", f"{name} is not in marketing; an asset's owner is.")


def _taken(work: Work, details: Details) -> WrongDetail:
    field = "link" if details.link else "title"
    known = store.id_by_identity(work, identity_of(details.title, details.link))
    other = store.load_asset(work, known) if known else None
    if other is None:
        return WrongDetail(field, f"This {field} stands in the library already.")
    back = ""
    if other.state is State.RETIRED:
        back = f" It was retired; /content edit {other.number} brings it back."
    return WrongDetail(field, f"{other.number} “{other.title}” has this {field} already.{back}")


def add_asset(
    room: Room,
    work: Work,
    *,
    title: str,
    link: str,
    format: str = "",  # noqa: A002 - our word for it
    segment: str = "",
    stage: str = "",
    by: Person,
    at: datetime,
    request_id: int | None = None,
    **more: Any,
) -> Asset:
    """Add what a request was answered with, approved by the marketer who does so.

    Tags that are none of ours are left out; `more` are further fields of `Details`.
    """
    today = room.people.working_time.local_date(at)
    details = Details(
        title=read_title(title),
        link=read_address(link),
        format=read_format(format) or Format.OTHER,
        segments=read_segments([segment]),
        stages=tuple(filter(None, [read_stage(stage)])),
        **{
            "owner": by.id,
            "review_by": months_later(today, room.settings.review_after_months),
            **more,
        },
    )
    return shelve_asset(room, work, details=details, by=by, at=at, request_id=request_id)


def edit_asset(
    room: Room,
    work: Work,
    *,
    asset_id: int,
    details: Details,
    by: Person,
    at: datetime,
    seen: str = "",
) -> Asset:
    """Save what is said of an asset now; a retired one is back with it.

    It is told to sales anew when it becomes approved, or something they must know. With `seen`, its
    fingerprint when the form was opened, nothing is undone that somebody else changed since.
    """
    must_be_marketer(by, doing="change the library")
    must_be_whole(details)
    before = the_asset(work, asset_id, to_change=True)
    if seen not in {"", before.fingerprint} and details != before.details:
        raise WrongDetail(
            "title",
            f"{before.number} was changed since you opened this form. "
            "Open it anew; what you typed stays here until you close it.",
        )
    if details.owner != before.owner:
        _must_be_in_marketing(work, details.owner)
    known = store.id_by_identity(work, identity_of(details.title, details.link))
    if known not in {None, asset_id}:
        raise _taken(work, details)
    more: dict[str, Any] = {"retired_at": None, "state": State.DRAFT, "approved_at": None}
    if details.approved:
        more |= {"state": State.APPROVED, "approved_at": before.approved_at or at}
    is_news = details.approved and before.state is not State.APPROVED
    if is_news or (details.must_know and not before.must_know):
        more["announced_on"] = None
    store.update_asset(work, asset_id, details, **more)
    _show(room, work, before)
    return the_asset(work, asset_id)


def approve_asset(room: Room, work: Work, *, asset: Asset, by: Person, at: datetime) -> Asset:
    """Have marketing stand behind a draft, or a piece that was retired, as it is."""
    today = room.people.working_time.local_date(at)
    until = months_later(today, room.settings.review_after_months)
    details = replace(asset.details, approved=True, review_by=until)
    return edit_asset(room, work, asset_id=asset.id, details=details, by=by, at=at)


def retire_asset(room: Room, work: Work, *, asset_id: int, by: Person, at: datetime) -> Asset:
    """Take an asset out of the library; its counts stay, and editing brings it back."""
    must_be_marketer(by, doing="retire content")
    asset = the_asset(work, asset_id, to_change=True)
    if asset.state is State.RETIRED:
        raise Refusal(f"{asset.number} is retired already.")
    store.retire(work, asset_id, at=at)
    _show(room, work, asset)
    return the_asset(work, asset_id)


def keep_asset(room: Room, work: Work, *, asset_id: int, by: Person, at: datetime) -> Asset:
    """Say that an asset is still right: it is looked at again some months from today."""
    must_be_marketer(by, doing="say that content is still right")
    asset = the_asset(work, asset_id, to_change=True)
    if asset.state is State.RETIRED:
        raise Refusal(f"{asset.number} was retired; /content edit {asset.number} brings it back.")
    today = room.people.working_time.local_date(at)
    until = months_later(today, room.settings.review_after_months)
    if asset.review_by is None or asset.review_by < until:
        store.set_columns(work, [asset_id], review_by=until)
    _show(room, work, asset)
    return the_asset(work, asset_id)


def use_asset(
    room: Room,
    work: Work,
    *,
    asset_id: int,
    by: Person,
    at: datetime,
    lead_id: int | None = None,
) -> Asset:
    """Count that a rep uses an asset, once a day for one lead; return it.

    With a lead after it was used without one, that use becomes the lead's. A marketer who looks
    counts for nothing. Refuses what is retired, and to reps what is a draft.
    """
    asset = the_asset(work, asset_id)
    _must_be_usable(asset, by)
    if not by.is_rep:
        return asset
    if lead_id is not None and (lead := lead_by_id(work, lead_id)) and lead.erased:
        lead_id = None
    elif lead_id is not None and lead_by_id(work, lead_id) is None:
        raise Refusal(f"There is no L-{lead_id}. /lead find looks for a name or company.")
    day = room.people.working_time.local_date(at)
    if lead_id is not None:
        uses.forget_use_without_lead(work, asset_id, person=by.id, day=day)
    elif uses.has_used(work, asset_id, person=by.id, day=day):
        return asset
    uses.insert_use(work, asset_id, person=by.id, lead_id=lead_id or uses.NO_LEAD, day=day, at=at)
    return the_asset(work, asset_id)


def _must_be_usable(asset: Asset, by: Person) -> None:
    if asset.state is State.RETIRED:
        raise Refusal(
            f"{asset.number} “{asset.title}” was retired. /content find looks for another one."
        )
    if asset.state is State.DRAFT and not (by.is_marketer or by.is_marketing_manager):
        raise Refusal(
            f"{asset.number} is a draft that marketing does not stand behind yet. "
            "/content find looks for another one."
        )


def rate_asset(
    room: Room,  # noqa: ARG001 - every action takes it first
    work: Work,
    *,
    asset_id: int,
    helped: bool,
    by: Person,
    at: datetime,
    why: str = "",
) -> Asset:
    """Save whether an asset helped somebody; one word each, the newest counts."""
    asset = the_asset(work, asset_id)
    said = one_line(why)[:WHY]
    uses.save_rating(work, asset.id, person=by.id, helped=helped, why=said, at=at)
    return the_asset(work, asset_id)


def got_it(room: Room, work: Work, *, day: date, by: Person, at: datetime) -> int:
    """Note that somebody has read what they must know of a day's news; tell how much is new."""
    listed = news.must_knows_of(work, day)
    new = sum(news.save_receipt(work, one, person=by.id, at=at) for one in listed)
    if new:
        room.outbox.refresh(work, key=news_key(day), at=room.clock.real())
    return new


def _show(room: Room, work: Work, asset: Asset) -> None:
    """Show anew the messages that name an asset: the morning's news, what its owner was asked."""
    real = room.clock.real()
    if asset.announced_on:
        room.outbox.refresh(work, key=news_key(asset.announced_on), at=real)
    for person, day in news.asked_about(work, asset.id):
        room.outbox.refresh(work, key=review_key(person, day), at=real)


def asset_in(value: object) -> int | None:
    """Return the asset that a button's value names."""
    return ASSETS.read_value(value)[1]
