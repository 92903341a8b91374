"""`/meeting calendar [revoke]`: a calendar to subscribe to, of one's own."""

from bot.kit.commands import Reply
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.house import House
from bot.kit.wording import counted
from bot.meetings.actions.calendar import new_feed, revoke_feeds
from bot.meetings.room import Room
from bot.people.queries import acting

ABOUT = (
    "Subscribe to it in your calendar; it follows every change. It is yours alone: whoever has the "
    "address sees the meetings, and nothing about leads. It is shown this once; ask again for "
    "another device, and `{name} calendar revoke` ends every address you have."
)


def register(house: House, room: Room) -> None:
    """Answer the word."""

    def calendar(gesture: Gesture, words: str) -> Reply:
        asked = words.strip().lower()
        if asked not in {"", "revoke"}:
            raise Refusal("Write /meeting calendar for an address, or /meeting calendar revoke.")
        with house.db.begin() as work:
            by = acting(work, gesture)
            ended = revoke_feeds(work, person=by.id) if asked else 0
            address = new_feed(room, work, person=by.id, at=room.clock.business())
        about = ABOUT.format(name=room.commands.name("meeting"))
        before = f"{counted(ended, 'address').capitalize()} ended. " if asked else ""
        before = before.replace("addresss", "addresses")
        return Reply(f"{before}Your calendar: `{address}`\n{about}")

    house.commands.register(
        "meeting",
        "calendar",
        usage="[revoke]",
        about="your calendar to subscribe to",
        answer=calendar,
    )
