"""Whether what somebody wrote names a lead's person, for what has to go when they are erased."""

from bot.leads.domain.duplicates import fold
from bot.leads.domain.lead import Lead


def names_person(text: str, lead: Lead) -> bool:
    """Tell whether a text holds a person's address, or names them in full, as whole words.

    A name of a single word is many people's, and often a word; it counts beside the company's.
    """
    if lead.email and lead.email.casefold() in text.casefold():
        return True
    folded, name, company = f" {fold(text)} ", fold(lead.name), fold(lead.company)

    def stands_there(words: str) -> bool:
        return bool(words) and f" {words} " in folded

    if not stands_there(name):
        return False
    called = company.removeprefix("the ").split()[:1]
    return " " in name or any(stands_there(one) for one in (company, *called))
