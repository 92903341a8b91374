"""Marketing answers a low verdict: thanks, a dispute, or "we changed something"."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.text import one_line
from bot.leads.actions.campaign_messages import show_campaign
from bot.leads.domain.campaigns import Campaign, verdict_key
from bot.leads.domain.feedback import Answer, AnswerKind, Judged
from bot.leads.domain.verdicts import Reason, why_key
from bot.leads.queries.campaigns import load_campaign
from bot.leads.room import Room
from bot.leads.store.feedback import (
    answers_to,
    insert_answer,
    load_judged,
    load_unanswered,
    lock_campaign,
    save_owner,
)
from bot.leads.store.trail import write_trail
from bot.people import queries as people
from bot.people.domain import Person, Team, must_be_marketer

SENTENCE = 300
"""Characters of a marketer's sentence that are kept."""

_DONE = {
    AnswerKind.THANKS: "thanked {rep} for this",
    AnswerKind.DISPUTE: "disputed this",
    AnswerKind.CHANGED: "changed something because of this",
}


def thank(room: Room, work: Work, *, lead_id: int, rep: str, by: Person, at: datetime) -> Judged:
    """Thank a rep for a low verdict; nobody is interrupted.

    Its line says so, and the message that asked the rep why. A rep who gave the reason at once was
    not asked; they read it in My verdicts of their Home tab.
    """
    _one_at_a_time(work, lead_id=lead_id, rep=rep)
    judged = may_answer(work, AnswerKind.THANKS, lead_id=lead_id, rep=rep, by=by)
    _answer(room, work, AnswerKind.THANKS, judged, sentence="", by=by, at=at)
    room.outbox.refresh(work, key=why_key(lead_id, rep), at=room.clock.real())
    return judged


def dispute(
    room: Room, work: Work, *, lead_id: int, rep: str, sentence: str, by: Person, at: datetime
) -> Judged:
    """See a verdict differently, with a sentence.

    It stands on the line and the trail, is kept for the strategy meeting, and the rep is told
    once, when they work.
    """
    _one_at_a_time(work, lead_id=lead_id, rep=rep)
    judged = may_answer(work, AnswerKind.DISPUTE, lead_id=lead_id, rep=rep, by=by)
    said = _one_sentence(sentence)
    answer = _answer(room, work, AnswerKind.DISPUTE, judged, sentence=said, by=by, at=at)
    _tell(room, work, answer, rep=rep, subject=f"lead:{lead_id}", at=at)
    return judged


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a change answered: the verdicts, and the reps who are told once each."""

    campaign: Campaign
    verdicts: tuple[Judged, ...]
    reps: tuple[str, ...]


def tell_change(
    room: Room,
    work: Work,
    *,
    campaign_id: int,
    sentence: str,
    reasons: Collection[Reason | None],
    by: Person,
    at: datetime,
) -> Told:
    """Tell every rep whose feedback is answered by a change what was changed, once each.

    It answers all low verdicts on the campaign's leads that gave one of `reasons` (None: that
    gave none) and that no change has answered before, whenever they were given.
    """
    must_be_marketer(by, doing="answer feedback")
    said = _one_sentence(sentence)
    lock_campaign(work, campaign_id)
    campaign = load_campaign(work, campaign_id)
    if campaign is None:
        raise Refusal("This campaign is not here any more.")
    answered = [one for one in load_unanswered(work, campaign_id) if one.reason in reasons]
    if not answered:
        raise Refusal("All feedback with these reasons was answered already; nobody is told twice.")
    answer = insert_answer(
        work,
        campaign_id=campaign_id,
        kind=AnswerKind.CHANGED,
        sentence=said,
        marketer=by.id,
        at=at,
        to=answered,
    )
    reps = tuple(sorted({one.rep for one in answered}))
    for rep in reps:
        _tell(room, work, answer, rep=rep, subject=f"campaign:{campaign_id}", at=at)
    show_campaign(room, work, campaign_id=campaign_id, at=at)
    for one in sorted(answered, key=lambda one: (one.lead_id, one.rep)):
        _note(room, work, answer, one, by=by, at=at)
    return Told(campaign, tuple(answered), reps)


def may_answer(work: Work, kind: AnswerKind, *, lead_id: int, rep: str, by: Person) -> Judged:
    """Return the verdict if `by` may answer it so; a Refusal says why not."""
    must_be_marketer(by, doing="answer feedback")
    judged = load_judged(work, lead_id, rep)
    if judged is None:
        raise Refusal("This verdict is not here any more.")
    if judged.erased and kind is AnswerKind.DISPUTE:
        raise Refusal(f"{judged.number} was erased on request; nothing more is kept about it.")
    name = people.names(work, [rep])[rep]
    if judged.verdict is None:
        raise Refusal(f"{name} took the verdict on {judged.number} back meanwhile.")
    if not judged.is_low:
        raise Refusal(f"{name} rates {judged.number} {judged.verdict} by now.")
    given = next((one for one in answers_to(work, lead_id, rep) if one.kind is kind), None)
    if given:
        who = "You have" if given.marketer == by.id else f"{_name(work, given.marketer)} has"
        raise Refusal(f"{who} {_DONE[kind].format(rep=name)} already.")
    return judged


def _one_at_a_time(work: Work, *, lead_id: int, rep: str) -> None:
    """Of two marketers who answer at once, the second sees the first one's answer."""
    judged = load_judged(work, lead_id, rep)
    if judged:
        lock_campaign(work, judged.campaign_id)


def set_owner(
    room: Room, work: Work, *, campaign_id: int, owner: str | None, by: Person, at: datetime
) -> Campaign:
    """Have a marketer look after a campaign, or nobody; they are mentioned in its next thread line.

    Marketers and managers of either team may say so.
    """
    if not by.is_manager:
        must_be_marketer(by, doing="say who looks after a campaign")
    if owner is not None:
        chosen = people.person(work, owner)
        if chosen is None or Team.MARKETING not in chosen.teams:
            name = chosen.name if chosen else "This person"
            raise Refusal(f"{name} is not in marketing; a campaign's owner is.")
    save_owner(work, campaign_id, owner)
    show_campaign(room, work, campaign_id=campaign_id, at=at)
    campaign = load_campaign(work, campaign_id)
    if campaign is None:
        raise Refusal("This campaign is not here any more.")
    return campaign


def _answer(
    room: Room,
    work: Work,
    kind: AnswerKind,
    judged: Judged,
    *,
    sentence: str,
    by: Person,
    at: datetime,
) -> Answer:
    answer = insert_answer(
        work,
        campaign_id=judged.campaign_id,
        kind=kind,
        sentence=sentence,
        marketer=by.id,
        at=at,
        to=[judged],
    )
    _note(room, work, answer, judged, by=by, at=at)
    return answer


_ON_THE_TRAIL = {
    AnswerKind.THANKS: "thanked",
    AnswerKind.DISPUTE: "disputed",
    AnswerKind.CHANGED: "feedback_changed",
}


def _note(
    room: Room, work: Work, answer: Answer, judged: Judged, *, by: Person, at: datetime
) -> None:
    """Write the answer on the lead's trail and show it on the verdict's line."""
    write_trail(
        work,
        lead_id=judged.lead_id,
        kind=_ON_THE_TRAIL[answer.kind],
        actor=by.id,
        at=at,
        facts={
            "rep": judged.rep,
            "answer": answer.id,
            **({"comment": answer.sentence} if answer.sentence else {}),
        },
    )
    room.outbox.refresh(work, key=verdict_key(judged.lead_id, judged.rep), at=room.clock.real())


def _tell(room: Room, work: Work, answer: Answer, *, rep: str, subject: str, at: datetime) -> None:
    room.at_work.tell(
        work,
        key=f"told:{answer.id}:{rep}",
        person=rep,
        view="told_rep",
        args={"answer": answer.id, "rep": rep},
        subject=subject,
        at=at,
    )


def _one_sentence(text: str) -> str:
    sentence = one_line(text)[:SENTENCE]
    if not sentence:
        raise WrongDetail("sentence", "Say it in a sentence; that is what the reps will read.")
    return sentence


def _name(work: Work, person: str) -> str:
    return people.names(work, [person])[person]
