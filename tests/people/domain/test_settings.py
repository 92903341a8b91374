import pytest

from bot.kit.errors import OperatorError
from tests.builders import some_people_settings


def test_the_company_works_as_its_operator_wrote():
    company = some_people_settings(
        working_days="mon,tue,wed", working_hours="8:30-16", holiday_country="DE"
    ).working_time
    assert (company.zone.key, company.days, str(company.opens), str(company.closes)) == (
        "Europe/Berlin",
        {0, 1, 2},
        "08:30:00",
        "16:00:00",
    )


@pytest.mark.parametrize(
    ("word", "names", "cure"),
    [
        ({"zone": "Berlin"}, "TIMEZONE", "Europe/Berlin"),
        ({"zone": "../etc/passwd"}, "TIMEZONE", "Europe/Berlin"),
        ({"working_days": "weekdays"}, "WORKING_DAYS", "Mon-Fri"),
        ({"working_hours": "22:00-06:00"}, "WORKING_HOURS", "09:00-17:00"),
        ({"holiday_country": "XX"}, "HOLIDAY_COUNTRY", "two-letter code"),
        ({"holiday_country": "DE-ZZ"}, "HOLIDAY_COUNTRY", "DE-BY"),
        ({"holiday_country": "VA-1"}, "HOLIDAY_COUNTRY", "VA alone"),
    ],
)
def test_a_word_that_cannot_be_read_names_its_setting_and_the_cure(word, names, cure):
    with pytest.raises(OperatorError) as fault:
        some_people_settings(**word)
    assert names in fault.value.fault
    assert cure in fault.value.cure
