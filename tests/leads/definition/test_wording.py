import pytest

from bot.leads.definition.counts import Counts, counts_in_words
from bot.leads.definition.domain import FIRST_VERSION, Definition
from bot.leads.definition.wording import definition_in_words, rule_in_words, what_changed
from tests.leads.definition.test_domain import EVERYTHING

THE_ISSUES = Counts(
    inquiries=412,
    qualified=143,
    would_qualify=97,
    accepted=38,
    accepted_remain=35,
    won=12,
    won_remain=12,
    rated_low=61,
    rated_low_not_sent=44,
)


def test_a_definition_is_a_line_for_each_rule_that_asks_for_something():
    assert definition_in_words(EVERYTHING) == [
        "e-mail or phone is given",
        "company is given",
        "title is given",
        "score is at least 60",
        "segment is SaaS or Freight",
        "country is DE or AT",
        "company size is 50 to 500 people",
        "e-mail is a company's address, not free mail",
        "not a competitor's: rival.example",
    ]
    assert definition_in_words(Definition(1)) == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("required", "must be given: nothing"),
        ("minimum_score", "score: any"),
        ("segments", "segment: any"),
        ("countries", "country: any"),
        ("employees", "company size: any"),
        ("free_mail", "free mail addresses: accepted"),
        ("competitors", "competitors: none named"),
    ],
)
def test_a_rule_that_asks_for_nothing_says_so(rule, words):
    assert rule_in_words(Definition(1), rule) == words


def test_a_size_may_have_one_end():
    assert rule_in_words(Definition(1, employees_to=5000), "employees") == (
        "company size: at most 5,000 people"
    )


def test_what_changed_names_each_rule_with_what_it_was():
    now = Definition(2, required=(("company",),), minimum_score=70, countries=("DE",))
    assert [one.words for one in what_changed(FIRST_VERSION, now)] == [
        "must be given: company (was e-mail or phone, company)",
        "score: at least 70 (was at least 60)",
        "country: DE (was any)",
        "free mail addresses: accepted (was not accepted)",
    ]
    assert what_changed(now, now) == []


def test_a_backtest_is_told_in_the_sentence_of_the_issue():
    assert counts_in_words(THE_ISSUES, days=90) == (
        "Of the last 90 days' 412 inquiries 97 instead of 143 would have qualified. "
        "Of the 38 that sales accepted 35 remain. Of the 12 won all remain. "
        "Of the 61 rated poor or bad 44 would not have been sent."
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(), "No inquiry came in the last 90 days, so there is nothing to compare."),
        (
            Counts(inquiries=5, qualified=3, would_qualify=3),
            "Of the last 90 days' 5 inquiries 3, as many as now, would have qualified.",
        ),
        (
            Counts(inquiries=5, qualified=0, would_qualify=2),
            "Of the last 90 days' 5 inquiries 2 instead of none would have qualified.",
        ),
        (
            Counts(inquiries=5, qualified=2, accepted=3, won=2, won_remain=1),
            (
                "Of the last 90 days' 5 inquiries none instead of 2 would have qualified. "
                "Of the 3 that sales accepted none remain. Of the 2 won 1 remains."
            ),
        ),
        (
            Counts(inquiries=1, qualified=1, accepted=1, won=1, won_remain=1, rated_low=1),
            (
                "Of the last 90 days' 1 inquiry none instead of 1 would have qualified. "
                "The one that sales accepted would be lost. The one won remains. "
                "The one rated poor or bad would still have been sent."
            ),
        ),
        (
            Counts(inquiries=2, qualified=2, would_qualify=2, rated_low=2),
            (
                "Of the last 90 days' 2 inquiries 2, as many as now, would have qualified. "
                "All 2 rated poor or bad would still have been sent."
            ),
        ),
    ],
)
def test_small_and_empty_counts_read_as_sentences_too(counts, said):
    assert counts_in_words(counts, days=90) == said
