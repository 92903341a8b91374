"""Each limit at its edge: so much passes, one more is refused, and the pointer says where."""

from collections.abc import Callable
from typing import Any

import pytest

from fakeslack.blockkit import check_message, check_view
from tests.fakeslack.blockkit.samples import (
    BLOCKS,
    CONFIRM,
    actions,
    asks,
    bars,
    button,
    card,
    chart,
    container,
    data_table,
    home,
    image,
    line,
    marked,
    menu,
    modal,
    option,
    options,
    pie,
    plain,
    raw,
    rich,
    section,
    table,
    words,
)

LINK = "https://example.com/"


def link(length: int) -> str:
    return LINK + "a" * (length - len(LINK))


def box(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, **more}


def on_button(name: str) -> Callable[[Any], Any]:
    return lambda value: actions(button(**{name: value}))


def boxes(kind: str) -> Callable[[int], Any]:
    return lambda count: asks(box(kind, options=options(count)))


# What the limit is on, how a block with n of it is built, n, and where a longer one is refused.
CHARACTERS: list[tuple[str, Callable[[str], Any], int, str]] = [
    ("a section's text", section, 3000, "text/text"),
    ("a section's field", lambda s: section(fields=[marked(s)]), 2000, "fields/0/text"),
    ("a header", lambda s: box("header", text=plain(s)), 150, "text/text"),
    ("a context's text", lambda s: box("context", elements=[marked(s)]), 3000, "elements/0/text"),
    ("a block_id", lambda s: section(block_id=s), 255, "block_id"),
    ("an action_id", on_button("action_id"), 255, "elements/0/action_id"),
    ("a button's text", lambda s: actions(button(text=plain(s))), 75, "elements/0/text/text"),
    ("a button's value", on_button("value"), 2000, "elements/0/value"),
    ("a button's label", on_button("accessibility_label"), 75, "elements/0/accessibility_label"),
    ("a prompt for the agent", on_button("agent_prompt"), 4000, "elements/0/agent_prompt"),
    (
        "an option's text",
        lambda s: asks(menu(options=[option(text=plain(s))])),
        75,
        "element/options/0/text/text",
    ),
    (
        "an option's value",
        lambda s: asks(menu(options=[option(value=s, text=plain("a"))])),
        150,
        "element/options/0/value",
    ),
    (
        "an option's description",
        lambda s: asks(menu(options=[option(description=plain(s))])),
        75,
        "element/options/0/description/text",
    ),
    (
        "an option group's label",
        lambda s: asks(
            box("static_select", option_groups=[{"label": plain(s), "options": options(1)}])
        ),
        75,
        "element/option_groups/0/label/text",
    ),
    (
        "a placeholder",
        lambda s: asks(menu(placeholder=plain(s))),
        150,
        "element/placeholder/text",
    ),
    ("an input's label", lambda s: asks(menu(), label=plain(s)), 2000, "label/text"),
    ("an input's hint", lambda s: asks(menu(), hint=plain(s)), 2000, "hint/text"),
    (
        "what an input begins with",
        lambda s: asks(box("plain_text_input", initial_value=s)),
        3000,
        "element/initial_value",
    ),
    ("an image's description", lambda s: image(alt_text=s), 2000, "alt_text"),
    ("an image's title", lambda s: image(title=plain(s)), 2000, "title/text"),
    ("markdown", lambda s: box("markdown", text=s), 12_000, "text"),
    ("a card's title", lambda s: card(title=marked(s)), 150, "title/text"),
    ("a card's subtitle", lambda s: card(subtitle=marked(s)), 150, "subtitle/text"),
    ("a card's body", lambda s: card(body=marked(s)), 200, "body/text"),
    ("a card's subtext", lambda s: card(subtext=marked(s)), 200, "subtext/text"),
    ("a container's title", lambda s: container(section(), title=plain(s)), 150, "title/text"),
    (
        "a container's subtitle",
        lambda s: container(section(), subtitle=plain(s)),
        150,
        "subtitle/text",
    ),
    ("a video's title", lambda s: {**BLOCKS["video"], "title": plain(s)}, 200, "title/text"),
    ("a video's author", lambda s: {**BLOCKS["video"], "author_name": s}, 50, "author_name"),
    ("a chart's title", lambda s: chart(pie(1), title=s), 50, "title"),
    (
        "a slice's label",
        lambda s: chart(box("pie", segments=[{"label": s, "value": 1}])),
        20,
        "chart/segments/0/label",
    ),
    (
        "an axis title",
        lambda s: chart({**bars(), "axis_config": {**bars()["axis_config"], "x_label": s}}),
        50,
        "chart/axis_config/x_label",
    ),
    *[
        (
            f"a confirmation's {part}",
            lambda s, part=part: actions(button(confirm={**CONFIRM, part: plain(s)})),
            most,
            f"elements/0/confirm/{part}/text",
        )
        for part, most in [("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)]
    ],
]


@pytest.mark.parametrize(
    ("build", "most", "pointer"),
    [pytest.param(*case[1:], id=case[0]) for case in CHARACTERS],
)
def test_text_may_be_this_long_and_no_longer(build, most, pointer):
    assert check_message([build("é" * most)]) == []
    assert [str(fault) for fault in check_message([build("é" * (most + 1))])] == [
        f"[ERROR] must be less than {most + 1} characters [json-pointer:/blocks/0/{pointer}]"
    ]


@pytest.mark.parametrize(
    ("build", "pointer"),
    [
        pytest.param(build, pointer, id=name)
        for name, build, _, pointer in CHARACTERS
        if name != "what an input begins with"
    ],
)
def test_text_is_never_empty(build, pointer):
    assert [str(fault) for fault in check_message([build("")])] == [
        f"[ERROR] must be more than 0 characters [json-pointer:/blocks/0/{pointer}]"
    ]


ITEMS: list[tuple[str, Callable[[int], Any], int, str]] = [
    ("a section's fields", lambda n: section(fields=[plain()] * n), 10, "fields"),
    ("a context's elements", lambda n: box("context", elements=[plain()] * n), 10, "elements"),
    ("actions", lambda n: actions(*[button(str(i)) for i in range(n)]), 25, "elements"),
    (
        "context actions",
        lambda n: box(
            "context_actions",
            elements=[box("icon_button", icon="trash", text=plain()) for _ in range(n)],
        ),
        5,
        "elements",
    ),
    ("a menu's options", lambda n: asks(menu(options=options(n))), 100, "element/options"),
    (
        "a menu's groups",
        lambda n: asks(
            box(
                "multi_static_select",
                option_groups=[{"label": plain(), "options": options(1)}] * n,
            )
        ),
        100,
        "element/option_groups",
    ),
    (
        "a group's options",
        lambda n: asks(
            box("static_select", option_groups=[{"label": plain(), "options": options(n)}])
        ),
        100,
        "element/option_groups/0/options",
    ),
    ("radio buttons", boxes("radio_buttons"), 10, "element/options"),
    ("checkboxes", boxes("checkboxes"), 10, "element/options"),
    (
        "an overflow menu",
        lambda n: actions(box("overflow", options=options(n))),
        5,
        "elements/0/options",
    ),
    ("a card's buttons", lambda n: card(actions=[button(str(i)) for i in range(n)]), 3, "actions"),
    ("a carousel", lambda n: box("carousel", elements=[card()] * n), 10, "elements"),
    ("a container", lambda n: container(*[section()] * n), 10, "child_blocks"),
    ("a table's rows", lambda n: table(rows=n), 100, "rows"),
    ("a table's columns", lambda n: table(columns=n), 20, "rows/0"),
    ("column settings", lambda n: table(column_settings=[None] * n), 20, "column_settings"),
    ("a pie's slices", lambda n: chart(pie(*[1] * n)), 12, "chart/segments"),
    ("a chart's series", lambda n: chart(bars(series=n)), 12, "chart/series"),
    (
        "a plan's tasks",
        lambda n: box(
            "plan",
            title="Plan",
            tasks=[{"task_id": str(i), "title": "t", "status": "pending"} for i in range(n)],
        ),
        50,
        "tasks",
    ),
]


@pytest.mark.parametrize(
    ("build", "most", "pointer"),
    [pytest.param(*case[1:], id=case[0]) for case in ITEMS],
)
def test_there_may_be_so_many_and_no_more(build, most, pointer):
    assert check_message([build(most)]) == []
    assert [str(fault) for fault in check_message([build(most + 1)])] == [
        f"[ERROR] no more than {most} items allowed [json-pointer:/blocks/0/{pointer}]"
    ]


@pytest.mark.parametrize(
    ("build", "pointer"),
    [
        pytest.param(build, pointer, id=name)
        for name, build, _, pointer in ITEMS
        if name not in {"column settings", "a plan's tasks"}
    ],
)
def test_where_something_must_stand_nothing_is_too_little(build, pointer):
    assert [str(fault) for fault in check_message([build(0)])] == [
        f"[ERROR] must provide at least 1 items [json-pointer:/blocks/0/{pointer}]"
    ]


def test_a_chart_has_at_most_twenty_points():
    assert check_message([chart(bars(points=20))]) == []
    assert {fault.pointer for fault in check_message([chart(bars(points=21))])} == {
        "/blocks/0/chart/series/0/data",
        "/blocks/0/chart/axis_config/categories",
    }


def test_a_data_table_has_a_header_and_one_to_two_hundred_rows():
    assert check_message([data_table(rows=2)]) == []
    assert check_message([data_table(rows=201)]) == []
    for rows, message in [(1, "must provide at least 2 items"), (202, "no more than 201 items")]:
        (fault,) = check_message([data_table(rows=rows)])
        assert fault.pointer == "/blocks/0/rows"
        assert fault.message.startswith(message)


def test_a_data_table_has_at_most_twenty_columns():
    assert check_message([data_table(columns=20)]) == []
    assert [fault.pointer for fault in check_message([data_table(columns=21)])] == [
        "/blocks/0/rows/0",
        "/blocks/0/rows/1",
    ]


@pytest.mark.parametrize(
    ("build", "most", "pointer"),
    [
        (lambda s: actions(button(url=s)), 3000, "elements/0/url"),
        (lambda s: image(image_url=s), 3000, "image_url"),
        (lambda s: section(accessory=image(image_url=s)), 3000, "accessory/image_url"),
        (lambda s: {**BLOCKS["video"], "video_url": s}, 3000, "video_url"),
        (lambda s: {**BLOCKS["video"], "title_url": s}, 2000, "title_url"),
    ],
)
def test_an_address_may_be_this_long_and_no_longer(build, most, pointer):
    assert check_message([build(link(most))]) == []
    (fault,) = check_message([build(link(most + 1))])
    assert fault.pointer == f"/blocks/0/{pointer}"


@pytest.mark.parametrize(
    ("build", "least", "most", "pointer"),
    [
        (lambda n: box("plain_text_input", min_length=n), 0, 3000, "min_length"),
        (lambda n: box("plain_text_input", max_length=n), 1, 3000, "max_length"),
        (lambda n: box("file_input", max_files=n), 1, 10, "max_files"),
        (lambda n: box("rich_text_input", min_lines=n), 1, 100, "min_lines"),
        (lambda n: box("multi_users_select", max_selected_items=n), 1, None, "max_selected_items"),
        (lambda n: box("external_select", min_query_length=n), 0, None, "min_query_length"),
        (
            lambda n: box("datetimepicker", initial_date_time=n),
            10**9,
            10**10 - 1,
            "initial_date_time",
        ),
    ],
)
def test_numbers_stay_in_their_range(build, least, most, pointer):
    def faults(number: int) -> list[str]:
        return [fault.pointer for fault in check_view(modal(asks(build(number))))]

    assert faults(least) == []
    assert faults(least - 1) == [f"/view/blocks/0/element/{pointer}"]
    if most is not None:
        assert faults(most) == []
        assert faults(most + 1) == [f"/view/blocks/0/element/{pointer}"]


def test_a_list_is_indented_eight_deep_at_most():
    def indented(by: int) -> Any:
        return rich(
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": by,
                "elements": [line(words())],
            }
        )

    assert check_message([indented(8)]) == []
    assert [fault.pointer for fault in check_message([indented(9)])] == [
        "/blocks/0/elements/0/indent"
    ]


def test_a_message_has_fifty_blocks_and_no_more():
    assert check_message([section()] * 50) == []
    assert [str(fault) for fault in check_message([section()] * 51)] == [
        "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    ]


@pytest.mark.parametrize("view", [modal, home])
def test_a_view_has_a_hundred_blocks_and_no_more(view):
    assert check_view(view(*[section()] * 100)) == []
    assert [str(fault) for fault in check_view(view(*[section()] * 101))] == [
        "[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"
    ]


@pytest.mark.parametrize(
    ("build", "most", "pointer"),
    [
        (lambda s: modal(title=plain(s)), 24, "/view/title/text"),
        (lambda s: modal(submit=plain(s)), 24, "/view/submit/text"),
        (lambda s: modal(close=plain(s)), 24, "/view/close/text"),
        (lambda s: modal(private_metadata=s), 3000, "/view/private_metadata"),
        (lambda s: home(private_metadata=s), 3000, "/view/private_metadata"),
        (lambda s: modal(callback_id=s), 255, "/view/callback_id"),
        (lambda s: home(callback_id=s), 255, "/view/callback_id"),
        (lambda s: modal(external_id=s), 255, "/view/external_id"),
    ],
)
def test_a_views_own_words_may_be_this_long_and_no_longer(build, most, pointer):
    assert check_view(build("a" * most)) == []
    assert [str(fault) for fault in check_view(build("a" * (most + 1)))] == [
        f"[ERROR] must be less than {most + 1} characters [json-pointer:{pointer}]"
    ]


def test_markdown_is_counted_over_the_whole_message():
    half = {"type": "markdown", "text": "a" * 6000}
    assert check_message([half, half]) == []
    (fault,) = check_message([half, half, {"type": "markdown", "text": "a"}])
    assert fault.pointer == "/blocks/2/text"


def test_data_tables_are_counted_over_the_whole_message():
    half = data_table(rows=2, columns=5, text="a" * 1000)
    assert check_message([half, half]) == []
    (fault,) = check_message([half, data_table(), half])
    assert fault.pointer == "/blocks/2/rows"


def test_rich_cells_count_as_they_read():
    rows = [[raw("a" * 10_000)], [rich(line(words("b" * 10_000)))]]
    assert check_message([data_table(rows=2) | {"rows": rows}]) == []
    assert len(check_message([data_table(rows=2) | {"rows": [*rows, [raw("c")]]}])) == 1


def test_a_message_has_two_charts_and_no_more():
    assert check_message([chart(pie(1))] * 2) == []
    (fault,) = check_message([chart(pie(1))] * 3)
    assert fault.pointer == "/blocks/2"


def test_a_message_has_one_table_and_no_more_even_inside_containers():
    assert check_message([table()]) == []
    (fault,) = check_message([table(), container(table())])
    assert str(fault) == "[ERROR] only_one_table_allowed [json-pointer:/blocks/1/child_blocks/0]"
