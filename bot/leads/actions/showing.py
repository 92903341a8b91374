"""After any change of a lead: every message that shows it is shown anew."""

from collections.abc import Iterable
from datetime import datetime

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.leads.actions.campaign_messages import show_campaign
from bot.leads.actions.left_behind import show_left_behind
from bot.leads.domain.lead import Lead
from bot.leads.queries.messages import concerned
from bot.leads.room import Room
from bot.leads.store.leads import load_lead, load_lead_for_update
from bot.leads.store.trail import Step, load_step


def the_lead(work: Work, lead_id: int, *, to_change: bool = True) -> Lead:
    """Return a lead, locked when it is to be changed; refuse kindly when there is none."""
    lead = (load_lead_for_update if to_change else load_lead)(work, lead_id)
    if lead is None:
        raise Refusal(f"There is no L-{lead_id}. /lead find looks for a name or company.")
    return lead


def show_card(room: Room, work: Work, lead: Lead) -> None:
    """Show the card anew, and the roll-up that lists the lead."""
    real = room.clock.real()
    if lead.rollup:
        room.outbox.refresh(work, key=lead.rollup, at=real)
    room.outbox.refresh(work, key=lead.card, at=real)


def stands_in(lead: Lead) -> str:
    """Return the key of the message that shows the lead: its card, or the roll-up without one."""
    return lead.rollup if lead.rollup and not lead.card_at else lead.card


def tell_thread(room: Room, work: Work, lead: Lead, *, step: Step, at: datetime) -> None:
    """Tell of a step in the thread of the message that shows the lead.

    Whom it concerns is mentioned there while they work, and else told when they next do.
    """
    whose = concerned(work, lead, step)
    away = [one for one in whose if not room.at_work.is_working(work, one, at=at)]
    args = {"lead": lead.id, "trail": step.id}
    room.outbox.post(
        work,
        key=f"{lead.subject}:line:{step.id}",
        to="sales",
        view="lead_line",
        args=args | {"away": away} if away else args,
        subject=lead.subject,
        thread_key=stands_in(lead),
        at=room.clock.real(),
    )
    for person in away:
        room.at_work.tell(
            work,
            key=f"{lead.subject}:news:{step.id}:{person}",
            person=person,
            view="lead_news",
            args=args,
            subject=lead.subject,
            at=at,
        )


def show_lead(
    room: Room,
    work: Work,
    lead: Lead,
    *,
    at: datetime,
    line: int | None = None,
    touched: Iterable[datetime | None] = (),
) -> None:
    """Show a changed lead wherever it stands; `line` is the step its thread tells about.

    `at` is business time; `touched` are moments that were undone (when a lead now released had
    been claimed), whose weeks of the campaign's message change too.
    """
    show_card(room, work, lead)
    if line is not None and (step := load_step(work, line)):
        tell_thread(room, work, lead, step=step, at=at)
    show_left_behind(room, work, lead_id=lead.id, at=at)
    show_campaign(room, work, campaign_id=lead.campaign_id, at=at, touched=touched)
