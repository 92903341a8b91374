"""What the outbox sends for this room: each message rendered from the current state."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.kit.db import Work
from bot.kit.outbox.enqueue import where_it_stands
from bot.kit.outbox.views import Message
from bot.leads.domain.feedback import AnswerKind
from bot.leads.domain.lead import ENDED, Lead, Stage
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import StandingVerdict, why_key
from bot.leads.queries.leads import leads_of_rollup, waiting_in_rollup
from bot.leads.queries.story import sentence_of, story_of
from bot.leads.room import Room
from bot.leads.store.erasing import without_words
from bot.leads.store.feedback import answers_to
from bot.leads.store.leads import load_lead
from bot.leads.store.resting import continued_by
from bot.leads.store.trail import Step, latest_step, load_step, read_trail
from bot.leads.store.verdicts import standing_verdict, verdicts_on
from bot.leads.views.again import AgainFacts, lead_again
from bot.leads.views.card import CardFacts, RepVerdict, lead_card
from bot.leads.views.contact import contact_details
from bot.leads.views.lines import lead_line, lead_news, lead_trail, trail_line
from bot.leads.views.lists import IN_A_LIST
from bot.leads.views.rollup import RollupFacts, lead_rollup
from bot.leads.views.why import WhyFacts, lead_why
from bot.people import queries as people
from bot.people.domain import Person

__all__ = [
    "LeadMessages",
    "card_facts",
    "concerned",
    "contact_details",
    "rollup_facts",
    "trail_of",
]

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
    ended = latest_step(work, lead.id, _ENDINGS[lead.stage])
    return ended.actor if ended else None


def rollup_facts(work: Work, key: str) -> RollupFacts:
    """Gather what a roll-up shows."""
    found = leads_of_rollup(work, key, most=IN_A_LIST, waiting_first=True)
    previous = found.leads[0].lead.previous_lead if found.total == 1 else None
    return RollupFacts(
        key=key,
        leads=found.leads,
        total=found.total,
        waiting=waiting_in_rollup(work, key),
        previous=load_lead(work, previous) if previous else None,
        shared=people.is_shared(work, "sales"),
    )


def trail_of(work: Work, lead: Lead, *, room: Room, reader: Person) -> Message:
    """Return the whole story of a lead for one reader, in their time zone."""
    story = story_of(work, lead.id, room.settings)
    zone = people.working_time(work, reader, room.people).zone
    lines = [trail_line(sentence, at, zone) for at, sentence in story.steps]
    about = ", ".join(filter(None, [lead.name, lead.company])) or "erased on request"
    lines = lines or ["Nothing has happened yet."]
    return lead_trail(f"The story of {lead.number} ({about})", lines, left_out=story.left_out)


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

    def rollup(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "lead_rollup" {"rollup"}; nothing when none of its leads is left in it."""
        facts = rollup_facts(work, args["rollup"])
        return lead_rollup(facts, self._settings) if facts.total else None

    def line(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "lead_line" {"lead", "trail", "away"}: a step of the story in the card's thread.

        Those who were away when it was made are not pinged: they are told by "lead_news".
        """
        lead, step = _lead_and_step(work, args)
        if lead is None or step is None:
            return None
        if people.is_shared(work, "sales"):
            step = replace(step, facts=_without_words(step.facts))
        away = args.get("away", [])
        mentions = [one for one in concerned(work, lead, step) if one not in away]
        sentence = sentence_of(work, step, self._settings)
        return lead_line(sentence, number=lead.number, mentions=mentions)

    def news(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "lead_news" {"lead", "trail"}: a step, for somebody it concerns."""
        lead, step = _lead_and_step(work, args)
        if lead is None or step is None:
            return None
        return lead_news(sentence_of(work, step, self._settings), lead)

    def why(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "lead_why" {"lead", "rep"}, a rep's own message about their low verdict.

        Nothing, when the verdict was taken back before the message was sent.
        """
        lead = load_lead(work, args["lead"])
        if lead is None:
            return None
        standing = standing_verdict(work, lead_id=lead.id, rep=args["rep"])
        is_low = bool(standing and standing.verdict and standing.verdict.wants_reason)
        if not is_low and where_it_stands(work, why_key(lead.id, args["rep"])) is None:
            return None
        thanked = [
            answer.marketer
            for answer in answers_to(work, lead.id, args["rep"])
            if answer.kind is AnswerKind.THANKS
        ]
        names = tuple(people.names(work, thanked)[one] for one in thanked)
        return lead_why(WhyFacts(lead, standing, thanked_by=names), self._settings)

    def again(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "lead_again" {"lead", "day"}: marketing's question on a recycled lead's day."""
        lead = load_lead(work, args["lead"])
        if lead is None:
            return None
        given_back = latest_step(work, lead.id, "recycled")
        answer = next(
            (
                one
                for one in read_trail(work, lead.id)
                if one.kind in {"sent_again", "resting"} and one.facts.get("day") == args["day"]
            ),
            None,
        )
        actor = given_back.actor if given_back else None
        answered = sentence_of(work, answer, self._settings) if answer else ""
        return lead_again(
            AgainFacts(
                lead=lead,
                day=date.fromisoformat(args["day"]),
                recycled_by=people.names(work, [actor])[actor] if actor else "",
                word=str(given_back.facts.get("comment") or "") if given_back else "",
                answered=answered or _goes_on(work, lead),
                shared=people.is_shared(work, "marketing"),
            )
        )


def _goes_on(work: Work, lead: Lead) -> str:
    """Say why nobody need be asked any more; empty while the lead rests."""
    if lead.stage is not Stage.RECYCLED:
        return "It is with sales again."
    after = continued_by(work, lead.id)
    return f"They came back by themselves: the story goes on as L-{after}." if after else ""


def _lead_and_step(work: Work, args: dict[str, Any]) -> tuple[Lead | None, Step | None]:
    """Return a lead and a step of its story, without words once its person was erased."""
    lead, step = load_lead(work, args["lead"]), load_step(work, args["trail"])
    if lead and step and lead.erased:
        step = replace(step, facts=without_words(step.facts))
    return lead, step


def concerned(work: Work, lead: Lead, step: Step) -> list[str]:
    """Return the reps who have to hear of a step, since another made it: now, or before, theirs."""
    whose = {
        "came_back": [lead.owner],
        "reassigned": [step.facts.get("to"), step.facts.get("from")],
        "handed_back": [step.facts.get("from")],
    }.get(step.kind, [])
    known = (people.person(work, one) for one in whose if one and one != step.actor)
    return [one.id for one in known if one and one.is_rep]


def _without_words(facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out what people wrote: another organisation reads along."""
    return {name: value for name, value in facts.items() if name not in _PERSONAL}


_PERSONAL = {"comment", "message", "message_before", "new", "before", "besides"}
