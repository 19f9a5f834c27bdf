"""What vip-sla.yml says of a desk's own headers, words and times; how mistakes are told."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.landing.mapping import Account, Renaming, SourceMapping, Word
from pipeline.landing.receipts import landing_settings
from pipeline.settings.config import Source, load_config

HEAD = "sources:\n  - name: desk\n    kind: {kind}\n    path: exports/desk\n    time_zone: UTC\n"
LINE = 6  # of what stands behind the head


def source(folder: Path, settings: str, kind: str = "generic") -> Source:
    lines = "".join(f"    {line}\n" for line in settings.splitlines())
    path = folder / "vip-sla.yml"
    path.write_text(HEAD.format(kind=kind) + lines, encoding="utf-8")
    (loaded,) = load_config(path).sources
    return loaded


def mistakes(folder: Path, settings: str, kind: str = "generic") -> list[str]:
    with pytest.raises(SettingsError) as caught:
        source(folder, settings, kind)
    return str(caught.value).splitlines()


def test_nothing_is_mapped_by_default(tmp_path: Path) -> None:
    plain = source(tmp_path, "")
    assert plain.mapping == SourceMapping()
    assert landing_settings(plain).keys() == {"kind", "time_zone", "loader_version"}


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    said = source(
        tmp_path,
        """\
columns:
  ticket_id: Issue key
  events: {occurred_at: [Created, Changed]}
values:
  status: {Waiting: waiting_customer, DONE: Resolved}
  kind: {"": message}
time_format: "%d.%m.%Y %H:%M"
severity: [{field: severity, value: "", level: 5}, {default: 3}]
account: [{column: Company}, {domain_of: requester_email}]
encoding: Windows-1252""",
    )
    assert said.mapping == SourceMapping(
        columns=(
            Renaming("ticket_id", ("Issue key",)),
            Renaming("occurred_at", ("Created", "Changed"), "events"),
        ),
        values=(
            Word("status", "waiting", "waiting_customer"),
            Word("status", "done", "resolved"),
            Word("kind", "", "message"),
        ),
        time_format="%d.%m.%Y %H:%M",
        account=(Account("column", "Company"), Account("domain_of", "requester_email")),
        encoding="cp1252",
    )
    assert [(rule.value, rule.severity) for rule in said.severity] == [("", 5), (None, 3)]


def test_every_setting_is_part_of_what_makes_the_landed_rows(tmp_path: Path) -> None:
    said = [
        "columns: {ticket_id: Key}",
        "columns: {tickets: {ticket_id: Key}}",
        "values: {kind: {comment: message}}",
        "time_format: unix_seconds",
        "account: {column: Company}",
        "encoding: cp1252",
        "severity: [{default: 3}]",
    ]
    landed = [str(landing_settings(source(tmp_path, settings))) for settings in ["", *said]]
    assert len(set(landed[:-1])) == len(landed) - 1
    assert landed[-1] == landed[0]  # severities are told by the policy, not by landing


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            "columns: {ticked_id: Key}",
            "columns.ticked_id: there is no such column; did you mean 'ticket_id'?",
        ),
        (
            "columns: {event: {kind: Art}}",
            "columns.event: no export is called so; did you mean 'events'?",
        ),
        (
            "columns: {tickets: {event_id: Key}}",
            "columns.tickets.event_id: tickets have no such column; known here: channel",
        ),
        ("columns: {ticket_id: ''}", "columns.ticket_id"),
        ("columns: ticket_id", "columns: must be a block of 'key: value' lines"),
        ("column: {ticket_id: Key}", "column: unknown key; did you mean 'columns'?"),
        (
            "values: {state: {Done: resolved}}",
            "values.state: its words are not mapped; did you mean 'status'?",
        ),
        (
            "values: {status: {Done: solved}}",
            "values.status.Done: 'solved' is no status of ours; did you mean 'resolved'?",
        ),
        (
            "values: {kind: {c: message, C: note}}",
            "values.kind.C: is 'c' already, as case makes no difference; keep one",
        ),
        ("values: {kind: [a]}", "values.kind: must be a block of 'key: value' lines"),
        (
            "time_format: '%d.%m %H:%M'",
            "time_format: '%d.%m %H:%M' lacks the year (%Y), so no instant can be told by it",
        ),
        ("time_format: '%Q'", "time_format: '%Q' in '%Q' is not known; known are %Y"),
        (
            "time_format: unix",
            "time_format: 'unix' is no format of a time; write e.g. '%d.%m.%Y %H:%M', "
            "unix_seconds or unix_milliseconds",
        ),
        ("time_format: '%d.%m.%Y %I:%M'", "has twelve hours (%I) without %p"),
        ("severity: [{default: 3, level: 2}]", "severity[0]: a default stands alone"),
        ("severity: [{default: 0}]", "severity[0].default: '0' is not a severity"),
        (
            "severity: [{default: 3}, {field: severity, value: x, level: 1}]",
            "severity[0]: a default is the last rule; move it to the end",
        ),
        ("severity: [{field: severity, value: ''}]", "severity[0].level: is missing"),
        ("account: {}", "account: needs exactly one of column and domain_of"),
        ("account: {column: a, domain_of: b}", "account: needs exactly one of"),
        ("account: {colum: a}", "account.colum: unknown key; did you mean 'column'?"),
        ("encoding: klingon", "encoding: 'klingon' is no encoding; write e.g. cp1252 (Windows)"),
        ("encoding: base64", "encoding: 'base64' is no encoding"),
    ],
)
def test_a_mistake_is_told_with_line_and_remedy(
    tmp_path: Path, settings: str, message: str
) -> None:
    told = mistakes(tmp_path, settings)
    places = [line for line in told if line.startswith(f"vip-sla.yml, line {LINE}: sources[0].")]
    assert any(message in line for line in places), told


def test_the_vendors_own_exports_are_not_mapped(tmp_path: Path) -> None:
    for key in ("columns: {id: x}", "values: {kind: {a: note}}", "time_format: unix_seconds"):
        (told,) = mistakes(tmp_path, key, kind="liveagent")
        assert "bear the vendor's own names and words; leave it out, or write kind: generic" in told
    said = source(tmp_path, "encoding: cp1252\nseverity: [{default: 4}]", kind="liveagent")
    assert (said.encoding, said.severity[0].severity) == ("cp1252", 4)
