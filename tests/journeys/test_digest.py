"""Eight weeks in the demo: every number of every digest is a count over what `export` gives."""

import csv
import io
import re
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.kit.periods import Week
from bot.people.domain import PeopleSettings
from bot.scoreboard.domain.metrics import Metric, said, share
from tests.support.bot_process import smarketing
from tests.support.demo_process import DemoProcess
from tests.support.story import ADA, button, direct_to, text_of

pytestmark = pytest.mark.journey

BERLIN = ZoneInfo("Europe/Berlin")
MANAGERS = ("U0SAM", "U0MAYA")
LEADS_A_WEEK = (4, 5, 3, 6, 0, 5, 2, 4)
"""In the fifth week nothing happens at all."""
PIPELINE = 12_500
DECLINED = 2
"""The week whose content request is turned down."""
WRITTEN = time(9, 0)
"""When a digest is written on its Monday."""


@pytest.fixture
def demo(tmp_path):
    with DemoProcess(tmp_path / "demo") as running:
        yield running


def test_every_number_of_eight_weeks_is_a_count_over_the_export(demo):
    monday = next_monday()
    weeks = [Week(monday + timedelta(weeks=number), BERLIN) for number in range(8)]
    first = newest_lead(demo) + 1
    for number, week in enumerate(weeks):
        play(demo, week, number, first=first)
        first += LEADS_A_WEEK[number]
    demo.move_clock(at(weeks[-1].next, 0, 15, 0))
    rows = Rows(demo)
    for week in weeks:
        for manager in MANAGERS:
            [told] = digests(demo, manager, week)
            check(told, rows, week)
    preview_and_rows(demo, weeks[-1])


def test_a_refused_chart_comes_as_a_table_and_nothing_is_parked(demo):
    week = Week(next_monday(), BERLIN)
    play(demo, week, 0, first=newest_lead(demo) + 1)
    have_it_at(demo, "U0MAYA", "11:30")
    demo.move_clock(at(week.next, 0, 11, 0))
    demo.slack.wait_for(lambda: not unsent(demo), timeout=30)
    demo.slack.faults(
        "chat.postMessage", "error", error="invalid_blocks", channel=dm(demo, "U0MAYA")
    )
    demo.move_clock(at(week.next, 0, 11, 30))
    told = direct_to(demo.slack, "U0MAYA", f"{title(week)}:")
    kinds = [block["type"] for block in told["blocks"]]
    assert "data_visualization" not in kinds
    table = next(block for block in told["blocks"] if block["block_id"] == "leads-chart")
    assert re.search(r"Qualified leads +4 ", table["text"]["text"])
    assert len(digests(demo, "U0MAYA", week)) == 1
    demo.move_clock(at(week.next, 1, 15, 30))
    assert len(digests(demo, "U0MAYA", week)) == 1
    [other] = digests(demo, "U0SAM", week)
    assert "data_visualization" in [block["type"] for block in other["blocks"]]


def have_it_at(demo: DemoProcess, manager: str, hour: str) -> None:
    """Choose another time in the form of the settings."""
    say(demo, manager, "/digest settings")
    form = demo.slack.wait_for(lambda: modal_of(demo, manager))
    chosen = {"digest.hour": {"digest.hour": hour}}
    demo.slack.gesture("submit", person=manager, view_id=form["id"], values=chosen)


def unsent(demo: DemoProcess) -> list[str]:
    """The messages that Slack does not show yet."""
    return [row["key"] for row in export(demo, "outbox") if row["state"] in {"waiting", "leased"}]


def next_monday() -> date:
    """The Monday after next, lest the sample leads of the demo fall into the first week."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=14 - today.weekday())


def at(week: Week, days: int, hours: int, minutes: int) -> datetime:
    day = week.monday + timedelta(days=days)
    return datetime.combine(day, time(hours, minutes), BERLIN)


def title(week: Week) -> str:
    return f"Week {week.monday.isocalendar().week}"


def play(demo: DemoProcess, week: Week, number: int, *, first: int) -> None:
    """A week: leads on Tuesday, half an hour later Rita and Tom, a request, deals on Thursday."""
    leads = LEADS_A_WEEK[number]
    demo.move_clock(at(week, 1, 15, 30))
    if not leads:
        return
    for place in range(leads):
        campaign = ("Webinar: Faster customs", "Trade fair Hamburg", "Referrals")[place % 3]
        person = f"w{number}p{place}"
        demo.webhook(
            ADA
            | {
                "id": f"{person}",
                "email": f"{person}@{person}.example",
                "name": f"Visitor {person}",
            }
            | {"company": f"Company {person}", "campaign": campaign}
        )
    demo.move_clock(at(week, 1, 16, 0 if number % 2 else 45))
    say(demo, "U0RITA", f"/lead take L-{first}")
    say(demo, "U0RITA", f"/lead contacted L-{first}")
    say(demo, "U0RITA", f"/lead rate L-{first} great They want a contract at once, week {number}")
    if leads > 1:
        say(demo, "U0TOM", f"/lead take L-{first + 1}")
        say(demo, "U0TOM", f"/lead rate L-{first + 1} poor wrong segment")
    if leads > 2:
        say(demo, "U0TOM", f"/lead reject L-{first + 2} no budget")
        say(demo, "U0PRIYA", f"/lead rate L-{first + 2} good")
    ask_for_content(demo, f"Pricing one-pager {number}")
    demo.move_clock(at(week, 3, 15, 0))
    step(demo, first, "Sales qualified")
    step(demo, first, "Opportunity", amount=str(PIPELINE + number))
    if number % 2:
        step(demo, first, "Won", amount=str(PIPELINE + number))
        request = newest_request(demo)
        answered = say(demo, "U0MARK", f"/content answer {request} {LINK}")
        assert "delivered" in answered.lower(), answered
        say_it_helped(demo, request)
    elif number == DECLINED:
        declined = say(demo, "U0MARK", f"/content decline {newest_request(demo)} not now")
        assert "declined" in declined.lower(), declined


LINK = "https://intranet.example.com/pricing"


def say_it_helped(demo: DemoProcess, request: str) -> None:
    told = direct_to(demo.slack, "U0RITA", request)
    demo.slack.gesture(
        "click",
        person="U0RITA",
        channel=told["channel"],
        ts=told["ts"],
        **button(told, "It helped"),
    )


def newest_lead(demo: DemoProcess) -> int:
    return max(int(row["lead"][2:]) for row in export(demo, "leads"))


def newest_request(demo: DemoProcess) -> str:
    return export(demo, "content")[-1]["request"]


def say(demo: DemoProcess, person: str, words: str) -> str:
    answer = demo.slack.gesture("command", person=person, channel="C0SALES", text=words)
    return str(answer["response"])


def step(demo: DemoProcess, lead: int, label: str, **fields: str) -> None:
    """Press Update on the lead's card, then the step, then fill in its form if it has one."""
    slack = demo.slack
    words = f"/lead show L-{lead}"
    place = slack.gesture("command", person="U0RITA", channel="C0SALES", text=words)["shown"]
    seen = slack.seen("U0RITA", "C0SALES")
    card = next(message for message in seen if message["ts"] == place["ts"])
    pressed = {"channel": "C0SALES", "ts": card["ts"], **button(card, "Update")}
    slack.gesture("click", person="U0RITA", **pressed)
    update = slack.wait_for(lambda: modal_of(demo, "U0RITA"))
    slack.gesture("click", person="U0RITA", view_id=update["id"], **button(update, label))
    if fields:
        form = slack.wait_for(
            lambda: (found := modal_of(demo, "U0RITA"))["callback_id"] == "lead.step" and found
        )
        values = {name: {name: value} for name, value in fields.items()}
        slack.gesture("submit", person="U0RITA", view_id=form["id"], values=values)
    top = modal_of(demo, "U0RITA")
    if top:
        slack.gesture("close", person="U0RITA", view_id=top["id"], all=True)


def modal_of(demo: DemoProcess, person: str) -> Any:
    modals = demo.slack.screen(person)["modals"]
    return modals[-1] if modals else None


def ask_for_content(demo: DemoProcess, topic: str) -> None:
    slack = demo.slack
    say(demo, "U0RITA", f"/content request {topic}")
    form = slack.wait_for(lambda: modal_of(demo, "U0RITA"))
    if form["callback_id"] == "content.look":
        slack.gesture("submit", person="U0RITA", view_id=form["id"], values={})
        form = slack.wait_for(lambda: modal_of(demo, "U0RITA"))
    if form["callback_id"] == "content.still_need":
        slack.gesture("submit", person="U0RITA", view_id=form["id"], values={})
        form = slack.wait_for(
            lambda: (found := modal_of(demo, "U0RITA"))["callback_id"] == "content.file" and found
        )
    slack.gesture("submit", person="U0RITA", view_id=form["id"], values={})
    top = modal_of(demo, "U0RITA")
    if top:
        slack.gesture("close", person="U0RITA", view_id=top["id"], all=True)


def dm(demo: DemoProcess, person: str) -> str:
    return next(
        channel["id"]
        for channel in demo.slack.screen(person)["channels"]
        if channel["kind"] == "im"
    )


def digests(demo: DemoProcess, manager: str, week: Week) -> list[dict[str, Any]]:
    """The digests of a week that stand in a manager's messages; waits for the first."""
    direct_to(demo.slack, manager, f"{title(week)}")
    return [
        message
        for message in demo.slack.seen(manager, dm(demo, manager))
        if message["text"].startswith((f"{title(week)}:", f"{title(week)} was"))
    ]


def export(demo: DemoProcess, kind: str) -> list[dict[str, str]]:
    given = {
        "DATABASE_URL": f"sqlite:///{demo.folder / 'smarketing.db'}",
        "TIMEZONE": "Europe/Berlin",
    }
    done = smarketing("export", kind, settings=given, cwd=demo.folder)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


class Rows:
    """What `export` gives after eight weeks, and counts over it by hand."""

    def __init__(self, demo: DemoProcess) -> None:
        self.leads = export(demo, "funnel")
        self.verdicts = export(demo, "verdicts")
        self.requests = export(demo, "content")
        self.first = min(datetime.fromisoformat(row["inquiry_at"]) for row in self.leads)

    def value(self, metric: Metric, weeks: list[Week]) -> float | None:
        """A metric over some weeks as one, counted as the glossary says."""

        def within(moment: str) -> bool:
            when = datetime.fromisoformat(moment) if moment else None
            return any(when in week.period for week in weeks)

        def happened(column: str) -> list[dict[str, str]]:
            return [row for row in self.leads if within(row[column])]

        def amounts(column: str) -> float:
            return sum(float(row["amount"] or 0) for row in happened(column))

        def middle(column: str, minutes: str, filled: str) -> float | None:
            took = [float(row[minutes]) for row in happened(column) if row[filled]]
            return median(took) if took else None

        decided = [
            row for row in self.leads if within(row["accepted_at"]) or within(row["rejected_at"])
        ]
        stood = [row for row in decided if row["stage"] != "rejected"]
        points = [int(row["points"]) for row in self.verdicts if within(row["given_at"])]
        counts = {
            Metric.QUALIFIED: "qualified_at",
            Metric.ACCEPTED: "accepted_at",
            Metric.OPPORTUNITIES: "opportunity_at",
            Metric.WON: "won_at",
        }
        if metric in counts:
            return len(happened(counts[metric]))
        return {
            Metric.ACCEPTANCE_RATE: lambda: share(len(stood), len(decided)),
            Metric.RATING: lambda: sum(points) / len(points) if points else None,
            Metric.ACCEPT_TIME: lambda: middle("qualified_at", "accept_minutes", "answered_at"),
            Metric.CONTACT_TIME: lambda: middle("contact_from", "contact_minutes", "contacted_at"),
            Metric.PIPELINE: lambda: amounts("opportunity_at"),
            Metric.REVENUE: lambda: amounts("won_at"),
        }[metric]()

    def of_campaigns(self, week: Week) -> dict[str, list[int]]:
        points = defaultdict(list)
        for row in self.verdicts:
            if datetime.fromisoformat(row["given_at"]) in week.period:
                points[row["campaign"]].append(int(row["points"]))
        return points

    def content(self, week: Week) -> str:
        def count(column: str, *, state: str = "") -> int:
            return sum(
                datetime.fromisoformat(row[column]) in week.period
                for row in self.requests
                if row[column] and state in row["state"]
            )

        def waits(row: dict[str, str]) -> bool:
            over = [one for one in (row["delivered_at"], row["closed_at"]) if one]
            asked = datetime.fromisoformat(row["asked_at"])
            return asked < written and all(datetime.fromisoformat(one) > written for one in over)

        written = datetime.combine(week.next.monday, WRITTEN, BERLIN)
        declined = count("closed_at", state="declined")
        waiting = sum(waits(row) for row in self.requests)
        helped = sum(
            int(row["helped"])
            for row in self.requests
            if row["closed_at"] and datetime.fromisoformat(row["closed_at"]) in week.period
        )
        return " · ".join(
            [
                f"{count('asked_at')} asked",
                f"{count('first_delivered_at')} answered",
                *([f"{declined} declined"] if declined else []),
                *([f"{waiting} still open"] if waiting else []),
                *([f"helped {helped} of {helped}"] if helped else []),
            ]
        )

    def answers(self, week: Week) -> str:
        """Marketing's promise: requests of the week answered within 16 hours of working time."""
        company = PeopleSettings.read(zone="Europe/Berlin").working_time
        owed = [
            row for row in self.requests if datetime.fromisoformat(row["asked_at"]) in week.period
        ]
        took = [
            company.minutes_between(
                datetime.fromisoformat(row["asked_at"]), datetime.fromisoformat(row["answered_at"])
            )
            for row in owed
            if row["answered_at"]
        ]
        kept = sum(minutes <= 16 * 60 for minutes in took)
        return f"{kept * 100 / len(owed):.0f} % of {len(owed)}"

    def promise(self, week: Week, begun: str, minutes: str, done: str, limit: float) -> str:
        owed = [
            row
            for row in self.leads
            if row[begun] and datetime.fromisoformat(row[begun]) in week.period
        ]
        kept = [row for row in owed if row[done] and float(row[minutes]) <= limit]
        return f"{len(kept) * 100 / len(owed):.0f} % of {len(owed)}"


TOLD = (
    Metric.QUALIFIED, Metric.ACCEPTED, Metric.ACCEPTANCE_RATE, Metric.RATING, Metric.ACCEPT_TIME,
    Metric.CONTACT_TIME, Metric.OPPORTUNITIES, Metric.PIPELINE, Metric.WON, Metric.REVENUE,
)  # fmt: skip


def check(told: dict[str, Any], rows: Rows, week: Week) -> None:
    """Hold every number of a digest to the rows."""
    text = told["text"]
    before = [week.previous]
    for _ in range(3):
        before.append(before[-1].previous)
    drawn: dict[str, dict[str, float]] = {}
    for metric in TOLD:
        begun = sum(rows.first < one.period.end for one in before)
        value = rows.value(metric, [week])
        previous = rows.value(metric, before[:1]) if begun else None
        usual = rows.value(metric, before) if begun else None
        if usual is not None and metric.of.adds_up:
            usual /= begun
        line = f"{metric.of.name} {write(metric, value)}"
        beside = [
            f"{words} {write(metric, one)}"
            for words, one in (("last week", previous), ("usual", usual))
            if one is not None
        ]
        line = " · ".join([line, *([", ".join(beside)] if beside else [])])
        if value or previous or usual:
            assert line in text.splitlines(), (line, text)
            beside_it = {"Last week": previous or 0, "Usual": usual or 0}
            drawn[metric.of.name] = {"This week": value or 0, **beside_it}
        else:
            assert f"\n{metric.of.name} " not in text
    chart = next((one for one in told["blocks"] if one["block_id"] == "leads-chart"), None)
    if chart:
        for series in chart["chart"]["series"]:
            for point in series["data"]:
                known = pytest.approx(drawn[point["label"]][series["name"]], abs=0.005)
                assert point["value"] == known, (chart, drawn)
    points = rows.of_campaigns(week)
    if not points:
        assert text.startswith(f"{title(week)} was quiet.")
        return
    ranked = sorted(points.items(), key=lambda one: -sum(one[1]) / len(one[1]))
    assert f"Best: {ranked[0][0]} {mean(ranked[0][1])}" in text or len(points) == 1
    if len(points) > 1:
        assert f"Worst: {ranked[-1][0]} {mean(ranked[-1][1])}" in text
    answers = rows.promise(week, "qualified_at", "accept_minutes", "answered_at", 60)
    assert re.search(rf"Sales: {answers} qualified leads? answered within 1 h", text), text
    contacts = rows.promise(week, "contact_from", "contact_minutes", "contacted_at", 480)
    assert re.search(rf"; {contacts} taken leads? contacted within 8 h", text), text
    assert re.search(rf"Marketing: {rows.answers(week)} content requests? answered", text), text
    assert rows.content(week) in text.splitlines(), (rows.content(week), text)
    assert "1 asked" in text
    assert "They want a contract at once" in text


def write(metric: Metric, value: float | None) -> str:
    return said(value, metric.of.unit, currency="EUR")


def mean(points: list[int]) -> str:
    return said(sum(points) / len(points), Metric.RATING.of.unit)


def preview_and_rows(demo: DemoProcess, week: Week) -> None:
    """`/digest now` shows what was sent; its button gives the rows it was counted from."""
    slack = demo.slack
    [sent] = digests(demo, "U0SAM", week)
    channel = dm(demo, "U0SAM")
    slack.gesture(
        "click", person="U0SAM", channel=channel, ts=sent["ts"], **button(sent, "Show the rows")
    )
    files = slack.wait_for(
        lambda: [
            file
            for message in slack.seen("U0SAM", channel)
            for file in message.get("files", [])
            if file["name"].startswith("funnel-")
        ]
    )
    assert files[0]["name"] == f"funnel-{week.name}.csv"
    slack.gesture("command", person="U0SAM", channel="C0SALES", text="/digest now")
    shown = slack.wait_for(
        lambda: next(
            (m for m in slack.seen("U0SAM", "C0SALES") if m["text"].startswith(title(week))), None
        )
    )
    assert shown["text"] == sent["text"]
    assert text_of(shown)
