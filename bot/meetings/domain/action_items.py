"""Action items: one owner, a due date, and carried on until they are done."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.kit.errors import Refusal
from bot.kit.numbering import Numbering
from bot.kit.text import one_line

ACTIONS = Numbering("ACT")
"""Actions are named ACT-7."""
LONGEST = 300
"""Characters of an action, of what success looks like, and of a reason."""
A_WEEK = 7
"""Days after which a late action is told to a manager, once."""


class ActionState(StrEnum):
    """What became of an action."""

    OPEN = "open"
    DONE = "done"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class ActionItem:
    """What somebody took on in a meeting. `closed_at` is when it was done or given up.

    `moved` counts its new dates; `reason` is why it can't be done.
    """

    id: int
    occurrence_id: int
    point: str
    what: str
    owner: str
    due: date
    success: str
    state: ActionState
    by: str
    at: datetime
    closed_at: datetime | None = None
    reason: str = ""
    moved: int = 0

    @property
    def number(self) -> str:
        """Its name among colleagues: "ACT-7"."""
        return ACTIONS.name(self.id)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is ActionState.OPEN

    def days_late(self, today: date) -> int:
        """Return how many days past its date it is; 0 while there is time, or once closed."""
        return max(0, (today - self.due).days) if self.is_open else 0

    def standing(self, today: date) -> str:
        """Return how it stands, in words: "due 4 Dec 2026", "3 days late", "done"."""
        if self.state is ActionState.DONE:
            return "done"
        if self.state is ActionState.CANNOT:
            return f"can't be done: {self.reason}" if self.reason else "can't be done"
        late = self.days_late(today)
        if late:
            return f"{late} day{'' if late == 1 else 's'} late"
        return f"due {self.due.day} {self.due:%b}"


def must_be_open(action: ActionItem) -> None:
    """Refuse what would change an action that is closed."""
    if action.state is ActionState.DONE:
        raise Refusal(f"{action.number} is done already.")
    if action.state is ActionState.CANNOT:
        raise Refusal(f"{action.number} was given up; the next meeting talks about it.")


def action_words(text: str, *, missing: str) -> str:
    """Return what somebody wrote in one line; Refusal with `missing` when it says nothing."""
    said = one_line(text)
    if not said:
        raise Refusal(missing)
    if len(said) > LONGEST:
        raise Refusal(f"Say it in at most {LONGEST} characters.")
    return said


def due_date(due: date, *, today: date) -> date:
    """Return a due date that can be kept; Refusal for one that is past or beyond two years."""
    if due < today:
        raise Refusal("That date has passed. Pick today or a later one.")
    if (due - today).days > 2 * 366:
        raise Refusal("That is more than two years away. Pick a nearer date.")
    return due
