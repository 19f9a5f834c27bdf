"""What pages of the documentation show in fenced blocks: settings, commands, whole files."""

import re

FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(page: str, language: str) -> list[str]:
    """The blocks of a language, in their order."""
    return [text for spoken, text in FENCED.findall(page) if spoken == language]


def files_before(page: str) -> dict[str, str]:
    """The CSV blocks, by the names of files that stand in brackets before them."""
    return dict(zip(re.findall(r"\(([\w-]+\.csv)\)", page), blocks(page, "csv"), strict=True))


def files_named(page: str, language: str, folder: str = "") -> dict[str, str]:
    """The blocks whose first line is a comment with a file's path, by that path below `folder`."""
    named = (
        re.fullmatch(rf"# {re.escape(folder)}(\S+)\n(.*)", text, re.DOTALL)
        for text in blocks(page, language)
    )
    return {found[1]: found[2] for found in named if found}
