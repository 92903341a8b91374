"""What the Home tab plugs into the house: it is shown when opened and after its own buttons."""

from datetime import datetime, timedelta
from typing import Any

from slack_bolt.listener.listener_completion_handler import ListenerCompletionHandler
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.home.views import home_view, sentence_view
from bot.kit.blocks import escape
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.people.queries import acting

MODAL_LASTS = timedelta(minutes=15)
"""How long a modal that was opened from the tab still counts as the tab's own."""


def plug_in(house: House) -> None:
    """Show the tab to whoever opens it, and anew once a gesture made in it was handled."""
    home = Home(house)

    @house.app.event("app_home_opened")
    def opened(body: dict[str, Any]) -> None:
        event = body["event"]
        if event.get("tab", "home") == "home":
            home.show(Gesture(kind="event", user=event["user"]))

    house.app.listener_runner.listener_completion_handler = _AfterGestures(home)


class Home:
    """The tab of each person, rendered from the rooms' current state."""

    def __init__(self, house: House) -> None:
        self._house = house
        # Whose modal was opened from the tab, by this process. Where it is forgotten (another
        # replica answers), the tab is still right as soon as it is opened again.
        self._modals: dict[str, datetime] = {}

    def show(self, gesture: Gesture) -> None:
        """Publish the tab of the person who made `gesture`."""
        self._house.answers.publish_home(gesture, self.view(gesture))

    def view(self, gesture: Gesture) -> dict[str, Any]:
        """Return the person's tab; who may not use the bot reads why."""
        with self._house.db.read() as work:
            try:
                by = acting(work, gesture)
            except Refusal as refusal:
                return sentence_view(escape(self._house.commands.as_typed(refusal.sentence)))
            return home_view([section(work, by.id) for section in self._house.home_sections])

    def after(self, gesture: Gesture) -> None:
        """Show the tab anew when `gesture` was made in it or in a modal opened from it."""
        now = self._house.clock.real()
        if gesture.in_home:
            self._modals = {user: until for user, until in self._modals.items() if until > now} | {
                gesture.user: now + MODAL_LASTS
            }
            self.show(gesture)
        elif gesture.in_modal and self._modals.get(gesture.user, now) > now:
            self.show(gesture)


class _AfterGestures(ListenerCompletionHandler):
    """Bolt's hook behind every listener: by then the transaction has committed."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def handle(self, request: BoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        body = dict(request.body)
        if body.get("type") in {"block_actions", "view_submission"} and body.get("view"):
            self._home.after(read_gesture(body))
