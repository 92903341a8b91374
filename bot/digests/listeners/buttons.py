"""The buttons of a digest, and the form of its settings."""

from datetime import time
from typing import Any

from slack_bolt import Ack

from bot.digests.actions.choosing import UnknownZone, choose, read_own_zone
from bot.digests.domain.facts import NeedKind
from bot.digests.domain.timing import Choices
from bot.digests.queries.due import wall_of
from bot.digests.queries.rows import rows_of
from bot.digests.queries.showing import behind
from bot.digests.room import Room
from bot.digests.store.choices import load_choices
from bot.digests.views import settings as form
from bot.digests.views.digest import ROWS
from bot.digests.views.needs import SHOW
from bot.digests.views.settings import saved_words
from bot.digests.views.wording import week_title
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.outbox.views import Message
from bot.kit.periods import Week
from bot.kit.showing import show_privately_later
from bot.kit.slack import notice
from bot.people import queries as people

STALE = "This is from an older version. /digest now shows the last week."


def register(house: House, room: Room) -> None:
    """Listen to "Show", to "Show the rows" and to the form."""

    @house.app.action(SHOW)
    def show(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        kind, _, name = gesture.value.partition(" ")
        if kind not in set(NeedKind):
            raise Refusal(STALE)
        with house.db.read() as work:
            people.must_be_manager(people.acting(work, gesture), doing="open this")
        ack()

        def found() -> Message:
            """Over years of leads this takes longer than an ack may."""
            with house.db.read() as work:
                return behind(room, work, NeedKind(kind), name, at=room.clock.business())

        show_privately_later(house.answers, gesture, found, title="What needs you")

    @house.app.action(ROWS)
    def rows(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        week = _week(room, gesture.value)
        with house.db.read() as work:
            by = people.acting(work, gesture)
        ack()

        def files() -> dict[str, str]:
            with house.db.read() as work:
                return rows_of(room, work, week.name, by=by)

        title = week_title(week).lower()
        house.answers.files(gesture, f"The rows behind {title} of {week.name[:4]}.", files)
        if gesture.channel.startswith(("C", "G")):
            house.answers.privately(gesture, Reply("The rows come to you as a direct message."))

    @house.app.view(form.CALLBACK)
    def save(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            with house.db.begin() as work:
                by = people.acting(work, gesture)
                people.must_be_manager(by, doing="have the weekly digest")
                wanted = _wanted(work, by.id, gesture)
                choose(room, work, wanted=wanted, by=by, at=room.clock.business())
                zone = wall_of(room, work, by, wanted).zone.key
        except UnknownZone as unknown:
            ack(response_action="errors", errors={form.ZONE: unknown.sentence})
        else:
            said = saved_words(wanted, zone=zone, command=room.commands.name("digest"))
            ack(response_action="update", view=notice(said, title="Your weekly digest"))


def _week(room: Room, name: str) -> Week:
    try:
        return Week.named(name, room.people.zone)
    except (ValueError, OverflowError) as fault:
        raise Refusal(STALE) from fault


def _wanted(work: Work, person: str, gesture: Gesture) -> Choices:
    fields = gesture.fields
    day = str(fields.get(form.DAY) or "0")
    return Choices(
        sends=fields.get(form.SENDS) != form.OFF,
        weekday=int(day) if day in set("0123456") else 0,
        hour=_hour(fields.get(form.HOUR)),
        zone=read_own_zone(str(fields.get(form.ZONE) or "")),
        copies=form.COPIES in (fields.get(form.EXTRAS) or []),
        notes=load_choices(work, person).notes,
    )


def _hour(picked: object) -> time:
    try:
        return time.fromisoformat(str(picked or "09:00")).replace(tzinfo=None)
    except ValueError:
        raise Refusal(STALE) from None
