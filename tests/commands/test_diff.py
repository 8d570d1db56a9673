"""``diff`` prints what changed, for people and for machines, and ends with the promised code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpers.cli import main
from tests.reports.two_editions import set_number, write_edition


@pytest.fixture
def editions(tmp_path: Path) -> tuple[str, str]:
    old = write_edition(tmp_path / "old")
    new = write_edition(tmp_path / "new", set_number("f1", 1, "$4.1 bn"))
    return str(old), str(new)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def test_text_names_report_place_and_numbers(editions: tuple[str, str]) -> None:
    result = run(*editions)
    assert result.exit_code == 0
    assert "sample: 1 number\n  Key findings\n    number $3.9 bn → $4.1 bn" in result.output


def test_the_exit_code_tells_of_differences_only_when_asked(editions: tuple[str, str]) -> None:
    assert run(*editions, "--exit-code").exit_code == 1
    assert run(editions[0], editions[0], "--exit-code").exit_code == 0


def test_json_and_html_hold_the_same_change(editions: tuple[str, str], tmp_path: Path) -> None:
    page = tmp_path / "changes.html"
    result = run(*editions, "--json", "--html", str(page))
    found = json.loads(result.output)
    assert found["differs"] and found["reports"][0]["counts"] == {"number": 1}
    assert found["reports"][0]["changes"][0]["now"] == "$4.1 bn"
    assert "<ins>$4.1 bn</ins>" in page.read_text(encoding="utf-8")


def test_only_the_named_reports_are_compared(editions: tuple[str, str]) -> None:
    assert run(*editions, "sample").output == run(*editions).output
    result = run(*editions, "simple")
    assert result.exit_code == 2 and "Did you mean 'sample'?" in result.stderr


@pytest.mark.parametrize("missing", [0, 1])
def test_a_missing_folder_is_bad_usage(editions: tuple[str, str], missing: int) -> None:
    given = [*editions]
    given[missing] += "-nowhere"
    result = run(*given)
    assert result.exit_code == 2 and "expected a folder" in result.stderr.replace("\n", " ")


def test_a_file_that_cannot_be_written_is_bad_usage(
    editions: tuple[str, str], tmp_path: Path
) -> None:
    result = run(*editions, "--html", str(tmp_path / "no" / "such.html"))
    assert result.exit_code == 2 and "Cannot write" in result.stderr
