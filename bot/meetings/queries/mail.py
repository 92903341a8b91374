"""What the operator may ask about the queue of mail."""

from collections import Counter

from bot.kit.db import Work
from bot.meetings.store.mail import unsettled


def stuck_mails(work: Work) -> dict[str, int]:
    """Return why letters did not go out, and how many for each reason, most first."""
    return dict(Counter(mail.error or "not known" for mail in unsettled(work)).most_common())
