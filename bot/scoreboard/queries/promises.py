"""How the promises were kept: accept, contact and answer, in working time, against settings."""

from datetime import datetime

from bot.content.queries.requests import answer_minutes
from bot.kit.db import Work
from bot.kit.periods import Period
from bot.leads.queries.waterfall import first_answers, first_contacts
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.promises import Promise, PromiseKept, Waited, keeping
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.domain.targets import TargetProgress
from bot.scoreboard.queries.hours import Hours
from bot.scoreboard.queries.targets import targets_for


def promises(
    work: Work, settings: ScoreSettings, period: Period, at: datetime
) -> list[PromiseKept]:
    """Return how each promise was kept for what began in a period, as it stands at `at`.

    A lead begins when it is announced (accept) and taken (contact), a request when it is asked.
    Each is measured in the working hours of who answered; in the company's while nobody has, and
    for requests, which marketing promised as a team.
    """
    answers = [(one.since, one.at, one.by) for one in first_answers(work, period)]
    contacts = [(one.since, one.at, one.by) for one in first_contacts(work, period)]
    asked: list[Waited] = [
        (
            one.asked_at.timestamp(),
            one.answered_at.timestamp() if one.answered_at else None,
            None,
        )
        for one in answer_minutes(work, period)
    ]
    hours = Hours(work, settings, {by for _, _, by in [*answers, *contacts]})
    limits = {
        Promise.ACCEPT: (answers, settings.accept_within_minutes),
        Promise.CONTACT: (contacts, settings.contact_within_hours * 60),
        Promise.ANSWER: (asked, settings.answer_within_hours * 60),
    }
    return [
        keeping(promise, rows, limit_minutes=limit, minutes=hours.minutes, at=at.timestamp())
        for promise, (rows, limit) in limits.items()
    ]


def marketings_promise(work: Work, settings: ScoreSettings, at: datetime) -> list[TargetProgress]:
    """Return marketing's own promise as the running targets say it: so many qualified leads, at
    such an acceptance rate. Empty while nobody set them.
    """
    day = at.astimezone(settings.people.zone).date()
    running = targets_for(work, settings, MARKETINGS, day=day, at=at)
    return [running[metric] for metric in MARKETINGS if metric in running]


MARKETINGS = (Metric.QUALIFIED, Metric.ACCEPTANCE_RATE)
"""What marketing promises sales."""
