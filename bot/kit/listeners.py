"""Bolt with a table in front of its listeners (docs/decisions/0009).

Bolt asks its listeners one by one whether a payload is theirs, and prepares every argument a
listener might want each time: with forty of them that was a third of an ack. Rooms register with
Bolt's own decorators; what they name by a string or a pattern is found here by that name. Only a
payload that is not found goes on to Bolt's own search, which knows listeners with conditions too.
"""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.listener import CustomListener
from slack_bolt.middleware import Middleware

from bot.kit.quiet import Quiet

Listen = Callable[..., Any]
Name = str | re.Pattern[str]


class ListenerTable(Middleware):
    """Runs the listener of a payload as Bolt would; a payload without one goes on to Bolt."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._named: dict[tuple[str, str], CustomListener] = {}
        self._like: list[tuple[str, re.Pattern[str], CustomListener]] = []

    def add(self, kind: str, name: Name, listen: Listen) -> None:
        """Add a listener; of several by one name the first is called, as with Bolt."""
        listener = CustomListener(
            app_name=self._app.name,
            ack_function=listen,
            lazy_functions=[],
            matchers=[],
            middleware=[],
            auto_acknowledgement=kind == "event",
            base_logger=self._app.logger,
        )
        if isinstance(name, str):
            self._named.setdefault((kind, name), listener)
        else:
            self._like.append((kind, name, listener))

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's name for it
    ) -> BoltResponse | None:
        """Answer the payload if its listener is known."""
        kind, name = _what(req.body)
        listener = self._named.get((kind, name)) or self._listener_like(kind, name)
        if listener is None:
            return next()
        return self._app.listener_runner.run(
            request=req, response=resp, listener_name=name, listener=listener
        )

    def _listener_like(self, kind: str, name: str) -> CustomListener | None:
        like = (one for of, pattern, one in self._like if of == kind and pattern.search(name))
        return next(like, None)


def _what(body: dict[str, Any]) -> tuple[str, str]:
    """Return the kind and name of what a payload tells of; empty for what is in no table."""
    match body:
        case {"type": "event_callback", "event": {"type": str(name)}}:
            what = ("event", name)
        case {"type": "block_actions", "actions": [{"action_id": str(name)}, *_]}:
            what = ("action", name)
        case {"type": "view_submission", "view": {"callback_id": str(name)}}:
            what = ("view", name)
        case {"type": "block_suggestion", "action_id": str(name)}:
            what = ("options", name)
        case {"type": "shortcut" | "message_action", "callback_id": str(name)}:
            what = ("shortcut", name)
        case {"command": str(name)}:
            what = ("command", name)
        case _:
            what = ("", "")
    return what


def _tabled(kind: str, bolts: Callable[..., Any]) -> Any:
    """Return Bolt's way to register a listener, extended by the table."""

    def named(app: "TabledApp", name: Any, *conditions: Any, **more: Any) -> Any:
        register = bolts(app, name, *conditions, **more)
        if conditions or more or not isinstance(name, str | re.Pattern):
            return register

        def decorate(listen: Listen) -> Listen:
            register(listen)
            app.table.add(kind, name, listen)
            return listen

        return decorate

    return named


class TabledApp(App):
    """Bolt's App with the table as the last of its middleware: by then a payload is authorised."""

    def __init__(self, quiet: Quiet, **settings: Any) -> None:
        super().__init__(**settings)
        self.table = ListenerTable(self)
        self.use(self.table)
        self._quiet = quiet

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a payload; see Bolt."""
        with self._quiet.disturbed():
            return super().dispatch(req)

    event = _tabled("event", App.event)
    command = _tabled("command", App.command)
    shortcut = _tabled("shortcut", App.shortcut)
    action = _tabled("action", App.action)
    view = _tabled("view", App.view)
    options = _tabled("options", App.options)
