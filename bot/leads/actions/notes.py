"""Steps of a lead's story that other rooms know of."""

from datetime import datetime

from bot.kit.db import Work
from bot.leads.store.leads import load_lead
from bot.leads.store.trail import write_trail
from bot.people.domain import Person


def note_content(
    work: Work, *, lead_id: int, delivered: bool, request: str, by: Person, at: datetime
) -> None:
    """Write on a lead's trail that content was asked for, or delivered, for it.

    `request` is the number of the request: "CR-12". A lead that is not here is passed over.
    """
    if load_lead(work, lead_id) is None:
        return
    kind = "content_delivered" if delivered else "content_asked"
    write_trail(work, lead_id=lead_id, kind=kind, actor=by.id, at=at, facts={"request": request})
