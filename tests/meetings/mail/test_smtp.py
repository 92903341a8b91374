"""What a mail server says, and what it means for a letter."""

import shutil
import ssl
import subprocess
from email.message import EmailMessage

import pytest

from bot.meetings.domain.settings import MailSettings
from bot.meetings.mail.smtp import Delivered, Later, Postbox, Refused
from tests.support.mail_server import a_mail_server, free_port


def a_letter():
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "meetings@example.com", "rita@x.example", "Hi"
    letter.set_content("Hello")
    return letter


def settings_for(port, **rest):
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


def send(server, **rest):
    with Postbox(settings_for(server.port, **rest)) as postbox:
        return postbox.send(a_letter(), to="rita@x.example")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine that nobody signed but itself."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", folder / "key.pem", "-out", folder / "cert.pem",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return folder / "cert.pem", context


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ("250 OK", Delivered, ""),
        ("451 4.3.0 Try later", Later, "451 4.3.0 Try later"),
        ("552 5.2.2 Mailbox full", Refused, "552 5.2.2 Mailbox full"),
        ("554 5.7.1 Looks like spam", Refused, "the mail server refuses it: 554"),
        ("no reply", Later, "broke off"),
    ],
)
def test_what_is_said_to_a_letter(answer, kind, said):
    with a_mail_server() as server:
        server.at_data = [answer]
        outcome = send(server)
    assert isinstance(outcome, kind)
    assert said in getattr(outcome, "error", "")


def test_one_session_sends_many_and_goes_on_after_a_refusal():
    with a_mail_server() as server:
        server.at_data = ["250 OK", "554 No", "no reply", "250 OK"]
        with Postbox(settings_for(server.port)) as postbox:
            outcomes = [
                type(postbox.send(a_letter(), to="rita@x.example")).__name__ for _ in range(4)
            ]
    assert outcomes == ["Delivered", "Refused", "Later", "Delivered"]


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_letters_and_passwords_go_over_tls(certificate, monkeypatch, tls):
    path, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    how = {"tls": context} if tls == "tls" else {"starttls": context}
    with a_mail_server(user="bot", password="right", **how) as server:
        login = {"tls": tls, "user": "bot", "password": "right"}
        assert send(server, **login) == Delivered()
        assert server.logins == 1


def test_a_certificate_that_nobody_vouches_for_is_a_fault(certificate):
    _, context = certificate
    with a_mail_server(tls=context) as server:
        fault = send(server, tls="tls")
    assert "no TLS with the mail server" in fault.error
    assert not fault.passes


def test_a_login_where_none_is_offered_is_a_fault_with_its_cure():
    with (
        a_mail_server() as server,
        Postbox(settings_for(server.port, user="bot", password="x")) as postbox,
    ):
        fault = postbox.check()
    assert fault.error == "the mail server offers no login"
    assert "Leave SMTP_USER" in fault.cure


def test_a_check_says_nothing_when_all_is_well_and_names_the_cure_when_not():
    with a_mail_server() as server, Postbox(settings_for(server.port)) as postbox:
        assert postbox.check() is None
    with Postbox(settings_for(free_port())) as postbox:
        fault = postbox.check()
    assert "cannot be reached (connection refused)" in fault.error
    assert fault.passes
    with Postbox(settings_for(25, host="mail.invalid")) as postbox:
        assert "cannot be reached" in postbox.check().error
