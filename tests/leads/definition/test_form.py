import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.leads.definition.domain import FIELD_NAMES, FIRST_VERSION, Definition
from bot.leads.definition.form import GROUPS, MOST, WrongForm, as_typed, read_form

TICKED = {"no_free_mail": ["no_free_mail"]}


def faults(**fields):
    with pytest.raises(WrongForm) as wrong:
        read_form(fields)
    return wrong.value.faults


def test_the_form_of_a_version_read_back_is_that_version():
    again = read_form(as_typed(FIRST_VERSION) | TICKED)
    assert again == Definition(0, (("email", "phone"), ("company",)), 60, no_free_mail=True)


segments = st.text(st.characters(categories=["L", "N"], include_characters=" ,;-&"), min_size=1)
domains = st.from_regex(r"[a-z]{1,9}\.(example|com)", fullmatch=True)


@given(
    required=st.lists(
        st.lists(st.sampled_from(sorted(FIELD_NAMES)), min_size=1, max_size=3, unique=True),
        max_size=5,
        unique_by=tuple,
    ),
    score=st.none() | st.integers(-1000, 1_000_000),
    segments=st.lists(segments, max_size=4, unique_by=str.casefold),
    countries=st.lists(st.sampled_from(["DE", "AT", "CH", "US"]), max_size=3, unique=True),
    size=st.none() | st.integers(0, 100_000),
    competitors=st.lists(domains, max_size=3, unique=True),
)
def test_whatever_is_proposed_is_read_back_as_it_stands(
    *, required, score, segments, countries, size, competitors
):
    cleaned = tuple(one for one in (" ".join(s.split()).strip(",; ") for s in segments) if one)
    proposed = Definition(
        0,
        required=tuple(map(tuple, required)),
        minimum_score=score,
        segments=tuple({one.casefold(): one for one in reversed(cleaned)}.values())[::-1],
        countries=tuple(countries),
        employees_from=size,
        employees_to=None if size is None else size + 5,
        no_free_mail=True,
        competitors=tuple(competitors),
    )
    assert read_form(as_typed(proposed) | TICKED) == proposed


def test_an_empty_form_asks_for_nothing():
    assert read_form({}) == Definition(0)


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("e-mail or phone\ncompany", (("email", "phone"), ("company",))),
        ("Email OR Phone, company", (("email", "phone"), ("company",))),
        ("e-mail/phone\n\ncompany.", (("email", "phone"), ("company",))),
        ("company\ncompany", (("company",),)),
        ("company size", (("employees",),)),
    ],
)
def test_what_must_be_given_is_read_as_people_write_it(typed, groups):
    assert read_form({"required": typed}).required == groups


@pytest.mark.parametrize("typed", ["1000", "1,000", "1.000", "1 000", "1’000"])
def test_a_number_may_be_written_with_thousands(typed):
    assert read_form({"employees_from": typed}).employees_from == 1000


@pytest.mark.parametrize(
    "typed", ["SaaS, Freight", "SaaS; Freight", "SaaS\nFreight", "SaaS,saas,Freight"]
)
def test_a_list_is_parted_by_commas_or_lines(typed):
    assert read_form({"segments": typed}).segments == ("SaaS", "Freight")


def test_a_name_with_a_comma_stands_on_a_line_of_its_own_or_in_quotes():
    assert read_form({"segments": "Banking, Insurance\nSaaS"}).segments == (
        "Banking, Insurance",
        "SaaS",
    )
    assert read_form({"segments": '"Banking, Insurance"'}).segments == ("Banking, Insurance",)


def test_countries_are_known_by_name_and_code():
    assert read_form({"countries": "de, Austria, Schweiz"}).countries == ("DE", "AT", "CH")


@pytest.mark.parametrize(
    "typed",
    ["rival.example", "@rival.example", "https://www.Rival.example/about", "joe@rival.example"],
)
def test_a_competitor_is_read_from_any_form_of_its_address(typed):
    assert read_form({"competitors": typed}).competitors == ("rival.example",)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("required", "fax", "“fax” is no field of a lead."),
        ("minimum_score", "sixty", "Write a whole number from -1,000,000 to 1,000,000"),
        ("minimum_score", "6.5", "Write a whole number"),
        ("minimum_score", "9999999", "Write a whole number"),
        ("minimum_score", "²", "Write a whole number"),
        ("employees_from", "-5", "Write a whole number from 0"),
        ("countries", "Germny", "“Germny” is no country I know."),
        ("competitors", "rival", "“rival” is no mail domain."),
        ("competitors", "a b.example", "is no mail domain."),
        ("segments", ",".join(map(str, range(MOST + 1))), f"At most {MOST}; these are {MOST + 1}."),
        ("segments", "x" * (MOST + 1), "is longer than 200 characters."),
        ("segments", "x\n" * 2000, "At most 2,700 characters"),
        (
            "required",
            "\n".join(f"{a} or {b}" for a in FIELD_NAMES for b in ("name", "url")),
            f"At most {GROUPS} lines",
        ),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(field, typed, sentence):
    assert sentence in faults(**{field: typed})[field]


def test_a_company_cannot_be_smaller_than_it_is_large():
    told = faults(employees_from="500", employees_to="50")
    assert told == {"employees_to": "This is less than the 500 it begins with."}


def test_every_fault_is_told_at_once():
    assert set(faults(required="fax", countries="Atlantis", competitors="x")) == {
        "required",
        "countries",
        "competitors",
    }
