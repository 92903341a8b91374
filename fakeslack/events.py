"""Events: who gets told what happened, in the order it happened."""

import asyncio
import time
from typing import TYPE_CHECKING, Any

from fakeslack.channels import Channel
from fakeslack.faults import EVENTS, Fault
from fakeslack.stamps import new_id

if TYPE_CHECKING:
    from fakeslack.slack import Slack

SHUFFLE_WAIT = 0.5


class Events:
    """One queue, so that the app is told in the order things happened."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack
        self._queue: asyncio.Queue[tuple[dict[str, Any], float]] = asyncio.Queue()
        self._late: set[asyncio.Task[None]] = set()

    def emit(self, event: dict[str, Any], channel: Channel | None = None) -> None:
        """Queues an event if the manifest subscribes to it and the bot can see the channel.

        "Your app will only receive events from channels it is in":
        https://docs.slack.dev/apis/events-api.
        """
        workspace = self._slack.workspace
        if channel is not None and workspace.bot not in channel.members:
            return
        if workspace.app.dead or not workspace.app.wants(event):
            return
        self._queue.put_nowait((self.envelope(event, channel), time.monotonic()))

    def envelope(self, event: dict[str, Any], channel: Channel | None = None) -> dict[str, Any]:
        """As in https://docs.slack.dev/apis/events-api#callback-field."""
        workspace = self._slack.workspace
        return {
            "token": workspace.app.verification_token,
            "team_id": workspace.team.id,
            "context_team_id": workspace.team.id,
            "context_enterprise_id": None,
            "api_app_id": workspace.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team.id,
                    "user_id": workspace.bot,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.ext_shared),
            "event_context": f"4-{new_id('')}",
        }

    async def run(self) -> None:
        """Sends what is queued, one after the other, through whatever weather there is."""
        while True:
            envelope, born = await self._queue.get()
            fault = self._slack.faults.meet(EVENTS, _channel_of(envelope))
            await self._send(envelope, born, fault)

    async def _send(self, envelope: dict[str, Any], born: float, fault: Fault | None) -> None:
        send = self._slack.delivery.send_event
        kind = fault.fault if fault else ""
        if kind == "drop":
            self._slack.record_traffic("lost", "events_api", envelope)
        elif kind == "double":
            await send(envelope, born)
            await send(envelope, born)
        elif kind == "delay" and fault:
            self._later(envelope, fault.seconds)
        elif kind == "shuffle" and fault:
            await self._shuffled(envelope, born, fault)
        else:
            if kind == "deaf":
                self._slack.sockets.deafen()
            await send(envelope, born)

    def _later(self, envelope: dict[str, Any], seconds: float) -> None:
        async def wait_and_send() -> None:
            await asyncio.sleep(seconds)
            await self._slack.delivery.send_event(envelope, time.monotonic())

        task = asyncio.create_task(wait_and_send())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _shuffled(self, first: dict[str, Any], born: float, fault: Fault) -> None:
        """Collects as many events as the fault still has times, then sends them last to first."""
        held = [(first, born)]
        while fault.times is None or fault.times > 0:
            try:
                async with asyncio.timeout(SHUFFLE_WAIT):
                    held.append(await self._queue.get())
            except TimeoutError:
                break
            if fault.times is not None:
                self._slack.faults.meet(EVENTS)
        for envelope, when in reversed(held):
            await self._slack.delivery.send_event(envelope, when)

    async def close(self) -> None:
        for task in list(self._late):
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)


def _channel_of(envelope: dict[str, Any]) -> str:
    event = envelope["event"]
    item = event.get("item") or {}
    return str(event.get("channel") or item.get("channel") or "")
