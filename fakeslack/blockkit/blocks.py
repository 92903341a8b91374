"""Blocks, each with its fields, for each surface.

docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fakeslack.blockkit.charts import CHART
from fakeslack.blockkit.elements import BUTTON, IMAGE
from fakeslack.blockkit.icons import SLACK_ICON
from fakeslack.blockkit.objects import SLACK_FILE, plain_text, text
from fakeslack.blockkit.rich_text import RICH_TEXT
from fakeslack.blockkit.rules import (
    FINE,
    Rule,
    Wrong,
    any_of,
    boolean,
    by_type,
    exactly_one,
    list_of,
    obj,
    one_of,
    secure_url,
    string,
    typed,
    url,
    web_url,
    wrong,
)
from fakeslack.blockkit.surfaces import BLOCKS_ON, IN_CONTAINERS, Surface, elements_in
from fakeslack.blockkit.tables import (
    COLUMN_SETTINGS,
    DATA_TABLE,
    PAGING,
    TABLE,
    data_table_is_even,
)


def block(
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
    *,
    also: Sequence[Rule] = (),
) -> Rule:
    return typed(required, {"block_id": string(255), **(optional or {})}, also=also)


def blocks_on(surface: Surface) -> Rule:
    """Any block that this surface may show."""
    every = {**STILL, **_holding_elements(surface)}
    children = IN_CONTAINERS & BLOCKS_ON[surface]
    every["container"] = _container({name: every[name] for name in sorted(children)})
    return by_type({name: every[name] for name in sorted(BLOCKS_ON[surface])})


def says_something(section: Any) -> Sequence[Wrong]:
    if "text" in section or "fields" in section:
        return FINE
    return wrong("must define either `text` or `fields`", "type")


def folds_sensibly(container: Any) -> Sequence[Wrong]:
    """What folds has no header line; only what folds can begin folded."""
    folds = container.get("is_collapsible", False)
    if container.get("default_collapsed") and not folds:
        return wrong("requires `is_collapsible`", "default_collapsed")
    if container.get("has_header_divider") and folds:
        return wrong("cannot be used with `is_collapsible`", "has_header_divider")
    return FINE


def has_begun(task: Any) -> Sequence[Wrong]:
    """Only a plan's task may still be waiting."""
    if task["status"] == "pending":
        return wrong("`pending` is only allowed inside a plan", "status")
    return FINE


def tasks_differ(plan: Any) -> Sequence[Wrong]:
    seen: set[str] = set()
    for place, task in enumerate(plan["tasks"]):
        if task["task_id"] in seen:
            return wrong("`task_id` must be unique", "tasks", place, "task_id")
        seen.add(task["task_id"])
    return FINE


def _holding_elements(surface: Surface) -> dict[str, Rule]:
    return {
        "actions": block(
            {"elements": list_of(elements_in("actions", surface), least=1, most=25)},
        ),
        "context_actions": block(
            {"elements": list_of(elements_in("context_actions", surface), least=1, most=5)},
        ),
        "input": block(
            {"label": plain_text(2000), "element": elements_in("input", surface)},
            {"hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
        ),
        "section": block(
            optional={
                "text": text(3000),
                "fields": list_of(text(2000), least=1, most=10),
                "accessory": elements_in("section", surface),
                "expand": boolean,
            },
            also=[says_something],
        ),
    }


def _container(children: Mapping[str, Rule]) -> Rule:
    return block(
        {"child_blocks": list_of(by_type(children), least=1, most=10)},
        {
            "title": plain_text(150),
            "rich_text_title": by_type({"rich_text": RICH_TEXT}),
            "subtitle": text(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": IMAGE_ELEMENT,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        also=[any_of("title", "rich_text_title"), folds_sensibly],
    )


IMAGE_ELEMENT = by_type({"image": IMAGE})

CARD = block(
    optional={
        "hero_image": IMAGE_ELEMENT,
        "icon": IMAGE_ELEMENT,
        "slack_icon": SLACK_ICON,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": list_of(by_type({"button": BUTTON}), least=1, most=3),
    },
    also=[
        any_of("hero_image", "title", "actions", "body"),
        lambda card: (
            wrong("must define only one of `icon` or `slack_icon`")
            if "icon" in card and "slack_icon" in card
            else FINE
        ),
    ],
)

TASK: dict[str, Rule] = {
    "task_id": string(),
    "title": string(),
    "status": one_of("pending", "in_progress", "complete", "error"),
}
TASK_DETAILS: dict[str, Rule] = {
    "details": by_type({"rich_text": RICH_TEXT}),
    "output": by_type({"rich_text": RICH_TEXT}),
    "sources": list_of(by_type({"url": typed({"url": url(), "text": string()})})),
}

# Blocks that are the same wherever they stand.
STILL: dict[str, Rule] = {
    "alert": block(
        {"text": text(200)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": CARD,
    "carousel": block({"elements": list_of(by_type({"card": CARD}), least=1, most=10)}),
    "context": block(
        {
            "elements": list_of(
                by_type({"image": IMAGE, "plain_text": text(3000), "mrkdwn": text(3000)}),
                least=1,
                most=10,
            )
        },
    ),
    "data_table": block(DATA_TABLE, PAGING, also=[data_table_is_even]),
    "data_visualization": block({"title": string(50), "chart": CHART}),
    "divider": block(),
    "file": block({"external_id": string(), "source": one_of("remote")}),
    "header": block({"text": plain_text(150)}),
    "image": block(
        {"alt_text": string(2000)},
        {"image_url": web_url(3000), "slack_file": SLACK_FILE, "title": plain_text(2000)},
        also=[exactly_one("image_url", "slack_file")],
    ),
    "markdown": block({"text": string(12_000)}),
    "plan": block(
        {
            "title": string(),
            "tasks": list_of(
                obj(
                    TASK,
                    {"type": one_of("task_card"), "block_id": string(255), **TASK_DETAILS},
                ),
                most=50,
            ),
        },
        also=[tasks_differ],
    ),
    "rich_text": RICH_TEXT,
    "table": block(TABLE, COLUMN_SETTINGS),
    "task_card": block(TASK, TASK_DETAILS, also=[has_begun]),
    "video": block(
        {
            "alt_text": string(2000),
            "title": plain_text(200),
            "thumbnail_url": web_url(3000),
            "video_url": secure_url(3000),
        },
        {
            "author_name": string(50),
            "description": plain_text(200),
            "provider_name": string(50),
            "provider_icon_url": web_url(2000),
            "title_url": secure_url(2000),
        },
    ),
}
