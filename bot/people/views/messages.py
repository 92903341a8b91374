"""The room's lasting messages."""

from slackblocks import SectionBlock

from bot.kit.blocks import dump, escape, mrkdwn
from bot.kit.outbox.views import Message
from bot.people.domain import Channel, Role


def shared(channel: Channel, *, lead_command: str) -> Message:
    """Tell a manager that another organisation reads along."""
    setting = f"{channel.alias.upper()}_CHANNEL"
    return _plain_message(
        f"#{escape(channel.name)} is now shared with another organisation. From now on nothing "
        f"personal about leads is posted there; {escape(lead_command)} and the Home tab still "
        "show everything to your teams. To go back, stop sharing the channel, or have your "
        f"operator name another one in {setting}.",
        block_id="people.shared",
    )


def role_chosen(role: Role | None, *, by: str) -> Message:
    """Tell a person that a manager chose their role, and what follows from it."""
    what = {
        Role.REP: "You are a sales rep here now: you can take and rate leads.",
        Role.MARKETER: (
            "You are a marketer here now: you answer what sales says of leads, "
            "and no longer take or rate them."
        ),
        None: "Your role follows from your channels again.",
    }[role]
    return _plain_message(f"{what} {escape(by)} chose it.", block_id="people.role_chosen")


def _plain_message(text: str, *, block_id: str) -> Message:
    return Message(text, dump([SectionBlock(mrkdwn(text), block_id=block_id)]))
