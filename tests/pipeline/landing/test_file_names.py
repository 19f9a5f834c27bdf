"""A file's name, and its folder's, are data: no pattern, no code, no text in one encoding alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.landing import loader
from pipeline.landing.files import ExportFile, find_exports
from tests.pipeline.landing.help_desk import HelpDesk, export_bytes

NAMES = (
    "customers1.csv",
    "customers[1].csv",
    "customers*.csv",
    "customers?.csv",
    "customers{1,2}.csv",
    "customers'; drop.csv",
    'customers".csv',
    "customers\\x.csv",
    "customers $HOME %s.csv",
    "customers-März.csv",
    f"customers{'x' * 242}.csv",
)


def test_every_file_lands_its_own_rows(desk: HelpDesk) -> None:
    for number, name in enumerate(NAMES):
        desk.write(name, f"customer_id,name\nc{number},x\n")
    landing = desk.land()
    assert {file.file: file.rows_landed for file in landing.files} == dict.fromkeys(NAMES, 1)
    found = sorted(row["account_id"] for row in desk.read("generic_customers"))
    assert found == sorted(f"c{number}" for number in range(len(NAMES)))


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "ndjson", "json", "parquet"])
@pytest.mark.parametrize("folder", ["[1]", "a*?", 'it\'s "mine"', "Büro ß", "{a,b}"])
def test_a_workspace_may_be_called_anything(tmp_path: Path, folder: str, ending: str) -> None:
    for number, name in enumerate((folder, "1", "aXY")):
        desk = HelpDesk(tmp_path / name)
        content = export_bytes(ending, ["customer_id"], [{"customer_id": f"c{number}"}])
        desk.write(f"customers[1].{ending}", content)
        desk.write("customers-damaged.csv", f"customer_id,name\nd{number},x\ny\n")
        desk.land()
        found = {row["account_id"] for row in desk.read("generic_customers")}
        assert found == {f"c{number}", f"d{number}"}
        assert len(desk.rejected()) == 1


def test_a_name_that_is_no_utf8_is_told_and_lands(desk: HelpDesk) -> None:
    desk.write("customers.csv", "customer_id\na\n")
    for letter in (b"\xe4", b"\xe5"):
        path = os.fsencode(desk.folder) + b"/customers-M" + letter + b"rz.csv"
        Path(os.fsdecode(path)).write_bytes(b"customer_id\n" + letter.hex().encode() + b"\n")
    Path(os.fsdecode(os.fsencode(desk.folder) + b"/\xff")).write_bytes(b"")
    landing = desk.land()
    names = ["customers-M\\xe4rz.csv", "customers-M\\xe5rz.csv", "customers.csv"]
    assert sorted(file.file for file in landing.files) == names
    assert landing.ignored == ("desk/\\xff",)
    assert sorted(row["file"] for row in desk.read("load_files")) == names
    assert {row["account_id"] for row in desk.read("generic_customers")} == {"a", "e4", "e5"}
    assert desk.land().new == ()


@pytest.mark.parametrize("moment", ["listed", "hashed", "read"])
def test_a_file_that_vanishes_harms_no_other(
    desk: HelpDesk, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    for number in range(3):
        desk.write(f"customers{number}.csv", f"customer_id\nc{number}\n")
    gone = desk.folder / "customers1.csv"
    if moment == "listed":

        def list_slowly(*given: object) -> object:
            found = find_exports(*given)  # type: ignore[arg-type]
            gone.unlink(missing_ok=True)
            return found

        monkeypatch.setattr(loader, "find_exports", list_slowly)
    elif moment == "hashed":
        hashed = ExportFile.content_hash

        def hash_slowly(self: ExportFile) -> str:
            found = hashed(self)
            if self.path == gone:
                gone.unlink(missing_ok=True)
            return found

        monkeypatch.setattr(ExportFile, "content_hash", hash_slowly)
    else:

        def tell(name: str) -> None:
            if name == "desk/customers1.csv":
                gone.unlink()

        monkeypatch.setattr(desk, "told", type("Told", (), {"append": staticmethod(tell)})())
    landing = desk.land()
    assert [file.file for file in landing.files] == ["customers0.csv", "customers2.csv"]
    (notice,) = landing.notices
    assert notice.startswith("desk/customers1.csv was gone before it was read")


def test_a_folder_with_umlauts_in_a_plain_locale(tmp_path: Path) -> None:
    root = tmp_path / "Büro"
    desk = HelpDesk(root)
    desk.write("customers-März.csv", "customer_id,name\na,Ä\n")
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.pipeline.landing.help_desk import HelpDesk\n"
        "desk = HelpDesk(Path(sys.argv[1])); (file,) = desk.land().files\n"
        "print(ascii([file.file, file.rows_landed, desk.read('generic_customers')[0]['name']]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.stderr == ""
    assert done.stdout.strip() == ascii(["customers-März.csv", 1, "Ä"])


def test_the_command_starts_over_where_the_locale_knows_ascii_alone() -> None:
    code = (
        "import sys; from pipeline.cli.locale import in_utf8; in_utf8()\n"
        "print(sys.getfilesystemencoding(), ascii(sys.argv[1]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "Büro"],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.strip() == f"utf-8 {'Büro'!a}"
