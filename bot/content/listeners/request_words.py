"""`/content …` about requests: the same as the buttons, for those who type."""

from dataclasses import dataclass

from bot.content.actions.request_answers import (
    ask_back,
    decline_request,
    deliver_request,
    whom_to_ask,
)
from bot.content.actions.request_claims import hand_request, take_request
from bot.content.actions.requests import same_as, withdraw_request
from bot.content.domain.asset import ASSETS
from bot.content.domain.request import REQUESTS, Request
from bot.content.listeners.library import LibraryWords
from bot.content.listeners.request_answers import FORMS, told_deliverer
from bot.content.listeners.request_doors import found, split_request
from bot.content.queries.request_messages import listed, private_card, today_of
from bot.content.queries.requests import Which, some_requests
from bot.content.room import Room
from bot.content.views.request_card import topic_of
from bot.content.views.request_messages import IN_A_LIST, request_list
from bot.kit.commands import Reply, mentioned
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.house import House
from bot.kit.text import cut_word
from bot.kit.wording import LABEL, QUOTE, counted, field
from bot.people import queries as people
from bot.people.domain import Person
from bot.people.queries import acting


def register(house: House, room: Room) -> None:
    """Add the words to `/content`."""
    words = RequestWords(house, room)
    for word, usage, about, answer in (
        ("answer", "CR-12 link [note]", "answer a request with the thing itself", words.answer),
        ("take", "CR-12", "take a request; you are its only owner", words.take),
        ("decline", "CR-12 reason", "turn a request down", words.decline),
        ("ask", "CR-12 question", "ask back whoever asked", words.ask),
        (
            "list",
            "[open|mine|overdue|all] [page]",
            "the requests, the most urgent first",
            words.list,
        ),
        ("show", "CR-12", "a request and its story", words.show),
        ("hand", "CR-12 @someone", "give a request to another marketer", words.hand),
        ("same", "CR-13 CR-12", "two requests ask for the same: CR-12 goes on", words.same),
        ("withdraw", "CR-12", "take your own request back", words.withdraw),
    ):
        house.commands.register("content", word, usage=usage, about=about, answer=answer)
    house.commands.open_by_number("content", REQUESTS, ASSETS, with_word="show")


@dataclass(frozen=True, slots=True)
class RequestWords:
    """One method a word."""

    house: House
    room: Room

    def answer(self, gesture: Gesture, words: str) -> Reply | None:
        """Deliver the link, or open the form for it."""
        with self.house.db.begin() as work:
            by, request, rest = self._read(work, gesture, words)
            if rest:
                link, _, note = rest.partition(" ")
                delivery = deliver_request(
                    self.room,
                    work,
                    request_id=request.id,
                    link=link,
                    note=note,
                    by=by,
                    at=self.room.clock.business(),
                )
                return told_deliverer(work, found(work, request.id), delivery)
            self._form(work, gesture, "deliver", request, by)
            return None

    def take(self, gesture: Gesture, words: str) -> Reply:
        """Take it."""
        with self.house.db.begin() as work:
            by, request, _ = self._read(work, gesture, words)
            at = self.room.clock.business()
            request = take_request(self.room, work, request_id=request.id, by=by, at=at)
            return self._card(work, request, by)

    def decline(self, gesture: Gesture, words: str) -> Reply | None:
        """Decline with the reason typed, or ask for it."""
        with self.house.db.begin() as work:
            by, request, rest = self._read(work, gesture, words)
            if not rest:
                self._form(work, gesture, "decline", request, by)
                return None
            at = self.room.clock.business()
            request = decline_request(
                self.room, work, request_id=request.id, reason=rest, by=by, at=at
            )
        return Reply(f"{_short(request)} is declined: “{field(request.reason, QUOTE)}”")

    def ask(self, gesture: Gesture, words: str) -> Reply | None:
        """Ask back what was typed, or open the form for it."""
        with self.house.db.begin() as work:
            by, request, rest = self._read(work, gesture, words)
            if not rest:
                self._form(work, gesture, "ask_back", request, by)
                return None
            at = self.room.clock.business()
            ask_back(self.room, work, request_id=request.id, question=rest, by=by, at=at)
            asked = whom_to_ask(work, request)
            asker = people.names(work, [asked])[asked]
        return Reply(
            f"{_short(request)}: {field(asker, LABEL)} is asked, in working hours. "
            "The answer shows on the card."
        )

    def hand(self, gesture: Gesture, words: str) -> Reply | None:
        """Give it to the marketer mentioned, or ask for one."""
        with self.house.db.begin() as work:
            by, request, rest = self._read(work, gesture, words)
            to = mentioned(rest)
            if not to and not rest:
                self._form(work, gesture, "hand", request, by)
                return None
            if not to:
                example = f"/content hand {request.number} @Mona"
                raise Refusal(
                    f"Who gets {request.number}? Mention a marketer, like this: {example}"
                )
            at = self.room.clock.business()
            request = hand_request(self.room, work, request_id=request.id, to=to, by=by, at=at)
            owner = people.names(work, [to])[to]
        return Reply(f"{_short(request)} is {field(owner, LABEL)}'s now.")

    def same(self, gesture: Gesture, words: str) -> Reply:
        """Merge the first into the second."""
        with self.house.db.begin() as work:
            by, request, rest = self._read(work, gesture, words)
            other = split_request(rest.removeprefix("as ").strip())[0]
            if other is None:
                raise Refusal(
                    f"The same as which one? Write both: /content same {request.number} CR-9"
                )
            at = self.room.clock.business()
            goes_on = same_as(self.room, work, request_id=request.id, other_id=other, by=by, at=at)
        return Reply(f"{_short(goes_on)} goes on for everybody who asked; all are told.")

    def withdraw(self, gesture: Gesture, words: str) -> Reply:
        """Take one's own request back."""
        with self.house.db.begin() as work:
            by, request, _ = self._read(work, gesture, words)
            at = self.room.clock.business()
            request = withdraw_request(self.room, work, request_id=request.id, by=by, at=at)
        goes_on = " It goes on for the others who asked." if request.is_waiting else ""
        return Reply(f"{_short(request)} is withdrawn.{goes_on}")

    def show(self, gesture: Gesture, words: str) -> Reply:
        """The card and its story; of "A-7" what the library says of it."""
        if words[:1] in {"A", "a"}:
            return LibraryWords(self.house, self.room).library(gesture, words)
        with self.house.db.read() as work:
            by, request, _ = self._read(work, gesture, words)
            return self._card(work, request, by)

    def list(self, gesture: Gesture, words: str) -> Reply:
        """Some requests, the most urgent first."""
        which, page = _read_list(words)
        skip = page * IN_A_LIST
        today = today_of(self.room)
        with self.house.db.read() as work:
            by = acting(work, gesture)
            some, total = some_requests(work, which, by=by, today=today, most=IN_A_LIST, skip=skip)
            rows = listed(work, some)
        if not some:
            return Reply(_NO_MORE.format(total=total) if total else _NONE[which])
        following = f"{self.room.commands.name('content')} list {which} {page + 2}"
        message = request_list(
            _HEADING[which].format(requests=counted(total, "request").capitalize()),
            rows,
            more=total - skip - len(some),
            today=today,
            may_take=by.is_marketer or by.is_marketing_manager,
            hint=f"`{following}` goes on.",
        )
        return Reply(message.text, message.blocks)

    def _read(self, work: Work, gesture: Gesture, words: str) -> tuple[Person, Request, str]:
        by = acting(work, gesture)
        number, rest = split_request(words)
        return by, found(work, number), rest

    def _card(self, work: Work, request: Request, reader: Person) -> Reply:
        card = private_card(self.room, work, request, reader=reader)
        return Reply(card.text, card.blocks)

    def _form(self, work: Work, gesture: Gesture, verb: str, request: Request, by: Person) -> None:
        self.house.answers.open(gesture, FORMS[verb](self.room, work, request, by))


_HEADING = {
    Which.OPEN: "{requests} without an answer",
    Which.MINE: "{requests} of yours",
    Which.OVERDUE: "{requests} past their day",
    Which.ALL: "{requests}, newest first",
}
_NONE = {
    Which.OPEN: "Nothing waits: every request has its answer.",
    Which.MINE: "You have no request: none taken that waits, none asked for.",
    Which.OVERDUE: "Nothing is overdue.",
    Which.ALL: "Nobody has asked for content yet. `/content request` does.",
}


_NO_MORE = "There are no more: {total} in all."


def _read_list(words: str) -> tuple[Which, int]:
    """Read "overdue 2": which list, and how many pages come before."""
    asked, page = Which.OPEN, 1
    for word in words.lower().split():
        if word.isdecimal() and len(word) < 6:
            page = max(1, int(word))
            continue
        try:
            asked = Which(word)
        except ValueError:
            raise Refusal(
                f"“{cut_word(word)}” is no list. Write open, mine, overdue or all."
            ) from None
    return asked, page - 1


def _short(request: Request) -> str:
    return f"{REQUESTS.name(request.id)} {topic_of(request, most=100)}"
