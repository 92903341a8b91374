"""A content request: what a rep needs to move a buyer, and where its story stands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.kit.errors import WrongDetail
from bot.kit.numbering import Numbering
from bot.leads.domain.duplicates import fold
from bot.leads.domain.lead import Lead

REQUESTS = Numbering("CR")
"""Requests are called "CR-12"."""
QUESTIONS = Numbering("Q")
DELIVERIES = Numbering("D")
"""How buttons name a question and a delivery; people never read these."""

FURTHEST = timedelta(days=730)
"""A request may be needed two years ahead at most."""
TOPIC = 200
"""Characters of a topic that are kept."""
SHORTEST_NAME = 3
"""Letters of a name that is looked for in what people write; a shorter one is in every sentence."""
WORDS = 500
"""Characters of anything else somebody writes about a request that are kept."""


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    DELIVERED = "delivered"
    CLOSED = "closed"
    DECLINED = "declined"


WAITING = frozenset({State.OPEN, State.CLAIMED})
"""The states in which somebody waits for an answer."""


class Closing(StrEnum):
    """How a request came to be closed."""

    HELPED = "helped"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form asks for; only the topic and the day are needed."""

    topic: str
    needed_by: date
    belief: str = ""
    """What the buyer needs to believe."""
    format: str = ""
    segment: str = ""
    stage: str = ""
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it stands. Times are UTC; people are Slack ids; texts may be empty."""

    id: int
    topic: str
    belief: str
    format: str
    segment: str
    stage: str
    needed_by: date
    lead_id: int | None
    asker: str
    asked_at: datetime
    state: State
    owner: str | None = None
    claimed_at: datetime | None = None
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    """When it was first answered: delivered or declined. Promises are counted to here."""
    closed_at: datetime | None = None
    closed_by: str | None = None
    closing: Closing | None = None
    merged_into: int | None = None
    reason: str = ""
    """Why it was declined; or, while it is open again, why what was delivered did not help."""
    existing: tuple[int, ...] = ()
    """The assets that were there when it was asked for."""
    reminded: str | None = None
    """The key of the message that reminded its owner of the day it is needed by."""
    brought_up: str | None = None
    """The key of the message that brought it up in marketing."""
    overdue_told_on: date | None = None
    """The day on which the marketing managers were told that it is overdue."""

    @property
    def number(self) -> str:
        """What colleagues call it: "CR-12"."""
        return REQUESTS.name(self.id)

    @property
    def card(self) -> str:
        """The outbox key of its card."""
        return f"{self.subject}:card"

    @property
    def subject(self) -> str:
        """What every message about it is filed under in the outbox."""
        return f"request:{self.id}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still waits for its answer."""
        return self.state in WAITING

    def is_overdue(self, today: date) -> bool:
        """Tell whether the day it was needed by is over and it has no answer."""
        return self.is_waiting and self.needed_by < today


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asked for it, and for which lead; the first asker, or one who was merged in."""

    person: str
    asked_at: datetime
    needed_by: date
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What marketing asked back, and the answer once there is one."""

    id: int
    request_id: int
    question: str
    asked_by: str
    asked_at: datetime
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One answer with the thing itself. A request that reopened has several."""

    id: int
    request_id: int
    link: str
    note: str
    by: str
    at: datetime
    asset_id: int | None = None
    """The asset it stands as in the library, once it does."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whether what was delivered helped one of those who had asked."""

    delivery_id: int
    person: str
    helped: bool
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a request's story; `actor` is None when the bot did it."""

    id: int
    request_id: int
    kind: str
    actor: str | None
    at: datetime
    words: str = ""
    person: str | None = None
    """Whom it concerns: who gets it, who was asked."""
    other: int | None = None
    """The other request when two are the same; else the question or delivery it tells of."""


@dataclass(frozen=True, slots=True)
class ContentNumbers:
    """The requests of a period. `asked` counts all; merged and withdrawn ones are among them.

    `answered` were delivered in it for the first time, `declined` turned down; `helped` and
    `not_helped` are what those who asked said in it. `open_now` waits whatever the period.
    """

    asked: int = 0
    answered: int = 0
    declined: int = 0
    helped: int = 0
    not_helped: int = 0
    open_now: int = 0


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """From asking to the first answer of one request; None while it has none."""

    request_id: int
    asked_at: datetime
    answered_at: datetime | None


def speaks_of(text: str, lead: Lead) -> bool:
    """Tell whether a text names a lead's person or company, as far as that can be known.

    The first word of a company is how colleagues call it: "Northwind" for Northwind Freight.
    """
    folded = f" {fold(text)} "
    called = fold(lead.company).removeprefix("the ").split()[:1]
    address = (lead.email, lead.email.partition("@")[0])
    named = (lead.company, *called, lead.name, *lead.name.split(), *address)
    return any(f" {fold(one)} " in folded for one in named if len(fold(one)) >= SHORTEST_NAME)


def read_day(text: object, *, today: date) -> date:
    """Read the day a request is needed by; WrongDetail for none, a past or a far one."""
    try:
        day = date.fromisoformat(str(text or "").strip())
    except ValueError:
        raise WrongDetail("needed_by", "Pick a day, so that marketing can plan.") from None
    if day < today:
        raise WrongDetail("needed_by", "That day is over; pick today or a later one.")
    if day - today > FURTHEST:
        raise WrongDetail("needed_by", "That is more than two years ahead; pick an earlier day.")
    return day
