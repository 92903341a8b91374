"""What becomes of a lead with sales, step by step; each is checked when it is made, not shown."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.leads.actions.campaign_messages import show_turned_down
from bot.leads.actions.claim import claim_lead
from bot.leads.actions.showing import show_lead, the_lead
from bot.leads.actions.verdict import COMMENT, fill_reason
from bot.leads.domain.lead import ENDED, TURNED_DOWN, Lead, Stage
from bot.leads.domain.steps import BY_MANAGERS, Step, legal_steps, may, obstacle, stage_after
from bot.leads.domain.verdicts import Reason
from bot.leads.room import Room
from bot.leads.store.claims import answered
from bot.leads.store.leads import update_lead
from bot.leads.store.trail import write_trail
from bot.people import queries as people
from bot.people.domain import Person, must_be_rep, must_be_sales_manager

FURTHEST_RECYCLE = timedelta(days=730)
"""A lead may rest with marketing for two years at most."""


KINDS = {
    Step.CONTACTED: "contacted",
    Step.SALES_QUALIFIED: "sales_qualified",
    Step.OPPORTUNITY: "opportunity",
    Step.WON: "won",
    Step.LOST: "lost",
    Step.REJECT: "rejected",
    Step.DISQUALIFY: "disqualified",
    Step.RECYCLE: "recycled",
    Step.HAND_BACK: "handed_back",
    Step.REASSIGN: "reassigned",
}
"""How the trail names the steps."""
_SILENT = frozenset({Step.CONTACTED})
"""Said by the card itself; a line in its thread would only be noise."""


@dataclass(frozen=True, slots=True)
class Details:
    """What a step may need: an `amount` for a deal, a `reason` for a no, `until` for recycling,
    `to` for reassigning; a `comment` is always optional.
    """

    amount: Decimal | None = None
    reason: Reason | None = None
    until: date | None = None
    to: str | None = None
    comment: str = ""


def check_step(work: Work, lead: Lead, step: Step, *, by: Person) -> None:
    """Refuse a step that this person may not make or that this lead does not allow now."""
    if step in BY_MANAGERS and by.is_sales_manager:
        pass
    elif step is Step.REASSIGN:
        _must_assign(lead, by)
    else:
        must_be_rep(by, doing="work on leads")
    hindered = obstacle(step, lead)
    if hindered and (lead.stage in ENDED or may(by, step, lead)):
        raise Refusal(f"{lead.number} {hindered}.")
    if not may(by, step, lead):
        raise Refusal(whose_it_is(work, lead))


def _must_assign(lead: Lead, by: Person) -> None:
    doing = "give a lead to somebody"
    if by.is_rep and not by.is_sales_manager and lead.stage is Stage.MQL:
        raise Refusal(f"Only sales managers can {doing}. Take it yourself with Take it.")
    must_be_sales_manager(by, doing=doing)


def steps_for(work: Work, lead: Lead, *, by: Person) -> tuple[Step, ...]:
    """Return the steps that Update offers; refuse, with whose lead it is, when there is none."""
    steps = legal_steps(lead, by)
    if steps:
        return steps
    check_step(work, lead, Step.TAKE if lead.owner is None else Step.HAND_BACK, by=by)
    raise Refusal(whose_it_is(work, lead))


def whose_it_is(work: Work, lead: Lead) -> str:
    """Return whose lead it is, for somebody who wanted to do something with it."""
    owner = people.names(work, [lead.owner])[lead.owner] if lead.owner else "nobody"
    return (
        f"{lead.number} belongs to {owner}. Ask {owner}, or a sales manager, "
        "who can hand it back or give it to you."
    )


def record_step(
    room: Room,
    work: Work,
    *,
    lead_id: int,
    step: Step,
    details: Details = Details(),
    by: Person,
    at: datetime,
) -> Lead:
    """Make a step and show it wherever the lead stands; return the lead as it is now.

    Raises Refusal when the step is not this person's, not legal any more, or lacks what it needs.
    """
    if step is Step.TAKE:
        return claim_lead(room, work, lead_id=lead_id, by=by, at=at)
    before = the_lead(work, lead_id)
    check_step(work, before, step, by=by)
    columns, facts = _what_changes(room, work, before, step, details, by=by, at=at)
    update_lead(work, lead_id, stage=stage_after(step, before), **columns)
    comment = " ".join(details.comment.split())[:COMMENT]
    if comment and not before.erased:
        facts["comment"] = comment
    line = write_trail(work, lead_id=lead_id, kind=KINDS[step], actor=by.id, at=at, facts=facts)
    after = the_lead(work, lead_id)
    if details.reason:
        fill_reason(room, work, after, reason=details.reason, by=by, at=at)
    undone = [before.claimed_at] if before.claimed_at != after.claimed_at else []
    show_lead(room, work, after, at=at, line=None if step in _SILENT else line, touched=undone)
    if after.stage in TURNED_DOWN:
        show_turned_down(room, work, after, by=by.id, at=at)
    given_to = people.person(work, after.owner) if step is Step.REASSIGN and after.owner else None
    if given_to:
        for tell in room.on_taken:
            tell(work, after, given_to, at)
    return after


Changes = tuple[dict[str, Any], dict[str, Any]]
"""The columns a step changes, and the facts its line in the trail keeps."""


def _what_changes(
    room: Room,
    work: Work,
    lead: Lead,
    step: Step,
    details: Details,
    *,
    by: Person,
    at: datetime,
) -> Changes:
    match step:
        case Step.OPPORTUNITY | Step.WON | Step.LOST:
            return _deal(lead, step, details, at=at)
        case Step.REJECT | Step.DISQUALIFY:
            return _turned_down(step, details, by=by, at=at)
        case Step.RECYCLE:
            return _rest(room, details, at=at)
        case Step.REASSIGN:
            return _reassign(work, lead, details, at=at)
        case Step.HAND_BACK:
            return dict.fromkeys(_OF_THE_OWNER), {"from": lead.owner}
    return _came_further(lead, step, at=at), {}


def _came_further(lead: Lead, step: Step, *, at: datetime) -> dict[str, Any]:
    if step is Step.CONTACTED:
        had = {"contact_from": lead.claimed_at, "contacted_by": lead.owner}
        return {"contacted_at": at, **had}
    return {"sales_qualified_at": at} if step is Step.SALES_QUALIFIED else {}


_OF_THE_OWNER = (
    "owner",
    "claimed_at",
    "contacted_at",
    "contact_from",
    "contacted_by",
    "sales_qualified_at",
    "opportunity_at",
    "amount",
)
"""What a lead forgets with its owner; the trail does not."""


def _turned_down(step: Step, details: Details, *, by: Person, at: datetime) -> Changes:
    if details.reason is None:
        raise WrongDetail("reason", "Say why: marketing learns from the reason.")
    columns: dict[str, Any] = {"ended_at": at, "reason": details.reason}
    if step is Step.REJECT:
        columns |= answered(by.id, at)
    return columns, {"reason": str(details.reason)}


def _rest(room: Room, details: Details, *, at: datetime) -> Changes:
    today = at.astimezone(room.people.zone).date()
    until = details.until
    if until is None or not today < until <= today + FURTHEST_RECYCLE:
        raise WrongDetail("until", "Pick a day after today and within two years.")
    return {"ended_at": at, "recycle_on": until}, {"until": until.isoformat()}


def _deal(lead: Lead, step: Step, details: Details, *, at: datetime) -> Changes:
    amount = details.amount if details.amount is not None else lead.amount
    if step is Step.WON and amount is None:
        raise WrongDetail("amount", "What is it worth? Write the amount, like 12,500.")
    columns: dict[str, Any] = {"amount": amount}
    columns["opportunity_at" if step is Step.OPPORTUNITY else "ended_at"] = at
    return columns, {} if amount is None else {"amount": str(amount)}


def _reassign(work: Work, lead: Lead, details: Details, *, at: datetime) -> Changes:
    to = people.person(work, details.to) if details.to else None
    if to is None or not to.is_rep:
        raise WrongDetail("to", "Only a sales rep can own a lead; pick one.")
    if to.id == lead.owner:
        raise WrongDetail("to", f"{lead.number} is {to.name}'s already.")
    columns = {"owner": to.id, "claimed_at": at, **answered(to.id, at)}
    return columns, {"from": lead.owner, "to": to.id}
