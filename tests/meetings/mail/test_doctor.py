"""What the doctor says of the mail server."""

from bot.commands.doctor.mail import look_at_letters, look_at_mail
from bot.config import GivenSettings
from bot.meetings.mail.sending import MailRun
from tests.meetings.date_scene import MeetingHouse
from tests.meetings.mail.test_sending import a_scene, on_sqlite, run
from tests.support.mail_server import a_mail_server, free_port

pytestmark = on_sqlite


def findings(db, **settings):
    given = {"smtp_host": "127.0.0.1", "smtp_from": "m@example.com", "smtp_tls": "none"}
    wanted = GivenSettings(**given | settings)
    return [*look_at_mail(wanted), *look_at_letters(wanted, db)]


def test_without_a_mail_server_all_is_well(db):
    (only,) = findings(db, smtp_host="", smtp_from="")
    assert not only.cure
    assert "invitations to the strategy meeting are in Slack alone" in only.what


def test_a_server_that_answers_is_well(db):
    with a_mail_server(user="bot", password="right") as server:
        login = {"smtp_port": server.port, "smtp_user": "bot", "smtp_password": "right"}
        (only,) = findings(db, **login)
        assert only.what == f"SMTP_HOST 127.0.0.1:{server.port}: it answers, logged in as bot"
        (wrong,) = findings(db, **login | {"smtp_password": "wrong"})
        assert wrong.is_fault
        assert "does not take the login" in wrong.what
        assert "Correct SMTP_USER and SMTP_PASSWORD" in wrong.cure


def test_a_server_that_is_away_and_what_waits_for_it_are_named(db):
    port = free_port()
    scene = a_scene(db, port)
    run(scene)
    server, waiting = findings(db, smtp_port=port)
    assert server.is_fault
    assert "cannot be reached (connection refused)" in server.what
    assert waiting.warning
    assert "e-mail: 6 letters did not go out: the mail server" in waiting.what


def test_letters_in_the_clear_are_worth_a_word(db):
    *_, clear = findings(db, smtp_host="mail.invalid")
    assert clear.warning
    assert "SMTP_TLS=none sends passwords" in clear.what


def test_no_mail_is_sent_where_none_is_set_up(db):
    scene = MeetingHouse(db)
    scene.set_up()
    assert scene.mails() == []
    assert MailRun(db, scene.room, scene.house.client).sweep() is None
