"""No lead is left behind: the morning's list in sales, and one private note to the managers."""

from datetime import datetime

from bot.kit.db import Work
from bot.leads.room import Room


def show_left_behind(room: Room, work: Work, *, lead_id: int, at: datetime) -> None:
    """Show this morning's list anew when the lead stands on it; call it after any step of a lead."""
