"""Marketing's answers to low verdicts, `/lead feedback`, and who looks after a campaign."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.kit.blocks import escape
from bot.kit.commands import Reply, mentioned
from bot.kit.db import Work
from bot.kit.errors import OperatorError, Refusal, WrongDetail
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.showing import show_clicked
from bot.kit.slack import NOT_REACHED, notice
from bot.kit.text import cut
from bot.leads.actions.feedback import dispute, may_answer, set_owner, tell_change, thank
from bot.leads.domain.campaigns import Campaign
from bot.leads.domain.feedback import AnswerKind
from bot.leads.domain.verdicts import Reason
from bot.leads.queries.campaigns import all_campaigns, find_campaigns, load_campaign
from bot.leads.queries.feedback import (
    FeedbackMessages,
    feedback,
    read_feedback_words,
    unanswered_by_reason,
)
from bot.leads.room import Room
from bot.leads.store.feedback import load_judged
from bot.leads.views.campaign import campaign_name, feedback_answer
from bot.leads.views.feedback import (
    NO_REASON,
    answered_words,
    changed_form,
    dispute_form,
    owners_answer,
    read_line_value,
)
from bot.people import queries as people

NOBODY = frozenset({"nobody", "none", "noone", "-"})
"""What people type to say that a campaign has no owner any more."""

A_NAME = 60
"""Characters of a campaign's name that a refusal shows."""


def register(house: House, room: Room) -> None:
    """Listen to the buttons and forms of verdict lines, and to two words of the commands."""
    messages = FeedbackMessages(
        settings=room.settings,
        zone=room.people.zone,
        commands=room.commands,
        workspace=partial(_workspace, house),
    )
    house.views.register("campaign_week", messages.week)
    house.views.register("verdict_line", messages.line)
    house.views.register("campaign_news", messages.news)
    house.views.register("told_rep", messages.told)
    _register_answers(house, room)
    _register_forms(house, room)
    house.commands.register(
        "lead",
        "feedback",
        usage="[campaign] [since]",
        about="what sales thinks of a campaign's leads, for any period (7d, last week, 2026-11-01)",
        answer=_feedback(house, room),
    )
    house.commands.register(
        "smarketing",
        "campaign-owner",
        usage="[campaign @person]",
        about="who looks after a campaign and hears of its feedback; alone it lists them",
        answer=_campaign_owner(house, room),
    )


def _workspace(house: House) -> str:
    """The workspace's address; a message is worth sending without its link while Slack is away."""
    try:
        return house.identity().url
    except (OperatorError, *NOT_REACHED):
        return ""


def _register_answers(house: House, room: Room) -> None:
    @house.app.action("feedback.thanks")
    def thanks(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        lead_id, rep = read_line_value(gesture.value)
        with house.db.begin() as work:
            by = people.acting(work, gesture)
            thank(room, work, lead_id=lead_id, rep=rep, by=by, at=room.clock.business())
            show_clicked(room.outbox, room.clock, work, gesture)
        ack()

    @house.app.action("feedback.dispute")
    def ask_what_is_different(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        lead_id, rep = read_line_value(gesture.value)
        with house.db.read() as work:
            by = people.acting(work, gesture)
            judged = may_answer(work, AnswerKind.DISPUTE, lead_id=lead_id, rep=rep, by=by)
            form = dispute_form(judged, people.names(work, [rep])[rep])
        ack()
        house.answers.open(gesture, form)

    @house.app.action("feedback.changed")
    def ask_what_was_changed(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        lead_id, rep = read_line_value(gesture.value)
        with house.db.read() as work:
            by = people.acting(work, gesture)
            judged = may_answer(work, AnswerKind.CHANGED, lead_id=lead_id, rep=rep, by=by)
            campaign = load_campaign(work, judged.campaign_id)
            if campaign is None:
                raise Refusal("This campaign is not here any more.")
            form = changed_form(judged, campaign, unanswered_by_reason(work, campaign.id))
        ack()
        house.answers.open(gesture, form)


def _register_forms(house: House, room: Room) -> None:
    @house.app.view("feedback.dispute")
    def disputed(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        lead_id, rep = _verdict_of(gesture)
        try:
            with house.db.begin() as work:
                dispute(
                    room,
                    work,
                    lead_id=lead_id,
                    rep=rep,
                    sentence=gesture.fields.get("sentence") or "",
                    by=people.acting(work, gesture),
                    at=room.clock.business(),
                )
        except WrongDetail as wrong:
            ack(response_action="errors", errors={wrong.field: wrong.sentence})
        else:
            ack()

    @house.app.view("feedback.changed")
    def changed(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            with house.db.begin() as work:
                words = _tell_change(room, work, gesture)
        except WrongDetail as wrong:
            ack(response_action="errors", errors={wrong.field: wrong.sentence})
        else:
            ack(response_action="update", view=notice(words, title="Thank you"))


def _tell_change(room: Room, work: Work, gesture: Gesture) -> str:
    """Have the reps told; return what the marketer reads then."""
    lead_id, rep = _verdict_of(gesture)
    by = people.acting(work, gesture)
    judged = load_judged(work, lead_id, rep)
    if judged is None:
        raise Refusal("This verdict is not here any more.")
    told = tell_change(
        room,
        work,
        campaign_id=judged.campaign_id,
        sentence=gesture.fields.get("sentence") or "",
        reasons=_reasons(gesture.fields.get("reasons")),
        by=by,
        at=room.clock.business(),
    )
    return answered_words(told.verdicts, people.names(work, told.reps).values())


def _verdict_of(gesture: Gesture) -> tuple[int, str]:
    return read_line_value(str(gesture.note.get("verdict", "")))


def _reasons(chosen: Any) -> set[Reason | None]:
    known = {reason.value: reason for reason in Reason}
    values = chosen if isinstance(chosen, list) else []
    reasons: set[Reason | None] = {known[value] for value in values if value in known}
    if NO_REASON in values:
        reasons.add(None)
    if not reasons:
        raise WrongDetail("reasons", "Choose at least one, so that the right reps are told.")
    return reasons


def _feedback(house: House, room: Room) -> Callable[[Gesture, str], Reply]:
    def answer(gesture: Gesture, words: str) -> Reply:
        with house.db.read() as work:
            people.acting(work, gesture)
            asked = read_feedback_words(
                work, words, at=room.clock.business(), zone=room.people.zone
            )
            if asked.campaign and not find_campaigns(work, asked.campaign):
                raise Refusal(_unknown(work, asked.campaign))
            rows = feedback(work, asked)
        return feedback_answer(rows, since=asked.since.words, asked=asked.campaign)

    return answer


def _unknown(work: Work, words: str) -> str:
    newest = [cut(one.name, A_NAME) for one in all_campaigns(work)[:3]]
    known = f" The newest are: {', '.join(newest)}." if newest else ""
    return f"I know no campaign like “{cut(words, A_NAME)}”.{known}"


def _campaign_owner(house: House, room: Room) -> Callable[[Gesture, str], Reply]:
    def answer(gesture: Gesture, words: str) -> Reply:
        with house.db.begin() as work:
            by = people.acting(work, gesture)
            if not words:
                campaigns = all_campaigns(work)
                named = people.names(work, [one.owner for one in campaigns if one.owner])
                return owners_answer(campaigns, named, command=room.commands.name("smarketing"))
            named_campaign, owner = _read_owner(words)
            campaign = set_owner(
                room,
                work,
                campaign_id=_the_campaign(work, named_campaign).id,
                owner=owner,
                by=by,
                at=room.clock.business(),
            )
            name = people.names(work, [owner])[owner] if owner else "Nobody"
        verb = "is mentioned in its feedback threads from now on" if owner else "looks after it now"
        return Reply(f"*{campaign_name(campaign)}*: {escape(name)} {verb}.")

    return answer


def _read_owner(words: str) -> tuple[str, str | None]:
    owner = mentioned(words)
    if owner:
        return words.replace(f"<@{owner}>", " ").strip().strip("\"'"), owner
    *campaign, last = words.split()
    if campaign and last.lower() in NOBODY:
        return " ".join(campaign).strip("\"'"), None
    raise Refusal(
        "Name the campaign and mention its owner: /smarketing campaign-owner Webinar @Mark. "
        "“nobody” instead of a person leaves it without one."
    )


def _the_campaign(work: Work, words: str) -> Campaign:
    found = find_campaigns(work, words)
    if not found:
        raise Refusal(_unknown(work, words))
    if len(found) > 1:
        names = ", ".join(f"“{cut(one.name, A_NAME)}”" for one in found[:3])
        raise Refusal(f"“{cut(words, A_NAME)}” could be {names}. Write a little more of its name.")
    return found[0]
