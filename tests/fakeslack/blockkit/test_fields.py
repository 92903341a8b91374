"""Fields: which must be there, which may not, and what each may hold."""

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


def said(*blocks: object) -> list[str]:
    return [
        f"{fault.pointer.removeprefix('/blocks/0')}: {fault.message}"
        for fault in check_message(list(blocks))
    ]


def said_of(element: object) -> list[str]:
    faults = check_view(modal(asks(element)))  # type: ignore[arg-type]
    return [f"{f.pointer.removeprefix('/view/blocks/0/element')}: {f.message}" for f in faults]


def test_a_fault_reads_as_slack_words_it():
    (fault,) = check_message([actions(button(text=plain("a" * 76)))])
    assert str(fault) == (
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"
    )


@pytest.mark.parametrize("blocks", [None, {}, "[]", 3, True, float("nan")])
def test_blocks_are_a_list(blocks):
    assert [str(fault) for fault in check_message(blocks)] == [
        "[ERROR] must provide an array [json-pointer:/blocks]"
    ]


@pytest.mark.parametrize("block", [None, [], "section", 3])
def test_a_block_is_an_object(block):
    assert said(block) == [": must provide an object"]


def test_a_block_names_its_type():
    assert said({"text": plain()}) == [": missing required field: type"]
    assert said({"type": None}) == ["/type: must provide a string"]
    assert said({"type": ["section"]}) == ["/type: must provide a string"]
    assert said({"type": "sektion"}) == ["/type: unsupported type: sektion"]
    assert len(said({"type": "s" * 10_000})[0]) < 200


@pytest.mark.parametrize("kind", BLOCKS)
def test_an_unknown_field_is_refused_in_every_block(kind):
    block = {**BLOCKS[kind], "colour": "red"}
    faults = check_view(modal(block)) if kind == "alert" else check_message([block])
    assert [fault.message for fault in faults] == ["invalid additional property: colour"]


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        ("actions", ["elements"]),
        ("carousel", ["elements"]),
        ("container", ["child_blocks"]),
        ("context", ["elements"]),
        ("context_actions", ["elements"]),
        ("data_table", ["caption", "rows"]),
        ("data_visualization", ["title", "chart"]),
        ("file", ["external_id", "source"]),
        ("header", ["text"]),
        ("image", ["alt_text"]),
        ("input", ["label", "element"]),
        ("markdown", ["text"]),
        ("plan", ["title", "tasks"]),
        ("rich_text", ["elements"]),
        ("table", ["rows"]),
        ("task_card", ["task_id", "title", "status"]),
        ("video", ["alt_text", "title", "thumbnail_url", "video_url"]),
    ],
)
def test_what_is_required_is_missed(kind, needed):
    for name in needed:
        block = {field: value for field, value in BLOCKS[kind].items() if field != name}
        assert said(block) == [f": missing required field: {name}"]
    assert said({"type": kind})[: len(needed)] == [
        f": missing required field: {name}" for name in needed
    ]


def test_null_is_not_the_same_as_nothing():
    assert said(section(accessory=None)) == ["/accessory: must provide an object"]
    assert said(section(block_id=None)) == ["/block_id: must provide a string"]


def test_a_part_is_of_its_own_kind():
    assert said(section() | {"text": "Hello"}) == ["/text: must provide an object"]
    assert said(actions("Go")) == ["/elements/0: must provide an object"]  # type: ignore[arg-type]
    assert said(actions(button(style=7))) == ["/elements/0/style: must provide a string"]
    assert said(actions(button(confirm="Sure?"))) == ["/elements/0/confirm: must provide an object"]


def test_every_fault_is_told_at_once():
    assert said(section(block_id=7, fields="none", shout=True, accessory=button(style="loud"))) == [
        "/block_id: must provide a string",
        "/fields: must provide an array",
        ": invalid additional property: shout",
        "/accessory/style: must be a valid enum value",
    ]


def test_a_hopeless_payload_is_not_listed_to_the_end():
    assert len(check_message([{"type": "divider", **dict.fromkeys(map(str, range(5000)))}])) == 100


def test_a_section_says_something():
    assert said({"type": "section"}) == ["/type: must define either `text` or `fields`"]
    assert said({"type": "section", "fields": [plain()]}) == []


def test_headers_labels_and_buttons_are_plain():
    assert said({"type": "header", "text": marked()}) == ["/text/type: unsupported type: mrkdwn"]
    assert said(actions(button(text=marked()))) == [
        "/elements/0/text/type: unsupported type: mrkdwn"
    ]
    assert said(asks(menu(options=[option(text=marked())]))) == [
        "/element/options/0/text/type: unsupported type: mrkdwn"
    ]


def test_emoji_goes_with_plain_text_and_verbatim_with_markup():
    assert said(section() | {"text": {**plain(), "emoji": True}}) == []
    assert said(section() | {"text": {**marked(), "verbatim": True}}) == []
    assert said(section() | {"text": {**marked(), "emoji": True}}) == [
        "/text: invalid additional property: emoji"
    ]
    assert said(section() | {"text": {**plain(), "verbatim": 1}}) == [
        "/text: invalid additional property: verbatim"
    ]
    assert said(section() | {"text": {**plain(), "emoji": "yes"}}) == [
        "/text/emoji: must provide a boolean"
    ]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com",
        "http://127.0.0.1:8065/a?b#c",
        "slack://open",
        "mailto:a@example.com",
        "HTTPS://EXAMPLE.COM",
    ],
)
def test_a_button_opens_any_kind_of_address(address):
    assert said(actions(button(url=address))) == []


@pytest.mark.parametrize(
    "address",
    ["example.com", "https://", "https:/example.com", "http:///a", "https://a b", "//example.com"],
)
def test_what_is_no_address_is_refused(address):
    assert said(actions(button(url=address))) == ["/elements/0/url: invalid url"]
    assert said(image(image_url=address)) == ["/image_url: invalid url"]


def test_an_image_is_fetched_from_the_web_and_a_video_over_https():
    assert said(image(image_url="slack://a")) == ["/image_url: invalid url"]
    assert said({**BLOCKS["video"], "video_url": "http://example.com/1"}) == [
        "/video_url: invalid url: must be https"
    ]


def test_an_image_has_one_source():
    here = {"type": "image", "alt_text": "a", "slack_file": {"id": "F0CHART0001"}}
    assert said(here) == []
    assert said({"type": "image", "alt_text": "a"}) == [
        ": must define either `image_url` or `slack_file`"
    ]
    assert said({**here, "image_url": "https://example.com"}) == [
        ": must define only one of `image_url` or `slack_file`"
    ]
    assert said({**here, "slack_file": {"id": "F0CHART0001", "url": "https://example.com"}}) == [
        "/slack_file: must define only one of `id` or `url`"
    ]
    assert said({**here, "slack_file": {"id": "F1"}}) == ["/slack_file/id: invalid slack file"]


def test_a_confirmation_has_all_its_words():
    assert said(actions(button(confirm={**CONFIRM, "style": "loud"}))) == [
        "/elements/0/confirm/style: must be a valid enum value"
    ]
    assert len(said(actions(button(confirm={})))) == 4


def test_a_menu_has_options_or_groups_of_them_but_not_both():
    bare = {"type": "static_select"}
    groups = [{"label": plain(), "options": options(1)}]
    assert said_of({**bare, "option_groups": groups}) == []
    assert said_of(bare) == [": must define either `options` or `option_groups`"]
    assert said_of({**bare, "options": options(1), "option_groups": groups}) == [
        ": must define only one of `options` or `option_groups`"
    ]


def test_what_is_chosen_at_first_is_offered_to_the_letter():
    refused = "must exactly match one of the provided options"
    assert said_of(menu(initial_option=option("1"))) == []
    assert said_of(menu(initial_option=option("1", text=plain("one")))) == [
        f"/initial_option: {refused}"
    ]
    several = {"type": "checkboxes", "options": options(3)}
    assert said_of({**several, "initial_options": options(2)}) == []
    assert said_of({**several, "initial_options": [option("0"), option("9")]}) == [
        f"/initial_options/1: {refused}"
    ]
    grouped = {
        "type": "multi_static_select",
        "option_groups": [{"label": plain(), "options": [option(name)]} for name in "ab"],
    }
    assert said_of({**grouped, "initial_options": [option("b"), option("a")]}) == []
    assert said_of({**grouped, "initial_options": [option("c")]}) == [
        f"/initial_options/0: {refused}"
    ]


def test_an_address_belongs_to_an_overflow_menus_option_only():
    far = option(url="https://example.com")
    assert said(actions({"type": "overflow", "options": [far]})) == []
    assert said_of(menu(options=[far])) == ["/options/0: invalid additional property: url"]


@pytest.mark.parametrize(
    "day", ["2026-02-30", "20261130", "2026-W10-1", "30.11.2026", "2026-11-30T00:00"]
)
def test_a_date_is_a_day_that_exists(day):
    assert said_of({"type": "datepicker", "initial_date": day}) == [
        "/initial_date: must be a date in the format YYYY-MM-DD"
    ]


@pytest.mark.parametrize("time", ["24:00", "9:30", "09:60", "09:30:00"])
def test_a_time_is_on_the_clock(time):
    assert said_of({"type": "timepicker", "initial_time": time}) == [
        "/initial_time: must be a time in the format HH:mm"
    ]


def test_numbers_of_a_number_input_are_strings_that_agree():
    ask = {"type": "number_input", "is_decimal_allowed": False}
    assert said_of({**ask, "min_value": "-2", "max_value": "10"}) == []
    assert said_of({**ask, "min_value": 2}) == ["/min_value: must provide a string"]
    assert said_of({**ask, "initial_value": "two"}) == [
        "/initial_value: must be a number in a string"
    ]
    assert said_of({**ask, "initial_value": "2.5"}) == ["/initial_value: must be a whole number"]
    assert said_of({**ask, "min_value": "10", "max_value": "9"}) == [
        "/min_value: `min_value` must not be greater than `max_value`"
    ]
    assert said_of({"type": "number_input"}) == [": missing required field: is_decimal_allowed"]


def test_a_text_inputs_shortest_is_not_longer_than_its_longest():
    ask = {"type": "plain_text_input", "min_length": 5}
    assert said_of({**ask, "max_length": 5}) == []
    assert said_of({**ask, "max_length": 4}) == [
        "/min_length: `min_length` must not be greater than `max_length`"
    ]


def test_true_is_not_a_number_and_one_is_not_true():
    assert said_of({"type": "plain_text_input", "min_length": True}) == [
        "/min_length: must provide an integer"
    ]
    assert said_of({"type": "plain_text_input", "multiline": 1}) == [
        "/multiline: must provide a boolean"
    ]


def test_a_filter_filters_something():
    ask = {"type": "conversations_select"}
    assert said_of({**ask, "filter": {}})[0].startswith("/filter: must define at least one of")
    assert said_of({**ask, "filter": {"include": ["all"]}}) == [
        "/filter/include/0: must be a valid enum value"
    ]


def test_a_workflow_button_needs_a_name_and_a_trigger():
    run = {"type": "workflow_button", "text": plain(), "workflow": {}}
    assert said(actions(run)) == [
        "/elements/0: missing required field: action_id",
        "/elements/0/workflow: missing required field: trigger",
    ]


def test_the_words_shown_for_a_prompt_need_the_prompt():
    assert said(actions(button(agent_prompt_display="Ask"))) == [
        "/elements/0: missing required field: agent_prompt"
    ]


def test_the_only_icon_is_the_bin():
    icon = {"type": "icon_button", "icon": "rocket", "text": plain()}
    assert said({"type": "context_actions", "elements": [icon]}) == [
        "/elements/0/icon: must be a valid enum value"
    ]


def test_a_card_shows_something_and_one_icon():
    assert said({"type": "card", "subtitle": plain()})[0].startswith(": must define at least one")
    rocket = {"type": "icon", "name": "rocket"}
    assert said(card(icon=image(), slack_icon=rocket)) == [
        ": must define only one of `icon` or `slack_icon`"
    ]
    assert said(card(slack_icon={"type": "icon"})) == ["/slack_icon: missing required field: name"]
    assert said(card(slack_icon={"type": "icon", "name": "moon"})) == [
        "/slack_icon/name: must be a valid enum value"
    ]


def test_a_container_has_a_title_and_folds_sensibly():
    bare = {"type": "container", "child_blocks": [section()]}
    assert said(bare) == [": must define at least one of `title`, `rich_text_title`"]
    assert said(container(section(), default_collapsed=True)) == [
        "/default_collapsed: requires `is_collapsible`"
    ]
    assert said(container(section(), is_collapsible=True, has_header_divider=True)) == [
        "/has_header_divider: cannot be used with `is_collapsible`"
    ]
    assert said(container(section(), is_collapsible=False, has_header_divider=True)) == []


def test_only_a_plans_task_is_still_waiting_and_each_has_its_own_name():
    task = {"task_id": "1", "title": "Call", "status": "pending"}
    assert said({"type": "task_card", **task}) == [
        "/status: `pending` is only allowed inside a plan"
    ]
    assert said({"type": "plan", "title": "Plan", "tasks": [task, task]}) == [
        "/tasks/1/task_id: `task_id` must be unique"
    ]


def test_rich_text_holds_lines_and_lines_hold_words():
    assert said(rich(words())) == ["/elements/0/type: unsupported type: text"]
    assert said(rich(line(line()))) == [
        "/elements/0/elements/0/type: unsupported type: rich_text_section"
    ]
    nested = {"type": "rich_text_list", "style": "bullet", "elements": [words()]}
    assert said(rich(nested)) == ["/elements/0/elements/0/type: unsupported type: text"]
    code = {"type": "rich_text_preformatted", "elements": [{"type": "emoji", "name": "wave"}]}
    assert said(rich(code)) == ["/elements/0/elements/0/type: unsupported type: emoji"]
    loud = words(style={"bold": True, "loud": True})
    assert said(rich(line(loud))) == [
        "/elements/0/elements/0/style: invalid additional property: loud"
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_chart_shows_finite_numbers(value):
    refusal = "must be a finite number"
    assert said(chart(pie(value))) == [f"/chart/segments/0/value: {refusal}"]
    drawing = bars()
    drawing["series"][0]["data"][1]["value"] = value
    assert said(chart(drawing)) == [f"/chart/series/0/data/1/value: {refusal}"]
    cell = {"type": "raw_number", "value": value, "text": "?"}
    assert said(data_table() | {"rows": [[raw()], [cell]]}) == [f"/rows/1/0/value: {refusal}"]


@pytest.mark.parametrize("value", [0, -1])
def test_a_slice_of_a_pie_has_a_size(value):
    assert said(chart(pie(1, value))) == ["/chart/segments/1/value: must be greater than 0"]


def test_the_largest_number_is_still_a_number():
    assert said(chart(pie(10**400))) == []
    assert said(chart(pie("7", True))) == [  # type: ignore[arg-type]
        "/chart/segments/0/value: must provide a number",
        "/chart/segments/1/value: must provide a number",
    ]


def test_a_series_has_one_point_for_each_category():
    refusal = "/chart/series/0/data: must have exactly one point for each category"
    for change in (
        lambda data: data.pop(),
        lambda data: data.append(data[0]),
        lambda data: data[0].update(label="elsewhere"),
        lambda data: data[0].update(label=data[1]["label"]),
    ):
        drawing = bars(points=3)
        change(drawing["series"][0]["data"])
        assert said(chart(drawing)) == [refusal]


def test_points_may_come_in_any_order():
    drawing = bars(points=3)
    drawing["series"][0]["data"].reverse()
    assert said(chart(drawing)) == []


def test_series_and_categories_have_names_of_their_own():
    drawing = bars(series=2)
    drawing["series"][1]["name"] = drawing["series"][0]["name"]
    assert said(chart(drawing)) == ["/chart/series/1/name: series names must be unique"]
    drawing = bars()
    drawing["axis_config"]["categories"] = ["a", "a"]
    assert said(chart(drawing)) == ["/chart/axis_config/categories: categories must be unique"]


def test_a_data_table_is_even_and_its_headers_plain():
    assert said(data_table() | {"rows": [[raw()], [raw(), raw()]]}) == [
        "/rows/1: all rows must have the same number of cells"
    ]
    assert said(data_table() | {"rows": [[rich(line(words()))], [raw()]]}) == [
        "/rows/0/0/type: unsupported type: rich_text"
    ]
    assert said(data_table(columns=2, row_header_column_index=2)) == [
        "/row_header_column_index: must be less than or equal to 1"
    ]


def test_no_cell_is_empty():
    assert said(data_table() | {"rows": [[raw()], [raw("")]]}) == [
        "/rows/1/0/text: must be more than 0 characters"
    ]
    assert said(table() | {"rows": [[raw("")]]}) == [
        "/rows/0/0/text: must be more than 0 characters"
    ]


def test_a_view_is_a_modal_or_a_home():
    assert [str(fault) for fault in check_view({"type": "drawer"})] == [
        "[ERROR] unsupported type: drawer [json-pointer:/view/type]"
    ]
    assert [str(fault) for fault in check_view([])] == [
        "[ERROR] must provide an object [json-pointer:/view]"
    ]


def test_a_modal_has_a_title_and_a_home_has_none():
    assert [fault.message for fault in check_view({"type": "modal", "blocks": []})] == [
        "missing required field: title"
    ]
    assert [fault.message for fault in check_view(home(title=plain()))] == [
        "invalid additional property: title"
    ]
    assert [fault.message for fault in check_view({"type": "home"})] == [
        "missing required field: blocks"
    ]


def test_what_slack_says_of_a_view_is_not_sent_back():
    assert [fault.message for fault in check_view(modal(id="V1", hash="1.2"))] == [
        "invalid additional property: id",
        "invalid additional property: hash",
    ]
