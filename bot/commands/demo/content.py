"""A library that was lived in, and requests as people make them: by the doors everybody uses."""

from importlib.resources import as_file

from bot.app import Bot, content_settings
from bot.commands.demo.doors import SAMPLES
from bot.commands.demo.hands import Hands
from bot.content.intake.csv_file import import_content
from bot.kit.clock import Clock


def bring_in_sample_content(bot: Bot, clock: Clock, *, page: str) -> None:
    """Import the library as `smarketing import-content` does, and play a few days of asking."""
    with as_file(SAMPLES / "content.csv") as sample:
        import_content(
            bot.db,
            clock,
            sample,
            settings=content_settings(bot.settings),
            company=bot.room.people,
        )
    rita, tom, priya = (Hands(page, person) for person in ("U0RITA", "U0TOM", "U0PRIYA"))
    mark, mona = (Hands(page, person) for person in ("U0MARK", "U0MONA"))
    for hands, words in ((tom, "pricing"), (priya, "savings calculator"), (rita, "pricing")):
        _find_it_there(hands, words)
    tom.type("/content find data residency")
    _ask(tom, "case study bakery chain", belief="Others of their size did it in a month")
    _ask(rita, "customs checklist first shipment", belief="The first shipment needs no lawyer")
    mark.type("/content take CR-2", channel="C0MKTG")
    mark.type("/content ask CR-2 Which country do they ship to first?", channel="C0MKTG")
    _ask(priya, "comparison with in-house customs team", format="one-pager", stage="decision")
    mona.type(
        "/content answer CR-3 https://content.example.com/in-house-or-not Page 2 has the numbers",
        channel="C0MKTG",
    )


def _find_it_there(hands: Hands, words: str) -> None:
    """Look for something before asking, and take what is there."""
    hands.type(f"/content request {words}")
    found = hands.modal()
    helps = next(
        element
        for block in found["blocks"]
        if (element := block.get("accessory") or {}).get("action_id") == "content.this_helps"
    )
    hands.press("content.this_helps", helps["value"])
    hands.close()


def _ask(hands: Hands, words: str, **more: str) -> None:
    """Look for it in vain, and ask for it."""
    hands.type(f"/content request {words}")
    if hands.modal()["callback_id"] == "content.still_need":
        hands.submit({})
    hands.submit(more)
    hands.close()
