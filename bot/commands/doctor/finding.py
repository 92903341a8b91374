"""What the doctor says of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A thing that was looked at. Without a `cure` it is well; a warning does not fail the run."""

    what: str
    cure: str = ""
    warning: bool = False

    @property
    def is_fault(self) -> bool:
        """Whether it has to be mended."""
        return bool(self.cure) and not self.warning


def well(what: str) -> Finding:
    """Return that `what` is as it should be."""
    return Finding(what)


def fault(what: str, *, cure: str) -> Finding:
    """Return that `what` is wrong, and what mends it."""
    return Finding(what, cure)


def warning(what: str, *, cure: str) -> Finding:
    """Return that `what` works but deserves a thought."""
    return Finding(what, cure, warning=True)
