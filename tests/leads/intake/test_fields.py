import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from bot.leads.intake import fields
from bot.leads.intake.fields import BadField

LABEL = st.text("abz09", min_size=1, max_size=4)
DOTTED = st.lists(LABEL, min_size=1, max_size=3)


@given(
    local=st.tuples(DOTTED, st.sampled_from(".-_+")).map(lambda parts: parts[1].join(parts[0])),
    domain=st.tuples(DOTTED, st.sampled_from(".-")).map(lambda parts: parts[1].join(parts[0])),
    last=st.sampled_from(
        ["com", "Example", "de", "test", "local", "invalid", "arpa", "onion", "x", "c0"]
    ),
)
def test_the_short_way_for_plain_addresses_agrees_with_the_library(local, domain, last):
    address = f"{local}@{domain}.{last}"
    try:
        wanted = validate_email(address, check_deliverability=False).normalized.lower()
    except ValueError:
        wanted = None
    try:
        found = fields.email(address)
    except BadField:
        found = None
    assert found == wanted


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" ADA@Northwind.Example ", "ada@northwind.example"),
        ("mailto:ada@n.example", "ada@n.example"),
        ("Zoë@Büro.example", "zoë@büro.example"),
        ("", ""),
    ],
)
def test_an_address_is_kept_in_one_spelling(written, kept):
    assert fields.email(written) == kept
