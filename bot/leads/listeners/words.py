"""`/lead …`: the same as the buttons, for those who type."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.kit.commands import Reply, mentioned
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.house import House
from bot.kit.outbox.views import Message
from bot.kit.quotes import unquoted
from bot.kit.wording import QUOTE, counted, field
from bot.leads.actions.claim import claim_lead
from bot.leads.actions.reopen import reopen_lead
from bot.leads.actions.steps import Details, check_step, record_step
from bot.leads.actions.verdict import record_verdict
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import LEADS, split_number
from bot.leads.domain.steps import Step, stage_in_words
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.domain.words import TAKEN_BACK, read_reason, read_verdict
from bot.leads.listeners.doors import found, private_card, reason_given, step_view
from bot.leads.listeners.rate import rate_view
from bot.leads.queries.leads import Found, find_leads, leads_of, waiting_leads
from bot.leads.queries.messages import trail_of
from bot.leads.room import Room
from bot.leads.store.leads import expect_lead_to_change
from bot.leads.views.card import reason_in_words
from bot.leads.views.lists import (
    FOUND,
    IN_A_LIST,
    LONGEST_SEARCH,
    MINE,
    WAITING,
    lead_list,
    short_name,
)
from bot.people import queries as people
from bot.people.domain import Person
from bot.people.queries import acting

ON_ITS_CARD = ("update", "qualified", "opportunity", "won", "lost", "disqualify", "recycle")
"""What people may type for a step that only Update on the lead's card makes."""


def register(house: House, room: Room) -> None:
    """Answer the words of `/lead` that this file knows."""
    words = LeadWords(house, room)
    table: list[tuple[str, str, str, Callable[[Gesture, str], Reply | None]]] = [
        ("find", "WORDS", "leads by name, company, address or title", words.find),
        ("show", "L-42", "a lead's card, for you alone; the number is enough", words.show),
        ("mine", "", "the leads you own", words.mine),
        ("open", "", "the leads that wait for someone", words.waiting),
        ("take", "L-42", "become its owner", words.take),
        ("contacted", "L-42", "you reached out to it", words.contacted),
        ("reject", "L-42 [reason] [comment]", "not worth a contact", words.reject),
        ("rate", "L-42 [great|good|poor|bad] [reason] [comment]", "what you think", words.rate),
        ("assign", "L-42 @Priya", "give it to a rep; for sales managers", words.assign),
        ("reopen", "L-42", "take its end back: it goes on where it was", words.reopen),
        ("trail", "L-42", "its whole story", words.trail),
    ]
    for word, usage, about, answer in table:
        house.commands.register("lead", word, usage=usage, about=about, answer=answer)
    house.commands.open_by_number("lead", LEADS, with_word="show")
    for word in ON_ITS_CARD:
        house.commands.register("lead", word, about="", answer=words.on_its_card, listed=False)


@dataclass(frozen=True, slots=True)
class LeadWords:
    """Each word reads what was typed, does one thing, and says so to the person alone."""

    house: House
    room: Room

    def find(self, gesture: Gesture, words: str) -> None:
        """Leads that hold every word; among very many that takes longer than an ack may."""
        with self.house.db.read() as work:
            acting(work, gesture)
        words = unquoted(words)
        if not words:
            raise Refusal("What are you looking for? Try /lead find and a name or company.")
        self.house.answers.later(gesture, lambda: self._found(words))

    def _found(self, words: str) -> Reply:
        with self.house.db.read() as work:
            some = find_leads(work, words, most=IN_A_LIST)
        shown = field(words, 60)
        if not some.leads:
            return Reply(f"No lead holds “{shown}”. Fewer words find more.")
        heading = f"{counted(some.total, 'lead').capitalize()} for “{shown}”"
        browse = f"{FOUND} {words}" if len(words) <= LONGEST_SEARCH else ""
        return self._list(heading, some, hint="Another word narrows it down.", browse=browse)

    def show(self, gesture: Gesture, words: str) -> Reply:
        """The card, privately."""
        with self.house.db.read() as work:
            by = acting(work, gesture)
            lead = self._lead(work, words)[0]
            return _reply(private_card(self.room, work, lead, reader=by))

    def mine(self, gesture: Gesture, _words: str) -> Reply:
        """What I own and have to work on."""
        with self.house.db.read() as work:
            by = acting(work, gesture)
            some = leads_of(work, by.id, most=IN_A_LIST)
            waiting = waiting_leads(work, most=1).total if not some.leads else 0
        if not some.leads:
            wait = f" {counted(waiting, 'lead').capitalize()} wait for someone" if waiting else ""
            wait = wait.replace("lead wait", "lead waits") if waiting == 1 else wait
            name = self.room.commands.name("lead")
            return Reply("You own no leads." + (f"{wait}: `{name} open`." if waiting else ""))
        return self._list(f"{counted(some.total, 'lead').capitalize()} of yours", some, browse=MINE)

    def waiting(self, gesture: Gesture, _words: str) -> Reply:
        """What waits for someone."""
        with self.house.db.read() as work:
            acting(work, gesture)
            some = waiting_leads(work, most=IN_A_LIST)
        if not some.leads:
            return Reply("Nothing waits: every lead has an owner.")
        wait = "waits for someone" if some.total == 1 else "wait for someone, oldest first"
        heading = f"{counted(some.total, 'lead').capitalize()} {wait}"
        return self._list(heading, some, browse=WAITING)

    def take(self, gesture: Gesture, words: str) -> Reply:
        """Take it."""
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            lead_id = self._lead(work, words)[0].id
            at = self.room.clock.business()
            lead = claim_lead(self.room, work, lead_id=lead_id, by=by, at=at)
            return _reply(private_card(self.room, work, lead, reader=by))

    def contacted(self, gesture: Gesture, words: str) -> Reply:
        """Mark the first contact."""
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            lead = self._lead(work, words)[0]
            self._make(work, lead, Step.CONTACTED, Details(), by=by)
        return Reply(f"{short_name(lead)} is marked as contacted.")

    def reject(self, gesture: Gesture, words: str) -> Reply | None:
        """Reject with the reason typed, or ask for it."""
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            lead, rest = self._lead(work, words)
            reason, comment = read_reason(rest)
            if reason is not None:
                details = Details(reason=reason, comment=comment)
                self._make(work, lead, Step.REJECT, details, by=by)
            else:
                check_step(work, lead, Step.REJECT, by=by)
                given = reason_given(work, lead, by=by)
        if reason is None:
            view = step_view(self.room, lead, Step.REJECT, rated_for=given, comment=comment)
            self.house.answers.open(gesture, view)
            return None
        return Reply(f"{short_name(lead)} is rejected: {_because(reason, comment)}.")

    def assign(self, gesture: Gesture, words: str) -> Reply | None:
        """Give it to the rep mentioned, or ask for one."""
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            lead, rest = self._lead(work, words)
            to, (_, _, comment) = mentioned(rest), rest.partition(">")
            if to:
                self._make(work, lead, Step.REASSIGN, Details(to=to, comment=comment), by=by)
                owner = people.names(work, [to])[to]
            else:
                check_step(work, lead, Step.REASSIGN, by=by)
        if to:
            return Reply(f"{short_name(lead)} is {field(owner)}'s now.")
        if rest:
            example = f"/lead assign {lead.number} @Priya"
            raise Refusal(f"Who gets {lead.number}? Mention a sales rep, like this: {example}")
        self.house.answers.open(gesture, step_view(self.room, lead, Step.REASSIGN))
        return None

    def reopen(self, gesture: Gesture, words: str) -> Reply:
        """Take its end back."""
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            lead_id = self._lead(work, words)[0].id
            at = self.room.clock.business()
            lead = reopen_lead(self.room, work, lead_id=lead_id, by=by, at=at)
        return Reply(f"{short_name(lead)} is {stage_in_words(lead.stage)} again.")

    def rate(self, gesture: Gesture, words: str) -> Reply | None:
        """Rate with the verdict typed, or open the form."""
        number, rest = split_number(words)
        with self.house.db.begin() as work:
            if number and rest:
                expect_lead_to_change(work, number)
            by = acting(work, gesture)
            if not (number and rest):
                view = rate_view(self.room, work, gesture, found(work, number).id)
                self.house.answers.open(gesture, view)
                return None
            word, _, after = rest.partition(" ")
            verdict = self._verdict(word)
            reason, comment = _why(verdict, after)
            lead, standing = record_verdict(
                self.room,
                work,
                lead_id=number,
                verdict=verdict,
                reason=reason,
                comment=comment or None,
                by=by,
                at=self.room.clock.business(),
            )
        if standing is None or standing.verdict is None:
            return Reply(f"You took your verdict on {short_name(lead)} back.")
        if verdict is None:
            return Reply(
                f"You took back what you said of {short_name(lead)}. "
                f"Your reaction on its card counts again: {standing.verdict}."
            )
        rated = f"You rate {short_name(lead)} {verdict}. {verdict.sentence}"
        said = _because(standing.reason, standing.comment)
        if verdict.wants_reason:
            return Reply(f"{rated} Marketing sees: {said}." if said else rated)
        return Reply(f"{rated} {said}".strip())

    def on_its_card(self, _gesture: Gesture, words: str) -> Reply:
        """Say where a step is made that has a form of its own."""
        number, _ = split_number(words)
        show = f"/lead show {LEADS.name(number) if number else 'L-42'}"
        raise Refusal(f"Update on the lead's card does that, once it is yours: {show} opens it.")

    def trail(self, gesture: Gesture, words: str) -> Reply:
        """The whole story."""
        with self.house.db.read() as work:
            by = acting(work, gesture)
            lead = self._lead(work, words)[0]
            return _reply(trail_of(work, lead, room=self.room, reader=by))

    def _lead(self, work: Work, words: str) -> tuple[Lead, str]:
        number, rest = split_number(words)
        return found(work, number), rest

    def _make(self, work: Work, lead: Lead, step: Step, details: Details, *, by: Person) -> None:
        at = self.room.clock.business()
        record_step(self.room, work, lead_id=lead.id, step=step, details=details, by=by, at=at)

    def _verdict(self, word: str) -> Verdict | None:
        verdict = read_verdict(word, self.room.settings)
        if verdict is None and word.lower() not in TAKEN_BACK:
            raise Refusal("That is no verdict. Write great, good, poor or bad, or none.")
        return verdict

    def _list(self, heading: str, some: Found, *, hint: str = "", browse: str) -> Reply:
        return _reply(
            lead_list(
                heading,
                some.leads,
                more=some.more,
                now=self.room.clock.business(),
                settings=self.room.settings,
                hint=hint,
                browse=browse,
            )
        )


def _why(verdict: Verdict | None, words: str) -> tuple[Reason | None, str]:
    """Read what follows a verdict; a good one needs no reason, so all of it is the comment."""
    return read_reason(words) if verdict and verdict.wants_reason else (None, unquoted(words))


def _because(reason: Reason | None, comment: str) -> str:
    said = f"‘{field(comment, QUOTE)}’" if comment else ""
    return " ".join(filter(None, [reason_in_words(reason) if reason else "", said]))


def _reply(message: Message) -> Reply:
    return Reply(message.text, message.blocks)
