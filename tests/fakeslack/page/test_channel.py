"""A channel as a person uses it: reading, writing, reacting, threads, slash commands."""

import http.client
import json
import re
import time
from urllib.parse import urlsplit

import pytest

from tests.fakeslack.page.showcase import lead_card

pytestmark = pytest.mark.browser


def row(page, ts):
    return page.locator(f'.message[data-ts="{ts}"]')


def feed_row(page, ts):
    return page.locator(f'.stage .message[data-ts="{ts}"]')


def composer(page, name="#sales"):
    return page.get_by_role("textbox", name=f"Message {name}")


def say(slack, text, person="U0TOM", channel="C0SALES", **more):
    return slack.gesture("say", person=person, channel=channel, text=text, **more)["ts"]


def test_a_message_arrives_is_edited_and_vanishes_without_a_reload(visit, client):
    page = visit()
    ts = client.chat_postMessage(channel="C0SALES", text="A *fresh* lead")["ts"]
    row(page, ts).get_by_text("fresh").wait_for()
    assert row(page, ts).locator("strong").inner_text() == "fresh"
    assert row(page, ts).locator(".badge").inner_text() == "APP"
    client.chat_update(channel="C0SALES", ts=ts, text="A taken lead")
    row(page, ts).get_by_text("A taken lead").wait_for()
    row(page, ts).get_by_text("(edited)").wait_for()
    client.chat_delete(channel="C0SALES", ts=ts)
    row(page, ts).wait_for(state="detached")


def test_a_card_shows_its_text_buttons_and_emoji(visit, client):
    ts = client.chat_postMessage(channel="C0SALES", text="Ada", blocks=lead_card())["ts"]
    page = visit()
    card = row(page, ts)
    card.get_by_role("button", name="Take it").wait_for()
    assert card.locator("blockquote").inner_text().startswith("“We lose")
    assert "✋ take · 🔥 great" in card.inner_text()


def test_pressing_a_button_changes_the_card_in_place(visit, client):
    ts = client.chat_postMessage(channel="C0SALES", text="Ada", blocks=lead_card())["ts"]
    page = visit()
    row(page, ts).get_by_role("button", name="Take it").click()
    row(page, ts).get_by_text("@Rita Alvarez").wait_for()
    row(page, ts).get_by_text("took it").wait_for()
    assert row(page, ts).get_by_role("button", name="Take it").count() == 0


def test_a_button_with_a_confirm_asks_first(visit, client):
    ts = client.chat_postMessage(channel="C0SALES", text="Ada", blocks=lead_card())["ts"]
    page = visit()
    reject = row(page, ts).get_by_role("button", name="Reject")
    reject.click()
    question = page.get_by_role("dialog", name="Reject this lead?")
    question.get_by_role("button", name="Keep it").click()
    question.wait_for(state="detached")
    reject.click()
    page.keyboard.press("Escape")
    question.wait_for(state="detached")
    assert page.get_by_text("Rejected, thank you.").count() == 0
    reject.click()
    question.get_by_role("button", name="Reject it").click()
    answer = page.locator(".message.ephemeral", has_text="Rejected, thank you.")
    answer.get_by_text("Only visible to you").wait_for()


def test_the_overflow_menu_works_by_keyboard(visit, client, slack):
    ts = client.chat_postMessage(channel="C0SALES", text="Ada", blocks=lead_card())["ts"]
    page = visit()
    row(page, ts).get_by_role("button", name="More options").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("menuitem", name="Open the trail").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = slack.wait_for(
        lambda: [
            action
            for entry in slack.traffic()
            for action in entry["payload"].get("payload", {}).get("actions", [])
            if action["type"] == "overflow"
        ]
    )
    assert chosen[-1]["selected_option"]["value"] == "mute"


def test_reacting_by_the_tools_the_picker_and_the_count(visit, slack):
    ts = say(slack, "L-50")
    page = visit()
    row(page, ts).hover()
    row(page, ts).get_by_role("button", name="React with fire").click()
    fire = row(page, ts).locator('[data-reaction="fire"]')
    fire.wait_for()
    assert fire.get_attribute("aria-pressed") == "true"
    slack.gesture("react", person="U0PRIYA", channel="C0SALES", ts=ts, name="fire")
    page.wait_for_function(
        "ts => document.querySelector(`[data-ts='${ts}'] .reaction-count`)?.textContent === '2'",
        arg=ts,
    )
    assert "You and Priya Nair" in fire.get_attribute("aria-label")
    fire.click()
    page.wait_for_function(
        "ts => document.querySelector(`[data-ts='${ts}'] .reaction-count`)?.textContent === '1'",
        arg=ts,
    )
    row(page, ts).get_by_role("button", name="Add reaction").first.click()
    picker = page.get_by_role("dialog", name="Pick a reaction")
    first = picker.locator(".picker-cell")
    assert [first.nth(n).inner_text() for n in range(5)] == ["✋", "🔥", "👍", "👎", "🗑️"]
    page.keyboard.type("tada")
    page.keyboard.press("Enter")
    row(page, ts).locator('[data-reaction="tada"]').wait_for()


def test_writing_with_a_mention_and_a_line_break(visit, slack):
    page = visit()
    field = composer(page)
    field.fill("Look, ")
    field.press_sequentially("@pri")
    page.get_by_role("option", name="Priya Nair").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("<b>now</b> & :fire:")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")
    page.keyboard.press("Enter")
    page.locator(".message", has_text="second line").wait_for()
    text = slack.messages("C0SALES")[-1]["text"]
    assert text == "Look, <@U0PRIYA> &lt;b&gt;now&lt;/b&gt; &amp; :fire:\nsecond line"
    said = page.locator(".message", has_text="second line").locator(".text")
    assert said.inner_text() == "Look, @Priya Nair <b>now</b> & 🔥\nsecond line"
    assert field.input_value() == ""


def test_a_slash_command_is_completed_and_answered_for_me_alone(visit):
    page = visit()
    field = composer(page)
    field.press_sequentially("/le")
    page.get_by_role("option", name="/lead").wait_for()
    page.keyboard.press("Tab")
    assert field.input_value() == "/lead "
    page.keyboard.type("mine")
    page.keyboard.press("Enter")
    answer = page.locator(".message.ephemeral", has_text="You asked for mine.")
    answer.get_by_text("Only visible to you").wait_for()
    other = visit("U0TOM")
    assert other.get_by_text("You asked for mine.").count() == 0


def test_an_unknown_command_says_so_and_keeps_the_words(visit):
    page = visit()
    field = composer(page)
    field.fill("/nothing at all")
    field.press("Enter")
    page.get_by_text("/nothing is not a valid command").wait_for()
    assert field.input_value() == "/nothing at all"


def test_a_thread_is_opened_answered_and_counted(visit, slack):
    ts = say(slack, "Who knows Contoso?")
    page = visit()
    row(page, ts).hover()
    row(page, ts).get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("region", name="Thread")
    reply = thread.get_by_role("textbox", name="Reply in thread")
    assert reply.evaluate("field => field === document.activeElement")
    page.keyboard.type("I do")
    page.keyboard.press("Enter")
    thread.locator(".message", has_text="I do").wait_for()
    feed_row(page, ts).get_by_text("1 reply").wait_for()
    say(slack, "Me too", person="U0SAM", thread_ts=ts)
    thread.locator(".message", has_text="Me too").wait_for()
    thread.get_by_text("2 replies").wait_for()
    assert re.search(rf"/{re.escape(ts)}$", page.url)
    page.keyboard.press("Escape")
    thread.wait_for(state="detached")
    feed_row(page, ts).get_by_role("button", name=re.compile("2 replies")).click()
    thread.get_by_text("Me too").wait_for()


def test_unread_marks_come_and_go(visit, slack):
    page = visit("U0MARK", "C0MKTG")
    say(slack, "For marketing too", person="U0RITA")
    mark = page.locator('.side-item[data-place="C0SALES"] .unread-count')
    mark.wait_for()
    page.get_by_role("button", name=re.compile("^sales")).click()
    page.locator(".message", has_text="For marketing too").wait_for()
    mark.wait_for(state="detached")
    page.get_by_role("separator", name="New messages").wait_for()


def test_switching_the_person_changes_what_is_seen(visit):
    page = visit("U0RITA")
    page.get_by_role("button", name=re.compile("Switch person")).click()
    entries = page.get_by_role("menuitemradio")
    assert "Sales rep" in entries.first.inner_text()
    page.get_by_role("menuitemradio", name=re.compile("Maya Haddad")).click()
    page.get_by_role("button", name=re.compile("You are Maya Haddad, Marketing manager")).wait_for()
    assert "as=U0MAYA" in page.url
    page.get_by_role("button", name=re.compile("^marketing")).wait_for()
    page.get_by_role("button", name=re.compile("Switch person")).click()
    page.get_by_role("menuitemradio", name=re.compile("Gus Guest")).click()
    page.get_by_role("button", name=re.compile("Freelancer · guest")).wait_for()
    assert page.get_by_role("button", name=re.compile("^marketing")).count() == 0


def test_a_file_is_shared_and_can_be_fetched(visit, tmp_path):
    page = visit()
    path = tmp_path / "leads.csv"
    path.write_text("name,company\nAda,Northwind\n")
    page.locator('.stage input[type="file"]').set_input_files(path)
    shared = page.locator(".message", has_text="leads.csv").last
    shared.wait_for()
    with page.expect_download() as download:
        shared.get_by_role("link", name="leads.csv").click()
    assert download.value.path().read_text() == path.read_text()


def test_a_message_shortcut_is_in_the_menu_of_a_message(visit, slack):
    ts = say(slack, "L-51")
    page = visit()
    row(page, ts).hover()
    row(page, ts).get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=re.compile("Rate this lead")).click()
    page.get_by_role("dialog", name="Rate").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Rate").wait_for(state="detached")


def test_what_a_stranger_writes_stays_text(visit, client, slack):
    hostile = (
        '<img src=x onerror="window.pwned=1"> <script>window.pwned=1</script> '
        "&lt;img src=x onerror=window.pwned=1&gt; <javascript:alert(1)|click> "
        "<https://example.com/?q=<script>|label> *`_~" + "*a " * 400
    )
    ts = client.chat_postMessage(
        channel="C0SALES",
        text="x",
        blocks=[
            {"type": "section", "text": {"type": "mrkdwn", "text": hostile}},
            {"type": "markdown", "text": hostile + "\n[x](javascript:window.pwned=1)"},
            {"type": "header", "text": {"type": "plain_text", "text": "<b>not bold</b>"}},
        ],
    )["ts"]
    page = visit()
    card = row(page, ts)
    card.get_by_text("<b>not bold</b>").wait_for()
    assert card.locator("script, img, b").count() == 0
    hrefs = card.locator("a").evaluate_all("links => links.map(link => link.protocol)")
    assert set(hrefs) <= {"https:", "http:", "mailto:"}
    for link in card.locator("a").all():
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert link.get_attribute("target") == "_blank"
    assert page.evaluate("window.pwned") is None


def test_nothing_is_asked_of_another_machine(visit, client):
    client.chat_postMessage(
        channel="C0SALES",
        text="x",
        blocks=[{"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart"}],
    )
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    page.reload()
    page.get_by_role("img", name="A chart").last.wait_for()
    assert set(asked) == {urlsplit(page.url).netloc}


def test_two_people_write_to_each_other(visit):
    rita = visit()
    rita.get_by_role("button", name="New message").focus()
    rita.keyboard.press("Enter")
    rita.keyboard.type("Sam")
    rita.keyboard.press("Enter")
    rita.get_by_role("heading", name="Sam Carter", level=1).wait_for()
    rita.get_by_role("textbox", name="Message Sam Carter").fill("Can we talk about L-42?")
    rita.keyboard.press("Enter")
    sam = visit("U0SAM", "home")
    talks = sam.get_by_role("region", name="Direct messages")
    talks.get_by_role("button", name="Rita Alvarez").get_by_text("1 unread").wait_for()
    talks.get_by_role("button", name="Rita Alvarez").click()
    sam.locator(".message", has_text="Can we talk about L-42?").wait_for()
    sam.get_by_role("textbox", name="Message Rita Alvarez").fill("At ten.")
    sam.keyboard.press("Enter")
    rita.locator(".message", has_text="At ten.").wait_for()


def test_a_menu_gives_the_focus_back_though_the_sidebar_was_drawn_anew(visit, slack):
    page = visit()
    page.get_by_role("button", name="New message").click()
    page.get_by_role("menu", name="People to write to").wait_for()
    say(slack, "meanwhile", person="U0MAYA", channel="U0RITA")
    page.get_by_role("region", name="Direct messages").get_by_text("Maya Haddad").wait_for()
    page.keyboard.press("Escape")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "New message"


def test_a_channel_is_found_and_joined(visit, slack):
    page = visit("U0PRIYA")
    page.get_by_role("button", name="Browse channels").click()
    page.get_by_role("menuitem", name="marketing").click()
    page.get_by_role("heading", name="marketing", exact=True).wait_for()
    composer(page, "#marketing").fill("Hello from sales")
    page.keyboard.press("Enter")
    page.locator(".message", has_text="Hello from sales").wait_for()
    page.get_by_role("button", name="Browse channels").click()
    page.get_by_text("You are in every channel that is open to you").wait_for()
    slack.gesture("leave", person="U0PRIYA", channel="C0MKTG")


def test_one_note_of_who_one_is(visit):
    page = visit()
    for name in ("Tom Becker", "Mona Lindqvist", "Sam Carter"):
        page.get_by_role("button", name="Switch person").click()
        page.get_by_role("menuitemradio", name=name).click()
        page.get_by_text(f"You are {name} now.").wait_for()
    assert page.locator(".toast").count() == 1


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_note_stands_where_nobody_types(visit, phone):
    page = visit(phone=phone)
    if phone:
        page.get_by_role("button", name="Open the sidebar").click()
    page.get_by_role("button", name="Switch person").click()
    page.get_by_role("menuitemradio", name="Tom Becker").click()
    note = page.locator(".toast").bounding_box()
    stage = page.locator(".main").bounding_box()
    head = page.locator(".main-head").bounding_box()
    field = page.get_by_role("textbox", name="Message #sales").bounding_box()
    assert note["x"] >= stage["x"]
    assert note["x"] + note["width"] <= stage["x"] + stage["width"]
    assert note["y"] >= head["y"] + head["height"]
    assert note["y"] + note["height"] < field["y"] - field["height"]


def test_what_was_being_read_for_one_person_is_not_read_for_the_next(visit):
    page = visit("U0MAYA", "C0MKTG")
    held, urls = [], []
    page.on("request", lambda request: urls.append(request.url))

    def hold(route):
        held.append(route)

    page.route("**/screen/messages*", hold, times=1)
    read_again = "document.dispatchEvent(new Event('visibilitychange'))"
    with page.expect_request("**/screen/messages*"):
        page.evaluate(read_again)
    page.evaluate(read_again)  # waits for the one under way
    page.get_by_role("button", name=re.compile("Switch person")).click()
    page.get_by_role("menuitemradio", name=re.compile("Gus Guest")).click()
    page.get_by_role("button", name=re.compile("Freelancer · guest")).wait_for()
    with page.expect_request("**/screen/messages*C0MKTG*"):
        held[0].continue_()
    asked = [url for url in urls if "C0MKTG" in url]
    assert len(asked) == 2
    assert all("as=U0MAYA" in url for url in asked)


def test_who_takes_over_while_the_screen_is_read_comes_to_a_place_of_theirs(visit):
    page = visit("U0MAYA", "C0MKTG")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/screen?*", hold, times=1)
    with page.expect_request("**/screen?*"):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_role("button", name=re.compile("Switch person")).click()
    page.get_by_role("menuitemradio", name=re.compile("Rita Alvarez")).click()
    held[0].continue_()
    page.get_by_text("You are Rita Alvarez now.").wait_for()
    page.locator(".main-head h1").get_by_text("sales", exact=True).wait_for()


def test_ten_thousand_messages_still_scroll(visit, slack):
    where = urlsplit(slack.url)
    line = http.client.HTTPConnection(where.hostname, where.port)
    for number in range(10_000):
        body = {"as": "U0TOM", "channel": "C0GENERAL", "text": f"message {number}"}
        line.request(
            "POST", "/gestures/say", json.dumps(body), {"Content-Type": "application/json"}
        )
        assert line.getresponse().read()
    line.close()
    page = visit("U0RITA", "C0GENERAL")
    page.get_by_text("message 9999", exact=True).wait_for()
    numbers = """() => [...document.querySelectorAll('.stage .message .body')]
        .map(body => Number(body.textContent.split(' ')[1]))"""
    begun = time.monotonic()
    oldest = 9999
    while oldest > 8000:
        page.locator(".feed-scroll").evaluate("box => { box.scrollTop = 0 }")
        page.wait_for_function(f"oldest => ({numbers})()[0] < oldest", arg=oldest)
        shown = page.evaluate(numbers)
        assert shown == list(range(shown[0], shown[0] + len(shown)))
        assert len(shown) < 400
        oldest = shown[0]
    assert time.monotonic() - begun < 30
    # What is being read stays where it is while more is put in above it.
    jumps = page.evaluate(
        """async () => {
            const box = document.querySelector('.feed-scroll');
            const jumps = [];
            for (let turn = 0; turn < 40; turn += 1) {
                const edge = box.getBoundingClientRect().top + 200;
                const rows = [...document.querySelectorAll('.stage .message')];
                const row = rows.find(one => one.getBoundingClientRect().top > edge);
                const before = row.getBoundingClientRect().top;
                box.scrollTop -= 100;
                await new Promise(done => setTimeout(done, 30));
                const again = document.querySelector(`.stage [data-ts="${row.dataset.ts}"]`);
                jumps.push(Math.round(again.getBoundingClientRect().top - before));
            }
            return [...new Set(jumps)];
        }"""
    )
    assert jumps == [100]
    say(slack, "the last word", channel="C0GENERAL")
    page.get_by_role("button", name="1 new message").click()
    page.locator(".message", has_text="the last word").wait_for()
    page.wait_for_function("document.querySelector('.feed-scroll').scrollTop > 0")
    shown = page.locator(".stage .message").last.inner_text()
    assert "the last word" in shown
