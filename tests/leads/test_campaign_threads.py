"""What marketing's channel really gets to see, sent by the sender: mentions, slips, nights."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.kit.outbox.sender import Sender
from bot.leads.actions.campaign_messages import renew_weeks
from bot.leads.actions.claim import claim_lead, release_lead
from bot.leads.actions.feedback import set_owner
from bot.leads.domain.verdicts import Reason, Verdict
from bot.people.held_posts import people_held_for
from tests.leads.rating import rate
from tests.leads.scene import (
    MARK,
    MAYA,
    NOON,
    PRIYA,
    RITA,
    TOM,
    a_floor,
    a_room,
    a_saved_lead,
    the_lead_now,
)
from tests.support.house import BOT

SUNDAY_NIGHT = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
MONTH_AGO = NOON - timedelta(days=30)
ZERO = "0 announced · 0 taken · 0 rejected · no verdicts yet"


class Slack:
    """What was posted where, first to last, and what each message says by now."""

    def __init__(self, house):
        self.house = house
        self.posted = []
        numbers = count(100_000)
        self.says = {}

        def post(asked):
            ts = f"1765000000.{next(numbers)}"
            self.says[ts] = asked["text"]
            self.posted.append((asked["channel"], asked.get("thread_ts"), ts))
            return {"ok": True, "ts": ts, "channel": asked["channel"]}

        def edit(asked):
            self.says[asked["ts"]] = asked["text"]
            return {"ok": True, "ts": asked["ts"], "channel": asked["channel"]}

        house.client.answers["chat.postMessage"] = post
        house.client.answers["chat.update"] = edit
        house.client.answers["conversations.open"] = lambda asked: {
            "channel": {"id": f"D{asked['users']}"}
        }
        self._sender = Sender(
            house.db,
            house.clock,
            house.client,
            house.views,
            resolve=lambda _work, name: {"sales": "C0SALES", "marketing": "C0MKTG"}.get(name),
        )

    def send(self):
        for _ in range(10):
            while self._sender.step():
                pass
            self.house.clock.move(seconds=2)

    def weeks(self):
        return [self.says[ts] for place, of, ts in self.posted if (place, of) == ("C0MKTG", None)]

    def lines(self):
        return [self.says[ts] for place, of, ts in self.posted if place == "C0MKTG" and of]

    def thread(self):
        """Where the first line stands."""
        return next(of for place, of, _ in self.posted if place == "C0MKTG" and of)

    def direct(self, person):
        return [self.says[ts] for place, _, ts in self.posted if place == f"D{person}"]


@pytest.fixture
def house(db):
    return a_floor(db)


@pytest.fixture
def slack(house):
    return Slack(house)


def own(db, lead_id, owner=MARK.id):
    campaign = the_lead_now(db, lead_id).campaign_id
    with db.begin() as work:
        set_owner(a_room(), work, campaign_id=campaign, owner=owner, by=MAYA, at=NOON)


def raise_hand(db, lead_id, at=NOON):
    with db.begin() as work:
        claim_lead(a_room(), work, lead_id=lead_id, by=RITA, at=at)


def lower_hand(db, lead_id, at=NOON):
    with db.begin() as work:
        assert release_lead(a_room(), work, lead_id=lead_id, by=RITA, at=at)


def those_at_work_are_told(db, at):
    with db.begin() as work:
        a_room().at_work.tell_those(work, at=at)


def test_a_slip_that_was_taken_back_before_it_was_sent_reaches_nobody(db, slack):
    lead_id = a_saved_lead(db)
    own(db, lead_id)
    rate(db, lead_id, Verdict.POOR)
    rate(db, lead_id, None)
    slack.send()
    assert slack.lines() == []
    assert not any("<@U0MARK>" in text for text in slack.says.values())


def test_after_a_slip_the_next_line_mentions_the_owner(db, slack):
    first, second = a_saved_lead(db), a_saved_lead(db, at="1.1")
    own(db, first)
    rate(db, first, Verdict.POOR)
    rate(db, first, None)
    rate(db, second, Verdict.POOR, reason=Reason.NO_NEED)
    slack.send()
    assert slack.lines() == [
        f"<@U0MARK> 👎 L-{second} Northwind Freight: no need — Tom Becker",
    ]


def test_a_slip_that_was_meant_after_all_comes_back_and_mentions_nobody_again(db, slack):
    first, second = a_saved_lead(db), a_saved_lead(db, at="1.1")
    own(db, first)
    rate(db, first, Verdict.POOR)
    rate(db, first, None)
    slack.send()
    rate(db, second, Verdict.POOR)
    slack.send()
    rate(db, first, Verdict.BAD)
    slack.send()
    rate(db, first, Verdict.BAD, reason=Reason.OTHER)
    slack.send()
    assert [line.split(" L-")[0] for line in slack.lines()] == ["<@U0MARK> 👎", "🗑️"]
    assert slack.lines()[1].startswith(f"🗑️ L-{first} Northwind Freight: other")


def test_a_slip_that_comes_back_alone_mentions_the_owner(db, slack):
    lead_id = a_saved_lead(db)
    own(db, lead_id)
    rate(db, lead_id, Verdict.POOR)
    rate(db, lead_id, None)
    slack.send()
    rate(db, lead_id, Verdict.POOR)
    slack.send()
    assert slack.lines()[0].startswith("<@U0MARK> 👎")


def test_a_hand_raised_and_lowered_on_an_old_lead_posts_no_message_of_zeros(db, slack):
    lead_id = a_saved_lead(db, announced_at=MONTH_AGO)
    raise_hand(db, lead_id)
    lower_hand(db, lead_id)
    slack.send()
    assert slack.weeks() == []
    raise_hand(db, lead_id)
    slack.send()
    assert ["0 announced · 1 taken" in text for text in slack.weeks()] == [True]
    lower_hand(db, lead_id)
    slack.send()
    assert slack.weeks()[0].endswith(ZERO)


def test_a_low_verdict_after_a_slip_has_its_message_and_its_line(db, slack):
    lead_id = a_saved_lead(db, announced_at=MONTH_AGO)
    rate(db, lead_id, Verdict.POOR)
    rate(db, lead_id, None)
    slack.send()
    assert slack.posted == []
    rate(db, lead_id, Verdict.POOR, by=PRIYA)
    rate(db, lead_id, Verdict.BAD, by=TOM)
    slack.send()
    assert len(slack.weeks()) == 1
    assert len(slack.lines()) == 2


def test_a_renewed_week_is_posted_with_nothing_to_tell_yet(db, slack):
    lead_id = a_saved_lead(db, announced_at=NOON - timedelta(days=3))
    raise_hand(db, lead_id)
    lower_hand(db, lead_id)
    with db.begin() as work:
        assert renew_weeks(a_room(), work, at=NOON) == 1
    slack.send()
    assert ["Nothing yet. The week before: 1 announced" in one for one in slack.weeks()] == [True]


def test_an_owner_is_not_mentioned_at_night_but_told_once_when_they_work(db, house, slack):
    house.identity = lambda: replace(BOT, url="https://acme.slack.com/")
    first, second = a_saved_lead(db, announced_at=MONTH_AGO), a_saved_lead(db, at="1.1")
    own(db, first)
    for lead_id in (first, second):
        rate(db, lead_id, Verdict.POOR, at=SUNDAY_NIGHT)
    slack.send()
    assert [line[:1] for line in slack.lines()] == ["👎", "👎"]
    assert slack.direct(MARK.id) == []
    those_at_work_are_told(db, SUNDAY_NIGHT + timedelta(hours=1))
    assert slack.direct(MARK.id) == []
    those_at_work_are_told(db, NOON)
    slack.send()
    thread = slack.thread().replace(".", "")
    (told,) = slack.direct(MARK.id)
    assert told == (
        "*Webinar: Faster customs*: while you were away sales rated low or turned down "
        f"L-{first} and L-{second}. "
        f"<https://acme.slack.com/archives/C0MKTG/p{thread}|The thread of week 47, 16–22 Nov>"
    )
    rate(db, a_saved_lead(db, at="1.2"), Verdict.BAD, at=SUNDAY_NIGHT)
    those_at_work_are_told(db, NOON)
    slack.send()
    assert len(slack.direct(MARK.id)) == 1


def test_the_first_line_that_comes_while_the_owner_works_mentions_them(db, slack):
    first, second = a_saved_lead(db), a_saved_lead(db, at="1.1")
    own(db, first)
    rate(db, first, Verdict.POOR, at=NOON - timedelta(hours=12))
    rate(db, second, Verdict.POOR)
    slack.send()
    assert [line.startswith("<@U0MARK>") for line in slack.lines()] == [False, True]


def test_an_owner_hears_nothing_of_what_was_taken_back_overnight(db, slack):
    lead_id = a_saved_lead(db)
    own(db, lead_id)
    rate(db, lead_id, Verdict.POOR, at=SUNDAY_NIGHT)
    slack.send()
    rate(db, lead_id, None, at=SUNDAY_NIGHT)
    those_at_work_are_told(db, NOON)
    slack.send()
    assert slack.direct(MARK.id) == []


def test_who_does_not_look_after_the_campaign_any_more_is_not_told(db, slack):
    lead_id = a_saved_lead(db)
    own(db, lead_id)
    rate(db, lead_id, Verdict.POOR, at=SUNDAY_NIGHT)
    with db.read() as work:
        assert people_held_for(work) == [MARK.id]
    own(db, lead_id, MAYA.id)
    those_at_work_are_told(db, NOON)
    slack.send()
    assert slack.direct(MARK.id) == []


def test_a_campaign_without_a_name_of_its_own_and_many_leads_is_told_shortly(db, slack):
    leads = [a_saved_lead(db, at=f"2.{n}", campaign="") for n in range(11)]
    own(db, leads[0])
    for lead_id in leads:
        rate(db, lead_id, Verdict.BAD, at=SUNDAY_NIGHT)
    those_at_work_are_told(db, NOON)
    slack.send()
    (told,) = slack.direct(MARK.id)
    assert told.startswith("*form (no campaign)*: while you were away")
    assert f"L-{leads[7]} and 3 more. " in told


def test_a_slip_of_the_day_that_comes_back_at_night_pings_nobody(db, slack):
    lead_id = a_saved_lead(db)
    own(db, lead_id)
    rate(db, lead_id, Verdict.POOR)
    rate(db, lead_id, None)
    slack.send()
    rate(db, lead_id, Verdict.POOR, at=NOON - timedelta(hours=12))
    slack.send()
    assert [line[:1] for line in slack.lines()] == ["👎"]
    with db.read() as work:
        assert people_held_for(work) == [MARK.id]


def test_a_slip_of_the_night_that_comes_back_by_day_mentions_the_owner(db, slack):
    lead_id = a_saved_lead(db)
    own(db, lead_id)
    rate(db, lead_id, Verdict.POOR, at=NOON - timedelta(hours=12))
    rate(db, lead_id, None, at=NOON - timedelta(hours=12))
    slack.send()
    rate(db, lead_id, Verdict.POOR)
    slack.send()
    assert slack.lines()[0].startswith("<@U0MARK> 👎")
