"""The base of all settings: frozen, no unknown keys, and every mistake told at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from pipeline.settings.wording import MISTAKE, plain_words

T = TypeVar("T")

Location = tuple[int | str, ...]
"""Where in a document: keys as text, positions in lists as numbers."""

Mistake = tuple[Location, str]
"""Where, and what is wrong with its remedy."""


def _not_empty(items: tuple[T, ...]) -> tuple[T, ...]:
    # A minimum length will not do: pydantic counts only the items without mistakes.
    if not items:
        raise ValueError("is empty; write at least one")
    return items


NotEmpty = AfterValidator(_not_empty)
"""For a list that must hold something."""

Text = Annotated[str, Field(min_length=1)]
"""Text that must not be empty."""


class Settings(BaseModel):
    """A frozen model that speaks plainly.

    The description of a field is the hint shown where its value is missing or empty.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=True
    )

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """Mistakes between parts, found in the input as given.

        They are looked for even where single values are wrong, so that one attempt tells all.
        Hence `data` may hold anything: take it apart with `part` and `entries`.
        """
        yield from ()

    @model_validator(mode="wrap")
    @classmethod
    def _tell_all(
        cls, data: object, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        try:
            model, errors = handler(data), []
        except ValidationError as error:
            model = None
            errors = [
                _error(details["loc"], plain_words(details, cls), details["input"])
                for details in error.errors()
            ]
        errors += [
            _error(location, words, data)
            for location, words in cls.cross_mistakes(data, info.context or {})
        ]
        if model is None or errors:
            raise ValidationError.from_exception_data(cls.__name__, errors)
        return model


def from_text(parse: Callable[[str], T]) -> BeforeValidator:
    """Reads text by `parse` (which raises ValueError in plain words); the rest is pydantic's."""
    return BeforeValidator(lambda value: parse(value) if isinstance(value, str) else value)


def part(value: object, key: str) -> object:
    """What a mapping or a model holds under `key`; None if nothing, or if it is neither."""
    return value.get(key) if isinstance(value, Mapping) else getattr(value, key, None)


def entries(value: object) -> Iterator[tuple[Any, object]]:
    """Keys and values of a mapping, positions and items of a list; nothing of anything else."""
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from enumerate(value)


def _error(location: Location, words: str, value: object) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError(MISTAKE, words), loc=location, input=value)
