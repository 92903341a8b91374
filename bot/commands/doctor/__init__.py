"""`smarketing doctor`: looks at the whole installation and names the cure of each fault."""

from bot.commands.doctor.command import doctor

__all__ = ["doctor"]
