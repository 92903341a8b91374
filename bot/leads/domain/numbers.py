"""How leads are named in words, buttons and modals: "L-42"."""

from bot.kit.numbering import LONGEST, NO_SUCH, Numbering

__all__ = [
    "LEADS",
    "LONGEST",
    "NO_SUCH_LEAD",
    "read_number",
    "read_value",
    "split_number",
    "value_for",
]

LEADS = Numbering("L")
NO_SUCH_LEAD = NO_SUCH
read_number = LEADS.read
split_number = LEADS.split
value_for = LEADS.value_for
read_value = LEADS.read_value
