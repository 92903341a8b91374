"""Campaigns and their numbers: one count for the weekly message, `/lead feedback` and exports.

What belongs to a period is said by `CampaignNumbers`: an announcement, a taking, a rejection and
a verdict each count in the period in which they themselves happened, whenever the lead arrived.
A verdict happens when it is first given; what it says is read as it stands now, so changing it
changes the numbers of that period, and taking it back takes it out of them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true

from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.kit.sql_plans import by_no_index
from bot.leads.domain.campaigns import Campaign, CampaignNumbers, by_frequency
from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.feedback import LOW
from bot.leads.store.tables import campaigns, leads, verdicts
from bot.leads.store.turned_down import STAGES, turned_down_by

MOST_FOUND = 20
"""Campaigns that a search by words gives at most."""


def load_campaign(work: Work, campaign_id: int) -> Campaign | None:
    """Return a campaign by id."""
    row = work.execute(select(campaigns).where(campaigns.c.id == campaign_id)).first()
    return _campaign(row) if row else None


def find_campaigns(work: Work, words: str) -> list[Campaign]:
    """Return the campaign of that very name, else those whose names hold all of the words."""
    folded = " ".join(words.casefold().split())
    if not folded:
        return []
    # Names are folded in Python: the two databases' lower() differ beyond ASCII.
    known = [_campaign(row) for row in work.execute(select(campaigns).order_by(campaigns.c.id))]
    names = {one.id: " ".join(one.name.casefold().split()) for one in known}
    exact = [one for one in known if names[one.id] == folded]
    if exact:
        return sorted(exact, key=lambda one: one.kind != "campaign")[:1]
    return [one for one in known if all(word in names[one.id] for word in folded.split())][
        -MOST_FOUND:
    ]


def all_campaigns(work: Work) -> list[Campaign]:
    """Return every campaign and source, newest first."""
    return [_campaign(row) for row in work.execute(select(campaigns).order_by(-campaigns.c.id))]


def _campaign(row: Any) -> Campaign:
    return Campaign(row.id, row.kind, row.name, row.owner)


def numbers_of(work: Work, campaign_id: int, period: Period) -> CampaignNumbers:
    """Return the numbers of one campaign in a period."""
    return numbers_by_campaign(work, period, [campaign_id]).get(campaign_id, CampaignNumbers())


def numbers_by_campaign(
    work: Work, period: Period, campaign_ids: Collection[int] | None = None
) -> dict[int, CampaignNumbers]:
    """Return the numbers in a period of all campaigns, or of those given, by campaign id.

    A campaign of which nothing happened is left out.
    """
    which = true() if campaign_ids is None else leads.c.campaign_id.in_(list(campaign_ids))
    steps = _steps(work, period, which)
    ratings, reasons = _ratings(work, period, which)
    turned_down = _turned_down(work, period, which)
    return {
        campaign_id: CampaignNumbers(
            *steps.get(campaign_id, (0, 0, 0)),
            ratings=ratings.get(campaign_id, Counter()),
            reasons=by_frequency(reasons.get(campaign_id, Counter())),
            rejected_for=by_frequency(turned_down[campaign_id, Stage.REJECTED]),
            disqualified_for=by_frequency(turned_down[campaign_id, Stage.DISQUALIFIED]),
        )
        for campaign_id in sorted(
            steps.keys() | ratings.keys() | {campaign_id for campaign_id, _ in turned_down}
        )
    }


def _steps(
    work: Work, period: Period, which: ColumnElement[bool]
) -> dict[int, tuple[int, int, int]]:
    announced = within(leads.c.announced_at, period)
    taken = within(leads.c.claimed_at, period)
    rejected = and_(leads.c.stage == Stage.REJECTED.value, within(leads.c.ended_at, period))
    rows = work.execute(
        select(leads.c.campaign_id, _count(announced), _count(taken), _count(rejected))
        .where(which, or_(announced, taken, rejected))
        .group_by(by_no_index(leads.c.campaign_id))
    )
    return {campaign_id: (a, t, r) for campaign_id, a, t, r in rows}


def _turned_down(
    work: Work, period: Period, which: ColumnElement[bool]
) -> defaultdict[tuple[int, Stage], Counter[Reason | None]]:
    """Count why leads were turned down, but for what the verdict of whoever did so tells."""
    is_told = exists(
        select(verdicts.c.lead_id).where(
            verdicts.c.lead_id == leads.c.id,
            verdicts.c.verdict.in_(LOW),
            verdicts.c.reason == leads.c.reason,
            turned_down_by(verdicts.c.rep),
        )
    )
    rows = work.execute(
        select(leads.c.campaign_id, leads.c.stage, leads.c.reason, func.count())
        .where(
            which,
            within(leads.c.ended_at, period),
            by_no_index(leads.c.stage).in_(STAGES),
            leads.c.reason.is_not(None),
            ~is_told,
        )
        .group_by(by_no_index(leads.c.campaign_id), leads.c.stage, leads.c.reason)
    )
    found: defaultdict[tuple[int, Stage], Counter[Reason | None]] = defaultdict(Counter)
    for campaign_id, stage, why, count in rows:
        found[campaign_id, Stage(stage)][Reason(why)] += count
    return found


def _count(condition: ColumnElement[bool]) -> Any:
    return func.count(case((condition, 1)))


def _ratings(
    work: Work, period: Period, which: ColumnElement[bool]
) -> tuple[dict[int, Counter[Verdict]], dict[int, Counter[Reason | None]]]:
    ratings: dict[int, Counter[Verdict]] = {}
    reasons: dict[int, Counter[Reason | None]] = {}
    rows = work.execute(
        select(leads.c.campaign_id, verdicts.c.verdict, verdicts.c.reason, func.count())
        .join(leads, leads.c.id == verdicts.c.lead_id)
        .where(which, verdicts.c.verdict.is_not(None), within(verdicts.c.first_at, period))
        .group_by(leads.c.campaign_id, verdicts.c.verdict, verdicts.c.reason)
    )
    for campaign_id, said, why, count in rows:
        verdict = Verdict(said)
        ratings.setdefault(campaign_id, Counter())[verdict] += count
        if verdict.wants_reason:
            reason = Reason(why) if why else None
            reasons.setdefault(campaign_id, Counter())[reason] += count
    return ratings, reasons
