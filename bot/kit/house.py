"""What `app.py` hands to every room, so that its `feature.py` can plug itself in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App
from starlette.routing import BaseRoute

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.db import Database, Work
from bot.kit.outbox.enqueue import Outbox
from bot.kit.outbox.views import Views
from bot.kit.schedule import Schedule
from bot.kit.slack import Answers, Client, Identity

HomeSection = Callable[[Work, str], list[dict[str, Any]]]
"""Takes the person's Slack id; gives the blocks of one section, or none."""
Ending = Callable[[], None]
"""Ends what a room does at length in threads of its own, and waits until it has ended."""


@dataclass(slots=True)
class House:
    """The kit, assembled. Rooms register with it at start and keep what they need of it."""

    db: Database
    clock: Clock
    client: Client
    answers: Answers
    app: App
    identity: Callable[[], Identity]
    outbox: Outbox
    views: Views
    commands: Commands
    schedule: Schedule
    routes: list[BaseRoute] = field(default_factory=list)
    home_sections: list[HomeSection] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
