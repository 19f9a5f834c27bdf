"""Names of environment variables, which hold what does not belong in a file."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from pipeline.settings.model import Text, from_text


def variable(example: str) -> BeforeValidator:
    """Takes the name of a variable; what is none is never repeated, as it may be the secret."""

    def parse(text: str) -> str:
        if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", text.strip()):
            return text.strip()
        raise ValueError(f"is not the name of an environment variable; write e.g. {example}")

    return from_text(parse)


def refused(key: str, example: str) -> BeforeValidator:
    """Refuses a secret itself, and says under which key the name of its variable goes."""

    def refuse(_: object) -> None:
        raise ValueError(
            "does not belong in a file; write the name of an environment variable that holds it, "
            f"{key}: {example}"
        )

    return BeforeValidator(refuse)


MailPassword = Annotated[Text, variable("VIP_SLA_MAIL_PASSWORD")]
ApiKey = Annotated[Text, variable("LIVEAGENT_API_KEY")]
WebhookUrl = Annotated[Text, variable("SLACK_ALERTS_URL")]

NoPassword = Annotated[None, refused("password_variable", "VIP_SLA_MAIL_PASSWORD")]
NoApiKey = Annotated[None, refused("key_variable", "LIVEAGENT_API_KEY")]
NoWebhookUrl = Annotated[None, refused("url_variable", "SLACK_ALERTS_URL")]
