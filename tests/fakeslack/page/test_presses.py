"""A press counts although the page learns something new between its down and its up."""

from contextlib import contextmanager

import pytest

from tests.fakeslack.page.showcase import lead_card

pytestmark = pytest.mark.browser


@contextmanager
def drawn_anew(page, reading):
    """The page has read this again by the end, and had the time to draw it."""
    with page.expect_response(lambda answer: reading in answer.url):
        yield
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")


def press_on(page, element):
    element.hover()
    page.mouse.down()


def test_a_place_in_the_sidebar_is_gone_to(visit, client):
    page = visit("U0MARK")
    press_on(page, page.locator('#sidebar [data-place="C0MKTG"]'))
    with drawn_anew(page, "/screen?"):
        client.chat_postMessage(channel="C0MKTG", text="Something new for the count of unread")
    page.mouse.up()
    page.locator(".main-head h1").get_by_text("marketing", exact=True).wait_for()


def test_a_button_of_a_card_that_is_edited_meanwhile_is_pressed(visit, client, slack):
    ts = client.chat_postMessage(channel="C0SALES", text="Ada", blocks=lead_card())["ts"]
    page = visit()
    card = page.locator(f'.message[data-ts="{ts}"]')
    press_on(page, card.get_by_role("button", name="Take it"))
    with drawn_anew(page, "/messages"):
        slack.gesture("react", person="U0TOM", channel="C0SALES", ts=ts, name="eyes")
    assert card.locator('[data-reaction="eyes"]').count() == 0
    page.mouse.up()
    card.get_by_text("took it").wait_for()
    card.locator('[data-reaction="eyes"]').wait_for()


def test_a_button_held_with_the_space_bar_is_pressed(visit, client, slack):
    ts = client.chat_postMessage(channel="C0SALES", text="Ada", blocks=lead_card())["ts"]
    page = visit()
    card = page.locator(f'.message[data-ts="{ts}"]')
    card.get_by_role("button", name="Take it").focus()
    page.keyboard.down("Space")
    with drawn_anew(page, "/messages"):
        slack.gesture("react", person="U0TOM", channel="C0SALES", ts=ts, name="eyes")
    page.keyboard.up("Space")
    card.get_by_text("took it").wait_for()


def test_what_came_during_a_press_is_shown_after_a_press_that_ends_elsewhere(visit, client):
    page = visit("U0MARK")
    press_on(page, page.locator('#sidebar [data-place="C0MKTG"]'))
    with drawn_anew(page, "/messages"):
        client.chat_postMessage(channel="C0SALES", text="Said while the finger was down")
    page.mouse.move(700, 300)
    page.mouse.up()
    page.locator(".message", has_text="Said while the finger was down").wait_for()
