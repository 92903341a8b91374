"""`/digest …`: the last week now, the week so far, when it comes, whether, and a rep's note."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.digests.actions.choosing import turn_digest, turn_note
from bot.digests.domain.facts import Digest, Note
from bot.digests.domain.timing import Kind
from bot.digests.queries.due import channel_of, wall_of
from bot.digests.queries.gather import gather_digest, gather_note
from bot.digests.queries.messages import DigestMessages
from bot.digests.room import Room
from bot.digests.store.choices import load_choices
from bot.digests.store.digests import find_digest
from bot.digests.views.settings import saved_words, settings, when_in_words
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.house import House
from bot.kit.outbox.views import Message
from bot.kit.periods import Week
from bot.people import queries as people
from bot.people.domain import Person, must_be_manager

ON = frozenset({"on", "yes", "start"})
OFF = frozenset({"off", "no", "stop", "none"})


def register(house: House, room: Room) -> None:
    """Answer the words of `/digest`."""
    words = DigestWords(house, room, DigestMessages(room))
    table: list[tuple[str, str, str, Callable[[Gesture, str], Reply | None]]] = [
        ("now", "", "last week's digest, for you alone; for reps their own note", words.now),
        ("preview", "", "this week so far, for you alone", words.preview),
        ("settings", "", "day, time, time zone, a copy in the channel; for managers", words.form),
        ("off", "", "no weekly digest any more", words.off),
        ("on", "", "the weekly digest again", words.on),
        ("note", "[on|off]", "a private weekly note of your own leads; for reps", words.note),
    ]
    for word, usage, about, answer in table:
        house.commands.register("digest", word, usage=usage, about=about, answer=answer)


@dataclass(frozen=True, slots=True)
class DigestWords:
    """Each word reads what was typed, does one thing, and says so to the person alone."""

    house: House
    room: Room
    messages: DigestMessages

    def now(self, gesture: Gesture, _words: str) -> None:
        """The last whole week, as it was written if it was."""
        with self.house.db.read() as work:
            by = self._reader(work, gesture)
        self.house.answers.later(gesture, lambda: self._last(by))

    def preview(self, gesture: Gesture, _words: str) -> None:
        """The week that goes on."""
        with self.house.db.read() as work:
            by = self._reader(work, gesture)
        self.house.answers.later(gesture, lambda: self._so_far(by))

    def form(self, gesture: Gesture, _words: str) -> None:
        """When it comes, as a form."""
        with self.house.db.read() as work:
            by = people.acting(work, gesture)
            must_be_manager(by, doing="have the weekly digest")
            choices = load_choices(work, by.id)
            team = channel_of(by)
            channel = people.channel(work, team)
            zone = people.working_time(work, by, self.room.people).zone.key
        name = channel.name if channel else team.value
        self.house.answers.open(gesture, settings(choices, profile_zone=zone, channel=name))

    def off(self, gesture: Gesture, _words: str) -> Reply:
        """No digest."""
        with self.house.db.begin() as work:
            by = people.acting(work, gesture)
            at = self.room.clock.business()
            turn_digest(self.room, work, on=False, by=by, at=at)
            choices = load_choices(work, by.id)
        return Reply(saved_words(choices, zone="", command=self.room.commands.name("digest")))

    def on(self, gesture: Gesture, _words: str) -> Reply:
        """The digest again."""
        with self.house.db.begin() as work:
            by = people.acting(work, gesture)
            at = self.room.clock.business()
            turn_digest(self.room, work, on=True, by=by, at=at)
            when = self._when(work, by)
        return Reply(f"Your digest comes {when}.")

    def note(self, gesture: Gesture, words: str) -> Reply:
        """A rep's own note, on or off; without a word, how it stands."""
        asked = words.strip().lower()
        command = self.room.commands.name("digest")
        with self.house.db.begin() as work:
            by = people.acting(work, gesture)
            at = self.room.clock.business()
            if asked in ON | OFF:
                turn_note(self.room, work, on=asked in ON, by=by, at=at)
            elif asked:
                raise Refusal("Write /digest note on or /digest note off.")
            has_one = load_choices(work, by.id).notes
            when = self._when(work, by)
        if has_one:
            return Reply(
                f"Your own note comes {when}, for you alone. `{command} note off` ends it."
            )
        return Reply(f"You get no weekly note. `{command} note on` sends you one, for you alone.")

    def _reader(self, work: Work, gesture: Gesture) -> Person:
        by = people.acting(work, gesture)
        if not (by.is_manager or by.is_rep):
            must_be_manager(by, doing="read the weekly digest")
        return by

    def _when(self, work: Work, by: Person) -> str:
        choices = load_choices(work, by.id)
        return when_in_words(choices, zone=wall_of(self.room, work, by, choices).zone.key)

    def _last(self, by: Person) -> Reply:
        """The last whole week; where it was empty and none was sent of it, the week so far."""
        at = self.room.clock.business()
        week = Week.of(at, self.room.people.zone).previous
        kind = Kind.DIGEST if by.is_manager else Kind.NOTE
        with self.house.db.read() as work:
            written = find_digest(work, kind, by.id, week.name)
            if written and written.facts:
                return _reply(self.messages.written(work, {"digest": written.id}))
            facts = self._gather(work, by, week, at=at)
            if facts.is_empty:
                so_far = self._gather(work, by, week.next, at=at, so_far=True)
                if not so_far.is_empty:
                    return self._shown(work, by, so_far, instead=True)
            return self._shown(work, by, facts)

    def _so_far(self, by: Person) -> Reply:
        at = self.room.clock.business()
        week = Week.of(at, self.room.people.zone)
        with self.house.db.read() as work:
            return self._shown(work, by, self._gather(work, by, week, at=at, so_far=True))

    def _gather(
        self, work: Work, by: Person, week: Week, *, at: datetime, so_far: bool = False
    ) -> Digest | Note:
        if by.is_manager:
            return gather_digest(self.room, work, week=week, reader=by, at=at, so_far=so_far)
        return gather_note(work, week=week, rep=by.id, at=at, so_far=so_far)

    def _shown(
        self, work: Work, by: Person, facts: Digest | Note, *, instead: bool = False
    ) -> Reply:
        if isinstance(facts, Digest):
            return _reply(self.messages.digest(work, facts, instead=instead))
        return _reply(self.messages.note(work, facts, rep=by.id))


def _reply(message: Message | None) -> Reply:
    if message is None:
        raise Refusal("This digest is not here any more.")
    return Reply(message.text, message.blocks, message.fallback_blocks)
