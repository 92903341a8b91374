import pytest

from bot.leads.domain.naming import names_person
from tests.leads.builders import a_lead


@pytest.mark.parametrize(
    "text",
    [
        "Case study for Ada Okafor",
        "ask ÁDA  okafor's team",
        "mail Ada@Northwind.example first",
    ],
)
def test_a_person_is_named_in_full_or_by_their_address(text):
    assert names_person(text, a_lead(name="Ada Okafor", email="ada@northwind.example"))


@pytest.mark.parametrize("text", ["", "Canada Okaforia", "Ada alone", "Northwind Freight"])
def test_a_part_of_a_name_or_their_company_is_not_them(text):
    assert not names_person(text, a_lead(name="Ada Okafor", company="Northwind Freight"))


def test_a_single_word_counts_beside_the_company():
    ann = a_lead(name="Ann", company="Northwind Freight")
    assert names_person("Ann of Northwind", ann)
    assert not names_person("Planned: annual report, says Ann", ann)


def test_who_has_no_name_is_never_named():
    assert not names_person("anything", a_lead(name="", company="", email=""))
