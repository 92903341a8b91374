"""The library by hand: marketers add, change, keep and retire; everybody looks."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.content.actions.library import (
    asset_in,
    edit_asset,
    got_it,
    keep_asset,
    retire_asset,
    shelve_asset,
    the_asset,
)
from bot.content.actions.news import suggest_content
from bot.content.actions.search_erasing import forget_in_searches
from bot.content.domain.asset import (
    ASSETS,
    Asset,
    Details,
    months_later,
    read_address,
    read_day,
    read_format,
    read_segments,
    read_stages,
    read_tag,
    read_text,
    read_title,
)
from bot.content.domain.tags import Format
from bot.content.listeners import finding
from bot.content.queries.gaps import gaps
from bot.content.queries.library import asset_counts
from bot.content.queries.library_home import library_section
from bot.content.queries.library_messages import LibraryMessages, asset_for, receipts_for
from bot.content.room import Room
from bot.content.store import asset_news as news
from bot.content.store import assets as store
from bot.content.views.gaps import gaps_message
from bot.content.views.library import IN_A_LIST, library_list
from bot.content.views.news import receipts_message
from bot.content.views.shelving import DRAFT, MUST_KNOW, shelve_form, shelved_modal
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.modals import View
from bot.kit.outbox.views import Message
from bot.kit.periods import read_since
from bot.kit.showing import show_again, show_clicked, show_privately
from bot.kit.text import one_line
from bot.kit.unit import in_a_unit
from bot.people.domain import Person, must_be_marketer, must_be_rep
from bot.people.queries import acting

SEGMENTS = 20
"""Segments in use that the form names."""
RECEIPTS = 10
"""Must-knows of which one answer says who has read them."""
USUAL_TIME = "3m"
TITLE = "The library"


def register(house: House, room: Room) -> None:
    """Answer the library's words, buttons and forms, and do what it does by itself."""
    words = LibraryWords(house, room)
    table: list[tuple[str, str, str, Callable[[Gesture, str], Reply | None]]] = [
        ("library", "[A-7]", "what there is to send, or one piece of it", words.library),
        ("add", "[link or title]", "put something in; for marketers", words.add),
        ("edit", "A-7", "change it, or bring it back; for marketers", words.edit),
        ("retire", "A-7", "take it out; for marketers", words.retire),
        ("receipts", "[A-7]", "who has read what sales must know; for marketers", words.receipts),
        ("gaps", "[last month]", "what is looked for and missing", words.gaps),
    ]
    finding.register(house, room)
    for word, usage, about, answer in table:
        house.commands.register("content", word, usage=usage, about=about, answer=answer)
    _looking(house, room, words)
    _changing(house, room, words)
    _shelving(house, room)
    _reading(house, room)

    def section(work: Work, person: str) -> list[dict[str, Any]]:
        return library_section(room, work, person)

    house.home_sections.append(section)
    room.leads.on_taken.append(partial(suggest_content, room))
    room.leads.on_erased.append(partial(forget_in_searches, room))


@dataclass(frozen=True, slots=True)
class LibraryWords:
    """Each word reads what was typed, does one thing, and says so to the person alone."""

    house: House
    room: Room

    def library(self, gesture: Gesture, words: str) -> Reply:
        """One piece by its number, else all there is."""
        with self.house.db.read() as work:
            by = acting(work, gesture)
            if words:
                asset = the_asset(work, ASSETS.split(words)[0])
                return _reply(asset_for(self.room, work, asset, reader=by))
            return _reply(self.page(work, 0, by=by))

    def add(self, gesture: Gesture, words: str) -> None:
        """Open the form, with what was typed in it."""
        with self.house.db.read() as work:
            by = acting(work, gesture)
            must_be_marketer(by, doing="add to the library")
            view = self.form(work, _typed(words), by=by)
        self.house.answers.open(gesture, view)

    def edit(self, gesture: Gesture, words: str) -> None:
        """Open the form of a piece."""
        with self.house.db.read() as work:
            by = acting(work, gesture)
            must_be_marketer(by, doing="change the library")
            asset = the_asset(work, ASSETS.split(words)[0])
            view = self.form(work, asset.details, by=by, asset=asset)
        self.house.answers.open(gesture, view)

    def retire(self, gesture: Gesture, words: str) -> Reply:
        """Take a piece out."""
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            asset_id = the_asset(work, ASSETS.split(words)[0]).id
            at = self.room.clock.business()
            asset = retire_asset(self.room, work, asset_id=asset_id, by=by, at=at)
            return _reply(asset_for(self.room, work, asset, reader=by))

    def receipts(self, gesture: Gesture, words: str) -> Reply:
        """Who has read what they must know."""
        with self.house.db.read() as work:
            by = acting(work, gesture)
            must_be_marketer(by, doing="see who has read what")
            some = [the_asset(work, ASSETS.split(words)[0])] if words else None
            return _reply(receipts_for(work, some or news.all_must_knows(work, most=RECEIPTS)))

    def gaps(self, gesture: Gesture, words: str) -> Reply:
        """What is missing."""
        with self.house.db.read() as work:
            acting(work, gesture)
            return _reply(self.missing(work, words))

    def missing(self, work: Work, words: str = "", *, table: bool = True) -> Message:
        """Return what is missing in a time that people name."""
        since = read_since(
            words or USUAL_TIME, at=self.room.clock.business(), zone=self.room.people.zone
        )
        if since is None:
            raise Refusal(
                "That is no time we know. Try /content gaps 30d, last month or 2026-11-01."
            )
        command = self.room.commands.name("content")
        facts = gaps(work, since.period)
        return gaps_message(facts, since=since.words, command=command, table=table)

    def page(self, work: Work, page: int, *, by: Person) -> Message:
        """Return a page of the library as a person sees it."""
        may_change = by.is_marketer or by.is_marketing_manager
        today = LibraryMessages(self.room).today()
        some, total = store.page_of(work, drafts=may_change, most=IN_A_LIST, skip=page * IN_A_LIST)
        if page and not some:
            return self.page(work, 0, by=by)
        return library_list(
            some,
            asset_counts(work, today=today),
            today=today,
            page=page,
            pages=math.ceil(total / IN_A_LIST),
            command=self.room.commands.name("content"),
            may_change=may_change,
        )

    def form(self, work: Work, details: Details, *, by: Person, asset: Asset | None = None) -> View:
        """Return the form, a new piece's with its usual owner and day."""
        if asset is None:
            today = LibraryMessages(self.room).today()
            until = months_later(today, self.room.settings.review_after_months)
            details = Details(title=details.title, link=details.link, owner=by.id, review_by=until)
        return shelve_form(
            details, asset=asset, segments=store.segments_in_use(work, most=SEGMENTS)
        )


def _typed(words: str) -> Details:
    """Read what stood behind `/content add`: a link, or a title."""
    try:
        return Details(title="", link=read_address(words))
    except WrongDetail:
        return Details(title=words[:200])


def _reply(message: Message) -> Reply:
    return Reply(message.text, message.blocks)


def _looking(house: House, room: Room, words: LibraryWords) -> None:
    @house.app.action("content.show")
    def show(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            asset = the_asset(work, asset_in(gesture.value))
            message = asset_for(room, work, asset, reader=by)
        ack()
        show_privately(house.answers, gesture, message, title=asset.number)

    @house.app.action("content.browse")
    def browse(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            message = words.page(work, 0, by=acting(work, gesture))
        ack()
        show_privately(house.answers, gesture, message, title=TITLE)

    def turn(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        page = int(gesture.value) if gesture.value.isdecimal() and len(gesture.value) < 6 else 0
        with house.db.read() as work:
            message = words.page(work, page, by=acting(work, gesture))
        ack()
        show_again(house.answers, gesture, message, title=TITLE)

    house.app.action("content.page.back")(turn)
    house.app.action("content.page.next")(turn)

    @house.app.action("content.gaps")
    def missing(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
            table = not (gesture.in_home or gesture.in_modal)
            message = words.missing(work, table=table)
        ack()
        show_privately(house.answers, gesture, message, title="What is missing")


def _changing(house: House, room: Room, words: LibraryWords) -> None:
    @house.app.action("content.add")
    def add(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            must_be_marketer(by, doing="add to the library")
            view = words.form(work, Details(title=""), by=by)
        ack()
        house.answers.open(gesture, view)

    @house.app.action("content.edit")
    def edit(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            must_be_marketer(by, doing="change the library")
            asset = the_asset(work, asset_in(gesture.value))
            view = words.form(work, asset.details, by=by, asset=asset)
        ack()
        house.answers.open(gesture, view)

    def changed(do: Callable[..., Asset]) -> Callable[[Ack, dict[str, Any]], None]:
        def change(ack: Ack, body: dict[str, Any]) -> None:
            gesture = read_gesture(body)
            with house.db.begin() as work:
                by = acting(work, gesture)
                asset_id = the_asset(work, asset_in(gesture.value)).id
                asset = do(room, work, asset_id=asset_id, by=by, at=room.clock.business())
                lasting = show_clicked(room.outbox, room.clock, work, gesture)
                message = None if lasting else asset_for(room, work, asset, reader=by)
            ack()
            if message:
                show_again(house.answers, gesture, message, title=asset.number)

        return change

    house.app.action("content.keep")(changed(keep_asset))
    house.app.action("content.retire")(changed(retire_asset))


def _shelving(house: House, room: Room) -> None:
    @house.app.view("content.shelve")
    def shelve(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        asset_id = gesture.note.get("asset")
        try:
            # Two who save the same link at once: the second begins anew and is told of the first.
            asset = in_a_unit(house.db, lambda work: _save(room, work, gesture))
        except WrongDetail as wrong:
            ack(response_action="errors", errors={wrong.field: wrong.sentence})
        else:
            today = LibraryMessages(room).today()
            view = shelved_modal(asset, is_new=asset_id is None, today=today)
            ack(response_action="update", view=view)


def _save(room: Room, work: Work, gesture: Gesture) -> Asset:
    by = acting(work, gesture)
    must_be_marketer(by, doing="change the library")
    details, at = _read_form(gesture), room.clock.business()
    asset_id = gesture.note.get("asset")
    if asset_id is None:
        return shelve_asset(room, work, details=details, by=by, at=at)
    known = the_asset(work, asset_id if type(asset_id) is int else None)
    seen = str(gesture.note.get("was") or "")
    return edit_asset(room, work, asset_id=known.id, details=details, by=by, at=at, seen=seen)


def _read_form(gesture: Gesture) -> Details:
    fields = gesture.fields

    def text(name: str) -> str:
        return str(fields.get(name) or "")

    return Details(
        title=read_title(text("title")),
        link=read_address(text("link")),
        format=read_format(text("format")) or Format.OTHER,
        segments=read_segments(text("segments").replace(";", ",").split(",")),
        stages=read_stages([str(one) for one in fields.get("stages") or []]),
        industry=read_tag("industry", text("industry")),
        about=one_line(read_text("about", text("about"))),
        social=read_text("social", text("social")),
        owner=text("owner")[:20],
        review_by=read_day(text("review_by")),
        approved=text("state") != DRAFT,
        must_know=MUST_KNOW in (fields.get("must_know") or []),
    )


def _reading(house: House, room: Room) -> None:
    @house.app.action("content.got_it")
    def confirm(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            must_be_rep(by, doing="confirm that they have read it")
            new = got_it(room, work, day=_day(gesture.value), by=by, at=room.clock.business())
            show_clicked(room.outbox, room.clock, work, gesture)
        ack()
        said = "Noted: marketing sees that you have read it."
        house.answers.privately(
            gesture, Reply(said if new else "You had confirmed it before; thank you.")
        )

    @house.app.action("content.receipts")
    def who(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            must_be_marketer(by, doing="see who has read what")
            listed = news.must_knows_of(work, _day(gesture.value))
            some = store.load_assets(work, listed[:RECEIPTS])
            message = receipts_for(work, some) if some else receipts_message([])
        ack()
        show_privately(house.answers, gesture, message, title="Who has read it")


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refusal("This is from an older version. /content library shows it all.") from None
