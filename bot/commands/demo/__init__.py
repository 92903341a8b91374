"""`smarketing demo`: the whole loop in a browser, without a Slack account."""

from bot.commands.demo.command import demo

__all__ = ["demo"]
