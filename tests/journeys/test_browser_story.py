"""The whole loop by mouse and keyboard alone, as people play it in the demo's page."""

import pytest

from tests.support.browser import Desk
from tests.support.demo_process import DemoProcess

pytestmark = [pytest.mark.journey, pytest.mark.browser]

NORA = {
    "id": "form-900",
    "source": "website",
    "email": "nora.quist@fjordline.example",
    "name": "Nora Quist",
    "company": "Fjordline Freight",
    "title": "Head of Customs",
    "score": 84,
    "campaign": "Spring outreach",
    "message": "We clear forty containers a week by hand.",
}


@pytest.fixture
def demo(tmp_path):
    with DemoProcess(tmp_path / "demo") as running:
        yield running


@pytest.fixture
def desk(browser, demo):
    desk = Desk(browser, demo.slack.url)
    yield desk
    assert desk.complaints == []
    desk.leave()


def test_a_lead_is_taken_rated_answered_and_the_rep_is_told(demo, desk):
    it_is_tuesday_morning(desk)
    demo.webhook(NORA)
    rita_takes_it_by_keyboard(desk)
    tom_rates_it_low_and_says_why(desk)
    mark_sees_it_and_answers(desk)
    tom_is_told(desk)


def it_is_tuesday_morning(desk):
    """By the clock panel: everybody works, and what waited overnight is listed."""
    desk.page.get_by_role("button", name="Clock", exact=True).click()
    clock = desk.page.get_by_role("region", name="Clock")
    face = clock.get_by_role("timer")
    clock.get_by_role("button", name="Next Monday 09:00").click()
    face.get_by_text("Monday").wait_for()
    clock.get_by_role("button", name="+1 day").click()
    face.get_by_text("Tuesday").wait_for()
    face.get_by_text("09:00").wait_for()
    desk.message("leads wait too long").wait_for()
    desk.page.keyboard.press("Escape")
    clock.wait_for(state="detached")


def rita_takes_it_by_keyboard(desk):
    card = desk.message("Nora Quist")
    take = card.get_by_role("button", name="Take it")
    take.wait_for()
    card.get_by_text("We clear forty containers").wait_for()
    take.press("Enter")
    card.get_by_text("Rita Alvarez since").wait_for()
    card.get_by_role("button", name="Update").wait_for()
    assert take.count() == 0


def tom_rates_it_low_and_says_why(desk):
    desk.become("Tom Becker")
    card = desk.message("Nora Quist")
    card.hover()
    card.get_by_role("button", name="React with -1").click()
    card.locator('[data-reaction="-1"][aria-pressed="true"]').wait_for()
    app = desk.page.locator("#sidebar .side-item", has_text="smarketing")
    app.locator(".unread-count").wait_for()
    desk.go_to("smarketing")
    why = desk.message("Fjordline Freight")
    why.get_by_text("What was wrong?").wait_for()
    why.get_by_role("button", name="Wrong segment").click()
    why.get_by_text("Marketing sees: wrong segment").wait_for()


def mark_sees_it_and_answers(desk):
    desk.become("Mark Osei")
    desk.go_to("marketing")
    campaign = desk.message("Spring outreach")
    campaign.get_by_text("1 announced · 1 taken · 0 rejected · rated 2.0 of 5").wait_for()
    campaign.get_by_text("Why low: wrong segment 1").wait_for()
    campaign.get_by_role("button", name="1 reply").click()
    line = desk.reply("Fjordline Freight: wrong segment")
    line.get_by_role("button", name="We changed something").click()
    form = desk.dialog("We changed something")
    form.get_by_label("What did you change?").press_sequentially("Forwarders are out from today")
    assert form.get_by_role("checkbox", name="Wrong segment: one verdict").is_checked()
    form.get_by_role("button", name="Tell them").click()
    thanks = desk.dialog("Thank you")
    thanks.get_by_text("Tom Becker is told once").wait_for()
    desk.page.keyboard.press("Escape")
    thanks.wait_for(state="detached")
    line.get_by_text("Changed: Forwarders are out from today (Mark Osei)").wait_for()
    campaign.get_by_text("Changed: Forwarders are out from today").wait_for()


def tom_is_told(desk):
    desk.become("Tom Becker")
    desk.go_to("smarketing")
    told = desk.message("Your feedback changed something in Spring outreach")
    told.get_by_text("Forwarders are out from today").wait_for()
