"""Which responses are meant, filter by filter: what counts are of, and what lists list.

A `Selection` owns every filter there is. Counts, links, lists and files are made of the same one,
so that a number and what it leads to cannot differ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.marts.owed import DUE
from pipeline.marts.periods import Period

UNKNOWN = "(unknown)"
"""How the marts name whom the exports do not tell."""
COUNTED = "none"
"""Excluded for no reason."""
YES, NO = "yes", "no"

FULLEST = 30
"""The last step of `used` holds all that took three times the target, or longer."""
USED = f"""cast(
                greatest(1, least({FULLEST}, ceil(elapsed_seconds * 10 / target_seconds)))
                as integer
            )"""
"""How many tenths of its target a response took, begun ones in full."""

FILTERS: Mapping[str, str] = {
    "customer": "customer_id",
    "severity": "cast(severity as varchar)",
    "metric": "metric",
    "channel": "coalesce(channel, 'unknown')",
    "outcome": "outcome",
    "closed": "coalesce(closed_by, 'owed')",
    "exclusion": f"coalesce(exclusion_reason, '{COUNTED}')",
    "contested": f"""if(
                response_id in (
                    select response_id from contested_responses where is_counted_against
                ),
                '{YES}', '{NO}'
            )""",
    "person": f"""if(
                closed_by = 'reply', source || ':' || coalesce(responder_id, '{UNKNOWN}'), null
            )""",
    "dedicated": f"if(is_dedicated_responder, '{YES}', '{NO}')",
    "agent": "source || ':' || dedicated_agent_id",
    "weekday": "cast(opened_weekday as varchar)",
    "hour": "cast(opened_hour as varchar)",
    "used": f"if(is_counted, cast({USED} as varchar), null)",
    "due": f"if(closed_at is null, {DUE}, null)",
    "ticket": "source || ':' || ticket_id",
}
"""What each filter compares, as SQL over `fct_responses`: its values are texts, as in addresses.

`closed` is how it ended, `person` who replied, `dedicated` whether that was the dedicated agent,
`agent` the dedicated agent, `used` how many tenths of its target a counted one took, `due` how
soon somebody must act on what is owed.
"""
IS_CONTESTED = f"{FILTERS['contested']} = '{YES}'"
WHENEVER = ("due", "ticket")
"""Filters that leave the period aside: what is owed now may have been opened at any time."""

Chosen = Mapping[str, Iterable[str]]
"""The values that filters let through, by the filter's name."""


@dataclass(frozen=True)
class Selection:
    """Responses to dedicated customers: of a period, of these values, with these words."""

    period: Period | None = None
    """None for responses whenever they were opened."""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Filters with the values that they let through, in the order of `FILTERS`."""
    words: str = ""
    """A part of the ticket's number, id or subject, or of the customer's name or id."""

    @classmethod
    def of(cls, period: Period | None, chosen: Chosen, words: str = "") -> "Selection":
        """Those in the period, or whenever where a filter says so. KeyError for no such filter."""
        values = {name: tuple(values) for name, values in chosen.items()}
        if strange := values.keys() - FILTERS.keys():
            raise KeyError(f"no such filter: {', '.join(sorted(strange))}")
        told = tuple((name, values[name]) for name in FILTERS if values.get(name))
        is_whenever = any(name in WHENEVER for name, _ in told)
        return cls(None if is_whenever else period, told, " ".join(words.split()))

    def values(self, name: str) -> tuple[str, ...]:
        """What a filter lets through; nothing where it lets all through."""
        return dict(self.chosen).get(name, ())

    def narrowed(self, more: Chosen) -> "Selection":
        """The same with more filters, each in place of one that there was."""
        return Selection.of(self.period, {**dict(self.chosen), **more}, self.words)

    def condition(self) -> str:
        """The SQL condition on `fct_responses`; `parameters` are its parameters."""
        parts = [
            "customer_id in (select customer_id from dim_customers where is_dedicated)",
            *([self.period.condition()] if self.period else []),
            *(f"list_contains(${name}, {FILTERS[name]})" for name, _ in self.chosen),
            *([_HAS_WORDS] if self.words else []),
        ]
        return "\n            and ".join(parts)

    def parameters(self) -> dict[str, object]:
        """The parameters that `condition` needs."""
        return {
            **(self.period.parameters() if self.period else {}),
            **{name: list(values) for name, values in self.chosen},
            **({"words": self.words} if self.words else {}),
        }


def folded(text: str) -> str:
    """The SQL expression of a text without case and accents, ß as the ss of its capitals."""
    return f"strip_accents(replace(lower({text}), 'ß', 'ss'))"


def has_words(*texts: str) -> str:
    """The SQL condition that one of these texts has the parameter `words` in it."""
    told = f"concat_ws(chr(10), {', '.join(texts)})"
    return f"contains({folded(told)}, {folded('$words')})"


_HAS_WORDS = f"""(
                {has_words("ticket_id")}
                or customer_id in (
                    select customer_id
                    from dim_customers
                    where {has_words("customer_id", "customer_name")}
                )
                or (source, ticket_id) in (
                    select (source, ticket_id)
                    from fct_tickets
                    where {has_words("code", "subject")}
                )
            )"""

_JUDGED = ("met", "breached")
_COUNTS = (COUNTED,)

TALLIES: Mapping[str, Chosen] = {
    "owed": {},
    "met": {"outcome": ("met",), "exclusion": _COUNTS},
    "breached": {"outcome": ("breached",), "exclusion": _COUNTS},
    "pending": {"outcome": ("pending",), "exclusion": (COUNTED, "waived")},
    "unanswered": {"outcome": ("unanswered",), "exclusion": (COUNTED, "waived")},
    "no_target": {"outcome": ("no_target",), "exclusion": (COUNTED, "waived")},
    "not_covered": {"exclusion": ("not_covered",)},
    "deleted": {"exclusion": ("deleted",)},
    "waived_met": {"outcome": ("met",), "exclusion": ("waived",)},
    "waived_breached": {"outcome": ("breached",), "exclusion": ("waived",)},
    "contested": {"contested": (YES,)},
    "judged": {"outcome": _JUDGED, "exclusion": _COUNTS},
    "waived": {"outcome": _JUDGED, "exclusion": ("waived",)},
    "gross_met": {"outcome": ("met",), "exclusion": (COUNTED, "waived")},
    "gross": {"outcome": _JUDGED, "exclusion": (COUNTED, "waived")},
}
"""What `compliance_monthly` counts, as filters; and sums of these: `judged` is met or breached,
`gross` that with `waived` ones put back.
"""


def counted(tally: str) -> str:
    """The SQL aggregate of one of `TALLIES`, over responses that tell `is_contested` too."""
    told = {**FILTERS, "contested": f"if(is_contested, '{YES}', '{NO}')"}
    parts = [
        f"{told[name]} in ({', '.join(repr(value) for value in values)})"
        for name, values in TALLIES[tally].items()
    ]
    return f"count(*) filter ({' and '.join(parts) or 'true'})"
