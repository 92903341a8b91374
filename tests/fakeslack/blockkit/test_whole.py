"""What holds between the blocks of one message or view."""

from fakeslack.blockkit import Fault, check_message, check_view
from tests.fakeslack.blockkit.samples import (
    actions,
    asks,
    button,
    card,
    container,
    home,
    menu,
    modal,
    plain,
    section,
)


def test_an_input_needs_a_button_to_send_it():
    silent = modal(section(), asks(menu()))
    del silent["submit"]
    assert check_view(silent) == [
        Fault("/view/blocks/1/input", "must define `submit` to use an `input` block in modals")
    ]


def test_a_home_or_a_message_may_ask_without_a_submit():
    assert check_view(home(asks(menu()))) == []
    assert check_message([asks(menu())]) == []


def test_two_blocks_never_share_an_id():
    twice = [section(block_id="lead"), section(), section(block_id="lead")]
    expected = '`block_id` "lead" already exists'
    assert check_message(twice) == [Fault("/blocks/2/block_id", expected)]
    assert check_view(home(*twice)) == [Fault("/view/blocks/2/block_id", expected)]


def test_a_block_inside_a_container_is_counted_among_the_others():
    faults = check_message([section(block_id="lead"), container(section(block_id="lead"))])
    assert [fault.pointer for fault in faults] == ["/blocks/1/child_blocks/0/block_id"]


def test_a_card_inside_a_carousel_is_counted_among_the_others():
    cards = [card(block_id="lead", actions=[button(), button()]), card(block_id="lead")]
    faults = check_message([{"type": "carousel", "elements": cards}])
    assert [fault.pointer for fault in faults] == [
        "/blocks/0/elements/1/block_id",
        "/blocks/0/elements/0/actions/1/action_id",
    ]


def test_two_actions_of_one_block_never_share_an_id():
    assert [str(fault) for fault in check_message([actions(button("vote"), button("vote"))])] == [
        '[ERROR] `action_id` "vote" already exists [json-pointer:/blocks/0/elements/1/action_id]'
    ]


def test_actions_of_different_blocks_may_share_an_id():
    assert check_message([actions(button("vote")), actions(button("vote"))]) == []
    assert check_message([section(accessory=button()), section(accessory=button())]) == []


def test_actions_without_an_id_are_never_the_same():
    bare = {"type": "button", "text": plain()}
    assert check_message([actions(bare, bare)]) == []


def test_only_one_element_takes_the_focus():
    first = modal(asks(menu(focus_on_load=True)), asks(menu(focus_on_load=False)))
    assert check_view(first) == []
    both = modal(asks(menu(focus_on_load=True)), asks(menu(focus_on_load=True)))
    assert [fault.pointer for fault in check_view(both)] == ["/view/blocks/1/element/focus_on_load"]
