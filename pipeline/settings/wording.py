"""Plain words for mistakes: near misses, and what pydantic means."""

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from pydantic import BaseModel
from pydantic_core import ErrorDetails

MISTAKE = "mistake"
"""The error type whose message is already in plain words."""

_NO_BLOCK = "must be a block of 'key: value' lines"
_WORDS = {
    "dict_type": _NO_BLOCK,
    "model_type": _NO_BLOCK,
    "model_attributes_type": _NO_BLOCK,
    "tuple_type": "must be a list, e.g. [a, b]",
    "string_type": "must be text, not a list or a block",
    "is_instance_of": "must be text, not a list or a block",
    "string_too_short": "is empty",
    "float_parsing": "{value!r} is not a number",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "int_parsing": "{value!r} is not a whole number",
    "greater_than": "{value} is too small; write more than {gt}",
    "greater_than_equal": "{value} is too small; write at least {ge}",
    "less_than_equal": "{value} is too large; write at most {le}",
    "finite_number": "{value!r} is not a number",
    "bool_type": "must be true or false, without quotes",
}


_MOST_LINES = 50
_LONGEST_NAME = 100
_LONG_WORD = re.compile(r"(\S{60})\S{30,}")


def told(words: str) -> str:
    """Words about a mistake, fit to be read: what somebody wrote without end is cut."""
    return _LONG_WORD.sub(r"\1…", words)


def told_lines(lines: Iterable[str]) -> str:
    """All mistakes, a line each; of very many the first, and how many there are besides."""
    every = list(lines)
    rest = len(every) - _MOST_LINES
    return "\n".join(every if rest <= 1 else [*every[:_MOST_LINES], f"and {rest:,} more"])


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that looks most like this one, if any does; case makes no difference."""
    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(word.lower()[:_LONGEST_NAME], by_lower, n=1)
    return by_lower[near[0]] if near else None


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The remedy for an unknown word: `did you mean 'x'?`, or all that is known if none is near."""
    near = nearest(word, known)
    return (
        f"did you mean '{near}'?" if near else f"known here: {', '.join(sorted(known)) or 'none'}"
    )


def plain_words(error: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong and what to write instead, for one pydantic error of `model`."""
    kind, value = error["type"], error["input"]
    if kind == MISTAKE:
        return error["msg"]
    if kind == "extra_forbidden":
        return f"unknown key; {did_you_mean(str(error['loc'][-1]), _keys(model))}"
    if kind == "missing" or value is None:
        return f"is {'missing' if kind == 'missing' else 'empty'}{_hint(error, model)}"
    context: Mapping[str, object] = error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"{value!r} is not known; write {context['expected']}"
    return _WORDS.get(kind, error["msg"]).format(value=value, **context)


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _hint(error: ErrorDetails, model: type[BaseModel]) -> str:
    """The description of the field in question, which tells what belongs there and why."""
    for name, field in model.model_fields.items():
        if error["loc"] and error["loc"][0] in (name, field.alias) and field.description:
            return f"; {field.description}"
    return ""
