"""The kinds of source that can be landed, by name: this is the only list of them.

A kind is one folder of declarations: its entities and columns, its codes, how its tickets tell
severity and account.
"""

from pipeline.landing.entities import SourceKind
from pipeline.landing.sources.generic import GENERIC
from pipeline.landing.sources.liveagent import LIVEAGENT
from pipeline.landing.sources.zendesk import ZENDESK

KINDS: dict[str, SourceKind] = {kind.name: kind for kind in (GENERIC, LIVEAGENT, ZENDESK)}
