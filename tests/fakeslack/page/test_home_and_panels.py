"""The app's Home, and the tools: weather, clock, traffic."""

import json
import re
from datetime import datetime

import pytest
from werkzeug import Response

from tests.fakeslack.clients import a_slack

pytestmark = pytest.mark.browser


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


def test_the_clock_moves_business_time_and_the_times_shown(browser, httpserver, complaints):
    now = {"at": datetime.fromisoformat("2026-11-20T15:00:00+00:00")}
    asked = []

    def clock(request):
        asked.append(request.headers.get("Authorization"))
        wish = json.loads(request.data or b"{}")
        if "to" in wish:
            now["at"] = datetime.fromisoformat(wish["to"])
        elif "advance_seconds" in wish:
            now["at"] = datetime.fromtimestamp(
                now["at"].timestamp() + wish["advance_seconds"], now["at"].tzinfo
            )
        return Response(json.dumps({"now": now["at"].isoformat()}), content_type="application/json")

    httpserver.expect_request("/demo/clock").respond_with_handler(clock)
    with a_slack(clock_url=httpserver.url_for("/demo/clock"), clock_token="secret") as slack:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(8000)
        complaints.watch(page)
        page.goto(f"{slack.url}/?as=U0RITA#/C0SALES")
        page.get_by_role("button", name="Clock").click()
        panel = page.get_by_role("region", name="Clock")
        face = panel.get_by_role("timer")
        face.get_by_text("16:00").wait_for()  # Rita is in Berlin
        panel.get_by_role("button", name="+1 hour").click()
        face.get_by_text("17:00").wait_for()
        panel.get_by_role("button", name="+1 day").click()
        face.get_by_text("Saturday").wait_for()
        panel.get_by_role("button", name="Next Monday 09:00").click()
        face.get_by_text("09:00").wait_for()
        face.get_by_text("Monday").wait_for()
        assert now["at"].astimezone().timestamp() == 1795420800  # 08:00 UTC
        slack.gesture("say", person="U0TOM", channel="C0SALES", text="It is Monday")
        page.locator(".message", has_text="It is Monday").get_by_text("09:00").wait_for()
        page.get_by_role("separator", name="Today").wait_for()
        assert set(asked) == {"Bearer secret"}
        page.close()
        assert complaints == []


def test_without_a_clock_there_is_no_clock(visit):
    page = visit()
    page.get_by_role("button", name="Weather").wait_for()
    assert page.get_by_role("button", name="Clock").count() == 0
