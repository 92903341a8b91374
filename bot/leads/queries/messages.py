"""What the outbox sends for this room: each message rendered from the current state."""

from typing import Any

from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.leads.domain.lead import ENDED, Lead, Stage
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import StandingVerdict
from bot.leads.store.leads import load_lead
from bot.leads.store.trail import load_step, read_trail
from bot.leads.store.verdicts import standing_verdict, verdicts_on
from bot.leads.views.card import CardFacts, RepVerdict, lead_card
from bot.people import queries as people

_ENDINGS = {
    Stage.WON: "won",
    Stage.LOST: "lost",
    Stage.REJECTED: "rejected",
    Stage.DISQUALIFIED: "disqualified",
    Stage.RECYCLED: "recycled",
}
"""The kind of trail line with which each ended stage was entered."""


def card_facts(work: Work, lead: Lead, *, shared: bool) -> CardFacts:
    """Gather what a lead's card shows."""
    verdicts = verdicts_on(work, [lead.id])
    ended_by = _ended_by(work, lead)
    named = people.names(
        work, filter(None, [lead.owner, ended_by, *(verdict.rep for verdict in verdicts)])
    )
    return CardFacts(
        lead=lead,
        owner=named[lead.owner] if lead.owner else "",
        ended_by=named[ended_by] if ended_by else "",
        verdicts=tuple(_named(verdict, named) for verdict in verdicts),
        previous=load_lead(work, lead.previous_lead) if lead.previous_lead else None,
        shared=shared,
    )


def _named(standing: StandingVerdict, named: dict[str, str]) -> RepVerdict:
    assert standing.verdict is not None  # noqa: S101 - `verdicts_on` gives those that stand
    return RepVerdict(
        standing.rep, named[standing.rep], standing.verdict, standing.reason, standing.comment
    )


def _ended_by(work: Work, lead: Lead) -> str | None:
    if lead.stage not in ENDED:
        return None
    steps = reversed(read_trail(work, lead.id))
    return next((step.actor for step in steps if step.kind == _ENDINGS[lead.stage]), None)


class LeadMessages:
    """The renderings that `feature.py` registers with the outbox."""

    def __init__(self, settings: LeadSettings) -> None:
        self._settings = settings

    def card(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "lead_card" {"lead"} as it stands in the sales channel."""
        lead = load_lead(work, args["lead"])
        if lead is None:
            return None
        facts = card_facts(work, lead, shared=people.is_shared(work, "sales"))
        return lead_card(facts, self._settings)
