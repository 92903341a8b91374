"""Which column of a spreadsheet is which field: the exports of HubSpot's and Salesforce's lists,
our own names, and what people write by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.leads.domain.duplicates import fold

_NAMES = {
    "id": "id, record id, lead id, contact id, external id, crm id",
    "email": "email, e mail, email address, e mail address, mail, work email, business email",
    "name": "name, full name, contact name, contact, lead name",
    "first_name": "first name, firstname, given name, vorname",
    "last_name": "last name, lastname, surname, family name, nachname",
    "company": (
        "company, company name, company account, account, account name, associated company, "
        "primary associated company, organization, organisation, organization name, firma"
    ),
    "title": "title, job title, jobtitle, position, role",
    "phone": "phone, phone number, telephone, business phone, mobile, mobile phone, "
    "mobile phone number, telefon",
    "country": "country, country region, country code, mailing country, billing country, land",
    "industry": "industry, branche",
    "segment": "segment, customer segment, market segment",
    "employees": (
        "employees, number of employees, no of employees, employee count, company size, headcount"
    ),
    "score": "score, lead score, hubspot score, contact score",
    "campaign": "campaign, campaign name, utm campaign, most recent campaign",
    "source": "source, lead source, original source, original traffic source, utm source",
    "message": "message, comment, comments, notes, description, nachricht",
    "url": "url, link, website, website url, company website",
    "occurred_at": "occurred at",
    "": "rejected line, rejected because",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split(", ")}

REJECTED_LINE = "Rejected line"
REJECTED_BECAUSE = "Rejected because"


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a file, and the field of each column; None where it is none of a lead's.

    The columns in which we ourselves wrote why a row was rejected have the field "".
    """

    header: tuple[str, ...]
    fields: tuple[str | None, ...]

    @classmethod
    def of(cls, header: Sequence[str]) -> "Columns":
        """Recognise the columns of a header."""
        names = tuple(" ".join(name.split()) for name in header)
        return cls(names, tuple(_FIELDS.get(fold(name)) for name in names))

    @property
    def recognised(self) -> int:
        """How many columns are fields of a lead."""
        return sum(1 for field in self.fields if field)

    @property
    def name_somebody(self) -> bool:
        """Whether a row can say who it is about."""
        return bool({"email", "name", "last_name"} & set(self.fields))

    def read(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return the fields of a row, and what else it says by the names of its columns.

        Of several columns of one field the first that is filled counts; the others are extra.
        """
        known: dict[str, str] = {}
        extra: dict[str, str] = {}
        for name, field, cell in zip(self.header, self.fields, cells, strict=False):
            value = unguarded(cell)
            if not value.strip() or field == "":
                continue
            if field and field not in known:
                known[field] = value
            elif name:
                extra[name] = value
        return known, extra


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """Return a cell as it was before `guarded`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
