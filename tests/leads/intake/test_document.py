import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.leads.intake.document import NotADocument, parse_document, read_document
from bot.leads.intake.fields import BadArrival

PAYLOADS = Path(__file__).parent / "payloads"


def read(name):
    return read_document(parse_document((PAYLOADS / name).read_bytes()))


def faults_of(document):
    with pytest.raises(BadArrival) as refused:
        read_document(document)
    return {fault.field: fault.detail for fault in refused.value.faults}


def somebody(**rest):
    return {"id": "1", "source": "form", "email": "ada@northwind.example", **rest}


def test_a_form_is_read_and_cleaned():
    arrival = read("form.json")
    assert (arrival.source, arrival.external_id) == ("website", "form-501")
    assert arrival.email == "ada.okafor@northwind.example"
    assert arrival.name == "Ada Okafor"
    assert arrival.country == "DE"
    assert arrival.message == "We lose two days a week.\n\nCan you do T1 transit?"
    assert arrival.occurred_at == datetime(2026, 11, 23, 11, 56, tzinfo=UTC)
    assert arrival.extra["utm"] == {"medium": "email"}


def test_every_bad_field_is_named_at_once():
    faults = faults_of(json.loads((PAYLOADS / "bad_everywhere.json").read_text()))
    assert set(faults) == {
        "id",
        "source",
        "email",
        "name",
        "company",
        "employees",
        "score",
        "url",
        "occurred_at",
        "extra",
        "e-mail",
    }
    assert "extra" in faults["e-mail"]


def test_hostile_text_is_kept_but_for_what_cannot_be_seen():
    arrival = read("hostile.json")
    assert arrival.name == "<!channel> *Mallory*"
    assert "\u202e" not in arrival.company
    assert "\x07" not in arrival.message


def test_an_address_may_be_in_the_domains_kept_for_examples():
    assert read_document(somebody(email="A@Example.com")).email == "a@example.com"


@pytest.mark.parametrize(
    "address", ["ada", "ada@", "ada@localhost", "a b@x.example", "ada@x..example"]
)
def test_what_is_no_address_is_refused(address):
    assert "e-mail" in faults_of(somebody(email=address))["email"]


def test_somebody_needs_an_address_or_a_name_with_a_company_or_phone():
    assert "Who is it" in faults_of({"id": "1", "source": "form", "name": "Ada"})["email"]
    assert read_document({"id": "1", "source": "form", "name": "Ada", "phone": "1"}).name == "Ada"
    assert (
        read_document({"id": "1", "source": "form", "name": "Ada", "company": "N"}).company == "N"
    )


def test_an_id_may_be_a_number():
    assert read_document(somebody(id=42)).external_id == "42"
    assert "id" in faults_of(somebody(id=True))


def test_null_is_the_same_as_nothing():
    assert read_document(somebody(score=None, extra=None, title=None)) == read_document(somebody())


def test_too_long_names_the_limit():
    assert "200" in faults_of(somebody(company="x" * 201))["company"]
    assert read_document(somebody(company=f"  {'x' * 200}  ")).company == "x" * 200


@pytest.mark.parametrize("score", [10**30, -(10**30), True, "82", [], 82.5])
def test_a_score_is_a_whole_number(score):
    assert set(faults_of(somebody(score=score))) == {"score"}


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-23T12:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "",
        "x",
        "2026-W47",
    ],
)
def test_a_time_needs_its_zone_and_a_sensible_year(at):
    assert set(faults_of(somebody(occurred_at=at))) == {"occurred_at"}


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://x.example", "https://", "http://[", "x.example", "https://a b"],
)
def test_a_link_is_http(url):
    assert set(faults_of(somebody(url=url))) == {"url"}


@pytest.mark.parametrize("value", [{"a": "\ud800"}, {"\x00": 1}, {"a": [{"b": "\x00"}]}])
def test_what_no_database_keeps_is_refused_anywhere_in_extra(value):
    assert set(faults_of(somebody(extra=value))) == {"extra"}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("de", "DE"),
        ("Germany", "DE"),
        ("United Kingdom", "GB"),
        ("U.S.A.", "US"),
        ("Côte d'Ivoire", "CI"),
        ("South Korea", "KR"),
        ("Türkiye", "TR"),
        ("Bosnia and Herzegovina", "BA"),
        ("Freedonia", "Freedonia"),
    ],
)
def test_a_country_is_known_by_its_code_or_name(written, code):
    assert read_document(somebody(country=written)).country == code


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"null",
        b"\xff\xfe{}",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": 1, "a": 2}',
        b'{"extra": {"a": 1, "a": 2}}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 60_000,
        b'{"a":' * 10 + b"1" + b"}" * 10,
        b'{"a":' * 9000 + b"1" + b"}" * 9000,
    ],
)
def test_what_is_not_one_plain_object_is_no_document(body):
    with pytest.raises(NotADocument):
        parse_document(body)


def test_a_document_may_nest_eight_levels_and_begin_with_a_mark():
    assert parse_document(b"\xef\xbb\xbf" + b'{"a":' * 8 + b"1" + b"}" * 8)
