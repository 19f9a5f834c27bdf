"""Who may see what."""

from pipeline.marts import EVERYBODY, Scope


def scope() -> Scope:
    """The customers that the viewer may see: all, as long as nobody logs in."""
    return EVERYBODY
