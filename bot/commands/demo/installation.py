"""The demo as an installation of the bot: its folder, its tokens, its settings."""

import json
import secrets
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.config import GivenSettings, Settings
from bot.kit.errors import OperatorError
from bot.manifest import make_manifest

MARK = "sample-leads-are-in"


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything a real operator would have set, invented once and kept in the demo's folder."""

    folder: Path
    page_port: int
    port: int
    clock_token: str
    webhook_secret: str

    @classmethod
    def in_folder(cls, folder: Path, *, page_port: int, port: int) -> "Installation":
        """Read the installation kept in `folder`, or make it there.

        Raises OperatorError when what is kept cannot be read.
        """
        kept = folder / "installation.json"
        if not kept.exists():
            made = {
                "clock_token": secrets.token_hex(16),
                "webhook_secret": "whsec_" + b64encode(secrets.token_bytes(24)).decode(),
            }
            draft = kept.with_suffix(".tmp")
            draft.write_text(json.dumps(made))
            draft.replace(kept)
        (folder / "manifest.json").write_text(json.dumps(make_manifest(), indent=2))
        try:
            secret = json.loads(kept.read_text())
            return cls(
                folder=folder,
                page_port=page_port,
                port=port,
                clock_token=str(secret["clock_token"]),
                webhook_secret=str(secret["webhook_secret"]),
            )
        except (ValueError, LookupError, TypeError) as fault:
            raise OperatorError(
                f"The demo's installation cannot be read from {kept}.",
                cure="Start over with: make demo-reset",
            ) from fault

    def given(self, api_url: str) -> dict[str, Any]:
        """Return the settings by name, as they would stand in `.env`; the people are invented."""
        return {
            "SLACK_BOT_TOKEN": "xoxb-fake",
            "SLACK_APP_TOKEN": "xapp-fake",
            "SLACK_API_URL": api_url,
            "DATABASE_URL": f"sqlite:///{self.folder / 'smarketing.db'}",
            "SALES_CHANNEL": "#sales",
            "MARKETING_CHANNEL": "#marketing",
            "SALES_MANAGERS": "sam@example.com",
            "MARKETING_MANAGERS": "maya@example.com",
            "WEBHOOK_SECRETS": self.webhook_secret,
            "HTTP_PORT": str(self.port),
            "TIMEZONE": "Europe/Berlin",
            # The page takes them as they come, and a week's worth is brought in at once.
            "OUTBOX_CHANNEL_INTERVAL": "0.2",
        }

    def settings(self, api_url: str) -> Settings:
        """Return the settings, whatever the machine's own environment says."""
        return GivenSettings(**{name.lower(): value for name, value in self.given(api_url).items()})

    @property
    def has_sample_leads(self) -> bool:
        """Whether the sample leads were brought in before."""
        return (self.folder / MARK).exists()

    def note_sample_leads(self) -> None:
        """Remember that they were."""
        (self.folder / MARK).touch()
