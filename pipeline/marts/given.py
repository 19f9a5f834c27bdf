"""What a question is given, set right or refused before it is asked: once, for every question."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pandas as pd

from pipeline.errors import UnknownCustomerError
from pipeline.marts.periods import Period, containing
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask

Question = Callable[..., pd.DataFrame]


def is_question(value: object) -> bool:
    """Whether it takes a scope first, as every question does."""
    if not inspect.isfunction(value):
        return False
    first = next(iter(inspect.signature(value).parameters), "")
    return first.lstrip("_") == "scope"


def checked(question: Question) -> Question:
    """The question, for whoever asks it from Python: a path may be a string, a scope the id of a
    customer, any day of a month means that month, a text where texts are asked for the only one.

    It raises UnknownCustomerError for a customer that the snapshot does not know, TypeError for
    what is no path, no scope or no day, ValueError for what is none of the words to choose from.
    """
    signature = inspect.signature(question)
    kinds = {name: _kinds(hint) for name, hint in get_type_hints(question).items()}

    @wraps(question)
    def asked(*args: Any, **kwargs: Any) -> pd.DataFrame:
        given = signature.bind(*args, **kwargs)
        scope_name, snapshot_name = list(signature.parameters)[:2]
        values = given.arguments
        snapshot = values[snapshot_name] = Path(values[snapshot_name])
        scope = values[scope_name] = _scope(values[scope_name])
        customer_id = values.get("customer_id")
        named = scope.named | ({customer_id} if customer_id is not None else set())
        if scope.is_everybody or scope.named:  # others learn nothing of who else there is
            _check_known(snapshot, named)
        for name, value in values.items():
            if value is None and signature.parameters[name].default is None:
                continue
            if name == "month":
                values[name] = _first_day(value)
            elif name == "months":
                values[name] = [_first_day(each) for each in value]
            else:
                values[name] = _of_kind(kinds[name], name, value)
        return question(*given.args, **given.kwargs)

    return asked


def _scope(given: object) -> Scope:
    if isinstance(given, str):
        return Scope(given)
    if not isinstance(given, Scope):
        raise TypeError(f"a question's first argument is a Scope, e.g. EVERYBODY, not {given!r}")
    return given


def _kinds(hint: object) -> tuple[object, ...]:
    """The kinds of values that an annotation allows."""
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def _of_kind(kinds: tuple[object, ...], name: str, value: object) -> object:
    if Period in kinds and not isinstance(value, Period):
        return _month(value)
    if Sequence[str] in kinds and isinstance(value, str):
        return [value]
    words = [word for kind in kinds if get_origin(kind) is Literal for word in get_args(kind)]
    if words and value not in words:
        raise ValueError(f"{name} is one of {', '.join(map(repr, words))}, not {value!r}")
    return value


def _first_day(day: object) -> date:
    if not isinstance(day, date):
        raise TypeError(f"a month is told by any of its days, a date, not {day!r}")
    return date(day.year, day.month, 1)


def _month(day: object) -> Period:
    return containing(_first_day(day), "month")


def _check_known(snapshot: Path, customer_ids: Iterable[str]) -> None:
    for customer_id in sorted(customer_ids):
        if customer_id not in _known(snapshot):
            raise UnknownCustomerError(
                f"{customer_id!r} is no customer of {snapshot.name}; `customers` lists them"
            )


@lru_cache(maxsize=4)
def _known(snapshot: Path) -> frozenset[str]:
    return frozenset(ask(snapshot, "select customer_id from dim_customers")["customer_id"])
