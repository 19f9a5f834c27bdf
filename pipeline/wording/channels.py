"""What channels are called: known ones in the reader's language, others as they were exported."""

from pipeline.wording.catalogues import Wording

KNOWN = {
    *("email", "contact_form", "contact_button", "invitation", "chat", "call", "call_button"),
    *("phone", "voicemail", "whatsapp", "facebook", "facebook_message", "twitter", "forum"),
    *("suggestion", "unknown"),
}


def channel(say: Wording, name: str | None) -> str:
    """E-Mail, Kontaktformular; a channel that nobody here knows keeps its own name."""
    name = name or "unknown"
    return say(f"channel.{name}") if name in KNOWN else name
