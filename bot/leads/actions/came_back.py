"""Somebody whose lead is there came back: their story goes on where it is."""

from datetime import datetime
from typing import Any

from bot.kit.db import Work
from bot.leads.actions.recycle import again_key
from bot.leads.actions.showing import stands_in, tell_thread
from bot.leads.domain.duplicates import PROFILE, Meeting, person_key
from bot.leads.domain.lead import Arrival, Lead, Stage
from bot.leads.room import Room
from bot.leads.store.leads import note_return
from bot.leads.store.trail import write_trail


def come_back(
    room: Room,
    work: Work,
    *,
    lead: Lead,
    what: Meeting,
    arrival: Arrival,
    said: Arrival,
    new_lead: int | None,
    actor: str | None,
    at: datetime,
) -> None:
    """Write the return into the trail of `lead`; who works on it hears of it in its thread.

    `said` is the arrival with what was known filled in; `new_lead` is the lead that begins now
    because the old story was closed.
    """
    step = write_trail(
        work,
        lead_id=lead.id,
        kind="came_back",
        at=at,
        actor=actor,
        facts=_facts(lead, arrival, new_lead),
    )
    if new_lead and lead.stage is Stage.RECYCLED:
        # Marketing need not be asked any more, if they were.
        room.outbox.refresh(work, key=again_key(lead), at=room.clock.real())
    if what is Meeting.CLOSED:
        note_return(work, lead.id)
    elif what is Meeting.IN_PLAY:
        gaps = {name: getattr(said, name) for name in PROFILE if not getattr(lead, name)}
        key = person_key(lead.name or said.name, lead.company or said.company)
        score = lead.score if arrival.score is None else arrival.score
        note_return(work, lead.id, **gaps, person_key=key, score=score)
        tell_thread(room, work, lead, line=step, at=at)
        room.outbox.refresh(work, key=stands_in(lead), at=room.clock.real())


def _facts(lead: Lead, arrival: Arrival, new_lead: int | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"source": arrival.source, "campaign": arrival.campaign}
    if arrival.score is not None:
        facts |= {"score": arrival.score, "score_before": lead.score}
    if arrival.message:
        facts["message"] = arrival.message
    if new_lead:
        facts["new_lead"] = new_lead
    return facts
