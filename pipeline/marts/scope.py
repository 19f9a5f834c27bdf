"""Whose rows may be seen."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scope:
    """Whose rows may be seen: these customers', or everybody's where `customer_ids` is None.

    `Scope("K-1003")` is the one customer, who must be there then.
    """

    customer_ids: frozenset[str] | str | None = None
    named: frozenset[str] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        if isinstance(self.customer_ids, str):
            named = frozenset({self.customer_ids})
            object.__setattr__(self, "customer_ids", named)
            object.__setattr__(self, "named", named)

    def condition(self, column: str = "customer_id") -> str:
        """The SQL condition on a column of customer ids; its parameter is `scope`."""
        return "true" if self.customer_ids is None else f"list_contains($scope, {column})"

    @property
    def is_everybody(self) -> bool:
        """Whether rows may be seen that cannot be told to be one customer's."""
        return self.customer_ids is None

    def parameters(self) -> dict[str, object]:
        """The parameters that `condition` needs."""
        return {} if self.customer_ids is None else {"scope": sorted(self.customer_ids)}


EVERYBODY = Scope()
