"""A rep's verdict on a lead, by reaction or in words, and the reason for a low one."""

from datetime import datetime, timedelta

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.text import one_line
from bot.leads.actions.campaign_messages import show_verdict_line
from bot.leads.actions.showing import show_lead, the_lead
from bot.leads.domain.lead import Lead, Stage
from bot.leads.domain.reactions import own_name, verdict_of
from bot.leads.domain.verdicts import (
    Opinion,
    Reason,
    StandingVerdict,
    Verdict,
    current_verdict,
    having_said,
    stated_in,
    why_key,
)
from bot.leads.room import Room
from bot.leads.store.left_behind import expect_stands_on
from bot.leads.store.trail import note_step, read_trail, write_trail
from bot.leads.store.verdicts import (
    last_said,
    said_of,
    save_opinion,
    save_verdict,
    standing_verdict,
)
from bot.people.domain import Person, must_be_rep

COMMENT = 500
"""Characters of a comment that are kept."""


def record_reaction(
    room: Room,
    work: Work,
    *,
    lead_id: int,
    reaction: str,
    present: bool,
    event_at: datetime,
    by: Person,
    at: datetime,
) -> bool:
    """Let a reaction on a card count as a verdict, or stop counting; tell if anything changed.

    Only a rep's counts. `event_at` is Slack's time of the reaction, which decides when events
    come twice, late or out of order; `at` is business time.
    """
    verdict = verdict_of(room.settings, reaction)
    if verdict is None or (present and not by.is_rep):
        return False
    lead = the_lead(work, lead_id)
    if lead.erased and present:
        return False
    expect_stands_on(work, lead_id)
    said, was = said_of(work, lead_id=lead_id, rep=by.id)
    new = Opinion(f"reaction:{own_name(reaction)}", verdict, event_at, present)
    says = having_said(said, new)
    if says is None:
        return False
    save_opinion(work, new, lead_id=lead_id, rep=by.id)
    now = _settle(room, work, lead, says, was, rep=by.id, origin=new.origin, at=at)
    return now is not was


def record_verdict(
    room: Room,
    work: Work,
    *,
    lead_id: int,
    verdict: Verdict | None,
    reason: Reason | None = None,
    comment: str | None = None,
    by: Person,
    at: datetime,
) -> tuple[Lead, StandingVerdict | None]:
    """Save what a rep states about a lead; None takes the stated verdict back.

    A reason is kept with a low verdict only. A comment of None leaves the one that stands. Where a
    reaction says the same already, the words only explain it: it is taken back by its removal.
    Returns the lead and what the rep's verdict is now.
    """
    lead = the_lead(work, lead_id)
    check_rating(lead, by=by)
    expect_stands_on(work, lead_id)
    said, was = said_of(work, lead_id=lead_id, rep=by.id)
    stated = stated_in(said)
    word = verdict or stated
    if word is None:
        raise Refusal(_nothing_stated(lead, said))
    if verdict is None or verdict is stated or verdict is not current_verdict(said):
        new = Opinion("stated", word, _newest(room, said), present=verdict is not None)
        save_opinion(work, new, lead_id=lead_id, rep=by.id)
        said = having_said(said, new) or said
    now = _settle(
        room,
        work,
        lead,
        said,
        was,
        rep=by.id,
        origin="stated",
        reason=reason,
        comment=comment,
        at=at,
    )
    return lead, now


def _nothing_stated(lead: Lead, said: list[Opinion]) -> str:
    if not any(one.present for one in said):
        return f"You have no verdict on {lead.number} to take back."
    return (
        f"Your reaction on the card of {lead.number} counts as your verdict. "
        "Take the reaction away, and the verdict goes with it."
    )


def _newest(room: Room, said: list[Opinion]) -> datetime:
    """Return the time of a word spoken now: later than all known ones, whatever the clocks say."""
    after = timedelta(microseconds=1)
    return max([room.clock.real(), *(one.at + after for one in said)])


def check_rating(lead: Lead, *, by: Person) -> None:
    """Refuse who may not rate, and what can't be rated."""
    must_be_rep(by, doing="rate leads")
    if lead.erased:
        raise Refusal(f"{lead.number} was erased on request; there is nothing left to rate.")
    if lead.stage is Stage.INQUIRY:
        raise Refusal(
            f"{lead.number} is an inquiry that was not handed to sales, so there is nothing to "
            "rate yet."
        )


def give_reason(
    room: Room, work: Work, *, lead_id: int, reason: Reason, by: Person, at: datetime
) -> Lead:
    """Save why `by` rated a lead low."""
    lead, standing = _low_verdict(work, lead_id=lead_id, by=by)
    _explain(room, work, lead, standing, reason=reason, comment=standing.comment, at=at)
    return lead


def add_word(
    room: Room, work: Work, *, lead_id: int, comment: str, by: Person, at: datetime
) -> Lead:
    """Save the word a rep adds: to their verdict, or without one to the lead's story."""
    must_be_rep(by, doing="add a word to a lead")
    lead = the_lead(work, lead_id)
    if lead.erased:
        raise Refusal(f"{lead.number} was erased on request; nothing more is kept about it.")
    standing = standing_verdict(work, lead_id=lead_id, rep=by.id)
    if standing and standing.verdict:
        _explain(room, work, lead, standing, reason=standing.reason, comment=comment, at=at)
        return lead
    words = one_line(comment)[:COMMENT]
    if words:
        facts = {"comment": words}
        line = write_trail(work, lead_id=lead_id, kind="word", actor=by.id, at=at, facts=facts)
        show_lead(room, work, lead, at=at, line=line)
        show_verdict_line(room, work, lead_id=lead_id, rep=by.id, at=at)
    return lead


def fill_reason(
    room: Room, work: Work, lead: Lead, *, reason: Reason, by: Person, at: datetime
) -> None:
    """Let the reason of a rejection answer the "why" of a low verdict by the same rep.

    No verdict is made up: a rep who has none keeps none, and the reason waits on the trail for
    the day they rate it low (`_own_reason`).
    """
    standing = standing_verdict(work, lead_id=lead.id, rep=by.id)
    if standing and standing.verdict and standing.verdict.wants_reason:
        _explain(room, work, lead, standing, reason=reason, comment=standing.comment, at=at)


def _low_verdict(work: Work, *, lead_id: int, by: Person) -> tuple[Lead, StandingVerdict]:
    must_be_rep(by, doing="rate leads")
    lead = the_lead(work, lead_id)
    standing = standing_verdict(work, lead_id=lead_id, rep=by.id)
    if standing is None or standing.verdict is None:
        raise Refusal(f"You took your verdict on {lead.number} back, so no reason is needed.")
    if not standing.verdict.wants_reason:
        raise Refusal(f"You rate {lead.number} {standing.verdict} now, so no reason is needed.")
    return lead, standing


def _settle(
    room: Room,
    work: Work,
    lead: Lead,
    said: list[Opinion],
    was: StandingVerdict | None,
    *,
    rep: str,
    origin: str,
    reason: Reason | None = None,
    comment: str | None = None,
    at: datetime,
) -> StandingVerdict | None:
    """Have the rep's verdict, which `was`, follow from what they said; return it as it is now."""
    verdict = current_verdict(said)
    if was is None and verdict is None:
        return None
    alike = _said_alike(work, was, verdict)
    if _low(verdict):
        reason = reason or (alike and alike.reason) or _own_reason(work, lead, rep=rep)
    else:
        reason = None
    if comment is None:
        comment = alike.comment if alike else ""
    before = was or StandingVerdict(lead.id, rep, None, None, "", at)
    return _change(
        room,
        work,
        lead,
        before,
        verdict=verdict,
        reason=reason,
        comment=comment,
        origin=origin,
        first=was is None,
        at=at,
    )


def _low(verdict: Verdict | None) -> bool:
    return bool(verdict and verdict.wants_reason)


def _said_alike(
    work: Work, was: StandingVerdict | None, verdict: Verdict | None
) -> StandingVerdict | None:
    """What the rep last said with a verdict as low or as high as `verdict`.

    A slip of the finger, or a reaction taken back and given again, loses nothing of it.
    """
    if was is None or verdict is None:
        return None
    if was.verdict and _low(was.verdict) == _low(verdict):
        return was
    return last_said(work, lead_id=was.lead_id, rep=was.rep, low=_low(verdict))


def _own_reason(work: Work, lead: Lead, *, rep: str) -> Reason | None:
    """The reason with which this rep rejected or disqualified the lead: it is asked once.

    One that was taken back, by reopening the lead, explains nothing.
    """
    for step in reversed(read_trail(work, lead.id)):
        if step.kind == "reopened":
            return None
        if step.kind in {"rejected", "disqualified"} and step.actor == rep:
            return Reason(step.facts["reason"])
    return None


def _explain(
    room: Room,
    work: Work,
    lead: Lead,
    standing: StandingVerdict,
    *,
    reason: Reason | None,
    comment: str,
    at: datetime,
) -> None:
    verdict = standing.verdict
    _change(room, work, lead, standing, verdict=verdict, reason=reason, comment=comment, at=at)


def _change(
    room: Room,
    work: Work,
    lead: Lead,
    before: StandingVerdict,
    *,
    reason: Reason | None,
    comment: str,
    at: datetime,
    verdict: Verdict | None,
    origin: str = "stated",
    first: bool = False,
) -> StandingVerdict:
    """Save a verdict and show it wherever it stands; return it, which is `before` if it is that."""
    after = StandingVerdict(
        lead_id=lead.id,
        rep=before.rep,
        verdict=verdict,
        reason=reason,
        comment=one_line(comment)[:COMMENT],
        changed_at=at,
    )
    if (after.verdict, after.reason, after.comment) == (
        before.verdict,
        before.reason,
        before.comment,
    ):
        return before
    save_verdict(work, after, origin=origin)
    note_step(work, lead_id=lead.id, kind="verdict", actor=before.rep, at=at, facts=_facts(after))
    show_lead(room, work, lead, at=at)
    # A first word that is a good one has no line with marketing and no "why?" to follow it; the
    # week's numbers are shown with the lead.
    if _low(verdict) or not first:
        show_verdict_line(room, work, lead_id=lead.id, rep=before.rep, at=at)
        _ask_why(room, work, lead, after)
    return after


def _facts(verdict: StandingVerdict) -> dict[str, str | None]:
    said = {"verdict": verdict.verdict, "reason": verdict.reason, "comment": verdict.comment}
    return {name: str(value) for name, value in said.items() if value}


def _ask_why(room: Room, work: Work, lead: Lead, verdict: StandingVerdict) -> None:
    """One message per lead and rep: it asks, then thanks, and follows the verdict."""
    key = why_key(lead.id, verdict.rep)
    real = room.clock.real()
    new = verdict.wants_reason and room.outbox.post(
        work,
        key=key,
        to=verdict.rep,
        view="lead_why",
        args={"lead": lead.id, "rep": verdict.rep},
        subject=lead.subject,
        at=real,
    )
    if not new:
        room.outbox.refresh(work, key=key, at=real)
