"""`make screenshots`: plays the story in a demo of its own and takes a picture of every scene.

The pictures are for people to look at after a change of words or looks; nothing compares them.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.browser import Desk, NoBrowserError, chromium
from tests.support.demo_process import DemoProcess
from tests.support.story import button, card_of, direct_to, in_marketing, text_of

FOLDER = Path(__file__).parents[1] / "screenshots"

LOOKS = {
    "desk-light": {"phone": False, "dark": False},
    "desk-dark": {"phone": False, "dark": True},
    "phone-light": {"phone": True, "dark": False},
    "phone-dark": {"phone": True, "dark": True},
}

BERLIN = ZoneInfo("Europe/Berlin")
LONG = "Anastasia Wilhelmina Konstantinopoulos-Featherstonehaugh"
HARD_TO_SHOW = [
    {
        "id": "hard-1",
        "source": "website",
        "email": "anastasia@association.example",
        "name": f"{LONG} of the Northern and Southern Provinces",
        "company": "Internationale Gesellschaft für grenzüberschreitende Verkehrsinfrastruktur",
        "title": "Senior Vice President, Digital Transformation and Continuous Improvement",
        "segment": "Enterprise",
        "industry": "Transport",
        "country": "DE",
        "employees": 120_000,
        "score": 93,
        "campaign": "Account-based outreach to the two hundred largest carriers, second wave",
        "message": "We read your white paper with great interest. " * 12,
        "url": "https://crm.example.com/contacts/" + "4" * 60,
    },
    {
        "id": "hard-2",
        "source": "event",
        "email": "layla@sindbad.example",
        "name": "ليلى الحداد",
        "company": "شركة سندباد للشحن",
        "title": "מנהלת תפעול",
        "segment": "Mid-market",
        "country": "AE",
        "employees": 75,
        "score": 77,
        "campaign": "Trade fair Hamburg",
        "message": "هل تدعمون النقل العابر؟ (T1)",
    },
    {
        "id": "hard-3",
        "source": "website",
        "email": "x@y.example",
        "company": "<!channel> *Bold* & <https://evil.example|Sons>",
        "segment": "SaaS",
        "score": 75,
    },
]


def main() -> None:
    """Take every picture, at the desk and on the phone, light and dark."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with (
        TemporaryDirectory(prefix="smarketing-pictures-") as folder,
        DemoProcess(Path(folder)) as demo,
        chromium() as browser,
    ):

        def everywhere(scenes: dict[str, View]) -> None:
            for look, options in LOOKS.items():
                for scene, view in scenes.items():
                    take(browser, demo, view, FOLDER / f"{scene}-{look}.png", options)

        play(demo)
        everywhere(THE_STORY)
        everywhere(REQUESTS)
        everywhere(LIBRARY)
        propose_a_definition(demo)
        everywhere(A_PROPOSAL)
        sign_the_definition(demo)
        everywhere(A_SIGNED_DEFINITION)
        everywhere(BEFORE_A_MEETING)
        set_up_the_meeting(demo)
        everywhere(A_MEETING)
        for lead in HARD_TO_SHOW:
            demo.webhook(lead)
        card_of(demo.slack, "L-12")
        everywhere(AFTER_HARD_LEADS)
        burst(demo)
        everywhere(AFTER_A_BURST)
        set_targets(demo)
        everywhere(SHARED_NUMBERS)
        to_monday_morning(demo)
        everywhere(ON_MONDAY)
        to_the_draft(demo)
        everywhere(A_DRAFT)
        begin_the_meeting(demo)
        everywhere(A_RUNNING_MEETING)
        end_the_meeting(demo)
        everywhere(MINUTES)
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")  # noqa: T201


def play(demo: DemoProcess) -> None:
    """What happened before the pictures: taken, contacted, rated, answered."""
    slack = demo.slack
    today = datetime.now(UTC).date()
    tuesday = today + timedelta(days=(1 - today.weekday()) % 7 or 7)
    demo.move_clock(datetime(tuesday.year, tuesday.month, tuesday.day, 9, 40, tzinfo=UTC))
    ada = card_of(slack)
    place = {"channel": "C0SALES", "ts": ada["ts"]}
    slack.gesture("click", person="U0RITA", **place, **button(ada, "Take it"))
    slack.wait_for(lambda: "Rita" in text_of(card_of(slack)))
    slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead contacted L-1")
    slack.gesture("react", person="U0PRIYA", **place, name="fire")
    slack.gesture("react", person="U0TOM", **place, name="-1")
    why = direct_to(slack, "U0TOM", "Northwind Freight")
    tom = {"person": "U0TOM", "channel": why["channel"], "ts": why["ts"]}
    slack.gesture("click", **tom, **button(why, "Wrong segment"))
    line = in_marketing(slack, "L-1 Northwind Freight: wrong segment")
    where = {"person": "U0MARK", "channel": "C0MKTG", "ts": line["ts"]}
    slack.gesture("click", **where, **button(line, "Thanks"))
    changed(slack, where, line, "Forwarders are out of the audience from today")
    direct_to(slack, "U0TOM", "Your feedback changed")
    low = card_of(slack, "L-2")
    slack.gesture("react", person="U0TOM", channel="C0SALES", ts=low["ts"], name="wastebasket")
    direct_to(slack, "U0TOM", "Alpenrad Cycles")
    slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead take L-5")
    slack.gesture("command", person="U0PRIYA", channel="C0SALES", text="/lead take L-1")


def changed(slack: Any, where: dict[str, str], line: dict[str, Any], sentence: str) -> None:
    slack.gesture("click", **where, **button(line, "We changed something"))
    form = slack.wait_for(lambda: slack.screen(where["person"])["modals"])[-1]
    asked = next(block for block in form["blocks"] if block["block_id"] == "sentence")
    said = {"sentence": {asked["element"]["action_id"]: sentence}}
    slack.gesture("submit", person=where["person"], view_id=form["id"], values=said)
    slack.gesture("close", person=where["person"], view_id=form["id"], all=True)


def propose_a_definition(demo: DemoProcess) -> None:
    """A proposal that marketing has signed and sales has not."""
    slack = demo.slack
    slack.gesture("command", person="U0SAM", channel="C0SALES", text=PROPOSE)
    form = slack.wait_for(lambda: slack.screen("U0SAM")["modals"])[-1]
    words = {
        "minimum_score": "75",
        "segments": "SaaS, Enterprise, Mid-market",
        "competitors": "rival.example, other-rival.example",
        "why": "Below 75 nobody ever bought, and the small ones never had a budget.",
    }
    values = filled_in(form, words)
    slack.gesture("submit", person="U0SAM", view_id=form["id"], values=values)
    slack.gesture("close", person="U0SAM", view_id=form["id"], all=True)
    direct_to(slack, "U0SAM", "would have qualified")
    hers = direct_to(slack, "U0MAYA", "would have qualified")
    signs = {"person": "U0MAYA", "channel": hers["channel"], "ts": hers["ts"]}
    slack.gesture("click", **signs, **button(hers, "Sign for marketing"))
    direct_to(slack, "U0SAM", "signed by Maya")


def sign_the_definition(demo: DemoProcess) -> None:
    """Sales signs too, and two people say that they know it."""
    slack = demo.slack
    his = direct_to(slack, "U0SAM", "would have qualified")
    signs = {"person": "U0SAM", "channel": his["channel"], "ts": his["ts"]}
    slack.gesture("click", **signs, **button(his, "Sign for sales"))
    told = slack.wait_for(
        lambda: next((m for m in slack.messages("C0SALES") if "is in force" in text_of(m)), None)
    )
    for person in ("U0RITA", "U0TOM"):
        knows = {"person": person, "channel": "C0SALES", "ts": told["ts"]}
        slack.gesture("click", **knows, **button(told, "I know it"))
    slack.wait_for(lambda: [m for m in slack.messages("C0MKTG") if "sales 2 of" in text_of(m)])


def filled_in(form: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    """What a form sends: what its fields began with, and `words` over it."""
    values: dict[str, Any] = {}
    for block in form["blocks"]:
        element = block.get("element") or {}
        name = block["block_id"]
        if element.get("type") == "plain_text_input":
            typed = words.get(name, element.get("initial_value") or "")
            values[name] = {element["action_id"]: typed}
        elif element.get("type") == "checkboxes":
            ticked = [option["value"] for option in element.get("initial_options", [])]
            values[name] = {element["action_id"]: ticked}
    return values


def set_up_the_meeting(demo: DemoProcess) -> None:
    """A meeting on each first Tuesday; two say whether they come."""
    slack = demo.slack
    slack.gesture("command", person="U0MAYA", channel="C0MKTG", text="/meeting setup")
    form = slack.wait_for(lambda: slack.screen("U0MAYA")["modals"])[-1]
    words = {"meeting.rule": RULE, "meeting.place": "https://meet.example.com/strategy"}
    values = filled_in(form, words)
    slack.gesture("submit", person="U0MAYA", view_id=form["id"], values=values)
    dates = slack.wait_for(
        lambda: [m for m in slack.screen("U0MAYA")["modals"] if "six dates" in str(m)]
    )[-1]
    slack.gesture("submit", person="U0MAYA", view_id=dates["id"], values={})
    slack.gesture("close", person="U0MAYA", view_id=dates["id"], all=True)
    invitation = in_marketing(slack, "strategy meeting")
    for person, label in (("U0MARK", "Going"), ("U0MONA", "Can't")):
        place = {"person": person, "channel": "C0MKTG", "ts": invitation["ts"]}
        slack.gesture("click", **place, **button(invitation, label))
    slack.wait_for(lambda: "Can't (1)" in text_of(in_marketing(slack, "strategy meeting")))


def burst(demo: DemoProcess) -> None:
    """A burst, over the limit of cards a minute."""
    for number in range(14):
        name, company = f"Visitor {number + 1}", f"Stand {number + 1} & Partners"
        lead = {"id": f"burst-{number}", "source": "event", "name": name, "company": company}
        lead |= {"email": f"v{number}@stand{number}.example", "segment": "SaaS"}
        demo.webhook(lead | {"score": 75 + number})
    sales = demo.slack.messages
    demo.slack.wait_for(
        lambda: [m for m in sales("C0SALES") if "came in together" in text_of(m)], timeout=60
    )


def set_targets(demo: DemoProcess) -> None:
    """Three targets of different lengths and kinds, set by a manager."""
    slack = demo.slack
    for metric, span, goal in (
        ("qualified", "this-month", "60"),
        ("acceptance_rate", "this-quarter", "90 %"),
        ("revenue", "this-year", "1.2m"),
    ):
        slack.gesture("command", person="U0SAM", channel="C0SALES", text="/smarketing target set")
        form = slack.wait_for(lambda: slack.screen("U0SAM")["modals"])[-1]
        said = {"metric": metric, "span": span, "goal": goal}
        said |= {"sales_owner": "U0RITA", "marketing_owner": "U0MARK"}
        values = {name: {name: value} for name, value in said.items()}
        slack.gesture("submit", person="U0SAM", view_id=form["id"], values=values)
        slack.gesture("close", person="U0SAM", view_id=form["id"], all=True)


def to_monday_morning(demo: DemoProcess) -> None:
    """The next Monday in Berlin, when Maya's digest of the week comes."""
    now = datetime.fromisoformat(demo.slack.post("/clock", {})["now"])
    monday = now.date() + timedelta(days=7 - now.weekday())
    demo.move_clock(datetime(monday.year, monday.month, monday.day, 9, 5, tzinfo=BERLIN))
    direct_to(demo.slack, "U0MAYA", "The shared numbers")


def to_the_draft(demo: DemoProcess) -> None:
    """A disputed verdict and two items; five working days before the meeting its draft stands."""
    slack = demo.slack
    line = in_marketing(slack, "L-2 Alpenrad Cycles")
    where = {"person": "U0MARK", "channel": "C0MKTG", "ts": line["ts"]}
    slack.gesture("click", **where, **button(line, "Dispute"))
    form = slack.wait_for(lambda: slack.screen("U0MARK")["modals"])[-1]
    said = filled_in(form, {"sentence": "She signs for every order above 10,000."})
    slack.gesture("submit", person="U0MARK", view_id=form["id"], values=said)
    for person, item in (("U0RITA", "Pricing page for forwarders"), ("U0TOM", "Trade fair in May")):
        typing = {"person": person, "channel": "C0SALES", "text": f"/meeting add {item}"}
        slack.gesture("command", **typing)
    day = next_meeting_day(demo)
    draft = datetime(day.year, day.month, day.day, 9, 5, tzinfo=BERLIN) - timedelta(days=7)
    soon = datetime.fromisoformat(slack.post("/clock", {})["now"]) + timedelta(minutes=1)
    demo.move_clock(max(draft, soon))
    agenda = in_marketing(slack, "Pricing page for forwarders")
    place = {"person": "U0MONA", "channel": "C0MKTG", "ts": agenda["ts"]}
    slack.gesture("click", **place, **button(agenda, "Up-vote"))
    slack.wait_for(lambda: "Up-vote · 1" in text_of(in_marketing(slack, "Draft agenda")))


def next_meeting_day(demo: DemoProcess) -> datetime:
    """The day of the next first Tuesday, as the rule of `set_up_the_meeting` has it."""
    day = datetime.fromisoformat(demo.slack.post("/clock", {})["now"]) + timedelta(days=1)
    while not (day.weekday() == 1 and day.day <= 7):
        day += timedelta(days=1)
    return day


def begin_the_meeting(demo: DemoProcess) -> None:
    """It runs: two points are done, one decision and one action are noted."""
    slack, day = demo.slack, next_meeting_day(demo)
    demo.move_clock(datetime(day.year, day.month, day.day, 10, 0, tzinfo=BERLIN))
    begins = in_marketing(slack, "The strategy meeting begins")
    place = {"channel": "C0MKTG", "ts": begins["ts"]}
    slack.gesture("click", person="U0SAM", **place, **button(begins, "Start"))
    for words in (
        "/meeting decide Qualified leads are counted on Mondays",
        "/meeting action <@U0TOM|tom> Send the list of forwarders to Mark by Friday",
    ):
        slack.gesture("command", person="U0SAM", channel="C0MKTG", text=words)
    running = in_marketing(slack, "ACT-1 Tom Becker")
    slack.gesture("click", person="U0SAM", **place, **button(running, "Next item"))
    in_marketing(slack, "\n2 of ")


def end_the_meeting(demo: DemoProcess) -> None:
    """One more decision, something parked, the end; Tom is told of his action."""
    slack = demo.slack
    for words in (
        "/meeting decide The webinar stays, without freight forwarders",
        "/meeting action <@U0MARK|mark> Write to the nine who left the form half filled by Friday",
        "/meeting park Who pays for the trade fair",
        "/meeting end",
    ):
        slack.gesture("command", person="U0SAM", channel="C0MKTG", text=words)
    in_marketing(slack, "Minutes")
    direct_to(slack, "U0TOM", "action from the strategy meeting")


View = Callable[[Any, DemoProcess, dict[str, bool]], Desk]


def at(person: str, place: str) -> View:
    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        return Desk(browser, demo.slack.url, person=person, place=place, **options)

    return look


def thread(person: str, channel: str, words: str) -> View:
    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        every = demo.slack.messages(channel)
        parents = [
            m for m in every if words in text_of(m) and m.get("thread_ts") in {None, m["ts"]}
        ]
        found = parents[-1]
        desk = Desk(
            browser, demo.slack.url, person=person, place=f"{channel}/{found['ts']}", **options
        )
        desk.reply(words).wait_for()
        return desk

    return look


def direct(person: str, words: str) -> View:
    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        found = direct_to(demo.slack, person, words)
        return Desk(browser, demo.slack.url, person=person, place=found["channel"], **options)

    return look


def pressed(view: View, words: str, label: str) -> View:
    """A message's button, and what it opens."""

    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        desk = view(browser, demo, options)
        inside = desk.reply if desk.page.locator(".thread").count() else desk.message
        inside(words).get_by_role("button", name=label, exact=True).click()
        desk.page.locator("dialog.modal", has_not_text="One moment").wait_for()
        return desk

    return look


def first_pressed(view: View, words: str, label: str) -> View:
    """The first of several buttons of one name, and the modal that it opens."""

    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        desk = view(browser, demo, options)
        desk.message(words).get_by_role("button", name=label, exact=True).first.click()
        desk.page.locator("dialog.modal").wait_for()
        return desk

    return look


def looked_for(person: str, words: str) -> View:
    """What the Home tab's box finds."""

    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        desk = Desk(browser, demo.slack.url, person=person, place="home", **options)
        box = desk.page.get_by_label("What are you looking for?")
        box.fill(words)
        box.press("Enter")
        desk.page.locator("dialog.modal").wait_for()
        return desk

    return look


def typed(person: str, place: str, command: str, *, answer: str = "") -> View:
    """A command, and the private `answer` that holds these words, or the modal that it opens."""

    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        desk = Desk(browser, demo.slack.url, person=person, place=place, **options)
        field = desk.page.get_by_role("textbox", name="Message #")
        field.fill(command)
        field.press("Enter")
        answered = desk.message(answer) if answer else desk.page.locator("dialog.modal")
        answered.wait_for()
        return desk

    return look


def sent(view: View, words: dict[str, str], label: str) -> View:
    """A form, filled in and sent by its button; what it shows then, or which field it refuses."""

    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        desk = view(browser, demo, options)
        modal = desk.page.locator("dialog.modal")
        for name, typed_words in words.items():
            modal.get_by_label(name).fill(typed_words)
        title = modal.locator("h2").first.inner_text()
        modal.get_by_role("button", name=label, exact=True).click()
        another = modal.locator("h2", has_not_text=title)
        another.or_(modal.get_by_role("alert")).first.wait_for()
        return desk

    return look


def take(
    browser: Any, demo: DemoProcess, view: View, picture: Path, options: dict[str, bool]
) -> None:
    desk = view(browser, demo, options)
    desk.page.wait_for_load_state("networkidle")
    desk.page.screenshot(path=str(picture), animations="disabled")
    if desk.complaints:
        print(f"{picture.name}: {desk.complaints}", file=sys.stderr)  # noqa: T201
    if desk.page.locator("dialog.modal").count():
        desk.page.keyboard.press("Escape")
    desk.leave()


def beginning(view: View) -> View:
    """The same, scrolled to the first message."""

    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        desk = view(browser, demo, options)
        desk.page.locator(".stage .message").first.wait_for()
        desk.page.locator(".stage .feed-scroll").evaluate("feed => feed.scrollTo(0, 0)")
        return desk

    return look


def from_its_top(person: str, words: str) -> View:
    """A long direct message, from its first line on."""
    below = direct(person, words)

    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        desk = below(browser, demo, options)
        message = desk.message(words)
        message.wait_for()
        message.evaluate("message => message.scrollIntoView({block: 'start'})")
        return desk

    return look


def top_of(person: str, channel: str, words: str) -> View:
    """A long message of a channel, from its first line on."""

    def look(browser: Any, demo: DemoProcess, options: dict[str, bool]) -> Desk:
        desk = Desk(browser, demo.slack.url, person=person, place=channel, **options)
        message = desk.message(words)
        message.wait_for()
        message.evaluate("message => message.scrollIntoView({block: 'start'})")
        return desk

    return look


SALES = at("U0RITA", "C0SALES")
FEEDBACK = thread("U0MARK", "C0MKTG", "Webinar: Faster customs")

THE_STORY: dict[str, View] = {
    "sales": beginning(SALES),
    "card-taken": thread("U0RITA", "C0SALES", "L-1,"),
    "why": direct("U0TOM", "Alpenrad Cycles"),
    "marketing": at("U0MARK", "C0MKTG"),
    "marketing-thread": FEEDBACK,
    "update": pressed(thread("U0RITA", "C0SALES", "L-1,"), "L-1,", "Update"),
    "rate": pressed(thread("U0PRIYA", "C0SALES", "L-1,"), "L-1,", "Rate"),
    "changed": pressed(FEEDBACK, "L-2", "We changed something"),
    "home-rep": at("U0RITA", "home"),
    "home-marketer": at("U0MARK", "home"),
    "home-manager": at("U0SAM", "home"),
}
AFTER_HARD_LEADS: dict[str, View] = {
    "hard-to-show": SALES,
    "hard-to-show-card": thread("U0RITA", "C0SALES", "Konstantinopoulos"),
    "hard-to-show-home": at("U0PRIYA", "home"),
}
PROPOSE = "/smarketing definition propose"
PROPOSAL = direct("U0SAM", "would have qualified")
A_PROPOSAL: dict[str, View] = {
    "definition": typed(
        "U0RITA", "C0SALES", "/smarketing definition", answer="An inquiry qualifies when"
    ),
    "definition-propose": typed("U0SAM", "C0SALES", PROPOSE),
    "definition-proposal": PROPOSAL,
    "definition-sides": pressed(PROPOSAL, "would have qualified", "The 3 that change sides"),
    "definition-refuse": pressed(
        direct("U0MAYA", "would have qualified"), "would have qualified", "Refuse"
    ),
}
A_SIGNED_DEFINITION: dict[str, View] = {
    "definition-announced": at("U0MARK", "C0MKTG"),
    "definition-in-force": typed(
        "U0SAM", "C0SALES", "/smarketing definition", answer="An inquiry qualifies when"
    ),
    "definition-history": typed(
        "U0SAM", "C0SALES", "/smarketing definition history", answer="Every definition so far"
    ),
}
OPEN_REQUEST = thread("U0MARK", "C0MKTG", "case study bakery chain")
ASKED_BACK = direct("U0RITA", "Which country do they ship to")
DELIVERED = direct("U0PRIYA", "in-house-or-not")
REQUESTS: dict[str, View] = {
    "request-look": typed("U0TOM", "C0SALES", "/content request"),
    "request-matches": typed("U0TOM", "C0SALES", "/content request customs"),
    "request-form": typed("U0RITA", "C0SALES", "/content request zeppelin hangar for L-1"),
    "request-open": OPEN_REQUEST,
    "request-taken": thread("U0MARK", "C0MKTG", "customs checklist first"),
    "request-delivered": thread("U0MONA", "C0MKTG", "comparison with in-house"),
    "request-deliver": pressed(OPEN_REQUEST, "case study bakery chain", "Deliver"),
    "request-decline": pressed(OPEN_REQUEST, "case study bakery chain", "Decline"),
    "request-ask-back": pressed(OPEN_REQUEST, "case study bakery chain", "Ask back"),
    "request-same-as": pressed(OPEN_REQUEST, "case study bakery chain", "Same as…"),
    "request-asked-back": ASKED_BACK,
    "request-answer": pressed(ASKED_BACK, "Which country", "Answer"),
    "request-brought": DELIVERED,
    "request-not-helped": pressed(DELIVERED, "in-house-or-not", "👎 Not really"),
    "request-list": typed("U0MONA", "C0MKTG", "/content list", answer="without an answer"),
    "request-show": typed("U0RITA", "C0SALES", "/content show CR-2", answer="asked for it"),
}
FIND = typed("U0RITA", "C0SALES", "/content find customs", answer="for “customs”")
LIBRARY: dict[str, View] = {
    "library-find": FIND,
    "library-find-close": typed(
        "U0RITA", "C0SALES", "/content find customs hologram", answer="comes closest"
    ),
    "library-find-nothing": typed(
        "U0RITA", "C0SALES", "/content find quantum", answer="Nothing in the library"
    ),
    "library-use": first_pressed(FIND, "for “customs”", "Use this"),
    "library-find-home": looked_for("U0RITA", "customs"),
    "library-list": typed("U0MARK", "C0MKTG", "/content library", answer="The library"),
    "library-card": typed("U0MARK", "C0MKTG", "/content library A-1", answer="owns it"),
    "library-add": typed("U0MARK", "C0MKTG", "/content add"),
    "library-gaps": typed("U0MARK", "C0MKTG", "/content gaps", answer="What the library lacks"),
    "library-news": top_of("U0RITA", "C0SALES", "to send"),
    "library-review": direct("U0MARK", "Still right?"),
}
RULE = "first Tuesday"
SETUP = typed("U0MAYA", "C0MKTG", "/meeting setup")
BEFORE_A_MEETING: dict[str, View] = {
    "meeting-setup": SETUP,
    "meeting-dates": sent(SETUP, {"When do you meet?": RULE}, "Show dates"),
    "meeting-refused": sent(SETUP, {"When do you meet?": "fifth Friday"}, "Show dates"),
}
A_MEETING: dict[str, View] = {
    "meeting-invitation": thread("U0MARK", "C0MKTG", "still to come"),
    "meeting-next": typed("U0MARK", "C0MKTG", "/meeting next", answer="After that"),
    "meeting-suggest": typed("U0MAYA", "C0MKTG", "/meeting move suggest", answer="suit most"),
    "meeting-move": typed("U0MAYA", "C0MKTG", "/meeting move"),
    "meeting-end": typed("U0MAYA", "C0MKTG", "/meeting cancel"),
}
SHARED_NUMBERS = {
    "glossary": typed("U0RITA", "C0SALES", "/smarketing glossary", answer="What our numbers mean"),
    "report": typed("U0MAYA", "C0MKTG", "/smarketing report year", answer="Funnel, this year"),
    "report-by-campaign": typed(
        "U0MARK", "C0MKTG", "/smarketing report year by campaign", answer="By campaign, this year"
    ),
    "report-by-rep": typed(
        "U0SAM", "C0SALES", "/smarketing report year by rep", answer="By rep, this year"
    ),
    "report-by-team": typed(
        "U0TOM", "C0SALES", "/smarketing report year by team", answer="By team, this year"
    ),
    "targets": typed("U0SAM", "C0SALES", "/smarketing target", answer="Shared targets"),
    "set-a-target": typed("U0SAM", "C0SALES", "/smarketing target set"),
    "home-with-targets": at("U0RITA", "home"),
}

AFTER_A_BURST: dict[str, View] = {"rollup": SALES}
ON_MONDAY: dict[str, View] = {
    "digest": from_its_top("U0MAYA", "The shared numbers"),
    "digest-foot": direct("U0MAYA", "The shared numbers"),
}
DRAFT = top_of("U0MARK", "C0MKTG", "Draft agenda")
A_DRAFT: dict[str, View] = {
    "agenda": DRAFT,
    "agenda-foot": at("U0MARK", "C0MKTG"),
    "agenda-whole": pressed(DRAFT, "Draft agenda", "Whole agenda"),
    "agenda-add": pressed(DRAFT, "Draft agenda", "Add an item"),
    "agenda-not-this-time": pressed(
        top_of("U0MAYA", "C0MKTG", "Draft agenda"), "Draft agenda", "Not this time"
    ),
    "agenda-markdown": typed("U0MARK", "C0MKTG", "/meeting agenda markdown", answer="# Agenda"),
}
RUNNING = top_of("U0SAM", "C0MKTG", "2 of ")
A_RUNNING_MEETING: dict[str, View] = {
    "meeting-runs": RUNNING,
    "meeting-decision": pressed(RUNNING, "2 of ", "Decision"),
    "meeting-action": pressed(RUNNING, "2 of ", "Action"),
    "meeting-target": pressed(RUNNING, "2 of ", "Target"),
}
MINUTES: dict[str, View] = {
    "minutes": top_of("U0MARK", "C0MKTG", "Minutes ·"),
    "minutes-owner": direct("U0TOM", "action from the strategy meeting"),
    "minutes-home": at("U0TOM", "home"),
    "minutes-actions": typed("U0TOM", "C0SALES", "/meeting actions", answer="Open actions"),
}


if __name__ == "__main__":
    try:
        main()
    except NoBrowserError as reason:
        sys.exit(str(reason))
