"""A lead arrives by any door: it is recognised or new, judged, and announced when it qualifies.

All doors come through here, one lead at a time or many: the statements are the same, so that an
import of ten thousand rows obeys the very rules of a single webhook.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.kit.db import Work
from bot.leads.actions.announce import Burst
from bot.leads.actions.waves import Case, Receiving
from bot.leads.definition.queries import definition_in_force, expect_definition
from bot.leads.domain.lead import Arrival
from bot.leads.domain.receipt import ArrivalConflict, OtherBody, Outcome, Received
from bot.leads.room import Room
from bot.leads.store.arrivals import expect_arrival
from bot.leads.store.campaigns import expect_campaign
from bot.leads.store.locks import lock_people
from bot.people.domain import Person

__all__ = [
    "ArrivalConflict",
    "OtherBody",
    "Outcome",
    "Received",
    "receive_lead",
    "receive_leads",
]


def receive_lead(
    room: Room, work: Work, arrival: Arrival, *, at: datetime, by: Person | None = None
) -> Received:
    """Receive one lead; `by` is the person who added it by hand.

    Raises ArrivalConflict when its source and id came in before with other contents, and
    IntegrityError when that happens in this very moment elsewhere: try again in a new unit.
    """
    (answer,) = receive_leads(room, work, [arrival], at=at, by=by)
    if isinstance(answer, OtherBody):
        raise ArrivalConflict(answer)
    return answer


def receive_leads(
    room: Room,
    work: Work,
    arrivals: Sequence[Arrival],
    *,
    at: datetime,
    by: Person | None = None,
) -> list[Received | OtherBody]:
    """Receive many leads as if one after the other; the answers stand in their order."""
    waiting = [Case(place, arrival) for place, arrival in enumerate(arrivals)]
    burst = Burst(room, work)
    burst.expect()
    expect_definition(work)
    if len(waiting) == 1:
        expect_arrival(work, waiting[0].name)
        expect_campaign(work, waiting[0].group)
    lock_people(work, (key for case in waiting for key in case.keys))
    receiving = Receiving(
        room,
        work,
        at=at,
        actor=by.id if by else None,
        definition=definition_in_force(work, at),
        burst=burst,
    )
    while waiting:
        waiting = receiving.wave(waiting)
    return [receiving.answers[place] for place in range(len(arrivals))]
