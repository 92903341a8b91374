"""The running workspace: its state and everything that happens around it."""

from typing import Any

from fakeslack.closing import Waiting
from fakeslack.delivery import Delivery
from fakeslack.events import Events
from fakeslack.faults import Faults
from fakeslack.http_events import HttpDelivery
from fakeslack.live import Live
from fakeslack.pacing import Pacing
from fakeslack.records import Calls, Traffic
from fakeslack.response_urls import ResponseUrls
from fakeslack.settings import Settings
from fakeslack.socket_mode import SocketMode
from fakeslack.transports import Transports
from fakeslack.triggers import Triggers
from fakeslack.workspace import Workspace


class Slack:
    """Holds what the API, the gestures and the page share; it has no rules of its own."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self.workspace = workspace
        self.settings = settings
        self.base_url = f"http://{settings.host}:{settings.port}"
        self.calls = Calls()
        self.traffic = Traffic()
        self.live = Live()
        self.waiting = Waiting()
        self.faults = Faults()
        self.pacing = Pacing()
        self.triggers = Triggers()
        self.response_urls = ResponseUrls()
        self.transports = Transports()
        self.sockets = SocketMode(self)
        self.delivery: Delivery = (
            HttpDelivery(self, settings.events_url) if settings.events_url else self.sockets
        )
        self.events = Events(self)
        self.suggested: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        self.crashes: list[str] = []
        self.version = 0

    @property
    def verified(self) -> bool:
        """Whether events reach the app: its address answered the challenge, or it dialled in."""
        if isinstance(self.delivery, HttpDelivery):
            return self.delivery.verified.is_set()
        return len(self.sockets) > 0

    def touched(self) -> None:
        """Something worth keeping changed; the state file is written soon after."""
        self.version += 1

    def record_traffic(self, direction: str, kind: str, payload: object) -> None:
        row = self.traffic.add(direction, kind, payload)
        self.live.tell("traffic", row=row)
