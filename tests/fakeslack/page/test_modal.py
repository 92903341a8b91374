"""Modals: every input, refused fields, stacks, updates, closing."""

import pytest

pytestmark = pytest.mark.browser


def open_everything(page):
    field = page.get_by_role("textbox", name="Message #sales")
    field.fill("/lead add")
    field.press("Enter")
    modal = page.get_by_role("dialog", name="Add a lead")
    modal.wait_for()
    return modal


def choose(modal, label, *names):
    modal.get_by_role("combobox", name=label).click()
    for name in names:
        modal.get_by_role("option", name=name).click()


def test_every_input_reaches_the_app(visit, submitted, tmp_path):
    page = visit()
    modal = open_everything(page)
    company = modal.get_by_role("textbox", name="Company")
    assert company.evaluate("field => field === document.activeElement")
    company.fill("Northwind Freight")
    modal.get_by_role("textbox", name="What did they say?").fill("Two days\na week")
    modal.get_by_role("textbox", name="E-mail").fill("ada@example.com")
    modal.get_by_role("textbox", name="Website").fill("https://example.com")
    modal.get_by_role("textbox", name="People").fill("240")
    choose(modal, "Segment", "No budget")
    choose(modal, "Topics", "Wrong segment", "Bad timing")
    page.keyboard.press("Escape")
    choose(modal, "Owner", "Priya Nair")
    content = modal.get_by_role("combobox", name="Content")
    content.press_sequentially("pric")
    modal.get_by_role("option", name="Pricing one-pager").click()
    modal.get_by_label("Needed by").fill("2026-11-30")
    modal.get_by_label("At", exact=False).last.wait_for()
    modal.locator('[data-action-id="time"]').fill("14:30")
    modal.locator('[data-action-id="moment"]').fill("2026-12-01T09:00")
    modal.get_by_role("radio", name="Great").check()
    modal.get_by_role("checkbox", name="Bad timing").check()
    choose(modal, "Channel", "sales")
    path = tmp_path / "leads.csv"
    path.write_text("a,b\n")
    modal.locator('input[type="file"]').set_input_files(path)
    modal.get_by_text("1 ready").wait_for()
    before = len(submitted)
    modal.get_by_role("button", name="Add").click()
    modal.wait_for(state="detached")
    values = {block: next(iter(held.values())) for block, held in submitted[before].items()}
    assert values["company"]["value"] == "Northwind Freight"
    assert values["words"]["value"] == "Two days\na week"
    assert values["mail"]["value"] == "ada@example.com"
    assert values["site"]["value"] == "https://example.com"
    assert values["people"]["value"] == "240"
    assert values["segment"]["selected_option"]["value"] == "budget"
    topics = [option["value"] for option in values["topics"]["selected_options"]]
    assert topics == ["segment", "timing"]
    assert values["owner"]["selected_user"] == "U0PRIYA"
    assert values["asset"]["selected_option"]["value"] == "Pricing one-pager"
    assert values["date"]["selected_date"] == "2026-11-30"
    assert values["time"]["selected_time"] == "14:30"
    # Nine in the morning in Berlin, where Rita is, is eight in UTC.
    assert values["moment"]["selected_date_time"] == 1796112000
    assert values["verdict"]["selected_option"]["value"] == "great"
    assert [option["value"] for option in values["checks"]["selected_options"]] == ["timing"]
    assert values["where"]["selected_conversation"] == "C0SALES"
    assert values["list"]["files"][0]["name"] == "leads.csv"


def test_what_is_missing_or_wrong_is_said_beside_the_field(visit):
    page = visit()
    modal = open_everything(page)
    modal.get_by_role("textbox", name="E-mail").fill("nonsense")
    modal.get_by_role("button", name="Add").click()
    company = modal.locator('[data-field="company"]')
    company.get_by_text("Please complete this required field.").wait_for()
    modal.get_by_text("Please enter a valid email address.").wait_for()
    field = modal.get_by_role("textbox", name="Company")
    assert field.get_attribute("aria-invalid") == "true"
    assert field.evaluate("field => field === document.activeElement")
    described = field.get_attribute("aria-describedby").split()[-1]
    assert "required" in page.locator(f"#{described}").inner_text()
    field.fill("Nobody")
    assert company.get_by_text("required field").count() == 0
    modal.get_by_role("textbox", name="E-mail").fill("ada@example.com")
    choose(modal, "Segment", "No budget")
    modal.get_by_role("radio", name="Poor").check()
    modal.get_by_role("button", name="Add").click()
    modal.get_by_text("That company does not exist.").wait_for()
    page.keyboard.press("Escape")
    modal.wait_for(state="detached")


def test_modals_stack_and_escape_takes_the_top_one(visit, slack):
    ts = slack.gesture("say", person="U0TOM", channel="C0SALES", text="L-60")["ts"]
    page = visit("U0PRIYA")
    page.locator(f'[data-ts="{ts}"]').hover()
    page.locator(f'[data-ts="{ts}"]').get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Rate this lead").click()
    below = page.get_by_role("dialog", name="Rate")
    below.get_by_role("textbox", name="Why?").fill("too small")
    below.get_by_role("button", name="More …").click()
    top = page.get_by_role("dialog", name="More")
    top.get_by_text("On top of it.").wait_for()
    assert page.locator("dialog[open]").count() == 2
    page.keyboard.press("Escape")
    top.wait_for(state="detached")
    assert below.get_by_role("textbox", name="Why?").input_value() == "too small"
    below.get_by_role("button", name="Turn").click()
    below.get_by_text("Turned over.").wait_for()
    assert below.get_by_role("textbox", name="Why?").input_value() == "too small"


def test_a_modal_survives_a_reload_and_a_closed_one_is_told(visit, slack):
    page = visit("U0SAM")
    modal = open_everything(page)
    modal.get_by_role("textbox", name="Company").fill("Contoso")
    modal.get_by_role("textbox", name="E-mail").focus()
    page.wait_for_timeout(200)
    page.reload()
    again = page.get_by_role("dialog", name="Add a lead")
    again.wait_for()
    assert again.get_by_role("textbox", name="Company").input_value() == "Contoso"
    again.get_by_role("button", name="Not now").click()
    again.wait_for(state="detached")
    kinds = [entry["payload"].get("payload", {}).get("type") for entry in slack.traffic()]
    assert "view_closed" in kinds
    field = page.get_by_role("textbox", name="Message #sales")
    field.wait_for()
