"""What other rooms may ask about meetings, and what this room's messages show."""

from bot.meetings.queries.action_items import open_actions
from bot.meetings.queries.dates import next_meeting

__all__ = ["next_meeting", "open_actions"]
