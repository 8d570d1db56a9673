"""``verify`` reads a PDF of the committed edition and says which file differs."""

import io

import pikepdf
import pytest
from click.testing import CliRunner

from helpers.commands.verify import verify
from helpers.workspace import find_workspace

PDF = find_workspace().reports / "iran.pdf"


def run(path):
    return CliRunner().invoke(verify, [str(path)])


def test_a_report_of_the_edition_is_as_recorded():
    result = run(PDF)
    assert result.exit_code == 0, result.output
    assert "iran.pdf: 4 files as recorded." in result.output


def test_a_changed_figure_is_named_with_exit_code_4(tmp_path):
    with pikepdf.open(PDF) as pdf:
        stream = pdf.attachments["observations.csv"].obj["/EF"]["/F"]
        stream.write(stream.read_bytes().replace(b"IRN", b"IRQ", 1))
        out = io.BytesIO()
        pdf.save(out)
    path = tmp_path / "iran.pdf"
    path.write_bytes(out.getvalue())
    result = run(path)
    assert result.exit_code == 4
    assert "observations.csv: expected SHA-256" in result.output


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7"])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    result = run(path)
    assert result.exit_code != 0
    assert "Expected a report's PDF" in str(result.exception) or "No evidence" in str(
        result.exception
    )
