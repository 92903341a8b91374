"""Leads with whole stories, drawn at random, and counting them by hand.

The counting reads exported rows alone and follows the words of the glossary, with none of the
bot's own statements or sums.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete

from bot.kit.csv_safe import Sheet, write_csv
from bot.kit.db import Database
from bot.kit.periods import Period
from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.campaigns import campaign_for
from bot.leads.store.leads import insert_lead
from bot.leads.store.tables import leads, verdicts
from bot.people import queries as people
from bot.people import store as people_store
from bot.people.domain import Absence
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.settings import ScoreSettings
from tests.leads.scene import PRIYA, RITA, TOM

REPS = (RITA.id, TOM.id, PRIYA.id)
_GAP = st.one_of(st.integers(0, 200), st.integers(0, 9 * 24 * 60))
"""Minutes between two steps: up to nine days, often the same morning."""


@st.composite
def some_leads(draw: Any, around: datetime) -> list[dict[str, Any]]:
    """Draw leads whose stories may begin in the weeks around a moment: none, or a good many."""
    many = draw(st.sampled_from([0, *range(8, 17)]))
    return [_a_story(draw, around) for _ in range(many)]


@dataclass
class _Telling:
    """A story as it is being drawn: every step comes some time after the last."""

    draw: Any
    at: datetime

    def later(self) -> datetime:
        self.at += timedelta(minutes=self.draw(_GAP))
        return self.at

    def one_in(self, many: int) -> bool:
        return bool(self.draw(st.integers(1, many)) == 1)

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))


def a_story_of(at: datetime, **told: Any) -> dict[str, Any]:
    """Return a lead that arrived then, and what is told of it besides."""
    usual = {
        "campaign": "Webinar",
        "source": "form",
        "segment": "SaaS",
        "erased": False,
        "stage": Stage.INQUIRY,
        "announced_at": None,
        "verdicts": [],
    }
    return {**usual, "received_at": at, **told}


def _a_story(draw: Any, around: datetime) -> dict[str, Any]:
    tell = _Telling(draw, around + timedelta(minutes=draw(st.integers(-28_800, 28_800))))
    told = a_story_of(
        tell.at,
        campaign=tell.one_of("Webinar", "Fair", ""),
        source=tell.one_of("form", "event"),
        segment=tell.one_of("SaaS", "Freight", ""),
        erased=tell.one_in(4),
    )
    steps = tell.one_of(6, 2, 5, 2, 4, 3, 1, 0)
    if steps >= 1:
        told |= {"announced_at": tell.later(), "stage": Stage.MQL}
        told["verdicts"] = _some_verdicts(draw, tell.at)
    if steps >= 2:
        who = tell.one_of(*REPS)
        told |= {"answered_at": tell.later(), "answered_by": who}
        if tell.one_in(6):
            return told | {"ended_at": tell.at, "stage": Stage.REJECTED, "reason": "no_need"}
        told |= _with_sales(tell, who, steps)
    return told


def _with_sales(tell: _Telling, who: str, steps: int) -> dict[str, Any]:
    told: dict[str, Any] = {"owner": who, "claimed_at": tell.at, "stage": Stage.ACCEPTED}
    if tell.one_in(4):  # handed back, and taken by somebody else
        who = tell.one_of(*REPS)
        told |= {"owner": who, "claimed_at": tell.later()}
    if steps >= 3:
        told |= {"contact_from": tell.at, "contacted_by": who, "contacted_at": tell.later()}
    if steps >= 4:
        told |= {"sales_qualified_at": tell.later(), "stage": Stage.SALES_QUALIFIED}
    if steps >= 5:
        amount = tell.draw(st.integers(0, 90_000))
        told |= {"opportunity_at": tell.later(), "stage": Stage.OPPORTUNITY, "amount": amount}
    if tell.one_in(5):  # given to somebody else
        told |= {"owner": tell.one_of(*REPS), "claimed_at": tell.later()}
    if steps >= 6:
        return told | {"ended_at": tell.later(), "stage": tell.one_of(Stage.WON, Stage.LOST)}
    if tell.one_in(3):
        other = Stage.DISQUALIFIED if steps >= 3 else Stage.REJECTED
        return told | {"ended_at": tell.later(), "stage": tell.one_of(Stage.RECYCLED, other)}
    return told


def _some_verdicts(draw: Any, after: datetime) -> list[dict[str, Any]]:
    given = []
    for rep in draw(st.lists(st.sampled_from(REPS), unique=True)):
        verdict = draw(st.sampled_from([*Verdict, None]))
        low = verdict is not None and verdict.wants_reason
        first = after + timedelta(minutes=draw(_GAP))
        given.append(
            {
                "rep": rep,
                "verdict": verdict,
                "reason": draw(st.sampled_from([Reason.NO_NEED, None])) if low else None,
                "comment": "",
                "first_at": first,
                "changed_at": first + timedelta(minutes=draw(_GAP)),
            }
        )
    return given


def different_hours(db: Database) -> None:
    """Tom works in New York on other days, Priya in Kolkata and is away for a week."""
    with db.begin() as work:
        facts = {one.id: one for one in people_store.facts_of_everybody_here(work)}
        moved = [
            replace(facts[TOM.id], zone="America/New_York"),
            replace(facts[PRIYA.id], zone="Asia/Kolkata"),
        ]
        people_store.save_facts(work, moved, read_at=datetime(2027, 6, 1, tzinfo=UTC))
        people_store.save_own_hours(work, TOM.id, days="Tue-Sat", hours="11:00-15:30")
        away = [
            Absence(date(2026, 10, 19), date(2026, 10, 26)),
            Absence(date(2026, 12, 24), date(2027, 1, 2)),
        ]
        people_store.save_absences(work, PRIYA.id, away)


def save_stories(db: Database, stories: Iterable[dict[str, Any]]) -> None:
    """Make these the only leads there are."""
    with db.begin() as work:
        work.execute(delete(verdicts))
        work.execute(delete(leads))
        for story in stories:
            told = dict(story)
            given, campaign = told.pop("verdicts"), told.pop("campaign")
            lead_id = insert_lead(
                work,
                **{**_BLANK, **told, "occurred_at": told["received_at"]},
                campaign_id=campaign_for(work, campaign, told["source"], told["received_at"]),
            )
            for verdict in given:
                work.execute(verdicts.insert().values(lead_id=lead_id, **verdict))


_BLANK: dict[str, Any] = {
    "email": "", "name": "", "company": "", "person_key": "", "title": "", "phone": "",
    "country": "", "industry": "", "message": "", "url": "", "extra": {}, "judgement": [],
    "definition_version": 1, "came_back": 0,
}  # fmt: skip


def rows_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Read a sheet back from the CSV that it is written as; times are read, empty is None."""
    file = io.StringIO(newline="")
    write_csv(file, sheet)
    file.seek(0)
    return [
        {name: _read(name, value) for name, value in row.items()} for row in csv.DictReader(file)
    ]


def _read(name: str, value: str) -> Any:
    if value == "":
        return None
    if name.endswith("_at") or name == "contact_from":
        return datetime.fromisoformat(value)
    if name in {"points", "amount"} or name.endswith("_minutes"):
        return float(value)
    return value


def counted_by_hand(
    rows: list[dict[str, Any]], given: list[dict[str, Any]], period: Period
) -> dict[Metric, float | None]:
    """Return every number of the glossary, from the rows of the exports as its words say."""

    def inside(name: str) -> list[dict[str, Any]]:
        return [row for row in rows if row[name] in period]

    decided = [row for row in rows if row["accepted_at"] in period or row["rejected_at"] in period]
    stood = [row for row in decided if row["stage"] != "rejected"]
    points = [row["points"] for row in given if row["given_at"] in period]
    answered = [row["accept_minutes"] for row in inside("qualified_at") if row["answered_at"]]
    contacted = [row["contact_minutes"] for row in inside("contact_from") if row["contacted_at"]]
    return {
        Metric.INQUIRIES: len(inside("inquiry_at")),
        Metric.QUALIFIED: len(inside("qualified_at")),
        Metric.ACCEPTED: len(inside("accepted_at")),
        Metric.REJECTED: len(inside("rejected_at")),
        Metric.ACCEPTANCE_RATE: 100 * len(stood) / len(decided) if decided else None,
        Metric.RATING: sum(points) / len(points) if points else None,
        Metric.ACCEPT_TIME: median(answered) if answered else None,
        Metric.CONTACT_TIME: median(contacted) if contacted else None,
        Metric.SALES_QUALIFIED: len(inside("sales_qualified_at")),
        Metric.OPPORTUNITIES: len(inside("opportunity_at")),
        Metric.PIPELINE: sum(row["amount"] or 0 for row in inside("opportunity_at")),
        Metric.WON: len(inside("won_at")),
        Metric.LOST: len(inside("lost_at")),
        Metric.REVENUE: sum(row["amount"] or 0 for row in inside("won_at")),
    }


def minutes_by_hand(
    work: Any, settings: ScoreSettings, who: str | None, begun: datetime, done: datetime
) -> float:
    """Return somebody's working minutes by walking over their days."""
    person = people.person(work, who) if who else None
    time = people.working_time(work, person, settings.people)
    return max(0.0, time.minutes_between(begun, done)) if done > begun else 0.0
