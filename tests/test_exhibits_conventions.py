"""Conventions: an exhibit's parameter and the workbook's setting change the same, everywhere."""

import contextlib
import inspect

import pytest
from every_exhibit import FUNCTIONS, shown
from jixiao import exhibits
from jixiao.dataset import Dataset


def of_copies(data: Dataset, k: int, name: str) -> object:
    """What an exhibit shows if a target on ``k`` projects counts as copied."""
    return getattr(exhibits, name)(data, k=k).data()["rows"]


@pytest.mark.parametrize(
    "name", ["target_ladder", "ladder_by_project", "ladder_by_level", "findings_by_rule", "project_sheet"]
)
def test_a_parameter_and_the_workbook_s_setting_change_the_same(sample, name, tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    four, two = (of_copies(sample, k, name) for k in (4, 2))
    assert of_copies(sample, 0, name) == four != two
    (tmp_path / "data/review-rules.toml").write_text("[conventions]\ncopied = 2\n", encoding="utf-8")
    assert of_copies(sample, 0, name) == two
    assert of_copies(sample, 4, name) == four


def test_every_exhibit_that_counts_copies_may_be_told_from_how_many_on(sample, monkeypatch):
    used = set()
    for function in FUNCTIONS:
        monkeypatch.setattr(
            "jixiao.measures.targets.copied", lambda *_, name=function.__name__: used.add(name) or 1 / 0
        )
        with contextlib.suppress(ZeroDivisionError):
            shown(function, sample)
    told = {function.__name__ for function in FUNCTIONS if "k" in inspect.signature(function).parameters}
    # A target is weak below the steps that copies part; money, plans, contradictions and scores come of one measure of
    # departments, or one review, which counts copies for others.
    beside = {"department_budgets", "department_contradictions", "department_plans", "published_check"}
    assert used - told <= {"weakest_targets", "weak_by_project"} | beside


def test_lag_is_one_setting_for_every_exhibit(sample, tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/review-rules.toml").write_text("[conventions]\nlag = 0.2\n", encoding="utf-8")
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    assert "20 points or more" in exhibits.pace_gaps(sample, language="en").finding
    assert "20 points or more" in exhibits.project_curves(sample, language="en").title
