"""What a web server's answer to a letter means: sent, refused, later, or that nobody knows."""

from dataclasses import dataclass

from pipeline.mail.channel import Outcome

_OURS = frozenset({401, 403, 404, 405, 410})
"""Answers to the address, not to the letter: once it is mended, the letter is sent."""

_TOO_MANY, _GATEWAY_TIMEOUT, _REQUEST_TIMEOUT = 429, 504, 408


@dataclass(frozen=True)
class Answer:
    """An answer: its status, the words behind it, how many seconds it asks to be left alone."""

    status: int
    words: str
    rest: float | None

    @property
    def told(self) -> str:
        """Status and words."""
        return f"{self.status} {self.words}".strip()


def settled(answer: Answer) -> Outcome | None:
    """What an answer means; None where the same letter may be handed over again."""
    status = answer.status
    if 200 <= status < 300:
        return Outcome("sent", answer.told)
    if status == _GATEWAY_TIMEOUT:
        return Outcome("uncertain", f"answered {answer.told}: who waited behind it, nobody knows")
    if status in {_TOO_MANY, _REQUEST_TIMEOUT} or status >= 500:
        return None
    if 300 <= status < 400:
        return Outcome("deferred", f"sends us elsewhere ({status}); correct the address")
    if status in _OURS:
        return Outcome("deferred", f"answered {answer.told}; correct the address")
    return Outcome("refused", answer.told)
