"""How an import's messages and files are named."""

REJECTED = ".rejected.csv"


def rejected_name(name: str) -> str:
    """Return what the file of rejected rows is called: "leads.csv.rejected.csv"."""
    return f"{name.removesuffix(REJECTED)}{REJECTED}"


def import_key(import_id: int) -> str:
    """Return the outbox key of an import's report."""
    return f"import:{import_id}"
