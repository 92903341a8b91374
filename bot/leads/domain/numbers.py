"""How leads are named in words, buttons and modals: "L-42"."""

from bot.kit.numbering import LONGEST, NO_SUCH, Numbering

__all__ = ["LONGEST", "NO_SUCH_LEAD", "read_number", "read_value", "split_number", "value_for"]

_LEADS = Numbering("L")
NO_SUCH_LEAD = NO_SUCH
read_number = _LEADS.read
split_number = _LEADS.split
value_for = _LEADS.value_for
read_value = _LEADS.read_value
