"""The part of vip-sla.yml about chats: which ones are told, and about whom."""

from typing import Annotated, Literal

from pydantic import Field

from pipeline.settings.model import NotEmpty, Settings, Text
from pipeline.settings.variables import NoWebhookUrl, WebhookUrl

WebhookFormat = Literal["slack", "teams", "json"]
"""How a message is written: as one chat or the other reads it, or as values for a program."""

_PREFIX = "webhook:"  # no e-mail address has a colon


class Webhook(Settings):
    """A chat, by the web address that it takes messages at, which is a secret."""

    url_variable: WebhookUrl = Field(
        description="write the environment variable that holds the address, e.g. SLACK_ALERTS_URL"
    )
    url: NoWebhookUrl = None
    format: WebhookFormat = Field(description="write slack, teams or json")
    customers: Annotated[tuple[Text, ...], NotEmpty] | None = None
    """Whom it is told about; None for everybody."""

    @property
    def address(self) -> str:
        """By what the ledger knows it: the variable's name, whatever its value is."""
        return f"{_PREFIX}{self.url_variable}"

    def is_told_of(self, customer_id: str) -> bool:
        """Whether a customer's responses belong into it."""
        return self.customers is None or customer_id in self.customers


def is_mail(address: str) -> bool:
    """Whether an address is one of e-mail."""
    return not address.startswith(_PREFIX)
