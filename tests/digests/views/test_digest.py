"""A week as its reader sees it: by value."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.digests.domain.facts import (
    Content,
    Digest,
    Kept,
    Need,
    NeedKind,
    Note,
    Number,
    Quality,
    Quote,
    Wish,
    best_and_worst,
)
from bot.digests.views.digest import ChangeMade, Foot, Said, Words, digest
from bot.digests.views.note import NoteWords, note
from bot.kit.periods import Week
from bot.scoreboard.domain.metrics import Metric, Unit
from tests.digests.scene import good

WEEK = Week.named("2026-W47", ZoneInfo("Europe/Berlin"))
REPS = ("Tom", "Rita", "Priya", "Zoe")
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def a_number(metric, value, previous=None, usual=None, target="") -> Number:
    about = metric.of
    return Number(metric.value, about.name, about.unit, value, previous, usual, target, "EUR")


WISHES = (
    Wish("Pricing one-pager", asked=4, searched=2),
    Wish("T1 transit", searched=1),
    Wish("Fleet deck", asked=1, delivered=True),
)
FACTS = Digest(
    week="2026-W47",
    written_at=AT,
    needs=(
        Need(NeedKind.PROPOSAL, name="v4"),
        Need(NeedKind.UNTOUCHED, 2),
        Need(NeedKind.WANTED, 4, "Pricing one-pager"),
    ),
    numbers=(
        a_number(Metric.QUALIFIED, 83, 97, 96.5, "Q4 2026: 270 of 300 so far"),
        a_number(Metric.ACCEPTED, 73, 79, 80),
        a_number(Metric.ACCEPTANCE_RATE, 88.0, 81.0, 82.0),
        a_number(Metric.RATING, 3.9, 3.4, 3.5),
        a_number(Metric.ACCEPT_TIME, 22, 41, 35),
        a_number(Metric.PIPELINE, 125000.0, None, None),
        a_number(Metric.WON, 0, 0, 0),
    ),
    quality=(
        Quality(1, 40, 36, 2, 9, 41),
        Quality(2, 31, 20, 6, 12, 22, (("wrong_segment", 4), ("wrong_contact_data", 2), ("", 1))),
        Quality(3, 12, 12, 0, 2, 8),
        Quality(4, 0, 5, 0, 0, 0),
    ),
    promises=(
        Kept("accept", "sales", 84, 13, 22.0, 60),
        Kept("contact", "sales", 70, 10, 130.0, 480),
        Kept("answer", "marketing", 0, 0, None, 960),
    ),
    content=Content(6, 4, 1, 3, 1, 2, WISHES),
    changes=(7,),
    quote=Quote(42, "U0TOM"),
)
WORDS = Words(
    campaigns={1: "Webinar: Faster customs", 2: "Trade <fair> & Co", 3: "Referrals"},
    changes=(ChangeMade("Trade fair", "Forwarders are out", "Mark Osei", REPS),),
    quote=Said("forwarders don't own the budget", "Tom Becker", "Northwind Freight", "Trade fair"),
)


def shown(facts=FACTS, words=WORDS, *, private=True):
    message = digest(facts, words, week=WEEK, foot=Foot("/digest", private=private))
    good(message)
    return message


def test_the_headline_says_the_week_in_a_sentence():
    first = shown().text.splitlines()[0]
    assert first == (
        "Week 47: fewer leads, better ones. 83 qualified (last week 97, usual 97); "
        "sales accepted 88 % (last week 81 %, usual 82 %)."
    )


def test_three_things_need_the_reader_each_with_its_button():
    blocks = [block for block in shown().blocks if block["block_id"].startswith("need-")]
    buttons = [(block["accessory"]["action_id"], block["accessory"]["value"]) for block in blocks]
    assert buttons == [
        ("definition.read", "v4"),
        ("digest.show", "untouched"),
        ("digest.show", "wanted Pricing one-pager"),
    ]
    assert "Two leads wait untouched for over a working day" in shown().text


def test_numbers_stand_beside_last_week_the_usual_and_their_target():
    text = shown().text
    assert "Qualified leads 83 · last week 97, usual 97\n" in text
    assert "🎯 Q4 2026: 270 of 300 so far" in text
    assert "Time to accept 22 min · last week 41 min, usual 35 min" in text
    assert "Pipeline 125,000 EUR\n" in text
    assert "Qualified leads *83* (97 · 97)" in str(shown().blocks)
    assert "Pipeline *125,000 EUR*" in str(shown().blocks)
    assert "Pipeline *125,000 EUR* (" not in str(shown().blocks)
    assert "Deals won" not in text, "what never was is not told"


def test_best_and_worst_campaign_and_why():
    text = shown().text
    assert "Best: Webinar: Faster customs 4.6 of 5, nine verdicts" in text
    assert (
        "Worst: Trade &lt;fair&gt; &amp; Co 1.8 of 5, 12 verdicts · "
        "low for wrong segment 4, wrong contact data 2 and not said 1" in text
    )


def test_promises_of_the_teams_stand_side_by_side_and_name_nobody():
    text = shown().text
    assert (
        "Sales: 87 % of 97 qualified leads answered within 1 h; "
        "88 % of 80 taken leads contacted within 8 h\n" in text
    )
    assert "Marketing: " not in text, "nothing was promised to be answered this week"


def test_content_changes_and_one_quote():
    text = shown().text
    assert "6 asked · 4 answered · 1 declined · 2 still open · helped 3 of 4" in text
    assert (
        "Most wanted: Pricing one-pager (asked for by four reps, looked for twice), "
        "T1 transit (looked for once) and Fleet deck (asked for by one rep, delivered)\n" in text
    )
    assert (
        "Trade fair: Forwarders are out (Mark Osei, thanks to Tom, Rita, Priya and 1 more)" in text
    )
    assert "“forwarders don't own the budget”" in text
    assert "Tom Becker on Northwind Freight, Trade fair" in text


def test_two_charts_are_slacks_own_and_each_has_a_table_in_its_place():
    message = shown()
    kinds = [block["type"] for block in message.blocks]
    assert kinds.count("data_visualization") == 2
    assert [block["block_id"] for block in message.blocks] == [
        block["block_id"] for block in message.fallback_blocks
    ]
    assert all(block["type"] != "data_visualization" for block in message.fallback_blocks)
    tables = [
        block["text"]["text"] for block in message.fallback_blocks if "chart" in block["block_id"]
    ]
    assert "Qualified leads" in tables[0]
    assert "Trade &lt;fair&gt; &amp; Co" in tables[1]


def test_a_channel_reads_no_needs():
    message = shown(private=False)
    assert "need" not in " ".join(block["block_id"] for block in message.blocks)
    assert "signature" not in message.text


def test_one_button_shows_the_rows():
    actions = [block for block in shown().blocks if block["type"] == "actions"]
    assert [(b["action_id"], b["value"]) for b in actions[0]["elements"]] == [
        ("digest.rows", "2026-W47")
    ]


def test_the_next_meeting_stands_at_the_foot():
    foot = str(shown(replace(FACTS, meeting=AT)).blocks[-1])
    assert "The next strategy meeting is on <!date^" in foot
    assert "meeting" not in str(shown().blocks[-1])


def test_an_empty_week_says_so_kindly():
    empty = Digest(
        "2026-W47",
        AT,
        needs=(Need(NeedKind.UNTOUCHED, 1),),
        numbers=(a_number(Metric.QUALIFIED, 0, 3, 2), a_number(Metric.ACCEPTANCE_RATE, None)),
        promises=(Kept("accept", "sales", 0, 0, None, 60),),
        content=Content(),
    )
    message = shown(empty, Words())
    assert message.text.startswith("Week 47 was quiet. No leads came in and none were rated.")
    assert "One lead waits untouched" in message.text
    assert "Show the rows" not in str(message.blocks)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ((120, 100, 100), "more leads"),
        ((100, 90, 105), "as many leads as usual"),
        ((5, None, None), "the first leads"),
        ((5, 0, 0), "the first leads in four weeks"),
        ((0, 9, 9), "no new leads"),
        ((50, 100, None), "fewer leads"),
    ],
)
def test_the_amount_in_words(number, words):
    facts = replace(FACTS, numbers=(a_number(Metric.QUALIFIED, *number), a_number(Metric.WON, 1)))
    assert shown(facts).text.startswith(f"Week 47: {words}.")


@pytest.mark.parametrize(
    ("rating", "words"),
    [((3.0, 3.5, 3.5), "weaker ones"), ((3.5, 3.4, 3.5), "as good as usual")],
)
def test_the_quality_in_words(rating, words):
    numbers = (a_number(Metric.QUALIFIED, 9, 9, 9), a_number(Metric.RATING, *rating))
    assert f"as many leads as usual, {words}." in shown(replace(FACTS, numbers=numbers)).text


def test_a_campaign_that_is_gone_is_said_to_be():
    assert "Best: a campaign that is gone" in shown(words=Words()).text


def test_campaigns_rated_alike_have_no_worst():
    alike = (Quality(1, 0, 0, 0, 2, 8), Quality(2, 0, 0, 0, 1, 4))
    assert best_and_worst(alike) == (alike[0], None)
    assert best_and_worst((Quality(4, 9, 9, 0, 0, 0),)) == (None, None)
    text = shown(replace(FACTS, quality=alike)).text
    assert (
        "Two campaigns rated 4.0 of 5:\n"
        "Webinar: Faster customs, two verdicts\n"
        "Trade &lt;fair&gt; &amp; Co, one verdict\n" in text
    )
    assert "Best" not in text
    assert "Worst" not in text


def test_campaigns_rated_low_alike_each_say_why():
    low = tuple(Quality(one, 1, 0, 0, 1, 2, (("wrong_segment", 1),)) for one in range(1, 6))
    assert (
        "Five campaigns rated 2.0 of 5:\n"
        "Webinar: Faster customs, one verdict · low for wrong segment 1\n"
        "Trade &lt;fair&gt; &amp; Co, one verdict · low for wrong segment 1\n"
        "Referrals, one verdict · low for wrong segment 1\n"
        "and 2 more\n"
    ) in shown(replace(FACTS, quality=low)).text


def test_a_campaign_that_is_rated_alone_has_no_better_and_no_worse():
    text = shown(replace(FACTS, quality=FACTS.quality[:1])).text
    assert "Rated: Webinar: Faster customs 4.6 of 5, nine verdicts\n" in text


def test_a_preview_says_that_the_week_goes_on():
    text = shown(replace(FACTS, so_far=True)).text
    assert text.startswith("Week 47 so far: 83 qualified (last week 97, usual 97); sales accepted")
    assert "fewer leads" not in text
    assert "as far as it has come" in str(shown(replace(FACTS, so_far=True)).blocks)


def test_what_is_long_and_hostile_breaks_nothing():
    long = "Ein sehr langer Name `mit` <!channel> *allem* " * 20
    words = Words(
        campaigns=dict.fromkeys((1, 2, 3), long),
        changes=tuple(ChangeMade(long, long, long, (long,) * 9) for _ in range(9)),
        quote=Said(long, long, long, long),
    )
    many = tuple(Wish(f"topic {number} {long}", 3, 3) for number in range(3))
    facts = replace(
        FACTS,
        content=replace(FACTS.content, wanted=many),
        needs=(Need(NeedKind.WANTED, 4, long),) * 1,
    )
    message = shown(facts, words)
    read = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    assert "<!channel>" not in str(read)
    assert "and 6 more" in str(message.blocks)


def test_a_number_of_minutes_or_none_is_no_count():
    assert Number("rating", "x", Unit.POINTS, None).is_silent


def test_a_note_is_of_ones_own_week_and_praises():
    facts = Note(
        "2026-W47", AT, taken=4, contacted=3, rated=2, won=1, mine=6,
        became=((7, "won"), (9, "recycled")), changes=(3,),
    )  # fmt: skip
    words = NoteWords(
        leads={7: "Northwind Freight", 9: ""},
        changes=(ChangeMade("Trade fair", "Forwarders are out", "Mark Osei", REPS),),
    )
    message = note(facts, words, week=WEEK, command="/digest")
    good(message)
    headline = (
        "Your week 47. You took four leads, contacted 3, won 1 and rated 2, which marketing reads. "
        "You own six leads now."
    )
    assert message.text.splitlines() == [
        headline,
        "What became of leads you rated",
        "L-7 Northwind Freight was won 🎉",
        "L-9 went back to marketing",
        "What your feedback changed",
        "Trade fair: Forwarders are out (Mark Osei, thanks to Tom, Rita, Priya and 1 more)",
    ]
    assert "/digest note off" in str(message.blocks)


def test_an_empty_note_is_kind_and_nags_nobody():
    message = note(Note("2026-W47", AT, mine=2), NoteWords(), week=WEEK, command="/digest")
    good(message)
    assert message.text == "Your week 47 was a quiet one. You own two leads."
