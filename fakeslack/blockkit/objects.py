"""Composition objects: the small parts that blocks and elements share.

docs.slack.dev/reference/block-kit/composition-objects
"""

from fakeslack.blockkit.rules import (
    Rule,
    any_of,
    boolean,
    by_type,
    exactly_one,
    list_of,
    matching,
    obj,
    one_of,
    string,
    typed,
    url,
    web_url,
)


def plain_text(most: int = 3000) -> Rule:
    return by_type({"plain_text": _plain(most)})


def text(most: int = 3000) -> Rule:
    """Plain text or Slack's own markup."""
    return by_type({"plain_text": _plain(most), "mrkdwn": _marked(most)})


def _plain(most: int) -> Rule:
    return typed({"text": string(most)}, {"emoji": boolean})


def _marked(most: int) -> Rule:
    return typed({"text": string(most)}, {"verbatim": boolean})


STYLE = one_of("primary", "danger")

CONFIRM = obj(
    {
        "title": plain_text(100),
        "text": text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": STYLE},
)

# In menus an option is plain; beside a checkbox or radio button it may be marked up; only in an
# overflow menu may it be a link.
MENU_OPTION = obj(
    {"text": plain_text(75), "value": string(150)},
    {"description": plain_text(75)},
)
BOX_OPTION = obj(
    {"text": text(75), "value": string(150)},
    {"description": text(75)},
)
OVERFLOW_OPTION = obj(
    {"text": plain_text(75), "value": string(150)},
    {"description": plain_text(75), "url": url(3000)},
)
OPTION_GROUP = obj(
    {"label": plain_text(75), "options": list_of(MENU_OPTION, least=1, most=100)},
)

CONVERSATION_FILTER = obj(
    optional={
        "include": list_of(one_of("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    also=[any_of("include", "exclude_external_shared_channels", "exclude_bot_users")],
)

DISPATCH_ACTION_CONFIG = obj(
    optional={
        "trigger_actions_on": list_of(
            one_of("on_enter_pressed", "on_character_entered"), least=1, most=2
        ),
    },
)

SLACK_FILE = obj(
    optional={"id": matching("F[A-Z0-9]{8,}", "invalid slack file"), "url": web_url(3000)},
    also=[exactly_one("id", "url")],
)

WORKFLOW = obj(
    {
        "trigger": obj(
            {"url": web_url(3000)},
            {
                "customizable_input_parameters": list_of(
                    obj({"name": string(), "value": string(least=0)})
                ),
            },
        ),
    },
)
