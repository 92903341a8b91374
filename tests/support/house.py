"""A whole house without a network: Bolt's own app, a client that records its calls, no threads.

house = a_house(db, plug_in=lambda house: people.plug_in(house, settings))
house.command("/lead mine", by="U0RITA")
assert house.told == ["You have no leads."]
"""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.kit.clock import Clock
from bot.kit.commands import Commands, Reply
from bot.kit.db import Database
from bot.kit.gestures import Gesture
from bot.kit.house import House
from bot.kit.outbox.enqueue import Outbox
from bot.kit.outbox.views import Views
from bot.kit.schedule import Schedule
from bot.kit.slack import Answers, Client, Identity, answer_commands, make_app

TEAM = "T0SMARKET"
BOT = Identity(team=TEAM, bot_user="U0BOT", bot_id="B0BOT", app_id="A0SMARKET")
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

_numbers = itertools.count(1)
OPENED = "V9OPENED"
"""The id of every modal that is opened."""
_USUAL: dict[str, dict[str, Any]] = {
    method: {"view": {"id": OPENED}} for method in ("views.open", "views.push")
}


class StoppedClock(Clock):
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = MONDAY_NOON) -> None:
        self.at = at

    def real(self) -> datetime:
        return self.at

    def move(self, **by: float) -> datetime:
        """Move both times forward: `clock.move(hours=3)`."""
        self.at += timedelta(**by)
        return self.at


class RecordingClient(Client):
    """A Slack client that calls nobody: it notes each call and gives the answer laid out for it.

    `answers["users.info"]` is a dict, or a function from the call's arguments to one; a method
    without an answer gets {"ok": True}. An answer with "ok": False raises, as the SDK does.
    """

    def __init__(self) -> None:
        super().__init__(token="xoxb-fake", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, dict[str, Any] | Callable[[dict[str, Any]], dict[str, Any]]] = {}

    def api_call(self, api_method: str, **how: Any) -> SlackResponse:
        given = {**(how.get("params") or {}), **(how.get("data") or {}), **(how.get("json") or {})}
        arguments = {name: value for name, value in given.items() if value is not None}
        self.calls.append((api_method, arguments))
        laid_out = self.answers.get(api_method, _USUAL.get(api_method, {}))
        answer = {"ok": True, **(laid_out(arguments) if callable(laid_out) else laid_out)}
        response = SlackResponse(
            client=self,
            http_verb=how.get("http_verb", "POST"),
            api_url=api_method,
            req_args={},
            data=answer,
            headers={},
            status_code=200,
        )
        if not answer["ok"]:
            raise SlackApiError(f"{api_method} refused", response)
        return response

    def called(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of a method, first to last."""
        return [arguments for name, arguments in self.calls if name == method]


class RecordingSchedule(Schedule):
    """A schedule that is never started; it notes which sweeps were asked for."""

    def __init__(self, db: Database, clock: Clock) -> None:
        super().__init__(db, clock)
        self.asked: list[str] = []

    def sweep_now(self, name: str) -> None:
        self.asked.append(name)


class RecordingAnswers(Answers):
    """Answers given in the caller's own thread; what goes to a response_url is noted."""

    def __init__(self, client: RecordingClient) -> None:
        super().__init__(client, threads=1)
        self.responses: list[dict[str, Any]] = []

    def _submit(self, gesture: Gesture, call: Callable[[], object]) -> None:  # noqa: ARG002
        call()

    def _respond(self, url: str, reply: Reply, *, replace: bool) -> None:
        self.responses.append(
            {
                "url": url,
                "text": reply.text,
                "blocks": reply.blocks,
                "fallback_blocks": reply.fallback_blocks,
                "replace": replace,
            }
        )


@dataclass(slots=True)
class TestedHouse(House):
    """A house whose Slack is this test. Gestures go through `app.dispatch`, as real ones do."""

    __test__ = False

    client: RecordingClient
    answers: RecordingAnswers
    clock: StoppedClock
    schedule: RecordingSchedule
    acks: list[dict[str, Any]] = field(default_factory=list)
    woken: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[str]:
        """What people were told privately, by ack, response_url, ephemeral message or modal."""
        in_acks = [ack["text"] for ack in self.acks if "text" in ack]
        in_views = [ack["view"] for ack in self.acks if "view" in ack]
        opened = [call["view"] for name, call in self.client.calls if _opens(name, call)]
        return [
            *in_acks,
            *(response["text"] for response in self.answers.responses),
            *(call["text"] for call in self.client.called("chat.postEphemeral")),
            *(_text_of(view) for view in [*in_views, *opened]),
        ]

    @property
    def opened(self) -> dict[str, Any]:
        """The modal opened last, as it was shown last."""
        shown = (call["view"] for name, call in reversed(self.client.calls) if _opens(name, call))
        return next(shown)

    def command(
        self, text: str, *, by: str, channel: str = "C0SALES", team: str = TEAM
    ) -> dict[str, Any]:
        """Type a slash command; give back what the ack says."""
        command, _, words = text.partition(" ")
        return self._dispatch(
            {
                "command": command,
                "text": words,
                "user_id": by,
                "team_id": team,
                "channel_id": channel,
                "trigger_id": f"trigger-{next(_numbers)}",
                "response_url": "http://127.0.0.1:9/response/1",
            }
        )

    def click(
        self,
        action_id: str,
        value: str = "",
        *,
        by: str,
        channel: str = "C0SALES",
        ts: str = "",
        private: bool = False,
        view: dict[str, Any] | None = None,
        team: str = TEAM,
        **element: Any,
    ) -> dict[str, Any]:
        """Press a button, or choose with `selected_option=…`, on a message or in a `view`.

        A message without `ts`, or a `private` one, is one that the person alone sees.
        """
        private = private or not ts
        ts = ts or "1764000000.000100"
        place: dict[str, Any] = (
            {"view": {"id": "V0", "hash": "h0", "type": "modal", **view}}
            if view is not None
            else {
                "channel": {"id": channel},
                "message": {"ts": ts, "text": ""},
                "container": {
                    "type": "message",
                    "channel_id": channel,
                    "message_ts": ts,
                    "is_ephemeral": private,
                },
                "response_url": "http://127.0.0.1:9/response/1",
            }
        )
        action = {
            "action_id": action_id,
            "block_id": "b",
            "type": "button",
            "value": value,
            **element,
        }
        return self._dispatch(
            {**self._who("block_actions", by, team), "actions": [action], **place}
        )

    def submit(
        self,
        callback_id: str,
        fields: dict[str, Any] | None = None,
        *,
        by: str,
        note: dict[str, Any] | None = None,
        team: str = TEAM,
    ) -> dict[str, Any]:
        """Submit a modal; `fields` by action_id: text, or the element's whole state as a dict."""
        state = {
            f"block-{action_id}": {
                action_id: given if isinstance(given, dict) else {"value": given}
            }
            for action_id, given in (fields or {}).items()
        }
        view = {
            "id": "V0",
            "hash": "h0",
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": json.dumps(note or {}),
            "state": {"values": state},
        }
        return self._dispatch({**self._who("view_submission", by, team), "view": view})

    def shortcut(
        self,
        callback_id: str,
        *,
        by: str,
        message: dict[str, Any] | None = None,
        channel: str = "C0SALES",
        team: str = TEAM,
    ) -> dict[str, Any]:
        """Use a global shortcut, or a message shortcut on `message`."""
        kind = "shortcut" if message is None else "message_action"
        body = {**self._who(kind, by, team), "callback_id": callback_id}
        if message is not None:
            body |= {
                "message": message,
                "channel": {"id": channel},
                "response_url": "http://127.0.0.1:9/response/1",
            }
        return self._dispatch(body)

    def event(self, event: dict[str, Any], *, event_id: str = "", team: str = TEAM) -> BoltResponse:
        """Let Slack send an event; a new event_id unless one is given."""
        body = {
            "type": "event_callback",
            "team_id": team,
            "event_id": event_id or f"Ev{next(_numbers)}",
            "event_time": int(self.clock.at.timestamp()),
            "event": event,
        }
        return self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))

    def _who(self, kind: str, by: str, team: str) -> dict[str, Any]:
        return {
            "type": kind,
            "user": {"id": by, "team_id": team},
            "team": {"id": TEAM},
            "trigger_id": f"trigger-{next(_numbers)}",
        }

    def _dispatch(self, body: dict[str, Any]) -> dict[str, Any]:
        response = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert response.status == 200, f"nobody listens: {response.status} {response.body}"
        ack: dict[str, Any] = json.loads(response.body) if response.body else {}
        self.acks.append(ack)
        return ack


def a_house(
    db: Database,
    *,
    plug_in: Callable[[House], object] = lambda _house: None,
    clock: StoppedClock | None = None,
    prefix: str = "",
) -> TestedHouse:
    """Return a house with the rooms that `plug_in` brings, its commands answered."""
    clock = clock or StoppedClock()
    client = RecordingClient()
    answers = RecordingAnswers(client)
    commands = Commands(prefix)
    woken: list[str] = []
    house = TestedHouse(
        db=db,
        clock=clock,
        client=client,
        answers=answers,
        app=_quiet(make_app(client, answers, lambda: BOT, phrase=commands.as_typed)),
        identity=lambda: BOT,
        outbox=Outbox(wake=lambda: woken.append("sender")),
        views=Views(),
        commands=commands,
        schedule=RecordingSchedule(db, clock),
        woken=woken,
    )
    plug_in(house)
    answer_commands(house.app, commands)
    return house


def _quiet(app: App) -> App:
    app.logger.disabled = True
    return app


def _text_of(view: dict[str, Any]) -> str:
    texts = [block.get("text", {}).get("text", "") for block in view.get("blocks", [])]
    return "\n".join(text for text in texts if text)


def _opens(method: str, call: dict[str, Any]) -> bool:
    """Whether a call opens a modal, or shows in one that was opened what took a while."""
    waited_for = method == "views.update" and call.get("view_id") == OPENED
    return waited_for or method in {"views.open", "views.push"}
