"""For the keyboard, the screen reader, weak eyes, narrow screens and strict browsers."""

import pytest

from tests.fakeslack.page.showcase import DATA_TABLE, PIE, SELECTS, axis_chart, lead_card

pytestmark = pytest.mark.browser

UNNAMED = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, [role=img], dialog, [role=combobox]')]
    .filter(node => node.checkVisibility() && !node.closest('[aria-hidden=true]'))
    .filter(node => {
        const by = (node.getAttribute('aria-labelledby') || '').split(' ')
            .map(id => document.getElementById(id)?.textContent ?? '').join('');
        const labels = [...(node.labels ?? [])].map(label => label.textContent).join('');
        const text = node.matches('button, a') ? node.textContent : '';
        return !(by + labels + text + (node.getAttribute('aria-label') || '')).trim();
    })
    .map(node => node.outerHTML.slice(0, 160))"""

# WCAG 2: 4.5 : 1 for text, 3 : 1 for large text; backgrounds are painted over each other.
WEAK = """() => {
    const read = colour => {
        const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
        return { r, g, b, a };
    };
    const over = (top, below) => ({
        r: top.r * top.a + below.r * (1 - top.a),
        g: top.g * top.a + below.g * (1 - top.a),
        b: top.b * top.a + below.b * (1 - top.a), a: 1,
    });
    const light = ({ r, g, b }) => {
        const part = value => {
            const c = value / 255;
            return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        };
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const behind = node => {
        const layers = [];
        for (let at = node; at; at = at.parentElement) {
            const colour = read(getComputedStyle(at).backgroundColor);
            if (colour.a > 0) layers.push(colour);
            if (colour.a === 1) break;
        }
        return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
    };
    const weak = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const node = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !/[\\p{L}\\p{N}]/u.test(walk.currentNode.data)) continue;
        if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        if (node.closest('.sr-only, .avatar, [disabled], svg, noscript, option, .skip')) continue;
        const style = getComputedStyle(node);
        const back = behind(node);
        const a = light(over(read(style.color), back));
        const b = light(back);
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.6 && Number(style.fontWeight) >= 700);
        if (ratio < (large ? 3 : 4.5)) {
            weak.push(`${ratio.toFixed(2)} ${node.className} "${walk.currentNode.data.trim().slice(0, 40)}"`);
        }
    }
    return weak;
}"""


@pytest.fixture
def furnished(slack, client):
    """A channel with something of everything; gives the `ts` of a message with a thread."""
    ts = client.chat_postMessage(channel="C0MKTG", text="Ada", blocks=lead_card())["ts"]
    client.chat_postMessage(
        channel="C0MKTG",
        text="`code` and <@U0MARK> and <@U0TOM>",
    )
    client.chat_postMessage(channel="C0MKTG", text="x", blocks=[axis_chart("bar", "B"), PIE])
    client.chat_postMessage(channel="C0MKTG", text="x", blocks=[DATA_TABLE, SELECTS])
    slack.gesture("react", person="U0MARK", channel="C0MKTG", ts=ts, name="fire")
    slack.gesture("react", person="U0MONA", channel="C0MKTG", ts=ts, name="+1")
    slack.gesture("say", person="U0MONA", channel="C0MKTG", text="A reply", thread_ts=ts)
    client.chat_postEphemeral(channel="C0MKTG", user="U0MARK", text="For you")
    return ts


def open_modal(page):
    field = page.get_by_role("textbox", name="Message #marketing")
    field.fill("/lead add")
    field.press("Enter")
    modal = page.get_by_role("dialog", name="Add a lead")
    modal.wait_for()
    return modal


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_and_controls_have_names(visit, furnished, scheme):
    page = visit("U0MARK", f"C0MKTG/{furnished}", color_scheme=scheme)
    page.get_by_role("region", name="Thread").get_by_text("A reply").wait_for()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(255, 255, 255)") is (scheme == "light")
    page.locator(".message").first.hover()
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate(WEAK) == []
    page.get_by_role("button", name="Weather").click()
    page.get_by_role("region", name="Weather").wait_for()
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate(WEAK) == []
    page.keyboard.press("Escape")
    modal = open_modal(page)
    modal.get_by_role("button", name="Add").click()
    modal.locator(".field-error:visible").first.wait_for()
    page.mouse.move(5, 5)
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate(WEAK) == []
    page.keyboard.press("Escape")
    modal.wait_for(state="detached")


def test_the_toggle_turns_the_lights_and_remembers(visit):
    page = visit(color_scheme="light")
    page.get_by_role("button", name="Appearance: light. Change").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    page.get_by_role("button", name="Appearance: dark. Change").wait_for()


def test_the_whole_of_a_lead_by_keyboard_alone(visit, client, slack):
    slack.gesture("say", person="U0TOM", channel="C0SALES", text="Something earlier")
    ts = client.chat_postMessage(channel="C0SALES", text="Ada", blocks=lead_card())["ts"]
    page = visit("U0PRIYA")
    card = page.locator(f'.message[data-ts="{ts}"]')
    card.wait_for()
    page.get_by_role("textbox", name="Message #sales").focus()
    # Backwards out of the composer into the newest message and its tools.
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "React with hand":
            break
    page.keyboard.press("Enter")
    card.locator('[data-reaction="hand"]').wait_for()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "Take it":
            break
    page.keyboard.press("Enter")
    card.get_by_text("took it").wait_for()
    card.focus()
    page.keyboard.press("ArrowUp")
    moved = page.evaluate("document.activeElement.dataset.ts")
    assert moved
    assert moved < ts
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.ts") >= ts


def test_new_messages_are_announced(visit, slack):
    page = visit()
    log = page.get_by_role("log")
    slack.gesture("say", person="U0TOM", channel="C0SALES", text="hear this")
    log.get_by_text("Tom Becker: hear this").wait_for()


@pytest.mark.parametrize("place", ["C0MKTG", "home"])
def test_nothing_is_wider_than_a_phone(visit, furnished, place):
    page = visit("U0MARK", place, phone=True)
    page.wait_for_timeout(300)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.stage *')]
            .filter(node => node.checkVisibility()
                && !node.closest('.table-scroll, .carousel-track, pre, .sr-only, svg'))
            .filter(node => node.getBoundingClientRect().right > innerWidth + 1)
            .map(node => node.className)"""
    )
    assert wide == []


def test_on_a_phone_the_sidebar_is_a_drawer_and_a_thread_fills_the_screen(visit, furnished):
    page = visit("U0MARK", "C0MKTG", phone=True)
    sidebar = page.get_by_role("navigation", name="Workspace")
    assert sidebar.is_hidden()
    page.get_by_role("button", name="Open the sidebar").tap()
    page.get_by_role("button", name="sales").tap()
    page.get_by_role("heading", name="sales", exact=True).wait_for()
    sidebar.wait_for(state="hidden")
    page.get_by_role("button", name="Open the sidebar").tap()
    page.keyboard.press("Escape")
    sidebar.wait_for(state="hidden")
    page.goto(page.url.split("#")[0] + f"#/C0MKTG/{furnished}")
    thread = page.get_by_role("region", name="Thread")
    thread.wait_for()
    assert thread.bounding_box()["width"] == 390
    thread.get_by_role("button", name="Close thread").tap()
    thread.wait_for(state="detached")


def test_a_tap_shows_the_tools_and_presses_none_of_them(visit, furnished, slack):
    page = visit("U0MARK", "C0MKTG", phone=True)
    page.locator(".message", has_text="For you").last.wait_for()
    box = page.locator(".message").nth(1)
    box.scroll_into_view_if_needed()
    box.tap(position={"x": 150, "y": 10})
    box.get_by_role("toolbar").wait_for()
    assert box.locator(".reaction").count() == 0
    box.get_by_role("button", name="React with fire").tap()
    box.locator('[data-reaction="fire"]').wait_for()


def test_another_website_cannot_drive_the_workspace(browser, slack, httpserver):
    httpserver.expect_request("/").respond_with_data("<p>elsewhere</p>", content_type="text/html")
    page = browser.new_page()
    page.goto(httpserver.url_for("/"))
    page.evaluate(
        """async door => {
            const body = JSON.stringify({ as: 'U0TOM', channel: 'C0SALES', text: 'from elsewhere' });
            await fetch(door, { method: 'POST', mode: 'no-cors', body }).catch(() => null);
        }""",
        f"{slack.url}/gestures/say",
    )
    page.close()
    assert "from elsewhere" not in [message["text"] for message in slack.messages("C0SALES")]


def test_the_line_may_drop_and_come_back(visit, slack, complaints):
    page = visit()
    page.context.set_offline(True)
    slack.gesture("say", person="U0TOM", channel="C0SALES", text="while you were away")
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.locator(".message", has_text="while you were away").wait_for(timeout=15000)
    complaints[:] = [line for line in complaints if "ERR_INTERNET_DISCONNECTED" not in line]
