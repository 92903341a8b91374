"""What people and spreadsheets write in cells, read as a lead."""

import pytest

from bot.leads.intake.cells import read_cells
from bot.leads.intake.csv_columns import lead_columns
from bot.leads.intake.fields import BadArrival

ADA = {"email": "ada@northwind.example"}


def read(**cells):
    return read_cells(ADA | cells, {}, source="csv")


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("82", 82),
        ("82.5", 82),
        ("82,5", 82),
        ("82.25", 82),
        ("-3", -3),
        ("0.750", 0),
        ("0,125", 0),
        ("1,234", 1234),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1’234", 1234),
        ("-1,234", -1234),
        ("12,345,678", None),
        ("1234", 1234),
        ("1234.567", 1234),
        ("1,234.5", None),
        ("ten", None),
    ],
)
def test_a_score_is_read_as_it_is_written(said, score):
    if score is None:
        with pytest.raises(BadArrival, match="score"):
            read(score=said)
    else:
        assert read(score=said).score == score


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("LastName", "last_name"),
        ("FirstName", "first_name"),
        ("Email", "email"),
        ("E-Mail", "email"),
        ("MobilePhone", "phone"),
        ("LeadSource", "source"),
        ("MailingCountry", "country"),
        ("MailingCountryCode", "country"),
        ("CountryCode", "country"),
        ("Account.Name", "company"),
        ("Account.NumberOfEmployees", "employees"),
        ("NumberOfEmployees", "employees"),
        ("Account.Industry", "industry"),
        ("Account.BillingCountry", "country"),
        ("Account.Website", "url"),
        ("Website", "url"),
        ("HubSpot Score", "score"),
        ("hubspotscore", "score"),
        ("JobTitle", "title"),
        ("UTM Campaign", "campaign"),
        ("Primary Company", "companies"),
        ("Associated Company", "companies"),
        ("AccountId", None),
        ("Account Owner", None),
        ("Rejected because", ""),
    ],
)
def test_columns_are_known_by_many_names(header, field):
    assert lead_columns(["Name", header]).fields[1] == field


def test_of_several_associated_companies_the_first_counts_and_all_are_kept():
    one = read_cells({"name": "Ada Okafor", "companies": "Bücher & Co;Other AG"}, {}, source="csv")
    assert (one.company, one.extra) == ("Bücher & Co", {"companies": "Bücher & Co;Other AG"})
    alone = read_cells({"name": "Ada Okafor", "companies": "Bücher & Co"}, {}, source="csv")
    plain = read_cells({"name": "Ada Okafor", "company": "Bücher & Co"}, {}, source="csv")
    assert alone == plain
    assert (one.name, one.company) == (plain.name, plain.company)


def test_a_company_of_its_own_counts_before_the_associated_ones():
    one = read(company="Northwind; Freight", companies="Other AG")
    assert (one.company, one.extra) == ("Northwind; Freight", {"companies": "Other AG"})
