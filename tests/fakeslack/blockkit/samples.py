"""A valid sample of everything Block Kit has, and one-line builders for tests."""

from typing import Any

Json = dict[str, Any]


def plain(words: str = "Hello") -> Json:
    return {"type": "plain_text", "text": words}


def marked(words: str = "*Hello*") -> Json:
    return {"type": "mrkdwn", "text": words}


def section(words: str = "Hello", **more: Any) -> Json:
    return {"type": "section", "text": marked(words), **more}


def button(action_id: str = "go", **more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), "action_id": action_id, **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def asks(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Your answer"), "element": element, **more}


def option(value: str = "a", **more: Any) -> Json:
    return {"text": plain(value), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(place)) for place in range(count)]


def menu(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": options(2), **more}


def image(**more: Any) -> Json:
    return {
        "type": "image",
        "image_url": "https://example.com/a.png",
        "alt_text": "A chart",
        **more,
    }


def words(text: str = "Hello", **more: Any) -> Json:
    return {"type": "text", "text": text, **more}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def line(*inline: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(inline)}


def raw(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def data_table(rows: int = 2, columns: int = 1, text: str = "x", **more: Any) -> Json:
    return {
        "type": "data_table",
        "caption": "Leads",
        "rows": [[raw(text) for _ in range(columns)] for _ in range(rows)],
        **more,
    }


def table(rows: int = 1, columns: int = 1, **more: Any) -> Json:
    return {
        "type": "table",
        "rows": [[raw() for _ in range(columns)] for _ in range(rows)],
        **more,
    }


def chart(drawing: Json, **more: Any) -> Json:
    return {"type": "data_visualization", "title": "Leads a week", "chart": drawing, **more}


def pie(*values: float) -> Json:
    return {
        "type": "pie",
        "segments": [{"label": f"s{place}", "value": value} for place, value in enumerate(values)],
    }


def bars(series: int = 1, points: int = 2, kind: str = "bar") -> Json:
    labels = [f"week {place}" for place in range(points)]
    return {
        "type": kind,
        "series": [
            {
                "name": f"team {place}",
                "data": [{"label": label, "value": -1.5} for label in labels],
            }
            for place in range(series)
        ],
        "axis_config": {"categories": labels, "x_label": "Week", "y_label": "Leads"},
    }


def card(**more: Any) -> Json:
    return {"type": "card", "title": marked("Acme"), **more}


def container(*children: Json, **more: Any) -> Json:
    return {"type": "container", "title": plain("Lead"), "child_blocks": list(children), **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("Lead"),
        "submit": plain("Save"),
        "blocks": list(blocks),
        **more,
    }


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


CONFIRM: Json = {
    "title": plain("Sure?"),
    "text": marked("It *cannot* be undone"),
    "confirm": plain("Yes"),
    "deny": plain("No"),
    "style": "danger",
}
_TYPING: Json = {
    "placeholder": plain("Type here"),
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    "focus_on_load": True,
}
_PICKING: Json = {"placeholder": plain("Pick one"), "confirm": CONFIRM, "focus_on_load": False}
_FILTER: Json = {"include": ["public", "im"], "exclude_bot_users": True}
_GROUPS: list[Json] = [{"label": plain("Teams"), "options": options(2)}]
_FEEDBACK: Json = {"text": plain("Good"), "value": "good", "accessibility_label": "Good answer"}

ELEMENTS: dict[str, Json] = {
    "image": image(),
    "button": button(
        url="https://example.com/a?b=c#d",
        value="lead 7",
        style="primary",
        confirm=CONFIRM,
        accessibility_label="Take this lead",
    ),
    "overflow": {
        "type": "overflow",
        "options": [option(url="slack://open", description=plain("Opens"))],
        "confirm": CONFIRM,
    },
    "workflow_button": {
        "type": "workflow_button",
        "action_id": "run",
        "text": plain("Run"),
        "workflow": {
            "trigger": {
                "url": "https://slack.com/shortcuts/Ft0/xyz",
                "customizable_input_parameters": [{"name": "lead", "value": "7"}],
            }
        },
    },
    "feedback_buttons": {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": _FEEDBACK,
        "negative_button": _FEEDBACK,
    },
    "icon_button": {
        "type": "icon_button",
        "icon": "trash",
        "text": plain("Delete"),
        "value": "7",
        "visible_to_user_ids": ["U0RITA"],
    },
    "checkboxes": {
        "type": "checkboxes",
        "options": [option(text=marked("*a*"), description=marked("_b_"))],
        "initial_options": [option(text=marked("*a*"), description=marked("_b_"))],
    },
    "radio_buttons": {
        "type": "radio_buttons",
        "options": options(2),
        "initial_option": option("1"),
    },
    "datepicker": {"type": "datepicker", "initial_date": "2026-11-30", **_PICKING},
    "timepicker": {
        "type": "timepicker",
        "initial_time": "23:59",
        "timezone": "Europe/Berlin",
        **_PICKING,
    },
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": 1_800_000_000},
    "static_select": menu(initial_option=option("0"), **_PICKING),
    "external_select": {
        "type": "external_select",
        "initial_option": option(),
        "min_query_length": 0,
        **_PICKING,
    },
    "users_select": {"type": "users_select", "initial_user": "U0RITA", **_PICKING},
    "conversations_select": {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "response_url_enabled": True,
        "filter": _FILTER,
        **_PICKING,
    },
    "channels_select": {"type": "channels_select", "initial_channel": "C0SALES", **_PICKING},
    "multi_static_select": {
        "type": "multi_static_select",
        "option_groups": _GROUPS,
        "initial_options": options(2),
        "max_selected_items": 1,
    },
    "multi_external_select": {"type": "multi_external_select", "min_query_length": 3},
    "multi_users_select": {"type": "multi_users_select", "initial_users": ["U0RITA", "U0TOM"]},
    "multi_conversations_select": {"type": "multi_conversations_select", "filter": _FILTER},
    "multi_channels_select": {"type": "multi_channels_select", "initial_channels": ["C0SALES"]},
    "plain_text_input": {
        "type": "plain_text_input",
        "multiline": True,
        "initial_value": "",
        "min_length": 0,
        "max_length": 3000,
        **_TYPING,
    },
    "email_text_input": {"type": "email_text_input", "initial_value": "rita@example.com"},
    "url_text_input": {"type": "url_text_input", "initial_value": "https://example.com"},
    "number_input": {
        "type": "number_input",
        "is_decimal_allowed": True,
        "initial_value": "-0.5",
        "min_value": "-1",
        "max_value": "10",
    },
    "rich_text_input": {
        "type": "rich_text_input",
        "initial_value": rich(line(words())),
        "min_lines": 1,
        "max_lines": 4,
    },
    "file_input": {"type": "file_input", "filetypes": ["csv"], "max_files": 1},
}

EVERY_INLINE: list[Json] = [
    words(style={"bold": True, "italic": True, "strike": False, "code": True}),
    {"type": "link", "url": "https://example.com", "text": "here", "unsafe": False},
    {"type": "emoji", "name": "wave", "skin_tone": 2},
    {"type": "user", "user_id": "U0RITA", "style": {"highlight": True}},
    {"type": "usergroup", "usergroup_id": "S0SALES"},
    {"type": "channel", "channel_id": "C0SALES"},
    {"type": "team", "team_id": "T0SMARKET"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#F405B3"},
    {"type": "date", "timestamp": 1_720_710_212, "format": "{date_num}", "fallback": "July"},
]

BLOCKS: dict[str, Json] = {
    "actions": actions(button(), menu()),
    "alert": {"type": "alert", "text": marked("Careful"), "level": "warning"},
    "card": card(
        hero_image=image(),
        slack_icon={"type": "icon", "name": "rocket"},
        subtitle=plain("Berlin"),
        body=marked("Asked for a demo"),
        subtext=plain("today"),
        actions=[button()],
    ),
    "carousel": {"type": "carousel", "elements": [card(), card(icon=image())]},
    "container": container(
        section(),
        {"type": "divider"},
        rich_text_title=rich(line(words())),
        subtitle=marked("Two things"),
        width="wide",
        icon=image(),
        is_collapsible=True,
        default_collapsed=True,
    ),
    "context": {"type": "context", "elements": [plain(), marked(), image()]},
    "context_actions": {
        "type": "context_actions",
        "elements": [ELEMENTS["feedback_buttons"], ELEMENTS["icon_button"]],
    },
    "data_table": {
        "type": "data_table",
        "caption": "Leads by week",
        "rows": [
            [raw("Week"), raw("Leads")],
            [rich(line(words("1"))), {"type": "raw_number", "value": 7, "text": "7"}],
        ],
        "page_size": 100,
        "row_header_column_index": 1,
    },
    "data_visualization": chart(bars(series=2, points=3)),
    "divider": {"type": "divider"},
    "file": {"type": "file", "external_id": "ABC", "source": "remote"},
    "header": {"type": "header", "text": {**plain(), "emoji": True}},
    "image": {**image(), "title": plain()},
    "input": asks(
        ELEMENTS["plain_text_input"], hint=plain("Short"), optional=True, dispatch_action=True
    ),
    "markdown": {"type": "markdown", "text": "**Hello**"},
    "plan": {
        "type": "plan",
        "title": "Follow up",
        "tasks": [{"task_id": "1", "title": "Call", "status": "pending"}],
    },
    "rich_text": rich(
        line(*EVERY_INLINE),
        {"type": "rich_text_list", "style": "ordered", "indent": 8, "elements": [line(words())]},
        {"type": "rich_text_quote", "elements": [words()], "border": 1},
        {"type": "rich_text_preformatted", "elements": [words()]},
    ),
    "section": section(
        fields=[marked(), plain()],
        accessory=button(),
        block_id="lead",
        expand=True,
    ),
    "table": {
        "type": "table",
        "rows": [[raw("Name"), raw("Score")], [rich(line(words())), raw("80")]],
        "column_settings": [None, {"align": "right", "is_wrapped": True}],
    },
    "task_card": {
        "type": "task_card",
        "task_id": "1",
        "title": "Call",
        "status": "complete",
        "details": rich(line(words())),
        "sources": [{"type": "url", "url": "https://example.com", "text": "Notes"}],
    },
    "video": {
        "type": "video",
        "alt_text": "A demo",
        "title": plain("Demo"),
        "thumbnail_url": "https://example.com/a.png",
        "video_url": "https://example.com/embed/1",
        "title_url": "https://example.com/1",
        "description": plain("Ten minutes"),
        "author_name": "Mona",
        "provider_name": "Example",
        "provider_icon_url": "https://example.com/i.png",
    },
}
