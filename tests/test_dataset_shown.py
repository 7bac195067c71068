"""A dataset shows itself, and gives one table to start from."""

from __future__ import annotations

import subprocess
import sys

import jixiao
import pytest
from jixiao.dataset import Dataset
from jixiao.dictionary import TABLES
from jixiao.errors import UsageError


def test_a_dataset_says_in_a_few_lines_what_it_holds(sample):
    lines = repr(sample).splitlines()
    assert lines[0] == "jixiao.Dataset sample"
    assert len(lines) < 12
    assert "临港商务区管理委员会本级" in repr(sample)
    assert "indicators 73" in repr(sample)
    assert repr(Dataset()).startswith("jixiao.Dataset\n")


def test_its_box_has_every_table_with_its_first_rows_and_runs_nothing(sample):
    projects = sample.projects.assign(project_name="<script>alert(1)</script>\n甲", purpose="US$ 3 至 $5")
    page = sample.with_tables({"projects": projects})._repr_html_()
    for name, df in sample.tables.items():
        assert f"<strong>{name}</strong> {len(df):,} row" in page
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 甲" in page
    assert "US<span>$</span> 3" in page  # JupyterLab sets what stands between two $ as a formula
    assert page.count("<details>") == len(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_joined_table_has_its_rows_with_the_names_of_its_ids(sample, name):
    df = sample.joined(name)
    assert len(df) == len(sample.tables[name])
    assert set(sample.tables[name].columns) <= set(df.columns)
    if {"project_id", "indicator_id"} & set(TABLES[name].columns) and len(df):
        assert df.columns[0] == "year"
        assert df["year"].eq(2022).all()
        assert df["department"].eq("临港商务区管理委员会本级").all()


def test_results_are_joined_with_their_indicators(sample):
    from jixiao.tables import frame

    made_up = frame("results", [{"indicator_id": sample.indicators["indicator_id"][3], "actual": "4.9万元"}])
    df = sample.with_tables({"results": made_up}).joined("results")
    assert df[["level2", "indicator", "target", "actual"]].to_numpy().tolist() == [
        ["成本", "预算控制数", "≤5万元", "4.9万元"]
    ]


def test_a_table_that_there_is_none_of_is_told(sample):
    with pytest.raises(UsageError, match="no table 'x'; expected: one of: documents"):
        sample.joined("x")


def test_the_package_alone_is_enough_for_exhibits_and_measures_and_imports_them_when_they_are_used():
    code = (
        "import sys, jixiao; assert 'matplotlib' not in sys.modules; "
        "assert {'exhibits', 'measures'} <= set(dir(jixiao)); "
        "print(jixiao.exhibits.inventory(jixiao.load('sample'), language='en').title, jixiao.measures.budget.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.startswith("9 projects, 1,780.15 wan yuan"), done.stderr
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        jixiao.nothing  # noqa: B018
