"""What a Web API method is: its scopes, its tier, how much of it is here, and its code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from fakeslack.api.call import Call

Coverage = Literal["full", "partial", "absent"]
Handler = Callable[[Call], dict[str, Any]]


@dataclass(frozen=True)
class Method:
    """One row of the coverage table; any of `scopes` opens it.

    `tier` 0 is "special". `limits` says what a partial method leaves out.
    """

    name: str
    handler: Handler | None
    scopes: tuple[str, ...] = ()
    tier: int = 3
    limits: str = ""
    app_token: bool = False

    @property
    def coverage(self) -> Coverage:
        if self.handler is None:
            return "absent"
        return "partial" if self.limits else "full"
