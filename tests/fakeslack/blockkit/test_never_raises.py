"""Whatever JSON arrives, the answer is a list of faults, and soon."""

import copy
import json
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeslack.blockkit import Fault, check_message, check_view
from tests.fakeslack.blockkit.samples import (
    BLOCKS,
    ELEMENTS,
    actions,
    asks,
    button,
    home,
    menu,
    modal,
    option,
    section,
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([10**400, -(10**400), "", "section", "plain_text", "\ud800", "a" * 4000])
    | st.text(max_size=20)
)
names = st.sampled_from(
    ["type", "text", "elements", "blocks", "options", "rows", "block_id", "value", "element"]
) | st.text(max_size=8)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=25,
)

SAMPLES: list[Any] = [
    *BLOCKS.values(),
    *(asks(element) for element in ELEMENTS.values()),
    *(actions(element) for element in ELEMENTS.values()),
]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place within a JSON value that could hold something else."""
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    else:
        return []
    return [(value, key) for key, _ in inner] + [
        place for _, child in inner for place in places(child)
    ]


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A valid block with a few places overwritten, dropped, doubled or filled from elsewhere."""
    block = copy.deepcopy(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(places(block)))
        match draw(st.sampled_from(["overwrite", "drop", "add", "swap"])):
            case "overwrite":
                holder[key] = draw(values)
            case "drop":
                del holder[key]
            case "add" if isinstance(holder, dict):
                holder[draw(names)] = draw(values)
            case "add":
                holder.append(draw(values))
            case "swap":
                holder[key] = copy.deepcopy(draw(st.sampled_from(SAMPLES)))
        if not places(block):
            break
    return block


def told(faults: list[Fault]) -> None:
    for fault in faults:
        assert fault.message
        assert fault.pointer.startswith(("/blocks", "/view"))
        assert str(fault).startswith("[ERROR] ")


@given(values)
def test_any_json_at_all_gets_an_answer(value):
    told(check_message(value))
    told(check_view(value))
    told(check_message([value]))
    told(check_view(modal(value)))
    told(check_view(home(value)))


@given(st.lists(spoiled(), max_size=3))
def test_a_spoiled_sample_gets_an_answer(blocks):
    told(check_message(blocks))
    told(check_view(modal(*blocks)))
    told(check_view(home(*blocks)))


@given(values, st.sampled_from(["title", "submit", "close", "private_metadata", "type", "blocks"]))
def test_a_spoiled_view_gets_an_answer(value, name):
    told(check_view({**modal(section()), name: value}))
    told(check_view({**home(section()), name: value}))


@given(st.sampled_from(SAMPLES))
def test_reading_changes_nothing(block):
    before = json.dumps(block)
    check_message([block])
    assert json.dumps(block) == before


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("name", ["text", "fields", "accessory", "block_id", "type"])
def test_json_of_any_depth_gets_an_answer(name):
    told(check_message([{**section(), name: nested(900)}]))
    deep = option()
    deep["value"] = nested(900)
    told(check_message([asks(menu(options=[deep], initial_option=deep))]))


def fastest(check: Any, value: Any, times: int = 20) -> float:
    def once() -> float:
        start = perf_counter()
        check(value)
        return perf_counter() - start

    return min(once() for _ in range(times))


def test_a_full_message_is_read_in_a_moment():
    blocks = [
        section(block_id=str(place), accessory=menu())
        if place % 2
        else actions(*[button(str(other)) for other in range(5)], block_id=str(place))
        for place in range(50)
    ]
    assert check_message(blocks) == []
    # About half a millisecond; the margin is for a busy machine.
    assert fastest(check_message, blocks) < 0.01


def test_a_flood_is_answered_without_reading_it_all():
    assert fastest(check_message, [section()] * 1_000_000, times=3) < 0.1
