"""A whole month: set up, invited, drafted, moved, held, minuted; the next agenda carries on."""

import csv
import io
import json
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.bot_process import BotProcess, settings_for, smarketing
from tests.support.fake_slack import ROOT, FakeSlack
from tests.support.mail_server import a_mail_server
from tests.support.story import ADA, button, card_of, direct_to, in_marketing, text_of

pytestmark = pytest.mark.journey

BERLIN = ZoneInfo("Europe/Berlin")
TOKEN = "an-invented-clock-token"
STRATEGY = "C0STRATEGY"
EVERYBODY = '["U0RITA", "U0TOM", "U0PRIYA", "U0MARK", "U0MONA", "U0SAM", "U0MAYA", "U0BOT"]'
CAMPAIGN = "Webinar: Faster customs"


def monday_of_next_month() -> date:
    """The first Monday of the month after this one; the fourth Tuesday is two weeks later."""
    first = (datetime.now(BERLIN).date().replace(day=1) + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=-first.weekday() % 7)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BERLIN)


@pytest.fixture
def slack(manifest, tmp_path):
    """The usual workspace with a joint channel."""
    usual = (ROOT / "fakeslack" / "default_seed.toml").read_text()
    joint = f'\n[[channels]]\nid = "{STRATEGY}"\nname = "strategy"\nmembers = {EVERYBODY}\n'
    seed = tmp_path / "seed.toml"
    seed.write_text(usual + joint)
    with FakeSlack("--manifest", manifest, "--seed", seed) as running:
        yield running


@pytest.fixture
def mail():
    with a_mail_server() as server:
        yield server


@pytest.fixture
def settings(slack, mail, sqlite_url, tmp_path):
    given = settings_for(
        slack,
        sqlite_url,
        JOINT_CHANNEL="#strategy",
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=str(mail.port),
        SMTP_FROM="meetings@example.com",
        SMTP_TLS="none",
    )
    done = smarketing("migrate", settings=given, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return given


@pytest.fixture
def floor(slack, mail, settings, tmp_path):
    command = ("-m", "tests.support.clocked_bot", str(tmp_path), TOKEN)
    with BotProcess(settings, cwd=tmp_path, command=command) as bot:
        yield Floor(slack, bot, mail, settings, tmp_path)


class Floor:
    """The workspace, the bot and the mail server, and what people do with them."""

    def __init__(self, slack, bot, mail, settings, folder: Path):
        self.slack, self.bot, self.mail = slack, bot, mail
        self._settings, self._folder = settings, folder

    def go_to(self, moment: datetime) -> None:
        body = json.dumps({"to": moment.isoformat()})
        status, answer = self.bot.post("/demo/clock", body, {"authorization": f"Bearer {TOKEN}"})
        assert status == 200, answer

    def types(self, person: str, words: str, channel: str = STRATEGY) -> str:
        said = self.slack.gesture("command", person=person, channel=channel, text=words)
        return text_of(said["response"]) if said.get("response") else ""

    def here(self, words: str, *more: str) -> dict:
        """The message in the joint channel that says all of this."""
        return self.slack.wait_for(
            lambda: next(
                (
                    m
                    for m in self.slack.messages(STRATEGY)
                    if all(word in text_of(m) for word in (words, *more))
                ),
                None,
            )
        )

    def presses(self, person: str, message: dict, label: str, channel: str = STRATEGY) -> None:
        where = {"channel": message.get("channel", channel), "ts": message["ts"]}
        self.slack.gesture("click", person=person, **where, **button(message, label))

    def fills_in(self, person: str, values: dict) -> dict:
        """Fill in the form on top of the person's screen; what is not named stays as it is."""
        form = self.slack.wait_for(lambda: self.slack.screen(person)["modals"])[-1]
        inputs = {
            block["block_id"]: block["element"]["action_id"]
            for block in form["blocks"]
            if block["type"] == "input"
        }
        given = {block: {inputs[block]: value} for block, value in values.items()}
        answer = self.slack.gesture("submit", person=person, view_id=form["id"], values=given)
        assert answer.get("response_action") != "errors", answer
        return answer

    def closes(self, person: str) -> None:
        for form in self.slack.screen(person)["modals"][:1]:
            self.slack.gesture("close", person=person, view_id=form["id"], all=True)

    def exports(self, kind: str) -> str:
        done = smarketing("export", kind, settings=self._settings, cwd=self._folder)
        assert done.returncode == 0, done.stderr
        return done.stdout


def test_a_month_from_its_setup_to_the_next_agenda(floor):
    monday = monday_of_next_month()
    meeting = monday + timedelta(days=22)
    meeting -= timedelta(days=(meeting.day - 22) // 7 * 7)
    floor.go_to(on(monday, 10))
    set_up(floor, meeting)
    uid = invited(floor, meeting)
    things_happen(floor)
    draft = drafted(floor, meeting)
    added_and_voted(floor, draft)
    new = moved(floor, meeting, uid)
    held(floor, new)
    minutes(floor)
    the_next_agenda(floor, new)


def set_up(floor: Floor, meeting: date) -> None:
    floor.types("U0MAYA", "/meeting setup")
    floor.fills_in("U0MAYA", {"meeting.rule": "fourth Tuesday", "meeting.at": "10:00"})
    preview = floor.slack.wait_for(
        lambda: next(
            (v for v in floor.slack.screen("U0MAYA")["modals"] if "meeting.dates" in str(v)), None
        )
    )
    assert f"{meeting.day} {meeting:%b}" in str(preview["blocks"])
    floor.slack.gesture("submit", person="U0MAYA", view_id=preview["id"], values={})
    floor.closes("U0MAYA")
    floor.here("strategy meeting", "Going")


def invited(floor: Floor, meeting: date) -> str:
    """Everybody's invitation is in the sink, and says the time; Rita says she comes."""
    addresses = [f"{one}@example.com" for one in ("rita", "tom", "mark", "sam", "maya")]
    floor.slack.wait_for(lambda: all(floor.mail.to(one) for one in addresses))
    letter = floor.mail.to("rita@example.com")[0]
    assert letter.calendar["METHOD"] == "REQUEST"
    assert letter.event["DTSTART"].dt == on(meeting, 10)
    floor.presses("U0RITA", floor.here("Going"), "Going")
    floor.here("Rita Alvarez")
    return str(letter.event["UID"])


def things_happen(floor: Floor) -> None:
    """Four leads: one is taken, three rejected, one verdict disputed; a request is asked for."""
    for number in range(1, 5):
        lead = ADA | {"id": f"form-{number}", "email": f"n{number}@acme{number}.example"}
        assert floor.bot.webhook(lead | {"company": f"Acme {number} Freight"})[0] == 202
        card_of(floor.slack, f"L-{number}")
    floor.types("U0RITA", "/lead take L-1", channel="C0SALES")
    for number in (2, 3, 4):
        floor.types("U0RITA", f"/lead reject L-{number} wrong segment", channel="C0SALES")
    floor.types("U0TOM", "/lead rate L-1 poor wrong segment they own no budget", channel="C0SALES")
    line = in_marketing(floor.slack, "they own no budget")
    floor.presses("U0MARK", line, "Dispute", channel="C0MKTG")
    floor.fills_in("U0MARK", {"sentence": "She is the budget holder."})
    floor.types("U0RITA", "/content request customs checklist", channel="C0SALES")
    form = floor.slack.wait_for(lambda: floor.slack.screen("U0RITA")["modals"])[-1]
    floor.slack.gesture("submit", person="U0RITA", view_id=form["id"], values={})
    in_marketing(floor.slack, "customs checklist")
    floor.closes("U0RITA")


def drafted(floor: Floor, meeting: date) -> dict:
    """Five working days before, the draft says what happened, with its numbers."""
    floor.go_to(on(meeting - timedelta(days=7), 9, 5))
    draft = floor.here("Draft agenda", "Lead quality")
    said = text_of(draft)
    assert f"{CAMPAIGN}: 4 announced · 1 taken · 3 rejected · accepted 25 %" in said
    assert "rated 2.0 of 5 by 1" in said
    assert f"{CAMPAIGN} was accepted 25 %" in said
    assert "Heard: ‘they own no budget’ (Tom Becker)" in said
    assert "Mark Osei disputes it: ‘She is the budget holder.’" in said
    assert "Qualified leads: 4" in said
    assert "Acceptance rate: 25 %" in said
    assert "Promises, both ways" in said
    assert "customs checklist" in said
    assert "The next month's plan" in said
    rows = list(csv.DictReader(io.StringIO(floor.exports("leads"))))
    assert len([row for row in rows if row["stage"] == "rejected"]) == 3
    minutes = [
        int(found) for found in re.findall(r"(\d+) min · (?:inform|discuss|decide)", draft["text"])
    ]
    assert 0 < sum(minutes) <= 60
    # Counted after the click is acknowledged, in a modal that says so until it is.
    for label, words in (("Whole agenda", "4 announced"), ("Not this time", "is left off")):
        floor.presses("U0MAYA", draft, label)
        floor.slack.wait_for(
            lambda words=words: words in str(floor.slack.screen("U0MAYA")["modals"])
        )
        floor.closes("U0MAYA")
    return draft


def added_and_voted(floor: Floor, draft: dict) -> None:
    floor.presses("U0TOM", draft, "Add an item")
    floor.fills_in("U0TOM", {"text": "Forwarders: stop or <!channel> re-target?"})
    floor.closes("U0TOM")
    with_item = floor.here("Draft agenda", "Forwarders: stop or &lt;")
    floor.presses("U0RITA", with_item, "Up-vote")
    floor.here("Draft agenda", "Up-vote · 1")
    said = next(m for m in floor.slack.messages("C0SALES") if "L-1," in text_of(m))
    where = {"channel": "C0SALES", "ts": said["ts"]}
    floor.slack.gesture("shortcut", person="U0PRIYA", callback_id="meeting.agenda_item", **where)
    floor.fills_in("U0PRIYA", {"text": "What a good freight lead looks like"})
    floor.closes("U0PRIYA")
    floor.here("Draft agenda", "What a good freight lead")


def moved(floor: Floor, meeting: date, uid: str) -> date:
    """Two days later: the invitation follows in everybody's calendar, and the draft says so."""
    new = meeting + timedelta(days=2)
    floor.types("U0MAYA", f"/meeting move {new.isoformat()} 14:00")
    floor.slack.wait_for(lambda: len(floor.mail.to("tom@example.com")) > 1)
    letter = floor.mail.to("tom@example.com")[-1]
    assert letter.calendar["METHOD"] == "REQUEST"
    assert letter.event["UID"] == uid
    assert letter.event["SEQUENCE"] == 1
    assert letter.event["DTSTART"].dt == on(new, 14)
    floor.here("Draft agenda", f"<!date^{int(on(new, 14).timestamp())}")
    return new


def held(floor: Floor, day: date) -> None:
    """It begins, is led from point to point, and ends."""
    floor.go_to(on(day, 14))
    begin = floor.here("The strategy meeting begins", "<@U0RITA>")
    assert len([m for m in floor.slack.messages(STRATEGY) if "meeting begins" in text_of(m)]) == 1
    floor.slack.wait_for(lambda: floor.slack.calls("pins.add"))
    floor.presses("U0SAM", begin, "Start")
    running = floor.here("Strategy meeting", "\n1 of ")
    floor.presses("U0SAM", running, "Decision")
    floor.fills_in("U0SAM", {"text": "Forwarders are out until March"})
    running = floor.here("Strategy meeting", "Decided: Forwarders are out")
    said = floor.types(
        "U0SAM", f"/meeting action <@U0TOM|tom> Send the list of forwarders by {ago(day)}"
    )
    assert "ACT-1 is Tom Becker's" in said
    floor.presses("U0SAM", running, "Target")
    floor.fills_in(
        "U0SAM",
        {
            "metric": "acceptance_rate",
            "span": "next-month",
            "goal": "90 %",
            "sales_owner": "U0SAM",
            "marketing_owner": "U0MAYA",
        },
    )
    running = floor.here("Strategy meeting", "Target: Acceptance rate")
    floor.presses("U0SAM", running, "Next item")
    running = floor.here("Strategy meeting", "\n2 of ")
    assert "until <!date" in text_of(running)
    floor.presses("U0SAM", running, "Park")
    floor.here("Strategy meeting", "\n3 of ")
    assert "Parked for" in floor.types("U0RITA", "/meeting park Trade fair in May")
    assert "is over" in floor.types("U0SAM", "/meeting end")


def ago(day: date) -> str:
    return (day + timedelta(days=5)).isoformat()


def minutes(floor: Floor) -> None:
    """In the channel, in Tom's direct messages, and as rows."""
    said = text_of(floor.here("Minutes"))
    for words in (
        "Forwarders are out until March",
        "Acceptance rate",
        "ACT-1 Tom Becker: Send the list of forwarders",
        "Trade fair in May",
        "Not reached",
    ):
        assert words in said
    floor.slack.wait_for(lambda: floor.slack.calls("pins.remove"))
    yours = direct_to(floor.slack, "U0TOM", "action from the strategy meeting")
    assert button(yours, "Done")
    (row,) = csv.DictReader(io.StringIO(floor.exports("actions")))
    assert (row["action"], row["owner"], row["state"]) == ("ACT-1", "Tom Becker", "open")


def the_next_agenda(floor: Floor, day: date) -> None:
    """A month on, what is open stands at the top of the next draft, and its owner was reminded."""
    floor.go_to(on(day + timedelta(days=6), 15))
    direct_to(floor.slack, "U0TOM", "was due")
    floor.go_to(on(day + timedelta(days=13), 15))
    direct_to(floor.slack, "U0SAM", "more than a week late")
    floor.go_to(on(day + timedelta(days=28), 9, 5))
    draft = floor.here("Draft agenda", "Since last time: actions 1 open, 1 late")
    said = text_of(draft)
    assert "ACT-1 Tom Becker: Send the list of forwarders" in said
    assert "Trade fair in May" in said
    assert "parked last time" in said
    assert "Target Acceptance rate" in said
    document = floor.exports("agenda")
    assert document.startswith("# Agenda: strategy meeting")
    assert "Since last time" in document
