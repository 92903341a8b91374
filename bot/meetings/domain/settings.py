"""What the operator says of meetings."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How invitations are sent by e-mail; without a `host` they are not."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    tls: str = "starttls"  # "starttls" | "tls" | "none"
    timeout: float = 20.0
    """Seconds that each step of a session may take."""
    lease: float = 300.0
    """Seconds for which a letter is one sender's."""
    retry_base: float = 60.0
    retry_most: float = 3600.0

    def backoff(self, attempts: int) -> timedelta:
        """Return how long to wait after `attempts` tries that failed."""
        return timedelta(seconds=min(self.retry_base * 2.0 ** min(attempts, 20), self.retry_most))

    @property
    def is_on(self) -> bool:
        """Whether e-mail was set up."""
        return bool(self.host)


@dataclass(frozen=True, slots=True)
class MeetingSettings:
    """Mail, where the calendar feed is reached (empty: no feed), and when drafts are posted."""

    mail: MailSettings = field(default_factory=MailSettings)
    public_url: str = ""
    draft_days: int = 5
    """Working days before a meeting on which its draft agenda is posted."""
    weak_acceptance: int = 60
    """Percent of a campaign's leads accepted, below which it becomes an item by itself."""
