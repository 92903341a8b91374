"""The app's Home, and the tools: weather, clock, traffic."""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug import Response

from tests.fakeslack.clients import a_slack, client_of
from tests.support.browser import DESKTOP, PHONE
from tests.support.fake_slack import SlackDoors

pytestmark = pytest.mark.browser

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)


def test_home_is_opened_pressed_and_drawn_anew(visit):
    page = visit("U0RITA", "home")
    page.get_by_role("heading", name="Good morning").wait_for()
    page.get_by_text("@Rita Alvarez").wait_for()
    page.get_by_role("img", name=re.compile("Qualified and accepted")).wait_for()
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("heading", name="Yours: L-42, L-43").wait_for()
    page.get_by_role("combobox", name="Period").click()
    page.get_by_role("option", name="This month").click()
    page.get_by_role("button", name="Messages", exact=True).click()
    page.get_by_text("Your direct messages with the app.").wait_for()


def test_weather_is_made_and_cleared(visit, slack, client):
    page = visit()
    page.get_by_role("button", name="Weather").click()
    panel = page.get_by_role("region", name="Weather")
    panel.get_by_text("Clear sky: nothing").wait_for()
    panel.get_by_label("Method").fill("chat.update")
    panel.get_by_label("What happens").select_option("http_503")
    panel.get_by_label("How many calls").fill("2")
    panel.get_by_role("button", name="Let it happen").click()
    panel.get_by_text("chat.update: 503, unavailable · 2 to go").wait_for()
    assert slack.state()["faults"][0]["method"] == "chat.update"
    panel.get_by_role("checkbox", name="Real pacing").check()
    slack.wait_for(lambda: slack.state()["pacing"])
    panel.get_by_role("button", name="Clear sky").click()
    panel.get_by_text("Clear sky: nothing").wait_for()
    assert slack.state()["faults"] == []
    assert slack.state()["pacing"] is False
    page.keyboard.press("Escape")
    panel.wait_for(state="detached")


def test_traffic_shows_payloads_both_ways_and_calls(visit, client):
    page = visit()
    page.get_by_role("button", name="Traffic").click()
    panel = page.get_by_role("region", name="Traffic")
    field = page.get_by_role("textbox", name="Message #sales")
    field.fill("/lead mine")
    field.press("Enter")
    panel.locator(".traffic-row", has_text="slash_commands").first.wait_for()
    client.chat_postMessage(channel="C0SALES", text="counted words")
    call = panel.locator(".traffic-row", has_text="chat.postMessage").first
    call.locator("summary").click()
    call.get_by_text('"counted words"').wait_for()
    panel.get_by_role("searchbox", name="Filter the traffic").fill("slash_commands")
    assert panel.locator("li:visible").count() >= 1
    assert panel.locator("li:visible", has_text="chat.postMessage").count() == 0


@pytest.fixture
def with_a_clock(httpserver) -> Iterator[SlackDoors]:
    """A fake Slack whose app keeps a business time that can be moved; it is Friday, 16:00."""
    ahead = {"seconds": FRIDAY.timestamp() - time.time()}

    def clock(request):
        assert request.headers.get("Authorization") == "Bearer secret"
        wish = json.loads(request.data or b"{}")
        if "to" in wish:
            ahead["seconds"] = datetime.fromisoformat(wish["to"]).timestamp() - time.time()
        ahead["seconds"] += wish.get("advance_seconds", 0)
        now = datetime.fromtimestamp(time.time() + ahead["seconds"], UTC)
        return Response(json.dumps({"now": now.isoformat()}), content_type="application/json")

    httpserver.expect_request("/demo/clock").respond_with_handler(clock)
    with a_slack(clock_url=httpserver.url_for("/demo/clock"), clock_token="secret") as slack:
        yield slack


@pytest.fixture
def sit_down(browser, with_a_clock, complaints) -> Iterator[Any]:
    """`sit_down()` opens #sales as Rita, in a browser that was never here."""
    contexts = []

    def go(viewport: dict[str, int] = DESKTOP) -> Any:
        contexts.append(browser.new_context(viewport=viewport))
        page = contexts[-1].new_page()
        page.set_default_timeout(8000)
        complaints.watch(page)
        page.goto(f"{with_a_clock.url}/?as=U0RITA#/C0SALES")
        page.locator(".main-head h1").wait_for()
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def the_clock(page) -> Any:
    if page.viewport_size == PHONE:
        page.get_by_role("button", name="Open the sidebar").click()
    page.get_by_role("button", name="Clock", exact=True).click()
    return page.get_by_role("region", name="Clock")


def test_the_clock_moves_business_time_and_the_times_shown(sit_down, with_a_clock):
    page = sit_down()
    panel = the_clock(page)
    face = panel.get_by_role("timer")
    face.get_by_text("16:00").wait_for()  # Rita is in Berlin
    panel.get_by_role("button", name="+1 hour").click()
    face.get_by_text("17:00").wait_for()
    panel.get_by_role("button", name="+1 day").click()
    face.get_by_text("Saturday").wait_for()
    panel.get_by_role("button", name="Next Monday 09:00").click()
    face.get_by_text("09:00").wait_for()
    face.get_by_text("Monday").wait_for()
    with_a_clock.gesture("say", person="U0TOM", channel="C0SALES", text="It is Monday")
    page.locator(".message", has_text="It is Monday").get_by_text("09:00").wait_for()
    page.get_by_role("separator", name="Today").wait_for()


def test_what_was_said_before_the_clock_was_moved_keeps_its_time(sit_down, with_a_clock):
    page = sit_down()
    with_a_clock.gesture("say", person="U0TOM", channel="C0SALES", text="to all")
    client_of(with_a_clock).chat_postEphemeral(channel="C0SALES", user="U0RITA", text="to Rita")
    the_clock(page).get_by_role("button", name="Next Monday 09:00").click()
    page.get_by_role("timer").get_by_text("Monday").wait_for()
    with_a_clock.gesture("say", person="U0TOM", channel="C0SALES", text="It is Monday")
    page.reload()
    for looked_at in (page, sit_down()):
        for words, said_at in (("to all", "16:0"), ("to Rita", "16:0"), ("It is Monday", "09:0")):
            row = looked_at.locator(".message", has_text=words)
            row.wait_for()
            assert f", {said_at}" in row.get_attribute("aria-label")
        lines = looked_at.get_by_role("separator").all_inner_texts()
        days = [line for line in lines if line != "New"]
        assert days[-2:] == ["Friday 20 November", "Today"]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_clocks_go_stands_on_one_line_beside_the_moment(sit_down, viewport):
    panel = the_clock(sit_down(viewport))
    moment = panel.get_by_label("Go to").bounding_box()
    go = panel.get_by_role("button", name="Go", exact=True)
    lines = go.evaluate(
        """(button) => {
            const words = document.createRange();
            words.selectNodeContents(button);
            return words.getClientRects().length;
        }"""
    )
    assert lines == 1
    assert go.bounding_box()["x"] >= moment["x"] + moment["width"]


def test_without_a_clock_there_is_no_clock(visit):
    page = visit()
    page.get_by_role("button", name="Weather").wait_for()
    assert page.get_by_role("button", name="Clock").count() == 0
