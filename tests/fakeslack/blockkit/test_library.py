"""A judge of the judge: what the block library builds without complaint, the fake Slack takes."""

from typing import Any

import pytest
import slackblocks as sb

from fakeslack.blockkit import check_message, check_view

LINK = "https://example.com/a"
CONFIRM = sb.Confirm("Sure?", "It cannot be undone", "Yes", "No")
PLAIN = [sb.Option(sb.PlainText(name), name) for name in "abc"]
MARKED = [sb.Option(sb.Markdown(f"*{name}*"), name) for name in "abc"]
GROUPS = [sb.OptionGroup(sb.PlainText("Letters"), PLAIN)]
RICH = sb.RichTextBlock(
    [
        sb.RichTextSection(
            [
                sb.RichText("Hello", bold=True, italic=True),
                sb.RichTextLink(LINK, text="here"),
                sb.RichTextEmoji("wave"),
                sb.RichTextUser("U0RITA"),
                sb.RichTextUserGroup("S0SALES"),
                sb.RichTextChannel("C0SALES"),
            ]
        ),
        sb.RichTextList("bullet", [sb.RichTextSection([sb.RichText("one")])], indent=1),
        sb.RichTextQuote([sb.RichText("said")]),
        sb.RichTextCodeBlock([sb.RichText("x = 1")]),
    ]
)
AXIS = sb.AxisConfig(["Mon", "Tue"], x_label="Day", y_label="Leads")
SERIES = [sb.DataSeries("Sales", [sb.DataPoint("Mon", 1), sb.DataPoint("Tue", 2.5)])]
CARD = sb.CardBlock(
    title="Acme",
    body="Asked for a *demo*",
    hero_image=sb.Image("Logo", LINK),
    slack_icon=sb.SlackIcon("rocket"),
    actions=[sb.Button("Take", action_id="take")],
)

BLOCKS: dict[str, Any] = {
    "a section": sb.SectionBlock("*Hello*", accessory=sb.Button("Go", "go", confirm=CONFIRM)),
    "fields": sb.SectionBlock(fields=["*a*", sb.PlainText("b")]),
    "actions": sb.ActionsBlock(
        [
            sb.Button("Go", "go", url=LINK, value="7", style="primary"),
            sb.OverflowMenu("more", PLAIN),
            sb.DatePicker("day", initial_date="2026-11-30", placeholder="When"),
            sb.TimePicker("time", initial_time="09:30"),
            sb.StaticSelectMenu("pick", PLAIN, initial_option=PLAIN[0], placeholder="Pick"),
        ]
    ),
    "context": sb.ContextBlock([sb.Text("today"), sb.Image("A chart", LINK)]),
    "context actions": sb.ContextActionsBlock(
        [
            sb.FeedbackButtons(sb.FeedbackButton("Yes", "y"), sb.FeedbackButton("No", "n")),
            sb.IconButton("Delete"),
        ]
    ),
    "a divider": sb.DividerBlock(),
    "a header": sb.HeaderBlock("Leads"),
    "an image": sb.ImageBlock(LINK, "A chart", title="Chart"),
    "an image of Slack's": sb.ImageBlock(
        slack_file=sb.SlackFile(None, "F0CHART0001"), alt_text="A chart"
    ),
    "markdown": sb.MarkdownBlock("**Hello**"),
    "a file": sb.FileBlock("ABC"),
    "rich text": RICH,
    "a video": sb.VideoBlock("A demo", LINK, "Demo", LINK, title_url=LINK, description="Short"),
    "a card": CARD,
    "a carousel": sb.CarouselBlock([CARD]),
    "a container": sb.ContainerBlock([sb.SectionBlock("a")], title="Lead", is_collapsible=True),
    "a table": sb.TableBlock(
        [[sb.RawText("Name"), sb.RichTextSection([sb.RichText("Acme")])]],
        column_settings=[sb.ColumnSettings(align="right", is_wrapped=True)],
    ),
    "a data table": sb.DataTableBlock(
        [[sb.RawText("Name"), sb.RawText("Score")], [RICH, sb.RawNumber(80, "80")]], "Leads"
    ),
    "a pie": sb.DataVisualizationBlock("Leads", sb.PieChart([sb.ChartSegment("Sales", 1.5)])),
    "bars": sb.DataVisualizationBlock("Leads", sb.BarChart(SERIES, AXIS)),
    "an area": sb.DataVisualizationBlock("Leads", sb.AreaChart(SERIES, AXIS)),
    "lines": sb.DataVisualizationBlock("Leads", sb.LineChart(SERIES, AXIS)),
    "a plan": sb.PlanBlock("Plan", [sb.TaskCardBlock("1", "Call", status="pending")]),
    "a task": sb.TaskCardBlock(
        "1", "Call", status="complete", details=RICH, sources=[sb.URLSource(LINK, "Notes")]
    ),
}

ASKED: dict[str, Any] = {
    "checkboxes": sb.CheckboxGroup("a", MARKED, initial_options=MARKED[:2], confirm=CONFIRM),
    "radio buttons": sb.RadioButtonGroup("a", MARKED, initial_option=MARKED[1]),
    "a date": sb.DatePicker("a", initial_date="2026-11-30"),
    "a moment": sb.DateTimePicker("a", initial_datetime=1_800_000_000),
    "a time": sb.TimePicker("a", initial_time="23:59", timezone="Europe/Berlin"),
    "a menu": sb.StaticSelectMenu("a", option_groups=GROUPS),
    "a menu of many": sb.StaticMultiSelectMenu("a", PLAIN, initial_options=PLAIN[:1]),
    "a menu from afar": sb.ExternalSelectMenu("a", min_query_length=0),
    "many from afar": sb.ExternalMultiSelectMenu("a", max_selected_items=2),
    "a person": sb.UserSelectMenu("a", initial_user="U0RITA"),
    "people": sb.UserMultiSelectMenu("a", initial_users=["U0RITA"]),
    "a channel": sb.ChannelSelectMenu("a", response_url_enabled=True),
    "channels": sb.ChannelMultiSelectMenu("a"),
    "a conversation": sb.ConversationSelectMenu("a", filter=sb.ConversationFilter(["im"])),
    "conversations": sb.ConversationMultiSelectMenu("a", default_to_current_conversation=True),
    "text": sb.PlainTextInput(
        "a",
        multiline=True,
        min_length=1,
        max_length=500,
        placeholder="Why",
        dispatch_action_config=sb.DispatchActionConfiguration(["on_enter_pressed"]),
    ),
    "rich text": sb.RichTextInput("a", initial_value=RICH),
    "an e-mail": sb.EmailInput("a", initial_value="rita@example.com"),
    "an address": sb.URLInput("a", initial_value=LINK),
    "a number": sb.NumberInput(False, "a", min_value=1, max_value="10"),
    "a file": sb.FileInput("a", filetypes=["csv"], max_files=1),
}


def faults(found: Any) -> list[str]:
    return [str(fault) for fault in found]


@pytest.mark.parametrize("name", BLOCKS)
def test_a_built_block_may_be_posted(name):
    assert faults(check_message([BLOCKS[name]._resolve()])) == []


@pytest.mark.parametrize("name", ASKED)
def test_a_built_input_may_be_asked(name):
    view = sb.ModalView("Lead", [sb.InputBlock("Answer", ASKED[name], hint="Now")], submit="Save")
    assert faults(check_view(view.to_dict())) == []


def test_a_built_modal_and_home_may_be_shown():
    blocks = [sb.HeaderBlock("Leads"), sb.SectionBlock("Hello"), CARD]
    told = sb.AlertBlock("Careful", level="warning")
    modal = sb.ModalView("Lead", [*blocks, told], close="Back", private_metadata="7")
    home = sb.HomeTabView([*blocks, BLOCKS["bars"], BLOCKS["a data table"]], callback_id="home")
    assert faults(check_view(modal.to_dict())) == []
    assert faults(check_view(home.to_dict())) == []


def test_a_built_message_may_be_posted():
    message = sb.Message(
        "C0SALES", text="Hello", blocks=[sb.SectionBlock("Hello"), BLOCKS["a pie"]]
    )
    assert faults(check_message(message._resolve()["blocks"])) == []
