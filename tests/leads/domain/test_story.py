import pytest

from bot.leads.domain.story import told

NAMES = {"U0RITA": "Rita", "U0TOM": "Tom"}


def tell(kind, who="Mark", *, privately=False, **facts):
    return told(
        kind,
        facts,
        who=who,
        name=lambda person: NAMES.get(person, "somebody"),
        currency="EUR",
        privately=privately,
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (tell("arrived", "", source="form", campaign="Webinar"), "Arrived from Webinar by form."),
        (
            tell("arrived", source="by hand", previous_lead=17),
            "Arrived from by hand, added by Mark; continues L-17.",
        ),
        (tell("arrived", ""), "Arrived from an unknown source."),
        (tell("judged", "", version=3, qualified=True, unmet=[]), "Qualified by definition v3."),
        (
            tell("judged", "", version=3, qualified=False, unmet=["minimum_score"]),
            "Not qualified by definition v3: minimum score.",
        ),
        (tell("announced", ""), "Announced in sales."),
        (tell("announced", "", rollup="rollup:1"), "Announced in a roll-up."),
        (tell("announced", opened=True), "Mark opened its card in sales."),
        (
            tell("came_back", "", source="form", campaign="Webinar X"),
            "Came back: Webinar X by form.",
        ),
        (
            tell("came_back", "", source="form", score=90, score_before=None, new_lead=57),
            "Came back: form, score 90; the story goes on as L-57.",
        ),
        (
            tell(
                "came_back",
                "",
                source="form",
                message="Call me",
                new={"phone": "+49 30 7", "title": "COO"},
                before={"title": "CFO"},
                besides={"company": "Contoso", "employees": 20},
            ),
            "Came back: form. New phone, title. Another company, company size: see its trail. “Call me”",
        ),
        (
            tell(
                "came_back",
                "",
                privately=True,
                source="form",
                message="Call me",
                new={"phone": "+49 30 7", "title": "COO"},
                before={"title": "CFO"},
                besides={"company": "Contoso", "employees": 20},
            ),
            "Came back: form. New phone +49 30 7, title COO (was CFO). Another company Contoso, company size 20. “Call me”",
        ),
        (tell("claimed"), "Mark took it."),
        (tell("released"), "Mark let it go."),
        (tell("won", amount="12500.00"), "Mark won it, 12,500 EUR."),
        (tell("lost", amount="1234.50"), "Mark lost it, 1,234.50 EUR."),
        (tell("lost", amount="junk"), "Mark lost it."),
        (
            tell("rejected", reason="no_budget", comment="none"),
            "Mark rejected it: no budget. ‘none’",
        ),
        (tell("recycled", until="2027-02-01"), "Mark gave it back to marketing until 01 Feb 2027."),
        (tell("recycled", until="soon"), "Mark gave it back to marketing until later."),
        (tell("resting", until="2027-02-01"), "Mark lets it rest until 01 Feb 2027."),
        (tell("sent_again", new_lead=57), "Mark sent it to sales again, as L-57."),
        (
            tell("reassigned", **{"from": "U0RITA", "to": "U0TOM"}),
            "Mark gave it to Tom. It was Rita's.",
        ),
        (tell("reassigned", to="U0TOM"), "Mark gave it to Tom."),
        (
            tell("handed_back", **{"from": "U0RITA"}),
            "Mark handed it back; it waits for someone. Rita had it.",
        ),
        (
            tell("handed_back", "Rita", **{"from": "U0RITA"}),
            "Rita handed it back; it waits for someone.",
        ),
        (
            tell("verdict", verdict="poor", reason="wrong_segment"),
            "Mark rated it poor: wrong segment.",
        ),
        (tell("verdict"), "Mark took the verdict back."),
        (tell("word", comment="call in May"), "Mark added a word. ‘call in May’"),
        (tell("erased", ""), "Erased on request."),
        (tell("something_new"), "Mark: something new"),
    ],
)
def test_each_step_is_a_sentence(sentence, expected):
    assert sentence == expected
