"""How digests stand in Slack: the frozen figures, in the words of now."""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.digests.domain.facts import Digest, Note
from bot.digests.domain.timing import Kind
from bot.digests.room import Room
from bot.digests.store.choices import load_choices
from bot.digests.store.digests import load_digest
from bot.digests.views.digest import ChangeMade, Foot, Said, Words, digest
from bot.digests.views.note import NoteWords, note
from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.kit.periods import Week
from bot.leads.queries.weeks import called, campaign_names, changes_told, the_verdict
from bot.people import queries as people

if TYPE_CHECKING:
    from pydantic import TypeAdapter


# How facts are kept. Built for the first digest, not at every start.
@cache
def _digests() -> "TypeAdapter[Digest]":
    from pydantic import TypeAdapter

    return TypeAdapter(Digest)


@cache
def _notes() -> "TypeAdapter[Note]":
    from pydantic import TypeAdapter

    return TypeAdapter(Note)


def pack(facts: Digest | Note) -> dict[str, Any]:
    """Return facts as they are kept."""
    packed: dict[str, Any] = (
        _digests().dump_python(facts, mode="json")
        if isinstance(facts, Digest)
        else _notes().dump_python(facts, mode="json")
    )
    return packed


def unpack_digest(kept: dict[str, Any]) -> Digest:
    """Return a digest as it was written."""
    content = kept.get("content")
    if content:
        # Older digests keep a wish as its topic and one number.
        wishes = [
            {"topic": one[0], "both": one[1]} if isinstance(one, list) else one
            for one in content["wanted"]
        ]
        kept = kept | {"content": content | {"wanted": wishes}}
    return _digests().validate_python(kept)


def unpack_note(kept: dict[str, Any]) -> Note:
    """Return a note as it was written."""
    return _notes().validate_python(kept)


class DigestMessages:
    """The renderings of this room that are registered with the outbox."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def written(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "digest" {"digest"}: a digest, a note or a channel's copy."""
        asked = load_digest(work, args["digest"])
        if asked is None or asked.facts is None:
            return None
        if asked.kind is Kind.NOTE:
            return self.note(work, unpack_note(asked.facts), rep=asked.reader)
        facts = unpack_digest(asked.facts)
        if asked.kind is Kind.COPY:
            shared = people.is_shared(work, asked.reader)
            return self.digest(work, facts, private=False, shared=shared)
        return self.digest(work, facts)

    def digest(
        self,
        work: Work,
        facts: Digest,
        *,
        private: bool = True,
        shared: bool = False,
        instead: bool = False,
    ) -> Message:
        """Return a digest in the words of now; another organisation reads nobody's own words.

        `instead` says that it is shown for want of anything in the week that was asked for.
        """
        quoted = None if shared else self._quote(work, facts)
        if shared and facts.content:
            facts = replace(facts, content=replace(facts.content, wanted=()))
        words = Words(
            campaigns=campaign_names(work, [one.campaign for one in facts.quality]),
            changes=() if shared else self._changes(work, facts.changes),
            quote=quoted,
        )
        week = Week.named(facts.week, self._room.people.zone)
        foot = Foot(self._command, private=private, instead=instead)
        return digest(facts, words, week=week, foot=foot)

    def note(self, work: Work, facts: Note, *, rep: str) -> Message:
        """Return a rep's note in the words of now."""
        words = NoteWords(
            leads=called(work, [lead for lead, _ in facts.became]),
            changes=self._changes(work, facts.changes, reader=rep),
        )
        week = Week.named(facts.week, self._room.people.zone)
        weekly = load_choices(work, rep).notes
        return note(facts, words, week=week, command=self._command, weekly=weekly)

    @property
    def _command(self) -> str:
        return self._room.commands.name("digest")

    def _changes(
        self, work: Work, answers: tuple[int, ...], *, reader: str = ""
    ) -> tuple[ChangeMade, ...]:
        told = changes_told(work, answers)
        persons = {one.answer.marketer for one in told} | {rep for one in told for rep in one.reps}
        named = people.names(work, persons) | {reader: "you"}
        return tuple(
            ChangeMade(
                campaign=one.campaign,
                sentence=one.answer.sentence,
                marketer=named[one.answer.marketer],
                reps=tuple(named[rep] for rep in sorted(one.reps, key=lambda rep: rep != reader)),
            )
            for one in told
        )

    def _quote(self, work: Work, facts: Digest) -> Said | None:
        if facts.quote is None:
            return None
        judged = the_verdict(work, facts.quote.lead, facts.quote.rep)
        if judged is None or not judged.comment:
            return None
        names = campaign_names(work, [judged.campaign_id])
        return Said(
            words=judged.comment,
            rep=people.names(work, [judged.rep])[judged.rep],
            about=judged.about,
            campaign=names.get(judged.campaign_id, ""),
        )
