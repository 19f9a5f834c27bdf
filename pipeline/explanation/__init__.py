"""Why a verdict is what it is, to the second: as values, and told in the reader's language."""

from pipeline.explanation.explain import explain, explain_ticket
from pipeline.explanation.explanation import Explanation
from pipeline.explanation.facts import Fact
from pipeline.explanation.tables import Table
from pipeline.explanation.told import Told, told

__all__ = [
    "Explanation",
    "Fact",
    "Table",
    "Told",
    "explain",
    "explain_ticket",
    "told",
]
