"""The form in which a manager says when the digest comes, and what `/digest` answers."""

from typing import Any

from slackblocks import (
    CheckboxGroup,
    ContextBlock,
    InputBlock,
    ModalView,
    Option,
    PlainTextInput,
    StaticSelectMenu,
    TimePicker,
)

from bot.digests.domain.timing import Choices
from bot.kit.blocks import escape, mrkdwn, plain
from bot.kit.periods import DAYS

CALLBACK = "digest.settings"
SENDS, DAY, HOUR, ZONE = "digest.sends", "digest.day", "digest.hour", "digest.zone"
EXTRAS = "digest.extras"
ON, OFF = "on", "off"
COPIES = "copies"


def settings(choices: Choices, *, profile_zone: str, channel: str) -> dict[str, Any]:
    """Return the form as it stands; `channel` is the name of the manager's team's channel."""
    days = [Option(plain(day.capitalize()), str(number)) for number, day in enumerate(DAYS)]
    sends = [Option(plain("Send it"), ON), Option(plain("Don't send it"), OFF)]
    copy = Option(
        plain(f"Post it in #{channel} as well, for everybody there"[:75]),
        COPIES,
        description=plain("Without what needs you personally"),
    )
    return ModalView(
        title=plain("Your weekly digest"),
        blocks=[
            InputBlock(
                plain("Weekly digest"),
                StaticSelectMenu(
                    action_id=SENDS,
                    placeholder=plain("Send it?"),
                    options=sends,
                    initial_option=sends[0 if choices.sends else 1],
                ),
                block_id=SENDS,
            ),
            InputBlock(
                plain("Day"),
                StaticSelectMenu(
                    action_id=DAY,
                    placeholder=plain("Which day?"),
                    options=days,
                    initial_option=days[choices.weekday],
                ),
                block_id=DAY,
                hint=plain(
                    "A day off, a public holiday or your absence moves it to the next day you work."
                ),
            ),
            InputBlock(
                plain("Time"),
                TimePicker(HOUR, initial_time=f"{choices.hour:%H:%M}"),
                block_id=HOUR,
            ),
            InputBlock(
                plain("Time zone"),
                PlainTextInput(
                    action_id=ZONE,
                    initial_value=choices.zone or None,
                    placeholder=plain("Europe/Berlin"),
                    max_length=60,
                ),
                block_id=ZONE,
                optional=True,
                hint=plain(f"Empty for your Slack profile's, which is {profile_zone}."),
            ),
            InputBlock(
                plain("In the channel"),
                CheckboxGroup(EXTRAS, [copy], initial_options=[copy] if choices.copies else None),
                block_id=EXTRAS,
                optional=True,
            ),
            ContextBlock(
                [mrkdwn("The figures are those of the week that ended on Sunday.")],
                block_id="digest.about",
            ),
        ],
        submit=plain("Save"),
        close=plain("Cancel"),
        callback_id=CALLBACK,
    ).to_dict()


def when_in_words(choices: Choices, *, zone: str) -> str:
    """Return when the digest comes: "on Mondays at 09:00 (Europe/Berlin)"."""
    day = DAYS[choices.weekday].capitalize()
    return f"on {day}s at {choices.hour:%H:%M} ({escape(zone)})"


def saved_words(choices: Choices, *, zone: str, command: str) -> str:
    """Return what a manager reads once the form is saved."""
    if not choices.sends:
        return f"No weekly digest any more. `{command} on` brings it back."
    copy = ", and a copy goes to your team's channel" if choices.copies else ""
    return f"Your digest comes {when_in_words(choices, zone=zone)}{copy}."
