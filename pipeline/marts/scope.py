"""Whose rows may be seen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Whose rows may be seen: these customers', or everybody's where `customer_ids` is None."""

    customer_ids: frozenset[str] | None = None

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
