"""Which column of a spreadsheet is which field: the exports of HubSpot's and Salesforce's lists,
our own names, and what people write by hand.

Salesforce's Data Loader and weekly export call the columns as its API does: LastName,
Account.NumberOfEmployees. `companies` are several in one cell, as HubSpot joins them.
"""

import re
from collections.abc import Sequence

from bot.kit.csv_columns import Columns
from bot.leads.domain.duplicates import fold

_NAMES = {
    "id": "id, record id, lead id, contact id, external id, crm id",
    "email": "email, e mail, email address, e mail address, mail, work email, business email",
    "name": "name, full name, contact name, contact, lead name",
    "first_name": "first name, firstname, given name, vorname",
    "last_name": "last name, lastname, surname, family name, nachname",
    "company": (
        "company, company name, company account, account, account name, organization, "
        "organisation, organization name, firma"
    ),
    "companies": (
        "associated company, primary associated company, primary company, associated companies"
    ),
    "title": "title, job title, jobtitle, position, role",
    "phone": "phone, phone number, telephone, business phone, mobile, mobile phone, "
    "mobile phone number, home phone, other phone, telefon",
    "country": "country, country region, country code, mailing country, mailing country code, "
    "billing country, billing country code, account billing country, "
    "account billing country code, other country, other country code, land",
    "industry": "industry, account industry, branche",
    "segment": "segment, customer segment, market segment",
    "employees": (
        "employees, number of employees, no of employees, employee count, company size, "
        "headcount, account number of employees, account employees"
    ),
    "score": "score, lead score, hubspot score, hubspotscore, contact score",
    "campaign": "campaign, campaign name, utm campaign, most recent campaign, primary campaign, "
    "primary campaign name",
    "source": "source, lead source, original source, original traffic source, utm source",
    "message": "message, comment, comments, notes, description, nachricht",
    "url": "url, link, website, website url, company website, account website",
    "occurred_at": "occurred at",
    "": "rejected line, rejected because",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split(", ")}

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")

_SOMEBODY = {"email", "name", "last_name"}


def lead_columns(header: Sequence[str]) -> Columns:
    """Recognise the columns of a header; without one that can say who a row is about, none do."""
    names = tuple(" ".join(name.split()) for name in header)
    fields = tuple(map(_field, names))
    lacks = "one for the e-mail address or the name, such as Email, First Name, Last Name, Company"
    lacks = "" if _SOMEBODY & set(fields) else lacks
    return Columns(names, fields, lacks=lacks, address="email")


def _field(name: str) -> str | None:
    """Return the field of a column: by its name as it is, else by the words of "LeadSource"."""
    known = _FIELDS.get(fold(name))
    return _FIELDS.get(fold(_WORDS.sub(" ", name))) if known is None else known
