"""The kinds of source that can be landed, by name."""

from pipeline.landing.entities import SourceKind
from pipeline.landing.sources.generic import GENERIC
from pipeline.landing.sources.liveagent import LIVEAGENT

KINDS: dict[str, SourceKind] = {kind.name: kind for kind in (GENERIC, LIVEAGENT)}
