"""`/smarketing definition`: reading it, knowing it, proposing, signing and refusing a new one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.modals import View
from bot.kit.outbox.views import Message
from bot.kit.periods import Period, Since, read_since
from bot.kit.showing import message_modal, show_again, show_clicked, show_privately
from bot.kit.slack import notice
from bot.leads.definition.actions import (
    check_proposing,
    check_refusing,
    know,
    propose,
    refuse,
    sign,
)
from bot.leads.definition.backtest import SPAN
from bot.leads.definition.backtests import versions_that_list
from bot.leads.definition.form import WrongForm, read_form
from bot.leads.definition.queries import (
    contradictions,
    definition_in_force,
    history,
    version_story,
)
from bot.leads.definition.store import ensure_first_version, load_in_force
from bot.leads.definition.trying import EVERY, SWEEP, Trying
from bot.leads.definition.versions import VersionStory, read_version
from bot.leads.listeners.doors import STALE
from bot.leads.queries.definition import (
    DefinitionMessages,
    changed_sides,
    messages_that_name_leads,
    names_in,
    version_facts,
)
from bot.leads.room import Room
from bot.leads.views.definition import rules_message, title_of, version_message
from bot.leads.views.definition_forms import propose_modal, refuse_modal
from bot.leads.views.definition_lists import (
    A_PAGE,
    contradicted_message,
    history_message,
    sides_modal,
)
from bot.people.domain import Person, Team
from bot.people.queries import acting


def register(house: House, room: Room) -> None:
    """Answer the words, the buttons and the forms; try proposals; render the messages."""
    messages = DefinitionMessages(room.commands)
    house.views.register("definition_proposal", messages.proposal)
    house.views.register("definition_announced", messages.announced)
    house.views.register("definition_refused", messages.refused)
    house.schedule.sweep(SWEEP, EVERY, Trying(house.db, room).sweep)
    room.on_erased.append(lambda work, _address, ids, _at: _rewrite_lists(room, work, ids))
    house.commands.register(
        "smarketing",
        "definition",
        usage="[propose|history|v2|contradicted [since]]",
        about="what a qualified lead is, who signed it, and a way to change it",
        answer=DefinitionWords(house, room).answer,
    )
    _register_reading(house, room)
    _register_sides(house, room)
    _register_proposing(house, room)
    _register_signing(house, room)


def _rewrite_lists(room: Room, work: Work, lead_ids: Sequence[int]) -> int:
    """A proposer's message names leads; whoever of them is erased is named no more."""
    listing = versions_that_list(work, lead_ids) if lead_ids else []
    for key in messages_that_name_leads(work, listing):
        room.outbox.refresh(work, key=key, at=room.clock.real())
    return 0


@dataclass(frozen=True, slots=True)
class DefinitionWords:
    """What may follow `/smarketing definition`."""

    house: House
    room: Room

    def answer(self, gesture: Gesture, words: str) -> Reply | None:
        """Show the version in force or the one named, the history, or the form of a proposal."""
        word = words.strip().lower()
        _begin_with_one(self.house, self.room)
        if word in {"propose", "change", "new"}:
            with self.house.db.read() as work:
                view = _form(self.room, work, None, by=acting(work, gesture))
            self.house.answers.open(gesture, view)
            return None
        if word.split(" ")[0] in {"contradicted", "contradictions"}:
            self._contradicted(gesture, word.partition(" ")[2])
            return None
        version = read_version(word)
        if word and version is None and word not in {"history", "versions", "all"}:
            raise Refusal(
                "Write /smarketing definition, and after it nothing, propose, history, "
                "contradicted, or a version such as v1."
            )
        with self.house.db.read() as work:
            by = acting(work, gesture)
            if word and version is None:
                message = _history(self.room, work)
            else:
                message = definition_message(self.room, work, version, by=by)
        return Reply(message.text, message.blocks)

    def _contradicted(self, gesture: Gesture, words: str) -> None:
        """Say later what verdicts speak against: there may be millions to count."""
        with self.house.db.read() as work:
            acting(work, gesture)
        at, zone = self.room.clock.business(), self.room.people.zone
        since = read_since(words, at=at, zone=zone) if words else _usual(at)
        if since is None:
            raise Refusal(f"“{words[:30]}” is no time. Write 30d, last month or 2026-11-01.")
        self.house.answers.later(gesture, lambda: _contradicted(self.house, since))


def _usual(at: datetime) -> Since:
    return Since(Period(at - SPAN), f"in the last {SPAN.days} days")


def _contradicted(house: House, since: Since) -> Reply:
    with house.db.read() as work:
        message = contradicted_message(contradictions(work, since.period), since=since.words)
    return Reply(message.text, message.blocks)


def _begin_with_one(house: House, room: Room) -> None:
    """A database that never saw a lead has no version yet; whoever asks first makes it."""
    with house.db.read() as work:
        if load_in_force(work):
            return
    with house.db.begin() as work:
        ensure_first_version(work, room.clock.business())


def definition_message(room: Room, work: Work, number: int | None, *, by: Person) -> Message:
    """Return a version for one reader; without a number the one in force."""
    at = room.clock.business()
    story = _story(work, number or definition_in_force(work, at).version)
    facts = version_facts(work, story, reader=by)
    return version_message(facts, days=SPAN.days, command=room.commands.name("smarketing"))


def _story(work: Work, number: int | None) -> VersionStory:
    story = version_story(work, number) if number else None
    if story is None:
        which = f"There is no definition v{number}." if number else STALE
        raise Refusal(f"{which} /smarketing definition history lists them.")
    return story


def _history(room: Room, work: Work) -> Message:
    stories = history(work)
    names = names_in(work, stories)
    return history_message(stories, names, command=room.commands.name("smarketing"))


def _form(room: Room, work: Work, version: int | None, *, by: Person) -> View:
    """Return the form, filled from the rules in force, or from a proposal that was refused."""
    check_proposing(by)
    in_force = definition_in_force(work, room.clock.business())
    if version is None or version == in_force.version:
        return propose_modal(in_force, in_force=in_force.version)
    story = _story(work, version)
    begins = f"It begins with what v{version} proposed."
    return propose_modal(
        story.definition, in_force=in_force.version, why=story.why, standing=begins
    )


def _version_in(gesture: Gesture) -> int | None:
    noted = gesture.note.get("version")
    first = gesture.value.split(" ")[0]
    return read_version(first) if first else noted if type(noted) is int else None


def _register_reading(house: House, room: Room) -> None:
    @house.app.action("definition.read")
    def read(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            number = _story(work, _version_in(gesture)).version
            message = definition_message(room, work, number, by=by)
        ack()
        show_privately(house.answers, gesture, message, title=title_of(number))

    @house.app.action("definition.rules")
    def rules(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
            story = _story(work, _version_in(gesture))
        ack()
        modal = message_modal(title_of(story.version), rules_message(story))
        house.answers.open(gesture, modal)

    @house.app.action("definition.history")
    def versions(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
            message = _history(room, work)
        ack()
        show_privately(house.answers, gesture, message, title="Definitions")

    @house.app.action("definition.contradicted")
    def contradicted(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
        ack()
        since = _usual(room.clock.business())
        if gesture.response_url:
            house.answers.later(gesture, lambda: _contradicted(house, since))
        else:
            reply = _contradicted(house, since)
            message = Message(reply.text, reply.blocks)
            show_privately(house.answers, gesture, message, title="What contradicts it")

    @house.app.action("definition.know")
    def i_know_it(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            number = _story(work, _version_in(gesture)).version
            know(room, work, version=number, by=by, at=room.clock.business())
            lasting = show_clicked(room.outbox, room.clock, work, gesture)
        if not lasting:
            _show_again(house, room, gesture, number, by=by)
        ack()


def _show_again(house: House, room: Room, gesture: Gesture, number: int, *, by: Person) -> None:
    """Show the private page anew whose button was clicked."""
    with house.db.read() as work:
        message = definition_message(room, work, number, by=by)
    show_again(house.answers, gesture, message, title=title_of(number))


def _register_sides(house: House, room: Room) -> None:
    def a_page(show: Callable[[Gesture, View], None]) -> Callable[[Ack, dict[str, Any]], None]:
        def turn(ack: Ack, body: dict[str, Any]) -> None:
            gesture = read_gesture(body)
            with house.db.read() as work:
                view = _sides_page(room, work, gesture)
            ack()
            show(gesture, view)

        return turn

    house.app.action("definition.sides")(a_page(house.answers.open))
    for turn in ("back", "next", "other"):
        house.app.action(f"definition.sides.{turn}")(a_page(house.answers.update))


def _sides_page(room: Room, work: Work, gesture: Gesture) -> View:
    by = acting(work, gesture)
    _, _, asked = gesture.value.partition(" ")
    side, _, page = asked.partition(" ")
    facts = version_facts(work, _story(work, _version_in(gesture)), reader=by)
    if side not in {"leave", "enter"} or not (page.isdecimal() and len(page) < 6):
        raise Refusal(STALE)
    if facts.tested is None or not facts.tested.has_result:
        raise Refusal(f"v{facts.version} was not tried on the leads there are.")
    number = int(page)
    some = changed_sides(
        work, facts.tested, enters=side == "enter", most=A_PAGE, skip=number * A_PAGE
    )
    return sides_modal(facts, some, side=side, page=number, settings=room.settings)


def _register_proposing(house: House, room: Room) -> None:
    @house.app.action("definition.propose")
    def ask_for_rules(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            view = _form(room, work, _version_in(gesture), by=by)
        ack()
        house.answers.open(gesture, view)

    @house.app.view("definition.propose")
    def proposed(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            with house.db.begin() as work:
                by = acting(work, gesture)
                check_proposing(by)
                seen = gesture.note.get("in_force")
                version = propose(
                    room,
                    work,
                    read_form(gesture.fields),
                    why=str(gesture.fields.get("why") or ""),
                    seen=seen if type(seen) is int else None,
                    by=by,
                    at=room.clock.business(),
                )
        except WrongForm as wrong:
            ack(response_action="errors", errors=wrong.faults)
            return
        except WrongDetail as wrong:
            ack(response_action="errors", errors={wrong.field: wrong.sentence})
            return
        said = (
            f"v{version} is tried on the leads of the last {SPAN.days} days now. I tell you in a "
            "direct message what came of it, and ask the managers of both teams to sign."
        )
        ack(response_action="update", view=notice(said, title=f"Proposed: v{version}"))
        house.schedule.sweep_now(SWEEP)


def _register_signing(house: House, room: Room) -> None:
    def signed(team: Team) -> Callable[[Ack, dict[str, Any]], None]:
        def listener(ack: Ack, body: dict[str, Any]) -> None:
            gesture = read_gesture(body)
            with house.db.begin() as work:
                by = acting(work, gesture)
                number = _story(work, _version_in(gesture)).version
                sign(room, work, version=number, team=team, by=by, at=room.clock.business())
                lasting = show_clicked(room.outbox, room.clock, work, gesture)
            if not lasting:
                _show_again(house, room, gesture, number, by=by)
            ack()

        return listener

    for team in Team:
        house.app.action(f"definition.sign.{team}")(signed(team))

    @house.app.action("definition.refuse")
    def ask_why(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            number = _story(work, _version_in(gesture)).version
            story = check_refusing(work, number, by=by)
        ack()
        house.answers.open(gesture, refuse_modal(story, own=by.id == story.proposed_by))

    @house.app.view("definition.refuse")
    def refused(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            with house.db.begin() as work:
                refuse(
                    room,
                    work,
                    version=_story(work, _version_in(gesture)).version,
                    why=str(gesture.fields.get("why") or ""),
                    by=acting(work, gesture),
                    at=room.clock.business(),
                )
        except WrongDetail as wrong:
            ack(response_action="errors", errors={wrong.field: wrong.sentence})
        else:
            ack()
