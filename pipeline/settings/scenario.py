"""A scenario: keys of policy.yml, laid over the policy to ask what would have been.

Written like policy.yml, but only what is to be different. What a key holds is laid over key by
key; versions and overrides are matched by their `valid_from`, and one of a day of its own comes
beside the others. Lists and opening hours are replaced as a whole.

    calendars:
      dedicated_support: {holidays: [{country: DE, subdivision: BE}]}
    policies:
      - valid_from: 2020-01-01
        targets: {3: {first_response: 1 hour}}
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.settings.model import Location
from pipeline.settings.policy import Policy
from pipeline.settings.yaml_file import Content, YamlFile, as_model, read_yaml

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)
"""What scenarios are called; the name of their files, so nothing else may be asked for."""

_WHOLE = {"hours"}
"""Opening hours name days in ways that may overlap, so they are never laid over each other."""
_MATCHED = "valid_from"


@dataclass(frozen=True)
class Scenario:
    """Other terms, and the whole policy that they make of today's."""

    name: str
    text: str
    """As it was written."""
    policy: Policy


def load_scenario(path: Path, policy_file: Path) -> Scenario:
    """Reads a scenario over a policy. Raises SettingsError, which tells every mistake by line."""
    if not NAME.fullmatch(path.stem):
        raise SettingsError(
            f"{path.name}: a scenario is called by its file; use letters, digits, - and _ alone, "
            "e.g. with-holidays.yml"
        )
    if not path.exists():
        raise SettingsError(
            f"{path}: is not there; write into it the keys of policy.yml that are to be different"
        )
    over = read_yaml(path)
    merged = laid_over(read_yaml(policy_file), over)
    return Scenario(path.stem, path.read_text(encoding="utf-8-sig"), as_model(merged, Policy))


def laid_over(base: YamlFile, over: YamlFile) -> YamlFile:
    """One document over another; the lines are those of the one above."""
    layers = _Layers(over.lines)
    content = over.content if over.content is not None else {}
    return YamlFile(
        over.path, layers.merged(base.content, content, (), ()), layers.lines, over.mistakes
    )


@dataclass
class _Layers:
    """Lays content over content, and keeps for each place above the line where it is written."""

    written: Mapping[Location, int]
    lines: dict[Location, int] = field(default_factory=dict)

    def merged(self, base: Content, over: Content, place: Location, here: Location) -> Content:
        """`here` is the place in the result of what is at `place` above."""
        self.lines[here] = self.written.get(place, 1)
        key = place[-1] if place else None
        if isinstance(base, dict) and isinstance(over, dict) and key not in _WHOLE:
            return base | {
                name: self.merged(base.get(name), each, (*place, name), (*here, name))
                for name, each in over.items()
            }
        if _are_versions(base) and _are_versions(over):
            return self._versions(base, over, place, here)
        self._keep(place, here)
        return over

    def _versions(
        self, base: Content, over: Content, place: Location, here: Location
    ) -> list[Content]:
        assert isinstance(base, list)
        assert isinstance(over, list)
        found = list(base)
        days = [_day(each) for each in base]
        for number, each in enumerate(over):
            at = days.index(_day(each)) if _day(each) in days else len(found)
            beneath = found[at] if at < len(found) else None
            merged = self.merged(beneath, each, (*place, number), (*here, at))
            found[at : at + 1] = [merged]
        return found

    def _keep(self, place: Location, here: Location) -> None:
        depth = len(place)
        for location, line in self.written.items():
            if location[:depth] == place:
                self.lines[(*here, *location[depth:])] = line


def _are_versions(content: Content) -> bool:
    return isinstance(content, list) and all(
        isinstance(each, dict) and _MATCHED in each for each in content
    )


def _day(version: Content) -> str:
    return str(version[_MATCHED]).strip() if isinstance(version, dict) else ""
