import pytest

from bot.leads.definition.domain import (
    FIRST_VERSION,
    Definition,
    as_rules,
    from_rules,
    qualifies,
    qualify,
)
from bot.leads.definition.wording import unmet_in_words
from bot.leads.domain.lead import RuleOutcome
from tests.leads.some_leads import an_arrival

EVERYTHING = Definition(
    version=7,
    required=(("email", "phone"), ("company",), ("title",)),
    minimum_score=60,
    segments=("SaaS", "Freight"),
    countries=("DE", "AT"),
    employees_from=50,
    employees_to=500,
    no_free_mail=True,
    competitors=("rival.example",),
)


def met(definition, **rest):
    return qualifies(qualify(an_arrival(**rest), definition))


def test_ada_meets_every_rule_and_each_says_what_was_wanted_and_what_it_saw():
    assert qualify(an_arrival(), EVERYTHING) == (
        RuleOutcome("required_email_or_phone", True, "e-mail or phone", "ada@northwind.example"),
        RuleOutcome("required_company", True, "company", "Northwind Freight"),
        RuleOutcome("required_title", True, "title", "Head of Operations"),
        RuleOutcome("minimum_score", True, "≥ 60", "82"),
        RuleOutcome("segments", True, "SaaS or Freight", "SaaS"),
        RuleOutcome("countries", True, "DE or AT", "DE"),
        RuleOutcome("employees", True, "50–500 people", "240 people"),
        RuleOutcome("free_mail", True, "a company address", "northwind.example"),
        RuleOutcome("competitors", True, "not a competitor", "northwind.example"),
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "", "phone": ""}, "e-mail or phone is missing"),
        ({"company": ""}, "company is missing"),
        ({"score": 59}, "score 59 (wanted ≥ 60)"),
        ({"score": None}, "score unknown (wanted ≥ 60)"),
        ({"segment": "Retail"}, "segment Retail (wanted SaaS or Freight)"),
        ({"segment": ""}, "segment unknown (wanted SaaS or Freight)"),
        ({"country": "FR"}, "country FR (wanted DE or AT)"),
        ({"employees": 49}, "company size 49 people (wanted 50–500 people)"),
        ({"employees": 501}, "company size 501 people (wanted 50–500 people)"),
        ({"employees": None}, "company size unknown (wanted 50–500 people)"),
        ({"email": "ada@gmail.com"}, "gmail.com is a free mail address"),
        ({"email": "ada@rival.example"}, "rival.example is a competitor's"),
        ({"email": "ada@eu.rival.example"}, "eu.rival.example is a competitor's"),
    ],
)
def test_each_rule_can_fail_and_says_so(changed, said):
    outcomes = qualify(an_arrival(**changed), EVERYTHING)
    assert not qualifies(outcomes)
    assert unmet_in_words(outcomes) == [said]


@pytest.mark.parametrize(
    "changed",
    [
        {"score": 60},
        {"segment": "saas"},
        {"employees": 50},
        {"employees": 500},
        {"email": "", "phone": "+49 30 1"},
        {"email": "ada@notrival.example"},
    ],
)
def test_the_edges_are_inside(changed):
    assert met(EVERYTHING, **changed)


def test_a_size_may_have_one_end():
    assert qualify(an_arrival(), Definition(1, employees_from=10))[0].wanted == "≥ 10 people"
    assert qualify(an_arrival(), Definition(1, employees_to=100))[0].met is False


def test_no_rule_asks_for_nothing():
    assert qualify(an_arrival(), Definition(1)) == ()
    assert met(Definition(1), email="", company="", score=None)


def test_the_first_version_wants_a_score_a_company_and_a_way_to_reach_them():
    assert met(FIRST_VERSION)
    assert not met(FIRST_VERSION, score=None)
    assert not met(FIRST_VERSION, email="ada@web.de")
    assert met(FIRST_VERSION, email="", phone="+49 30 1")


@pytest.mark.parametrize("definition", [FIRST_VERSION, EVERYTHING, Definition(3)])
def test_rules_are_written_and_read_back(definition):
    assert from_rules(definition.version, as_rules(definition)) == definition
