"""How many reports run at a time, and where."""

import pytest

from helpers.commands._where import where_to_run
from helpers.errors import UsageError
from helpers.reports.machine_limits import BUILD_BYTES, REPORT_BYTES, Limits


@pytest.fixture
def short_of_memory(monkeypatch):
    limits = Limits(8, BUILD_BYTES + 2 * REPORT_BYTES)
    monkeypatch.setattr("helpers.reports.machine_limits.suggest", lambda: limits)


def test_memory_decides_and_is_said_in_one_line(short_of_memory, capsys):
    assert where_to_run(None, None, 20) == (2, None)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("2 at a time instead of 8: ") and shown.err.count("\n") == 1


def test_a_number_that_is_given_stays(short_of_memory, capsys):
    assert where_to_run(6, None, 20) == (6, None)
    assert where_to_run(6, None, 3) == (3, None)
    assert capsys.readouterr().err == ""


def test_nothing_to_run_still_has_one_place():
    assert where_to_run(None, None, 0)[0] == 1


def test_a_cluster_takes_the_whole_batch_unless_told_otherwise(short_of_memory):
    pytest.importorskip("distributed", reason="the optional extra 'scale' is not installed")
    assert where_to_run(None, "tcp://host:8786", 500)[0] == 500
    count, runner = where_to_run(7, "tcp://host:8786", 500)
    assert count == 7 and runner is not None


def test_without_the_extra_a_cluster_is_refused(monkeypatch):
    monkeypatch.setattr("helpers.reports.cluster_joining.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r'pip install "multivector\[scale\]"'):
        where_to_run(None, "tcp://host:8786", 5)
