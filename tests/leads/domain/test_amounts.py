from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.leads.domain.amounts import NotAnAmount, read_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12500", "12500"),
        ("12,500", "12500"),
        ("12.500", "12500"),
        ("12.500,00", "12500"),
        ("12,500.50", "12500.50"),
        ("1.234.567", "1234567"),
        ("1 234 567,8", "1234567.8"),
        ("1'234'567.80", "1234567.80"),
        ("12,5", "12.5"),
        ("0.99", "0.99"),
        ("12k", "12000"),
        ("1.5k", "1500"),
        ("1,25m", "1250000"),
        ("€ 12.500", "12500"),
        ("12,500 EUR", "12500"),
        ("usd 5k", "5000"),
        (" 12 ", "12"),
    ],
)
def test_amounts_as_people_type_them(text, amount):
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lots",
        "-5",
        "1e9",
        "12,50,0",
        "1.23.456",
        "1234,567",
        "12.34,567",
        "NaN",
        "٣",
        "9" * 30,
        "5 5k k",
        "1,234,56",
    ],
)
def test_what_is_no_amount_is_said(text):
    with pytest.raises(NotAnAmount, match=r"\w"):
        read_amount(text)


def test_an_amount_in_another_currency_is_not_taken_for_ours():
    assert read_amount("12,500 eur", currency="EUR") == Decimal(12500)
    assert read_amount("€12,500", currency="EUR") == Decimal(12500)
    assert read_amount("$12,500", currency="CAD") == Decimal(12500)
    for other in ("12,500 USD", "chf 12k", "£12,500"):
        with pytest.raises(NotAnAmount, match="Amounts here are in EUR"):
            read_amount(other, currency="EUR")
    with pytest.raises(NotAnAmount, match="Amounts here are in USD"):
        read_amount("€ 12,500", currency="USD")


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_is_refused(text):
    with suppress(NotAnAmount):
        assert read_amount(text) >= 0


@given(st.decimals(0, 10**9, places=2))
def test_what_we_write_we_read(amount):
    assert read_amount(f"{amount:,.2f}") == amount
    assert read_amount(f"{amount:.2f}") == amount
