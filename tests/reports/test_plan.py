import json

import pytest

from helpers.errors import UsageError
from helpers.reports.plan import discover, plan, report_name, standing
from helpers.workspace import Workspace
from tests.reports.tiny_workspace import copy_workspace


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return copy_workspace(tmp_path / "w")


def planned(workspace, names=(), given=None, **settings):
    return plan(discover(workspace), names, given or {}, workspace, **settings)


def test_overview_comes_first_and_drafts_and_scratch_are_left_out(workspace):
    assert [book.name for book in discover(workspace)] == ["overview", "avalon", "partner"]


def test_the_order_in_the_metadata_beats_the_alphabet(workspace):
    source = (workspace.notebooks / "avalon.ipynb").read_text()
    zenda = json.loads(source)
    zenda["metadata"]["multivector"] = {"order": 1}
    (workspace.notebooks / "zenda.ipynb").write_text(json.dumps(zenda))
    assert [book.name for book in discover(workspace)] == ["overview", "zenda", "avalon", "partner"]


def test_a_title_is_the_first_heading(workspace):
    assert discover(workspace)[0].title == "Overview of Ruritania"


def test_a_template_is_built_by_name_only(workspace):
    assert [job.name for job in planned(workspace)] == ["overview", "avalon"]
    assert [name for name, _ in standing(discover(workspace))] == ["overview", "avalon"]
    assert [job.name for job in planned(workspace, ["partner"])] == ["partner-ZEN"]


@pytest.mark.parametrize(
    ("notebook", "given", "name", "values"),
    [
        ("partner", {"partner": "TUR"}, "partner-TUR", {"partner": "TUR"}),
        (
            "partner",
            {"since": "2015"},
            "partner-ZEN-since-2015",
            {"partner": "ZEN", "since": 2015},
        ),
        ("avalon", {"since": "2015"}, "avalon-since-2015", {"since": 2015}),
        ("avalon", {"since": "2010"}, "avalon", {}),
        ("avalon", {"strict": "no"}, "avalon-strict-False", {"strict": False}),
        ("avalon", {"basis": "cif"}, "avalon-basis-cif", {"basis": "cif"}),
    ],
)
def test_a_report_is_named_after_what_differs(workspace, notebook, given, name, values):
    (job,) = planned(workspace, [notebook], given)
    assert (job.name, dict(job.parameters)) == (name, values)


def test_names_are_safe_files_and_two_values_never_share_one():
    awkward = ["../../etc/passwd", "a b", "a-b", "a/b", "Ж", "Ш", "x" * 300, ""]
    names = [report_name("partner", {"partner": value}) for value in awkward]
    assert len(set(names)) == len(awkward)
    for name in names:
        assert name.startswith("partner-")
        assert not set(name) & set("/\\. ")
        assert len(name) < 80


def test_an_unknown_report_lists_the_known_ones(workspace):
    with pytest.raises(UsageError, match=r"No report 'avalom'\. Did you mean 'avalon'\?.*overview"):
        planned(workspace, ["avalom"])


def test_all_problems_of_the_batch_come_in_one_error(workspace):
    given = {"partnr": "X", "since": "20x", "rate": "a", "language": "fr"}
    with pytest.raises(UsageError) as caught:
        planned(workspace, [], given, formats=["html", "odt"])
    message = str(caught.value)
    assert "Unknown parameter 'partnr'. Did you mean 'partner'?" in message
    assert message.count("'since': expected a whole number, found '20x'") == 1
    assert "'rate': expected a number" in message
    assert "'language' does not exist in avalon" in message
    assert "Unknown format 'odt'" in message


def test_a_validator_can_refuse_a_value(workspace):
    validators = {"partner": lambda value: f"no {value}." if value == "XXX" else None}
    with pytest.raises(UsageError, match="no XXX"):
        planned(workspace, ["partner"], {"partner": "XXX"}, validators=validators)
    assert planned(workspace, ["partner"], {"partner": "YYY"}, validators=validators)


@pytest.mark.parametrize("name", ["index", "two words", "ä"])
def test_a_notebook_that_cannot_name_a_file_is_refused(workspace, name):
    (workspace.notebooks / "avalon.ipynb").rename(workspace.notebooks / f"{name}.ipynb")
    with pytest.raises(UsageError, match="cannot name a report"):
        discover(workspace)


def test_a_broken_notebook_is_named(workspace):
    (workspace.notebooks / "avalon.ipynb").write_text("{")
    with pytest.raises(UsageError, match=r"avalon\.ipynb is not a notebook"):
        discover(workspace)


def test_a_workspace_without_notebooks_says_so(tmp_path):
    with pytest.raises(UsageError, match="No notebooks found"):
        discover(Workspace(tmp_path))
