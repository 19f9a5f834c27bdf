"""A report's content in words: which tables, charts and sentences it becomes, in one language."""

from pipeline.reports.telling.tell import tell

__all__ = ["tell"]
