"""The mail server that invitations go out by: is it reached, does it take the login?"""

from collections.abc import Iterator

from bot.app import meeting_settings
from bot.commands.doctor.finding import Finding, fault, warning, well
from bot.config import Settings
from bot.kit.db import Database
from bot.meetings.mail.smtp import Postbox
from bot.meetings.queries.mail import stuck_mails

SHOWN = 5


def look_at_mail(settings: Settings) -> Iterator[Finding]:
    """Look at the mail server."""
    wanted = meeting_settings(settings).mail
    if not wanted.is_on:
        yield well("e-mail: not set up; invitations to the strategy meeting are in Slack alone")
        return
    with Postbox(wanted) as postbox:
        wrong = postbox.check()
    where = f"SMTP_HOST {wanted.host}:{wanted.port}"
    if wrong is not None:
        yield fault(f"{where}: {wrong.error}", cure=wrong.cure)
    else:
        login = f", logged in as {wanted.user}" if wanted.user else ""
        yield well(f"{where}: it answers{login}")
    if wanted.tls == "none" and wanted.host not in {"localhost", "127.0.0.1", "::1"}:
        yield warning(
            f"{where}: SMTP_TLS=none sends passwords and invitations in the clear",
            cure="Set SMTP_TLS to starttls or tls.",
        )


def look_at_letters(settings: Settings, db: Database) -> Iterator[Finding]:
    """Look at what waits in the queue of a mail server that is set up."""
    if not meeting_settings(settings).mail.is_on:
        return
    with db.read() as work:
        stuck = stuck_mails(work)
    for reason, number in list(stuck.items())[:SHOWN]:
        letters = "letter" if number == 1 else "letters"
        yield warning(
            f"e-mail: {number} {letters} did not go out: {reason}",
            cure="The chair knows, and the invitation stands in Slack. "
            "Mend it, then: smarketing doctor --retry-parked",
        )
