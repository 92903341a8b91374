"""What happens to people: they join and leave, Slack says who they are, managers choose."""

from bot.people.actions.channels import (
    archived,
    bot_left,
    got_another_id,
    renamed,
    shared,
)
from bot.people.actions.choices import set_own_time, set_role
from bot.people.actions.membership import changed, joined, left, sync_people

__all__ = [
    "archived",
    "bot_left",
    "changed",
    "got_another_id",
    "joined",
    "left",
    "renamed",
    "set_own_time",
    "set_role",
    "shared",
    "sync_people",
]
