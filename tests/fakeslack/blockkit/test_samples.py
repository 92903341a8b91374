"""Everything Block Kit has passes where Slack shows it and is refused where Slack does not."""

from typing import Any

import pytest

from fakeslack.blockkit import Fault, check_message, check_view
from fakeslack.blockkit.elements import ELEMENTS as KNOWN_ELEMENTS
from fakeslack.blockkit.surfaces import BLOCKS_ON
from tests.fakeslack.blockkit import samples
from tests.fakeslack.blockkit.samples import actions, asks, home, modal, section

EVERYWHERE = {
    *("actions", "card", "context", "divider", "header"),
    *("image", "input", "rich_text", "section", "video"),
}
SHOWN = {
    "message": EVERYWHERE
    | {"carousel", "container", "context_actions", "data_table", "data_visualization", "file"}
    | {"markdown", "plan", "table", "task_card"},
    "modal": EVERYWHERE | {"alert"},
    "home": EVERYWHERE | {"carousel", "container", "data_table", "data_visualization", "table"},
}


def faults_on(surface: str, *blocks: Any) -> list[str]:
    if surface == "message":
        return [str(fault) for fault in check_message(list(blocks))]
    view = modal(*blocks) if surface == "modal" else home(*blocks)
    return [str(fault).replace(":/view/", ":/") for fault in check_view(view)]


@pytest.mark.parametrize("surface", SHOWN)
@pytest.mark.parametrize("kind", samples.BLOCKS)
def test_a_block_passes_where_slack_shows_it_and_nowhere_else(kind, surface):
    faults = faults_on(surface, samples.BLOCKS[kind])
    if kind in SHOWN[surface]:
        assert faults == []
    else:
        assert faults == [f"[ERROR] unsupported type: {kind} [json-pointer:/blocks/0/type]"]


def test_there_is_a_sample_of_every_block_and_element():
    assert set(samples.BLOCKS) == set().union(*BLOCKS_ON.values())
    assert set(samples.ELEMENTS) == set(KNOWN_ELEMENTS)


IN_SECTIONS = set(samples.ELEMENTS) - {
    "datetimepicker",
    "email_text_input",
    "feedback_buttons",
    "file_input",
    "icon_button",
    "number_input",
    "plain_text_input",
    "rich_text_input",
    "url_text_input",
}
IN_ACTIONS = IN_SECTIONS - {"image"} | {"datetimepicker"}
IN_INPUTS = set(samples.ELEMENTS) - {
    "button",
    "feedback_buttons",
    "icon_button",
    "image",
    "overflow",
    "workflow_button",
}


@pytest.mark.parametrize("kind", samples.ELEMENTS)
def test_an_element_passes_in_the_blocks_that_hold_it_and_in_no_other(kind):
    element = samples.ELEMENTS[kind]
    surface = "message" if kind == "workflow_button" else "modal"
    for allowed, block, pointer in [
        (IN_SECTIONS, section(accessory=element), "accessory"),
        (IN_ACTIONS, actions(element), "elements/0"),
        (IN_INPUTS, asks(element), "element"),
    ]:
        refusal = f"[ERROR] unsupported type: {kind} [json-pointer:/blocks/0/{pointer}/type]"
        assert faults_on(surface, block) == ([] if kind in allowed else [refusal])


@pytest.mark.parametrize(
    ("kind", "surfaces"),
    [
        ("email_text_input", ["modal"]),
        ("url_text_input", ["modal"]),
        ("number_input", ["modal"]),
        ("file_input", ["modal"]),
        ("rich_text_input", ["modal", "home"]),
        ("datetimepicker", ["modal", "message"]),
        ("plain_text_input", ["modal", "message", "home"]),
    ],
)
def test_some_inputs_are_for_some_surfaces_only(kind, surfaces):
    passing = [name for name in SHOWN if not faults_on(name, asks(samples.ELEMENTS[kind]))]
    assert sorted(passing) == sorted(surfaces)


def test_a_workflow_button_stands_in_messages_only():
    run = actions(samples.ELEMENTS["workflow_button"])
    assert [name for name in SHOWN if not faults_on(name, run)] == ["message"]


@pytest.mark.parametrize(
    "kind", ["alert", "card", "carousel", "container", "markdown", "task_card"]
)
def test_a_container_holds_plain_blocks_only(kind):
    inside = samples.container(samples.BLOCKS[kind])
    assert check_message([inside]) == [
        Fault("/blocks/0/child_blocks/0/type", f"unsupported type: {kind}")
    ]


@pytest.mark.parametrize("kind", ["pie", "bar", "area", "line"])
def test_each_kind_of_chart_passes(kind):
    drawing = samples.pie(1, 2.5) if kind == "pie" else samples.bars(kind=kind)
    assert check_message([samples.chart(drawing)]) == []


def test_an_ephemeral_message_is_read_as_any_other():
    assert check_message([section()], ephemeral=True) == []
    assert check_message([{"type": "nonsense"}], ephemeral=True) != []


def test_an_empty_message_or_view_has_nothing_wrong():
    assert check_message([]) == []
    assert check_view(home()) == []
    assert check_view(modal()) == []
