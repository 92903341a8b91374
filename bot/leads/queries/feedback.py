"""What sales said and marketing answered: for messages, modals, meetings and digests."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.kit.blocks import permalink
from bot.kit.commands import Commands
from bot.kit.db import Work, within
from bot.kit.outbox.enqueue import where_it_stands
from bot.kit.outbox.views import Message
from bot.kit.periods import Period, Since, Week, midnight, read_since
from bot.leads.domain.campaigns import Campaign, CampaignNumbers, campaign_key, verdict_key
from bot.leads.domain.feedback import Answer, AnswerKind, Judged
from bot.leads.domain.lead import Lead
from bot.leads.domain.settings import LeadSettings
from bot.leads.queries.campaigns import (
    all_campaigns,
    find_campaigns,
    load_campaign,
    numbers_by_campaign,
    numbers_of,
)
from bot.leads.store.feedback import (
    answers_of_kind,
    answers_to,
    first_to_mention,
    latest_week_before,
    leads_told_of,
    load_answer,
    load_answered,
    load_commented,
    load_judged,
    load_line,
    load_unanswered,
)
from bot.leads.store.leads import load_lead
from bot.leads.store.tables import feedback_answers, verdicts
from bot.leads.store.turned_down import load_turned_down
from bot.leads.views.campaign import CampaignWeek, Change, campaign_news, campaign_week
from bot.leads.views.feedback import (
    Unanswered,
    VerdictLine,
    told_of_change,
    told_of_dispute,
    verdict_line,
)
from bot.people import queries as people


@dataclass(frozen=True, slots=True)
class Disputed:
    """A verdict that marketing sees differently, and marketing's sentence."""

    answer: Answer
    judged: Judged


def disputes(work: Work, period: Period) -> list[Disputed]:
    """Return the disputes raised in a period, first to last; the meeting talks about them."""
    return [
        Disputed(answer, judged)
        for answer in _answers_in(work, AnswerKind.DISPUTE, period)
        for judged in load_answered(work, answer.id)
    ]


def changes(work: Work, period: Period) -> list[Answer]:
    """Return what marketing changed because of feedback in a period, first to last."""
    return _answers_in(work, AnswerKind.CHANGED, period)


def changes_in(work: Work, campaign_id: int, period: Period) -> list[Answer]:
    """Return what marketing changed about one campaign in a period, first to last."""
    return [one for one in changes(work, period) if one.campaign_id == campaign_id]


def comments(work: Work, period: Period, *, most: int) -> list[Judged]:
    """Return verdicts first given in a period that say why in words, the newest first.

    They are single voices: show them as anecdotes beside the numbers.
    """
    return load_commented(work, within(verdicts.c.first_at, period), most=most)


def _answers_in(work: Work, kind: AnswerKind, period: Period) -> list[Answer]:
    return answers_of_kind(work, kind, within(feedback_answers.c.at, period))


def unanswered_by_reason(work: Work, campaign_id: int) -> list[Unanswered]:
    """Return how many low verdicts of a campaign wait for a change, by reason, most first."""
    counts = Counter(one.reason for one in load_unanswered(work, campaign_id))
    return [Unanswered(reason, count) for reason, count in counts.most_common()]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed after `/lead feedback`, read."""

    campaign: str
    since: Since


def the_last_30_days(*, at: datetime, zone: ZoneInfo, campaign: str = "") -> Asked:
    """Return what is meant when no time was said."""
    first = at.astimezone(zone).date() - timedelta(days=30)
    return Asked(campaign, Since(Period(midnight(first, zone)), "in the last 30 days"))


def read_feedback_words(work: Work, words: str, *, at: datetime, zone: ZoneInfo) -> Asked:
    """Read "[campaign] [since]": the longest ending that is a time, unless all names a campaign.

    Without a time the last 30 days are meant.
    """
    parts = words.strip().strip("\"'").split()
    whole = " ".join(parts)
    usual = the_last_30_days(at=at, zone=zone, campaign=whole)
    if any(one.name.casefold() == whole.casefold() for one in find_campaigns(work, whole)):
        return usual
    for first in range(len(parts)):
        since = read_since(" ".join(parts[first:]), at=at, zone=zone)
        if since:
            return Asked(" ".join(parts[:first]).strip("\"'"), since)
    return usual


def feedback(work: Work, asked: Asked) -> list[tuple[Campaign, CampaignNumbers]]:
    """Return the numbers that `asked` asks for, the most judged campaign first."""
    which = find_campaigns(work, asked.campaign) if asked.campaign else all_campaigns(work)
    ids = [one.id for one in which] if asked.campaign else None
    numbers = numbers_by_campaign(work, asked.since.period, ids)
    rows = [(campaign, numbers[campaign.id]) for campaign in which if campaign.id in numbers]
    return sorted(rows, key=lambda row: (-row[1].verdicts, -row[1].announced, row[0].id))


def _not_rated(lead: Lead, rep: str) -> Judged:
    return Judged(
        lead_id=lead.id,
        rep=rep,
        campaign_id=lead.campaign_id,
        about="" if lead.erased else lead.company or lead.name,
        verdict=None,
        reason=None,
        comment="",
        first_at=lead.received_at,
        erased=lead.erased,
    )


class FeedbackMessages:
    """The renderings of marketing's side that are registered with the outbox.

    `workspace` gives the workspace's address, or nothing while Slack was not reached.
    """

    def __init__(
        self,
        *,
        settings: LeadSettings,
        zone: ZoneInfo,
        commands: Commands,
        workspace: Callable[[], str],
    ) -> None:
        self._settings = settings
        self._zone = zone
        self._commands = commands
        self._workspace = workspace

    def week(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "campaign_week" {"campaign", "week"} as it stands in the marketing channel.

        Nothing, when what began it was taken back before it was sent.
        """
        campaign = load_campaign(work, args["campaign"])
        if campaign is None:
            return None
        week = Week.named(args["week"], self._zone)
        made = changes_in(work, campaign.id, week.period)
        numbers = numbers_of(work, campaign.id, week.period)
        before = numbers_of(work, campaign.id, week.previous.period)
        tells = made or before.is_alive or not numbers.nothing_happened
        if not tells and not self._is_needed(work, campaign.id, week):
            return None
        ids = [campaign.owner, *(answer.marketer for answer in made)]
        named = people.names(work, filter(None, ids))
        return campaign_week(
            CampaignWeek(
                campaign=campaign,
                monday=week.monday,
                numbers=numbers,
                before=before,
                owner=named[campaign.owner] if campaign.owner else "",
                changes=tuple(Change(one.sentence, named[one.marketer]) for one in made),
                earlier=self._earlier(work, campaign.id, week),
                shared=people.is_shared(work, "marketing"),
            )
        )

    def _is_needed(self, work: Work, campaign_id: int, week: Week) -> bool:
        """Whether a message that tells nothing stands already, or has a line in its thread."""
        key = campaign_key(campaign_id, week.name)
        return bool(
            where_it_stands(work, key)
            or leads_told_of(work, campaign_id=campaign_id, week=week.name)
        )

    def news(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "campaign_news" {"campaign", "week", "owner"}, for who was away.

        Nothing, when somebody else looks after the campaign by now or all was taken back.
        """
        campaign = load_campaign(work, args["campaign"])
        told = leads_told_of(work, campaign_id=args["campaign"], week=args["week"])
        if campaign is None or campaign.owner != args["owner"] or not told:
            return None
        week = Week.named(args["week"], self._zone)
        stands = where_it_stands(work, campaign_key(campaign.id, week.name))
        address = permalink(self._workspace(), *stands) if stands else ""
        return campaign_news(campaign, week.monday, told, address=address)

    def _earlier(self, work: Work, campaign_id: int, week: Week) -> tuple[str, Any] | None:
        name = latest_week_before(work, campaign_id=campaign_id, week=week.name)
        stands = where_it_stands(work, campaign_key(campaign_id, name)) if name else None
        if name is None or stands is None:
            return None
        return permalink(self._workspace(), *stands), Week.named(name, self._zone).monday

    def line(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "verdict_line" {"lead", "rep"} as it stands in its message's thread.

        Nothing, when what it would tell was taken back before the line was sent.
        """
        lead, rep = load_lead(work, args["lead"]), args["rep"]
        if lead is None:
            return None
        line = load_line(work, lead.id, rep)
        rated = load_judged(work, lead.id, rep)
        judged = rated or _not_rated(lead, rep)
        turned_down = load_turned_down(work, lead, rep)
        tells = judged.is_low or turned_down
        if not tells and where_it_stands(work, verdict_key(lead.id, rep)) is None:
            return None
        given = answers_to(work, judged.lead_id, judged.rep)
        named = people.names(work, [judged.rep, *(answer.marketer for answer in given)])
        facts = VerdictLine(
            judged=judged,
            rep=named[judged.rep],
            turned_down=turned_down,
            reopened=rated is None,
            answers=tuple((answer, named[answer.marketer]) for answer in given),
            mentions=line.mentions if line and first_to_mention(work, line) else None,
            shared=people.is_shared(work, "marketing"),
        )
        return verdict_line(facts, self._settings)

    def told(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "told_rep" {"answer", "rep"}: the one message a rep gets about an answer."""
        answer = load_answer(work, args["answer"])
        if answer is None:
            return None
        answered = load_answered(work, answer.id)
        own = [one for one in answered if one.rep == args["rep"]]
        marketer = people.names(work, [answer.marketer])[answer.marketer]
        if answer.kind is AnswerKind.DISPUTE:
            command = self._commands.name("lead")
            return told_of_dispute(answer, marketer, own[0], command=command) if own else None
        campaign = load_campaign(work, answer.campaign_id)
        if campaign is None:
            return None
        others = len({one.rep for one in answered} - {args["rep"]})
        return told_of_change(
            answer, marketer, campaign, own, others=others, settings=self._settings
        )
