"""What the operator says of meetings."""

from dataclasses import dataclass, field


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
