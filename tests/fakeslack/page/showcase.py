"""Blocks and views with one of everything."""

from typing import Any

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "smarketing"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "smarketing", "always_online": True},
        "slash_commands": [
            {
                "command": "/lead",
                "description": "Find, take, rate and follow leads",
                "usage_hint": "[find|mine|take|rate|help]",
                "should_escape": True,
            },
            {"command": "/smarketing", "description": "Help and who is who", "should_escape": True},
        ],
        "shortcuts": [
            {
                "name": "Add a lead",
                "type": "global",
                "callback_id": "lead.add",
                "description": "Add a lead by hand",
            },
            {
                "name": "Rate this lead",
                "type": "message",
                "callback_id": "lead.rate",
                "description": "Say what you think of this lead",
            },
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "commands",
                "reactions:read",
                "channels:read",
                "channels:history",
                "users:read",
                "im:write",
                "im:history",
                "files:read",
                "files:write",
                "pins:write",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "reaction_added", "reaction_removed"]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, hint: str = "") -> Json:
    found: Json = {"text": plain(text), "value": value}
    if hint:
        found["description"] = plain(hint)
    return found


REASONS = [
    option("Wrong segment", "segment"),
    option("Bad timing", "timing"),
    option("No budget", "budget"),
]


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def lead_card(company: str = "Northwind Freight", lead: str = "L-42") -> list[Json]:
    return [
        {
            "type": "section",
            "text": mrkdwn(
                f"*Ada Okafor* · Head of Operations at *{company}*\n"
                "SaaS · 240 people · DE  —  score 82 (≥ 60)\n"
                "_Webinar: Faster customs_ · form · 4 min ago"
            ),
        },
        {
            "type": "section",
            "text": mrkdwn(
                "> “We lose two days a week to customs paperwork. Can you do T1 transit?”"
            ),
        },
        {
            "type": "actions",
            "block_id": f"row-{lead}",
            "elements": [
                button("Take it", "lead.take", value=lead, style="primary"),
                button("Rate", "lead.rate", value=lead),
                button(
                    "Reject",
                    "lead.reject",
                    value=lead,
                    confirm={
                        "title": plain("Reject this lead?"),
                        "text": plain("It goes back to marketing, with your reason."),
                        "confirm": plain("Reject it"),
                        "deny": plain("Keep it"),
                        "style": "danger",
                    },
                ),
                {
                    "type": "overflow",
                    "action_id": "lead.more",
                    "options": [option("Open the trail", "trail"), option("Mute", "mute")],
                },
            ],
        },
        {
            "type": "context",
            "elements": [
                mrkdwn(
                    ":hand: take · :fire: great · :+1: good · :-1: poor · :wastebasket: bad   ·   "
                    f"{lead}, definition v3"
                )
            ],
        },
    ]


def axis_chart(kind: str, title: str) -> Json:
    weeks = ["W44", "W45", "W46", "W47"]

    def series(name: str, *values: float) -> Json:
        points = zip(weeks, values, strict=True)
        return {"name": name, "data": [{"label": w, "value": v} for w, v in points]}

    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": kind,
            "series": [series("Qualified", 90, 97, 83, 88), series("Accepted", 70, 79, 73, 80)],
            "axis_config": {"categories": weeks, "x_label": "Week", "y_label": "Leads"},
        },
    }


PIE: Json = {
    "type": "data_visualization",
    "title": "Why low, this month",
    "chart": {
        "type": "pie",
        "segments": [
            {"label": "Wrong segment", "value": 14},
            {"label": "Bad timing", "value": 8},
            {"label": "No budget", "value": 5},
        ],
    },
}

DATA_TABLE: Json = {
    "type": "data_table",
    "caption": "Campaigns",
    "page_size": 3,
    "rows": [
        [{"type": "raw_text", "text": name} for name in ("Campaign", "Announced", "Accepted")],
        *(
            [
                {"type": "raw_text", "text": name},
                {"type": "raw_number", "value": announced, "text": str(announced)},
                {"type": "raw_number", "value": share, "text": f"{share} %"},
            ]
            for name, announced, share in [
                ("Faster customs", 31, 54),
                ("Cold chain", 12, 91),
                ("Trade fair Hamburg", 48, 77),
                ("Pricing calculator", 7, 100),
                ("Spring newsletter", 22, 63),
                ("Partner referrals", 9, 88),
            ]
        ),
    ],
}

TABLE: Json = {
    "type": "table",
    "column_settings": [{"is_wrapped": True}, {"align": "right"}],
    "rows": [
        [{"type": "raw_text", "text": "Promise"}, {"type": "raw_text", "text": "Kept"}],
        [
            {"type": "raw_text", "text": "Accept within 60 working minutes"},
            {"type": "raw_text", "text": "81 %"},
        ],
        [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "text", "text": "First contact", "style": {"bold": True}}
                        ],
                    }
                ],
            },
            {"type": "raw_text", "text": "94 %"},
        ],
    ],
}

RICH: Json = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Agenda", "style": {"bold": True}},
                {"type": "text", "text": " by "},
                {"type": "user", "user_id": "U0MARK"},
                {"type": "text", "text": ", see "},
                {"type": "link", "url": "https://example.com/agenda", "text": "the notes"},
                {"type": "text", "text": " "},
                {"type": "emoji", "name": "tada"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 0,
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "text", "text": "Stop or re-target?"}],
                },
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "text", "text": "Definition v4"}],
                },
            ],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Fewer leads, better."}]},
        {
            "type": "rich_text_preformatted",
            "elements": [{"type": "text", "text": "score >= 60\nteam >= 50"}],
        },
    ],
}

MARKDOWN: Json = {
    "type": "markdown",
    "text": "## Week 47\n\n**Fewer leads**, *better ones*.\n\n- 83 qualified\n- 88 % accepted\n\n"
    "| Team | Leads |\n|:--|--:|\n| Sales | 73 |\n| Marketing | 83 |\n\n`L-42` and [a link](https://example.com).",
}


def card(title: str, body: str) -> Json:
    return {
        "type": "card",
        "title": mrkdwn(f"*{title}*"),
        "subtitle": mrkdwn("One-pager · approved"),
        "body": mrkdwn(body),
        "actions": [button("Send it", f"send.{title.lower().replace(' ', '-')}", value=title)],
    }


CAROUSEL: Json = {
    "type": "carousel",
    "elements": [
        card("Pricing", "What it costs and why."),
        card("Cold chain", "For food and pharma."),
        card("Customs", "T1 transit explained."),
        card("Security", "Answers to the usual questionnaire."),
    ],
}

CONTAINER: Json = {
    "type": "container",
    "title": plain("L-42 Northwind Freight"),
    "subtitle": plain("Taken by Rita at 10:42"),
    "is_collapsible": True,
    "child_blocks": [{"type": "section", "text": mrkdwn("Contacted *11:05*, verdict :-1:")}],
}

SELECTS: Json = {
    "type": "actions",
    "block_id": "choices",
    "elements": [
        {
            "type": "static_select",
            "action_id": "why",
            "placeholder": plain("Why?"),
            "options": REASONS,
        },
        {"type": "users_select", "action_id": "who", "placeholder": plain("Whom?")},
        {"type": "datepicker", "action_id": "when"},
        {
            "type": "external_select",
            "action_id": "asset",
            "placeholder": plain("Which content?"),
            "min_query_length": 1,
        },
    ],
}


def an_input(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
        **more,
    }


def everything_modal() -> Json:
    return {
        "type": "modal",
        "callback_id": "everything",
        "title": plain("Add a lead"),
        "submit": plain("Add"),
        "close": plain("Not now"),
        "notify_on_close": True,
        "blocks": [
            {
                "type": "alert",
                "text": mrkdwn("*Two* leads of this company exist."),
                "level": "info",
            },
            an_input("company", "Company", {"type": "plain_text_input", "max_length": 60}),
            an_input(
                "words",
                "What did they say?",
                {"type": "plain_text_input", "multiline": True},
                optional=True,
                hint=plain("In their own words, if you can."),
            ),
            an_input("mail", "E-mail", {"type": "email_text_input"}),
            an_input("site", "Website", {"type": "url_text_input"}, optional=True),
            an_input(
                "people",
                "People",
                {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
                optional=True,
            ),
            an_input("segment", "Segment", {"type": "static_select", "options": REASONS}),
            an_input(
                "topics",
                "Topics",
                {"type": "multi_static_select", "options": REASONS},
                optional=True,
            ),
            an_input("owner", "Owner", {"type": "users_select"}, optional=True),
            an_input(
                "asset",
                "Content",
                {"type": "external_select", "min_query_length": 1},
                optional=True,
            ),
            an_input("date", "Needed by", {"type": "datepicker"}, optional=True),
            an_input("time", "At", {"type": "timepicker"}, optional=True),
            an_input("moment", "Meeting", {"type": "datetimepicker"}, optional=True),
            an_input(
                "verdict",
                "Verdict",
                {
                    "type": "radio_buttons",
                    "options": [
                        option("Great", "great", "They asked for us by name"),
                        option("Poor", "poor"),
                    ],
                },
            ),
            an_input(
                "checks", "Checked", {"type": "checkboxes", "options": REASONS[:2]}, optional=True
            ),
            an_input("where", "Channel", {"type": "conversations_select"}, optional=True),
            an_input("list", "List", {"type": "file_input", "filetypes": ["csv"]}, optional=True),
        ],
    }


def small_modal(title: str, *blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain(title), "blocks": list(blocks), **more}


def home_view(person: str) -> Json:
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Good morning")},
            {
                "type": "section",
                "text": mrkdwn(f"<@{person}>, two leads wait for you."),
                "accessory": button("Show", "home.show", value="mine", style="primary"),
            },
            {"type": "divider"},
            {
                "type": "section",
                "fields": [mrkdwn("*Yours*\n3 leads"), mrkdwn("*Verdicts*\n11 this week")],
            },
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "static_select",
                        "action_id": "home.period",
                        "placeholder": plain("Period"),
                        "options": [option("This week", "week"), option("This month", "month")],
                    }
                ],
            },
            axis_chart("bar", "Qualified and accepted"),
        ],
    }
