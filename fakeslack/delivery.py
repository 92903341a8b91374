"""How something reaches the app: the promise Socket Mode and HTTP both keep."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

Kind = Literal["interactive", "slash_commands"]

PATIENCE = 4
TIMEOUT = "operation_timeout"
UNREACHED = "dispatch_failed"
BAD_ANSWER = "invalid_command_response"


@dataclass(frozen=True)
class Answer:
    """What the app said to a payload: a body (it may be empty), or why there is none."""

    body: Any = None
    failure: str = ""

    @property
    def ok(self) -> bool:
        return not self.failure

    @property
    def fields(self) -> dict[str, Any]:
        """The body where it is a JSON object; a plain text becomes its `text`."""
        if isinstance(self.body, dict):
            return self.body
        return {"text": self.body} if isinstance(self.body, str) and self.body else {}


class Delivery(Protocol):
    """A way to the app."""

    async def send_event(self, envelope: dict[str, Any], born: float) -> None:
        """Returns when the next event may be sent; retries go on in the background.

        An event that finds no app waits for one until it is `PATIENCE` acknowledgement times old
        (`born` is by the monotonic clock).
        """

    async def ask(self, kind: Kind, payload: dict[str, Any]) -> Answer:
        """Sends a payload that a person waits for, once, and returns the answer within 3 s."""

    async def close(self) -> None:
        """Ends what is under way."""
