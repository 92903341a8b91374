"""Every block is drawn, and what is unknown is shown whole."""

import pytest

from tests.fakeslack.page.showcase import (
    CAROUSEL,
    CONTAINER,
    DATA_TABLE,
    MARKDOWN,
    PIE,
    RICH,
    SELECTS,
    TABLE,
    axis_chart,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def shown(visit, client):
    """Posts blocks and gives the message's row on Rita's page."""

    def show(*blocks):
        ts = client.chat_postMessage(channel="C0SALES", text="blocks", blocks=list(blocks))["ts"]
        found = visit().locator(f'.message[data-ts="{ts}"]')
        found.wait_for()
        found.scroll_into_view_if_needed()
        return found

    return show


def test_a_label_that_has_room_is_drawn_whole(shown):
    chart = axis_chart("bar", "Steps")
    steps = ["Qualified leads", "Sales qualified leads"[:20]]
    for series in chart["chart"]["series"]:
        series["data"] = [
            {"label": step, "value": number} for number, step in enumerate(steps, start=1)
        ]
    chart["chart"]["axis_config"]["categories"] = steps
    drawing = shown(chart).locator(".chart-drawing").first
    for step in steps:
        drawing.locator("text").get_by_text(step, exact=True).wait_for()


def test_charts_are_drawn_and_say_their_numbers(shown):
    row = shown(axis_chart("bar", "Bars"), PIE)
    bars = row.get_by_role("img", name="Bars. Bar chart. Qualified: W44 90, W45 97")
    assert bars.locator("rect").count() == 8
    assert row.locator(".slice").count() == 3
    pie = row.get_by_role("img", name="Why low, this month. Pie chart: Wrong segment 14")
    assert pie.count() == 1
    row.get_by_text("Numbers").first.click()
    assert row.get_by_role("cell", name="97").is_visible()
    row = shown(axis_chart("line", "Lines"), axis_chart("area", "Areas"))
    assert row.locator(".line").count() == 4
    assert row.locator(".area").count() == 2


def test_a_data_table_sorts_filters_and_turns_pages(shown):
    row = shown(DATA_TABLE)
    table = row.get_by_role("table", name="Campaigns")
    names = table.locator("tbody th")
    assert names.count() == 3
    row.get_by_role("button", name="Accepted").click()
    assert names.first.inner_text() == "Faster customs"
    row.get_by_role("button", name="Accepted").click()
    assert names.first.inner_text() == "Pricing calculator"
    assert (
        row.get_by_role("columnheader", name="Accepted").get_attribute("aria-sort") == "descending"
    )
    row.get_by_role("button", name="Next page").click()
    row.get_by_text("4–6 of 6").wait_for()
    row.get_by_role("searchbox").fill("cold")
    row.get_by_text("1–1 of 1").wait_for()
    assert names.all_inner_texts() == ["Cold chain"]


def test_tables_rich_text_and_markdown(shown):
    row = shown(TABLE, RICH, MARKDOWN)
    assert row.get_by_role("cell", name="94 %").count() == 1
    assert row.locator(".block-table td strong").inner_text() == "First contact"
    rich = row.locator(".block-rich_text")
    assert rich.locator("ol li").count() == 2
    assert "@Mark Osei" in rich.inner_text()
    assert "🎉" in rich.inner_text()
    assert rich.get_by_role("link", name="the notes").get_attribute("href") == (
        "https://example.com/agenda"
    )
    written = row.locator(".block-markdown")
    assert written.get_by_role("heading", name="Week 47").count() == 1
    assert written.locator("strong").first.inner_text() == "Fewer leads"
    assert written.get_by_role("cell", name="83").count() == 1


def test_a_carousel_scrolls_and_a_container_folds(shown):
    row = shown(CAROUSEL, CONTAINER)
    assert row.locator(".card").count() == 4
    row.get_by_role("button", name="Next cards").click()
    row.get_by_role("button", name="Previous cards").wait_for()
    fold = row.get_by_role("button", name="Show or hide the content")
    assert fold.get_attribute("aria-expanded") == "true"
    fold.click()
    assert row.get_by_text("Contacted").is_hidden()


def test_menus_in_a_message_act_at_once(shown):
    row = shown(SELECTS)
    page = row.page
    row.get_by_role("combobox", name="Why?").click()
    page.keyboard.type("bud")
    page.keyboard.press("Enter")
    page.get_by_text("chosen: why").last.wait_for()
    assert row.get_by_role("combobox", name="Why?").input_value() == "No budget"
    row.get_by_role("combobox", name="Whom?").click()
    row.get_by_role("option", name="Tom Becker").click()
    page.get_by_text("chosen: who").last.wait_for()
    row.locator('input[type="date"]').fill("2026-11-30")
    page.get_by_text("chosen: when").last.wait_for()
    menu = row.get_by_role("combobox", name="Which content?")
    menu.press_sequentially("cust")
    row.get_by_role("option", name="Customs webinar").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("chosen: asset").last.wait_for()


def test_a_block_the_page_does_not_know_is_shown_as_labelled_json(visit):
    page = visit()
    shown = page.evaluate(
        """async () => {
            const { renderBlocks } = await import('/page/blocks/index.js');
            const box = document.createElement('div');
            const surface = { kind: 'message', target: {}, enabled: true, valueOf() {} };
            const odd = { type: 'hologram', words: 'hello' };
            const torn = { type: 'data_visualization', chart: { type: 'radar' } };
            const strange = { type: 'actions', elements: [{ type: 'lever', action_id: 'a' }] };
            box.append(...renderBlocks([odd, torn, strange, null], surface));
            return box.textContent;
        }"""
    )
    assert "block “hologram” is not drawn here" in shown
    assert '"words": "hello"' in shown
    assert '"radar"' in shown
    assert "element “lever”" in shown


def test_mrkdwn_as_slack_writes_it(visit):
    page = visit()
    cases = {
        "*bold* _it_ ~no~ `*code*`": "<strong>bold</strong> <em>it</em> <s>no</s> <code>*code*</code>",
        "*bold _and it_*": "<strong>bold <em>and it</em></strong>",
        "2*3*4 snake_case_name a~b~c": "2*3*4 snake_case_name a~b~c",
        "* not bold * _ nor this _": "* not bold * _ nor this _",
        "```a\n*b*```": '<pre tabindex="0">a\n*b*</pre>',
        "one ``` fence": "one ``` fence",
        "&lt;b&gt; &amp;amp;": "&lt;b&gt; &amp;amp;",
        "*open": "*open",
        "a\nb": "a<br>b",
        "> quoted\nnot": "<blockquote>quoted</blockquote>not",
        "&gt; quoted": "<blockquote>quoted</blockquote>",
        ":nosuch: 10:30:00": ":nosuch: 10:30:00",
    }
    drawn = page.evaluate(
        """async texts => {
            const { mrkdwn } = await import('/page/mrkdwn.js');
            return texts.map(text => {
                const box = document.createElement('div');
                box.append(...mrkdwn(text));
                return box.innerHTML;
            });
        }""",
        list(cases),
    )
    assert dict(zip(cases, drawn, strict=True)) == cases
    words = page.evaluate(
        """async texts => {
            const { mrkdwn } = await import('/page/mrkdwn.js');
            return texts.map(text => {
                const box = document.createElement('div');
                box.append(...mrkdwn(text));
                return box.textContent;
            });
        }""",
        [
            "<@U0TOM> <@U9GONE|zoe> <#C0SALES> <!here> <!subteam^S1|@reps>",
            "<https://example.com|the page> https://example.com/a_b_c, <mailto:a@example.com|a>",
            "<!date^1796112000^{date_short} {time}|then>",
            ":+1: :thumbsup::skin-tone-3: :hand:",
        ],
    )
    assert words == [
        "@Tom Becker @zoe #sales @here @reps",
        "the page https://example.com/a_b_c, a",
        "1 Dec 2026 09:00",
        "👍 👍🏼 ✋",
    ]


def test_hostile_marks_are_read_in_good_time(visit):
    page = visit()
    took = page.evaluate(
        """async () => {
            const { mrkdwn } = await import('/page/mrkdwn.js');
            const begun = performance.now();
            for (const bit of ['*a ', '_a', '<', '`', '~x*_', '&gt;', ':a', '<http://', '*_~', '[](']) {
                mrkdwn(bit.repeat(40000 / bit.length));
            }
            return performance.now() - begun;
        }"""
    )
    assert took < 3000


def test_a_dash_among_numbers_leaves_the_column_a_column_of_numbers(visit, client):
    def cells(name, value):
        number = {"type": "raw_number", "value": value, "text": str(value)} if value else None
        return [{"type": "raw_text", "text": name}, number or {"type": "raw_text", "text": "–"}]

    head = [{"type": "raw_text", "text": words} for words in ("Step", "Went on")]
    rows = [head, cells("Inquiry", 6), cells("Won", None)]
    block = {"type": "data_table", "caption": "With a dash", "rows": rows}
    client.chat_postMessage(channel="C0SALES", text="a dash", blocks=[block])
    table = visit().locator(".data-table", has_text="With a dash")
    table.wait_for()
    assert table.locator(".align-right").all_inner_texts() == ["Went on", "6", "–"]
