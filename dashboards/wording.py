"""What the pages say, from the catalogue beside this file, and what they say as reports do."""

from pathlib import Path

from pipeline.reports.telling.teller import CATALOGUE as OF_REPORTS
from pipeline.wording.catalogues import Language, Wording

CATALOGUE = Path(__file__).parent / "catalogue"


def wording(language: Language) -> Wording:
    """The pages' words in a language."""
    return Wording(language, CATALOGUE, OF_REPORTS)
