"""The steps of a lead with sales: from where each may be made, by whom, and where it leads.

Each stage is entered from the one before it. The owner makes the steps; a sales manager may hand
back and reassign anybody's lead.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.leads.domain.lead import ENDED, Lead, Stage
from bot.people.domain import Person


class Step(StrEnum):
    """What a person can do with a lead."""

    TAKE = "take"
    CONTACTED = "contacted"
    SALES_QUALIFIED = "sales_qualified"
    OPPORTUNITY = "opportunity"
    WON = "won"
    LOST = "lost"
    REJECT = "reject"
    DISQUALIFY = "disqualify"
    RECYCLE = "recycle"
    HAND_BACK = "hand_back"
    REASSIGN = "reassign"

    @property
    def label(self) -> str:
        """As a button says it."""
        return _RULES[self].label

    @property
    def about(self) -> str:
        """What the step means, in one sentence."""
        return _RULES[self].about


@dataclass(frozen=True, slots=True)
class _Rule:
    label: str
    about: str
    leads_to: Stage | None
    """None where the lead keeps its stage."""


_RULES = {
    Step.TAKE: _Rule("Take it", "You become its only owner.", Stage.ACCEPTED),
    Step.REJECT: _Rule("Reject", "Not worth a contact; you say why.", Stage.REJECTED),
    Step.CONTACTED: _Rule("Contacted", "You reached out for the first time.", None),
    Step.SALES_QUALIFIED: _Rule(
        "Sales qualified", "They confirmed a need worth pursuing.", Stage.SALES_QUALIFIED
    ),
    Step.OPPORTUNITY: _Rule("Opportunity", "A deal is being worked on.", Stage.OPPORTUNITY),
    Step.WON: _Rule("Won", "They signed.", Stage.WON),
    Step.LOST: _Rule("Lost", "The deal will not happen.", Stage.LOST),
    Step.DISQUALIFY: _Rule(
        "Disqualify", "After contact: it is no lead; you say why.", Stage.DISQUALIFIED
    ),
    Step.RECYCLE: _Rule(
        "Recycle", "Back to marketing, who are asked again on a date.", Stage.RECYCLED
    ),
    Step.HAND_BACK: _Rule("Hand back", "Nobody's again; another rep can take it.", Stage.MQL),
    Step.REASSIGN: _Rule("Reassign", "The rep you choose becomes its only owner.", None),
}

BY_MANAGERS = frozenset({Step.HAND_BACK, Step.REASSIGN})
"""What a sales manager may do with a lead that is not theirs."""
NEEDS_REASON = frozenset({Step.REJECT, Step.DISQUALIFY})
NEEDS_AMOUNT = frozenset({Step.WON})
TAKES_AMOUNT = frozenset({Step.OPPORTUNITY, Step.WON, Step.LOST})
NEEDS_FORM = NEEDS_REASON | TAKES_AMOUNT | {Step.RECYCLE, Step.REASSIGN}
"""The steps that ask for something before they are made; the others are one tap."""
_OF_NOBODYS = frozenset({Step.TAKE, Step.REJECT, Step.REASSIGN})
"""What can be done with a lead that has no owner."""
_FOR_SOMEBODY = frozenset({Step.TAKE, Step.REJECT, Step.REASSIGN, Step.HAND_BACK, Step.RECYCLE})
"""The steps that make no sense once the person was erased; what became of a deal still does."""


def stage_after(step: Step, lead: Lead) -> Stage:
    """Return the stage a lead is in once the step is made."""
    if step is Step.REASSIGN and lead.stage is Stage.MQL:
        return Stage.ACCEPTED
    return _RULES[step].leads_to or lead.stage


def obstacle(step: Step, lead: Lead) -> str | None:
    """Return why the lead's own state forbids the step, as the rest of "L-42 …"; None if it may."""
    if lead.stage in ENDED:
        return f"is {stage_in_words(lead.stage)} already, so its story with sales is over"
    if lead.stage is Stage.INQUIRY:
        return "is still an inquiry with marketing, so there is nothing to do for sales yet"
    if lead.erased and step in _FOR_SOMEBODY:
        return "was erased on request, so there is nobody to contact"
    if lead.owner is None and step not in _OF_NOBODYS:
        return "belongs to nobody; take it first"
    return _RULE_BY_STEP.get(step, _no_obstacle)(lead)


def _no_obstacle(_lead: Lead) -> str | None:
    return None


def _too_late_to_reject(lead: Lead) -> str | None:
    if lead.stage is not Stage.MQL and lead.contacted_at:
        return "was contacted already, so it can't be rejected; disqualify it instead"
    return None


def _contacted_once(lead: Lead) -> str | None:
    if lead.contacted_at:
        return "is marked as contacted already"
    return None


def _after_contact(lead: Lead) -> str | None:
    if not lead.contacted_at:
        return "was not contacted yet; that comes first"
    if lead.stage is not Stage.ACCEPTED:
        return f"is {stage_in_words(lead.stage)} already"
    return None


def _after_sales_qualified(lead: Lead) -> str | None:
    if lead.stage is Stage.OPPORTUNITY:
        return "is an opportunity already"
    if lead.stage is not Stage.SALES_QUALIFIED:
        return "is not sales qualified yet; that comes first"
    return None


def _after_opportunity(lead: Lead) -> str | None:
    return None if lead.stage is Stage.OPPORTUNITY else "is no opportunity yet; that comes first"


def _contacted_and_no_deal(lead: Lead) -> str | None:
    if not lead.contacted_at:
        return "was not contacted yet; before that it is rejected, not disqualified"
    if lead.stage is Stage.OPPORTUNITY:
        return "is an opportunity by now; mark it as lost instead"
    return None


def _no_deal_yet(lead: Lead) -> str | None:
    if lead.stage is Stage.OPPORTUNITY:
        return "is an opportunity by now; mark it as won or lost instead"
    return None


_RULE_BY_STEP = {
    Step.REJECT: _too_late_to_reject,
    Step.CONTACTED: _contacted_once,
    Step.SALES_QUALIFIED: _after_contact,
    Step.OPPORTUNITY: _after_sales_qualified,
    Step.WON: _after_opportunity,
    Step.LOST: _after_opportunity,
    Step.DISQUALIFY: _contacted_and_no_deal,
    Step.RECYCLE: _no_deal_yet,
}


def may(person: Person, step: Step, lead: Lead) -> bool:
    """Tell whether the person's role and ownership allow the step, whatever the lead's stage."""
    if step in BY_MANAGERS and person.is_sales_manager:
        return True
    if step is Step.REASSIGN or not person.is_rep:
        return False
    return lead.owner in {None, person.id}


def legal_steps(lead: Lead, person: Person) -> tuple[Step, ...]:
    """Return the steps that Update offers this person for this lead, in the order they happen."""
    if lead.stage is Stage.MQL or lead.owner is None:
        offered: tuple[Step, ...] = (Step.TAKE, Step.REJECT, Step.REASSIGN)
    else:
        offered = tuple(step for step in Step if step is not Step.TAKE)
    return tuple(
        step for step in offered if may(person, step, lead) and obstacle(step, lead) is None
    )


def stage_in_words(stage: Stage) -> str:
    """Return a stage as a sentence about a lead goes on: "L-42 is …"."""
    return _STAGES[stage]


_STAGES = {
    Stage.INQUIRY: "an inquiry",
    Stage.MQL: "waiting for someone",
    Stage.ACCEPTED: "accepted",
    Stage.SALES_QUALIFIED: "sales qualified",
    Stage.OPPORTUNITY: "an opportunity",
    Stage.WON: "won",
    Stage.LOST: "lost",
    Stage.REJECTED: "rejected",
    Stage.DISQUALIFIED: "disqualified",
    Stage.RECYCLED: "back with marketing",
}
