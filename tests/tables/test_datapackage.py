"""The published description of the data is true."""

import json

import frictionless

import helpers
from helpers.tables.datapackage import write_package
from helpers.tables.schemas import TABLES
from helpers.workspace import find_workspace

DATA = find_workspace().data


def test_frictionless_finds_every_table_valid():
    report = frictionless.Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])[:20]
    assert {task.name for task in report.tasks} == set(TABLES)


def test_the_description_is_the_one_written_from_the_schemas():
    written = (DATA / "datapackage.json").read_text(encoding="utf-8")
    assert written == write_package(helpers.__version__), "run: multivector describe"


def test_every_column_has_a_description():
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    assert all(f["description"] for r in package["resources"] for f in r["schema"]["fields"])


def test_every_csv_of_the_folder_is_described():
    assert {path.stem for path in DATA.glob("*.csv")} == set(TABLES)


def test_the_readme_describes_every_table_and_column():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        assert f"`{table.name}.csv`" in text
        missing = [name for name in table.columns if f"`{name}`" not in text]
        assert not missing, f"{table.name}: {missing}"
