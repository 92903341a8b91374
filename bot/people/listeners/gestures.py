"""`/smarketing help`, `me` and `people`, and the two modals behind them."""

from datetime import date, time
from typing import Any

from slack_bolt import Ack

from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.people import actions, queries, store
from bot.people.domain import Person, Team
from bot.people.domain.own_time import OwnTime
from bot.people.room import Room
from bot.people.views import me as me_view
from bot.people.views import people as people_view


def plug_in(house: House, room: Room) -> None:
    """Answer the words of `/smarketing` and what is done in their modals."""
    _help(house)
    _me(house, room)
    _people(house, room)


def _help(house: House) -> None:
    house.commands.register(
        "smarketing",
        "help",
        about="every command",
        answer=lambda _gesture, _words: Reply(house.commands.help()),
    )


def _me(house: House, room: Room) -> None:
    def show(gesture: Gesture, _words: str) -> None:
        with house.db.read() as work:
            by = queries.acting(work, gesture)
            own = queries.working_time(work, by, room.settings)
        today = own.local_date(room.clock.business())
        view = me_view.me(by, own, queries.workspace_time(room.settings), today=today)
        house.answers.open(gesture, view)

    def save(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        wanted = _own_time(gesture.fields)
        with house.db.begin() as work:
            by = queries.acting(work, gesture)
            zone = queries.working_time(work, by, room.settings).zone
            today = room.clock.business().astimezone(zone).date()
            faults = wanted.faults(today=today)
            if not faults:
                removed = me_view.unticked(gesture.note, gesture.fields.get(me_view.KEPT))
                actions.set_own_time(room, work, wanted=wanted, removed=removed, by=by, today=today)
        if faults:
            beside = {f"people.{field}": sentence for field, sentence in faults.items()}
            ack(response_action="errors", errors=beside)
        else:
            ack()

    house.commands.register(
        "smarketing", "me", about="your working days, hours and absences", answer=show
    )
    house.app.view(me_view.CALLBACK)(save)


def _own_time(fields: dict[str, Any]) -> OwnTime:
    opens, closes = fields.get(me_view.OPENS), fields.get(me_view.CLOSES)
    first, last = fields.get(me_view.FIRST), fields.get(me_view.LAST)
    return OwnTime(
        days=frozenset(int(day) for day in fields.get(me_view.DAYS) or []),
        opens=time.fromisoformat(opens) if opens else None,
        closes=time.fromisoformat(closes) if closes else None,
        first=date.fromisoformat(first) if first else None,
        last=date.fromisoformat(last) if last else None,
    )


def _people(house: House, room: Room) -> None:
    def show(gesture: Gesture, _words: str) -> Reply | None:
        with house.db.read() as work:
            by = queries.acting(work, gesture)
            if by.is_manager:
                view = _everybody(work, page=0)
            else:
                reply = _whom_to_ask(work, by)
        if not by.is_manager:
            return reply
        house.answers.open(gesture, view)
        return None

    def turn(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            _managers_only(work, gesture)
            view = _everybody(work, page=int(gesture.value))
        ack()
        house.answers.update(gesture, view)

    def choose(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        choice = people_view.Choice.read(gesture.value)
        with house.db.begin() as work:
            by = queries.acting(work, gesture)
            actions.set_role(
                room,
                work,
                person=choice.person,
                role=choice.role,
                by=by,
                at=room.clock.business(),
            )
            view = _everybody(work, page=int(gesture.note.get("page", 0)))
        ack()
        house.answers.update(gesture, view)

    house.commands.register(
        "smarketing", "people", about="who manages, who has which role", answer=show
    )
    house.app.action(people_view.BACK)(turn)
    house.app.action(people_view.NEXT)(turn)
    house.app.action(people_view.CHOOSE)(choose)


def _managers_only(work: Work, gesture: Gesture) -> None:
    queries.must_be_manager(queries.acting(work, gesture), doing="see everybody's role")


def _everybody(work: Work, *, page: int) -> dict[str, Any]:
    people = [
        facts
        for facts in store.facts_of_everybody_here(work)
        if not facts.bot and not facts.deleted
    ]
    return people_view.everybody(people, page=page)


def _whom_to_ask(work: Work, by: Person) -> Reply:
    channels = {team: queries.channel(work, team) for team in Team}
    return people_view.whom_to_ask(
        by,
        {team: queries.managers(work, team) for team in Team},
        {team: found.name if found else team.value for team, found in channels.items()},
    )
