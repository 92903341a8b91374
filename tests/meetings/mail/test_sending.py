"""The queue of mail against a real mail server: each letter once, whatever goes wrong."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.meetings.actions.dates import end_series, move_meeting, skip_meeting
from bot.meetings.actions.invitation import (
    invite_consulted,
    invite_newcomers,
    retry_parked_mails,
)
from bot.meetings.domain.settings import MailSettings
from bot.meetings.mail.sending import MailRun
from bot.meetings.store.mail import claim_mail, mails, note_dispatch, settle
from bot.people import store as people_store
from tests.builders import some_facts
from tests.leads.scene import MAYA, NOON, SAM
from tests.meetings.date_scene import EVERYBODY, MeetingHouse
from tests.people.slack_users import a_user
from tests.support.at_once import all_at_once
from tests.support.mail_server import (
    NO_REPLY,
    MailServer,
    a_mail_server,
    a_silent_server,
    free_port,
)

THIRD = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
ADDRESSES = {f"{name}@example.com" for name in ("mark", "maya", "priya", "rita", "sam", "tom")}


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is about the mail server alone need not be seen on both databases."""
on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def server():
    with a_mail_server() as running:
        yield running


def settings_for(port: int, **rest: Any) -> MailSettings:
    return MailSettings(
        **{
            "host": "127.0.0.1",
            "port": port,
            "sender": "meetings@example.com",
            "tls": "none",
            "timeout": 5.0,
            **rest,
        }
    )


def a_scene(db, server: MailServer | int, **rest: Any) -> MeetingHouse:
    port = server if isinstance(server, int) else server.port
    scene = MeetingHouse(db, mail=settings_for(port, **rest))
    scene.set_up()
    return scene


def run(scene: MeetingHouse) -> float | None:
    return MailRun(scene.db, scene.room, scene.house.client).sweep()


def states(scene, *, sequence=0):
    return {mail.person: mail.state for mail in scene.mails(sequence=sequence)}


def unsent(scene):
    return scene.shown(f"{scene.the('2026-12').subject}:unsent").text


@on_sqlite
def test_everybody_gets_an_invitation_that_calendars_read(db, server):
    scene = a_scene(db, server)
    assert "meetings.mail" in scene.house.schedule.asked
    assert run(scene) is None
    assert {letter.to for letter in server.letters} == ADDRESSES
    letter = server.to("rita@example.com")[0]
    assert letter.sender == "meetings@example.com"
    assert letter.message["From"] == "smarketing <meetings@example.com>"
    assert letter.message["To"] == "Rita Alvarez <rita@example.com>"
    assert letter.message["Subject"] == (
        "Invitation: Strategy meeting: sales and marketing, Tue 1 Dec 2026 10:00"
    )
    assert letter.calendar["METHOD"] == "REQUEST"
    assert letter.calendar_part.get_param("method") == "REQUEST"
    event = letter.event
    assert event["UID"] == scene.the("2026-12").uid
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTART") == datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=1)
    assert str(event["LOCATION"]) == "https://meet.example.com/strategy"
    assert str(event["ORGANIZER"]) == "mailto:meetings@example.com"
    assert str(event["ATTENDEE"]) == "mailto:rita@example.com"
    (zone,) = letter.calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Berlin"
    berlin = zone.to_tz()
    assert datetime(2026, 12, 1, 10, tzinfo=berlin).utcoffset() == timedelta(hours=1)
    assert datetime(2026, 7, 1, 10, tzinfo=berlin).utcoffset() == timedelta(hours=2)
    assert "10:00–11:00 Europe/Berlin" in letter.words


def test_a_letter_is_sent_once_however_often_the_queue_is_looked_at(db, server):
    scene = a_scene(db, server)
    for _ in range(3):
        run(scene)
        scene.tick()
    assert len(server.letters) == len(EVERYBODY)


def test_a_move_follows_with_the_same_uid_and_the_next_sequence(db, server):
    scene = a_scene(db, server)
    run(scene)
    december = scene.the("2026-12")
    with db.begin() as work:
        move_meeting(scene.room, work, occurrence=december.id, starts_at=THIRD, by=SAM, at=NOON)
    run(scene)
    first, second = (letter.event for letter in server.to("rita@example.com"))
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert second.decoded("DTSTART") == THIRD
    assert server.letters[-1].message["Subject"].startswith("Updated invitation: ")
    ids = {letter.message["Message-ID"] for letter in server.letters}
    assert len(ids) == 2 * len(EVERYBODY)


@on_sqlite
def test_a_skipped_meeting_is_taken_out_of_every_calendar(db, server):
    scene = a_scene(db, server)
    run(scene)
    december = scene.the("2026-12")
    with db.begin() as work:
        skip_meeting(scene.room, work, occurrence=december.id, reason="year end", by=SAM, at=NOON)
    run(scene)
    letter = server.to("rita@example.com")[1]
    assert letter.calendar["METHOD"] == "CANCEL"
    assert (letter.event["STATUS"], letter.event["SEQUENCE"]) == ("CANCELLED", 1)
    assert letter.event["UID"] == december.uid
    assert "December's strategy meeting is skipped: year end" in letter.words


def test_what_was_never_sent_is_neither_sent_late_nor_taken_back(db, server):
    scene = a_scene(db, server)
    with db.begin() as work:
        end_series(scene.room, work, by=MAYA, at=NOON)
    run(scene)
    assert server.letters == []
    assert set(states(scene).values()) == {"dropped"}


@on_sqlite
def test_after_two_moves_only_the_last_is_sent(db, server):
    scene = a_scene(db, server)
    for hours in (0, 1):
        with db.begin() as work:
            move_meeting(
                scene.room,
                work,
                occurrence=scene.the("2026-12").id,
                starts_at=THIRD + timedelta(hours=hours),
                by=SAM,
                at=NOON,
            )
    run(scene)
    assert [letter.event["SEQUENCE"] for letter in server.to("tom@example.com")] == [2]


def test_a_reply_that_is_lost_brings_the_same_letter_again(db, server):
    scene = a_scene(db, server)
    server.at_data = [NO_REPLY]
    assert run(scene) is not None
    scene.clock.move(minutes=2)
    run(scene)
    twice = next(
        [one for one in server.letters if one.to == letter.to]
        for letter in server.letters
        if sum(one.to == letter.to for one in server.letters) == 2
    )
    assert twice[0].message.as_bytes() == twice[1].message.as_bytes()
    assert twice[0].event["UID"] == twice[1].event["UID"]
    assert len(server.letters) == len(EVERYBODY) + 1
    assert set(states(scene).values()) == {"sent"}


def test_a_sender_that_dies_leaves_its_letter_to_the_next_as_the_same_letter(db, server):
    scene = a_scene(db, server)
    held = claim_mail(db, at=scene.clock.real(), lease=timedelta(seconds=300))
    run(scene)
    assert len(server.letters) == len(EVERYBODY) - 1
    scene.clock.move(minutes=6)
    run(scene)
    assert len(server.letters) == len(EVERYBODY)
    assert server.letters[-1].message["Message-ID"] == held.message_id


@on_sqlite
def test_a_server_that_is_busy_is_asked_again_later(db, server):
    scene = a_scene(db, server)
    server.at_recipient["tom@example.com"] = "450 4.2.1 Mailbox busy"
    server.at_data = ["451 4.7.1 Greylisted"]
    wait = run(scene)
    assert 0 < wait <= 60
    waiting = [mail for mail in scene.mails() if mail.state == "waiting"]
    assert {mail.attempts for mail in waiting} == {1}
    assert "450 4.2.1 Mailbox busy" in next(m.error for m in waiting if m.person == "U0TOM")
    server.at_recipient.clear()
    scene.clock.move(minutes=1)
    run(scene)
    assert {letter.to for letter in server.letters} == ADDRESSES
    assert len(server.letters) == len(ADDRESSES)


@on_sqlite
def test_an_address_that_is_refused_is_told_the_chair_once_and_the_others_go(db, server):
    scene = a_scene(db, server)
    server.at_recipient["tom@example.com"] = "550 5.1.1 <tom@example.com>: No such user"
    run(scene)
    scene.clock.move(hours=2)
    run(scene)
    assert len(server.letters) == len(EVERYBODY) - 1
    assert states(scene)["U0TOM"] == "parked"
    told = [to for key, to in scene.posted().items() if key.endswith(":unsent")]
    assert told == [SAM.id]
    assert "One invitation by e-mail has not gone out." in unsent(scene)
    assert "Tom Becker: the mail server refuses the address: 550 5.1.1 …: No such user" in unsent(
        scene
    )
    assert "stands." in unsent(scene)


@on_sqlite
def test_who_has_no_address_is_told_the_chair(db, server):
    scene = MeetingHouse(db, mail=settings_for(server.port))
    with db.begin() as work:
        people_store.save_facts(
            work, [some_facts("U0TOM", "Tom Becker", in_sales=True)], read_at=NOON
        )
    scene.set_up()
    run(scene)
    assert len(server.letters) == len(EVERYBODY) - 1
    assert "Tom Becker: there is no e-mail address in their Slack profile." in unsent(scene)
    with db.begin() as work:
        tom = some_facts("U0TOM", "Tom Becker", in_sales=True, email="tom@example.com")
        people_store.save_facts(work, [tom], read_at=NOON)
        invite_newcomers(scene.room, work, at=NOON)
    run(scene)
    assert server.letters[-1].to == "tom@example.com"
    assert "By now everybody's invitation by e-mail has gone out." in unsent(scene)


@on_sqlite
@pytest.mark.parametrize("address", ["tom becker@example.com", "@", "tom@", "töm@example.com"])
def test_an_address_that_is_none_keeps_nobody_else_from_theirs(db, server, address):
    scene = MeetingHouse(db, mail=settings_for(server.port))
    with db.begin() as work:
        tom = some_facts("U0TOM", "Tom Becker", in_sales=True, email=address)
        people_store.save_facts(work, [tom], read_at=NOON)
    scene.set_up()
    run(scene)
    assert len(server.letters) >= len(EVERYBODY) - 1
    assert {letter.to for letter in server.letters} >= ADDRESSES - {"tom@example.com"}
    assert states(scene)["U0TOM"] in {"parked", "sent"}


@on_sqlite
def test_what_was_parked_is_tried_again_when_the_operator_says_so(db, server):
    scene = a_scene(db, server)
    server.at_recipient["tom@example.com"] = "550 5.1.1 No such user"
    run(scene)
    server.at_recipient.clear()
    with db.begin() as work:
        assert retry_parked_mails(work, business=NOON, real=NOON) == 1
    run(scene)
    assert {letter.to for letter in server.letters} == ADDRESSES


@on_sqlite
def test_a_wrong_password_holds_everything_and_the_chair_hears_of_it_at_once(db):
    with a_mail_server(user="bot", password="right") as server:
        scene = a_scene(db, server, user="bot", password="wrong")
        run(scene)
        assert server.logins == 2  # smtplib tries each way of logging in once
        assert "the mail server does not take the login: 535" in unsent(scene)
        assert "Six invitations by e-mail have not gone out." in unsent(scene)
        assert "It is tried again." in unsent(scene)
        mended = MeetingHouse(
            db,
            mail=settings_for(server.port, user="bot", password="right"),
            clock=scene.clock,
            new=False,
        )
        # A restart tries at once.
        run(mended)
        assert {letter.to for letter in server.letters} == ADDRESSES
        assert "By now everybody's invitation by e-mail has gone out." in unsent(mended)


@on_sqlite
@pytest.mark.parametrize("away", ["refused", "silent"])
def test_while_the_server_is_away_the_meeting_stands_and_the_chair_hears_of_it(db, away):
    with a_silent_server() as silent:
        port = free_port() if away == "refused" else silent
        scene = a_scene(db, port, timeout=0.2)
        waits = []
        for _ in range(3):
            waits.append(run(scene))
            scene.clock.move(seconds=waits[-1] + 1)
        assert waits == [60, 120, 240]
        assert "cannot be reached" in unsent(scene)
        assert scene.the("2026-12").state.is_coming
        assert len([key for key in scene.posted() if key.endswith(":unsent")]) == 1


@on_sqlite
def test_a_server_that_refuses_the_sender_holds_everything(db, server):
    scene = a_scene(db, server)
    server.at_sender = "553 5.7.1 Not yours"
    run(scene)
    assert "the mail server refuses the sender: 553 5.7.1 Not yours" in unsent(scene)
    assert set(states(scene).values()) == {"waiting"}


@on_sqlite
def test_a_server_without_starttls_is_a_fault_with_its_cure(db, server):
    scene = a_scene(db, server, tls="starttls")
    run(scene)
    assert "the mail server offers no STARTTLS" in unsent(scene)


@on_sqlite
def test_a_letter_is_not_sent_once_the_meeting_is_over(db, server):
    scene = a_scene(db, server)
    scene.clock.at = datetime(2026, 12, 2, tzinfo=UTC)
    run(scene)
    assert server.letters == []
    assert set(states(scene).values()) == {"parked"}


@on_postgresql
def test_three_replicas_at_the_same_minute_send_one_invitation_each(db, server):
    scenes = [MeetingHouse(db, mail=settings_for(server.port))]
    scenes += [
        MeetingHouse(db, mail=settings_for(server.port), clock=scenes[0].clock, new=False)
        for _ in range(2)
    ]
    scenes[0].set_up()
    with db.begin() as work:
        work.execute(update(mails).values(lease=None))

    def replica(scene):
        scene.tick()
        run(scene)

    all_at_once(*(partial(replica, scene) for scene in scenes))
    assert sorted(letter.to for letter in server.letters) == sorted(ADDRESSES)
    invitations = [key for key in scenes[0].posted() if ":invitation:" in key]
    assert len(invitations) == 1


@on_sqlite
def test_who_joins_later_is_invited_within_the_hour_and_who_left_is_not(db, server):
    scene = a_scene(db, server)
    with db.begin() as work:
        nina = some_facts("U0NINA", "Nina New", in_sales=True, email="nina@example.com")
        tom = some_facts("U0TOM", "Tom Becker", email="tom@example.com")
        later = NOON + timedelta(minutes=1)
        people_store.save_facts(work, [nina, tom], read_at=later)
        invite_newcomers(scene.room, work, at=later)
        move_meeting(
            scene.room,
            work,
            occurrence=scene.the("2026-12").id,
            starts_at=THIRD,
            by=SAM,
            at=later,
        )
    run(scene)
    assert {letter.to for letter in server.letters} == (ADDRESSES | {"nina@example.com"}) - {
        "tom@example.com"
    }


def test_out_of_the_calendar_of_who_left_a_meeting_is_taken_with_its_next_change(db, server):
    scene = a_scene(db, server)
    run(scene)
    december = scene.the("2026-12").id
    with db.begin() as work:
        left = [some_facts("U0TOM", "Tom Becker", email="tom@example.com")]
        gone = [some_facts("U0PRIYA", "Priya Nair", deleted=True)]
        people_store.save_facts(work, left + gone, read_at=NOON + timedelta(minutes=1))
    for hours in (0, 1):
        with db.begin() as work:
            to = THIRD + timedelta(hours=hours)
            move_meeting(scene.room, work, occurrence=december, starts_at=to, by=SAM, at=NOON)
        run(scene)
    _, letter = server.to("tom@example.com")
    assert letter.calendar["METHOD"] == "CANCEL"
    assert letter.message["Subject"].startswith("No longer invited: Strategy meeting")
    assert (letter.event["STATUS"], letter.event["SEQUENCE"]) == ("CANCELLED", 1)
    assert letter.event["UID"] == scene.the("2026-12").uid
    assert "You are not invited to it any more." in letter.words
    assert len(server.to("priya@example.com")) == 1
    assert len(server.to("rita@example.com")) == 3
    assert f"{scene.the('2026-12').subject}:unsent" not in scene.posted()
    with db.begin() as work:
        skip_meeting(scene.room, work, occurrence=december, reason="", by=SAM, at=NOON)
    run(scene)
    assert len(server.to("tom@example.com")) == 2
    assert server.to("rita@example.com")[-1].calendar["METHOD"] == "CANCEL"


@on_sqlite
def test_a_cancellation_that_did_not_go_out_is_made_good_with_the_next_change(db, server):
    scene = a_scene(db, server)
    run(scene)
    december = scene.the("2026-12").id
    with db.begin() as work:
        tom = some_facts("U0TOM", "Tom Becker", email="tom@example.com")
        people_store.save_facts(work, [tom], read_at=NOON + timedelta(minutes=1))
    server.at_recipient["tom@example.com"] = "450 4.2.1 Mailbox busy"
    with db.begin() as work:
        move_meeting(scene.room, work, occurrence=december, starts_at=THIRD, by=SAM, at=NOON)
    run(scene)
    server.at_recipient.clear()
    with db.begin() as work:
        to = THIRD + timedelta(hours=1)
        move_meeting(scene.room, work, occurrence=december, starts_at=to, by=SAM, at=NOON)
    run(scene)
    assert [one.event["SEQUENCE"] for one in server.to("tom@example.com")] == [0, 2]


def test_who_is_consulted_is_invited_when_their_topic_is_on_the_agenda(db, server):
    scene = MeetingHouse(db, mail=settings_for(server.port))
    scene.set_up(
        consulted0={"selected_users": ["U0FIN"]},
        topic0="target, budget",
    )
    scene.house.client.answers["users.info"] = lambda _asked: {
        "user": a_user("U0FIN", "Fiona Finance")
    }
    run(scene)
    assert len(server.letters) == len(EVERYBODY)

    def on(*agenda):
        with db.begin() as work:
            return [
                one.person
                for one in invite_consulted(
                    scene.room,
                    work,
                    occurrence=scene.the("2026-12"),
                    agenda=list(agenda),
                    at=NOON,
                )
            ]

    assert on("Stop the webinar?") == []
    assert on("Stop the webinar?", "New targets for 2027") == ["U0FIN"]
    assert on("New targets for 2027") == []
    run(scene)
    address = a_user("U0FIN", "Fiona Finance")["profile"]["email"]
    assert [letter.to for letter in server.letters][len(EVERYBODY) :] == [address]
    invitation = f"{scene.the('2026-12').subject}:invitation:U0FIN"
    assert scene.posted()[invitation] == "U0FIN"


def test_what_became_of_a_meeting_waits_for_what_is_being_told_of_it(db, server):
    scene = a_scene(db, server)
    lease = timedelta(seconds=300)
    held = claim_mail(db, at=scene.clock.real(), lease=lease)
    with db.begin() as work:
        assert note_dispatch(work, held, at=scene.clock.real())
        skip_meeting(scene.room, work, occurrence=held.occurrence, reason="", by=SAM, at=NOON)
    assert [mail.person for mail in scene.mails(sequence=1)] == [held.person]
    assert claim_mail(db, at=scene.clock.real(), lease=lease) is None
    with db.begin() as work:
        assert settle(work, held, state="sent", at=scene.clock.real())
    run(scene)
    assert [letter.calendar["METHOD"] for letter in server.letters] == ["CANCEL"]
