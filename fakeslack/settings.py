"""How this fake Slack was asked to run."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What the command line decides; the numbers default to Slack's own."""

    host: str = "127.0.0.1"
    port: int = 8065
    seed: Path | None = None
    manifest: Path | None = None
    state: Path | None = None
    clock_url: str = ""
    clock_token: str = ""
    while_stdin: bool = False
    events_url: str = ""
    ack_seconds: float = 3.0
    """https://docs.slack.dev/interactivity/handling-user-interaction: answer within 3 seconds."""
    retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    """Events over HTTP are sent again about at once, after 1 and after 5 minutes."""
