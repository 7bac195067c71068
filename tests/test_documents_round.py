"""Small datasets written in every layout read back as they were, as far as the layout carries them."""

from __future__ import annotations

import pytest
from builders import QUICK
from grids import Rows, read_tables, show
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao import read
from jixiao.dataset import Dataset
from jixiao.vocabulary import shipped
from writers import WRITERS, spanned, write

pytestmark = pytest.mark.slow

SLOTS = {
    framework: [(level1, level2) for level1, names in words["slots"].items() for level2 in names]
    for framework, words in shipped().words["frameworks"].items()
}
SIGNS = {"≥": ">=", "≤": "<=", "＝": "=", "": None}
NAMES = st.text(st.sampled_from("图书馆道路养护培训环境"), min_size=2, max_size=6)

# Columns of indicators: heading → what stands below it.
LEVELS = {"一级指标": "{level1}指标", "二级指标": "{level2}指标", "三级指标": "{indicator}"}
WHOLE, SPLIT = "{sign}{number}{unit}", {"指标性质": "{sign}", "指标值": "{number}", "度量单位": "{unit}"}
RESULTS = {"实际完成值": "{number}{unit}", "分值": "{weight}", "得分": "{weight}", "偏差原因分析及改进措施": "{note}"}
LAYOUTS = {
    "hebei-2022": LEVELS | {"绩效指标描述": "{note}", "": "", "指标值": WHOLE, "指标值确定依据": "{basis}"},
    "hebei-2019": {
        "绩效指标分类": "{level1}指标",
        "绩效指标": "{indicator}",
        "绩效指标描述": "{note}",
        "绩效标准": WHOLE,
    },
    "tianjin-2023": LEVELS | {"绩效指标描述": "{note}", "指标值": WHOLE},
    "yunnan-self-evaluation": LEVELS | SPLIT | RESULTS,
    "hunan-application": LEVELS | {"指标值及单位": WHOLE, "绩效标准": "{basis}"},
    "chongqing-2022": {"指标名称": "{indicator}", "指标权重": "{weight}"} | dict(reversed(SPLIT.items())),
    "sichuan-application": LEVELS | SPLIT | {"权重": "{weight}"},
    "self-evaluation": LEVELS | {"年度指标值": WHOLE} | RESULTS,
    "guide-2021": LEVELS | {"指标值": WHOLE},
}
IN_YUAN = {"yunnan-self-evaluation", "sichuan-application"}


@st.composite
def indicators(draw, framework: str) -> dict:
    level1, level2 = draw(st.sampled_from(SLOTS[framework]))
    return {
        "level1": level1,
        "level2": level2,
        "indicator": draw(NAMES),
        "sign": draw(st.sampled_from(list(SIGNS))),
        "number": draw(st.integers(100, 999)),
        "unit": draw(st.sampled_from(["人次", "%", "万元", "公里"])),
        "weight": draw(st.integers(1, 100)),
        "note": draw(NAMES),
        "basis": draw(st.sampled_from(["计划标准", "历史标准"])),
    }


@st.composite
def projects(draw) -> list[dict]:
    framework = draw(st.sampled_from(list(SLOTS)))
    return [
        {
            "name": name,
            "department": draw(st.sampled_from(["某市甲局", "某市乙局"])),
            "budget": draw(st.decimals(1, 9999, places=2)),
            "goal": draw(NAMES),
            "indicators": draw(st.lists(indicators(framework), min_size=1, max_size=4)),
        }
        for name in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    ]


def amount(project: dict, layout: str) -> str:
    return f"{project['budget'] * 10000:,.0f}" if layout in IN_YUAN else f"{project['budget']}"


def form(project: dict, layout: str) -> Rows:
    """A project as a form with its indicators below it."""
    columns = LAYOUTS[layout]
    unit = "元" if layout in IN_YUAN else "万元"
    width = len(columns)
    rows = [
        ["项目名称", project["name"]],
        ["主管部门", project["department"]],
        [f"项目资金（{unit}）", "资金总额", amount(project, layout)],
        ["年度目标", project["goal"]],
    ]
    rows = [[*row, *"<" * (width - len(row))] for row in rows]
    return [*rows, list(columns), *blocks(project["indicators"], columns)]


def blocks(items: list[dict], columns: dict[str, str]) -> Rows:
    """Rows of indicators; the same level 1 again is merged with the cell above."""
    rows = [[text.format(**item) for text in columns.values()] for item in items]
    first = next(iter(columns.values()))
    if "level1" in first:
        for number in reversed(range(1, len(rows))):
            if rows[number][0] == rows[number - 1][0]:
                rows[number][0] = "^"
    return rows


def one_list(given_projects: list[dict], layout: str) -> Rows:
    """All projects in one table: the first indicator of each, then the second of each, and so on."""
    columns = LAYOUTS[layout]
    rows = [["单位名称", "项目名称", "预算数（元）", "年度目标", *columns]]
    for number in range(4):
        for project in given_projects:
            for item in project["indicators"][number : number + 1]:
                named = [project["department"], project["name"], amount(project, layout), project["goal"]]
                rows.append([*named, *(text.format(**item) for text in columns.values())])
    return rows


def expected(project: dict, layout: str) -> list[list]:
    """The columns that a layout carries, as they have to be read."""
    texts = "".join(LAYOUTS[layout].values())
    return [
        [
            item["level1"] if "{level1}" in texts else None,
            item["level2"] if "{level2}" in texts else None,
            item["indicator"],
            SIGNS[item["sign"]],
            item["number"],
            item["unit"],
            item["weight"] if "{weight}" in texts else None,
            item["basis"] if "{basis}" in texts else None,
        ]
        for item in project["indicators"]
    ]


def document(given_projects: list[dict], layout: str) -> list[str | Rows]:
    """A title and the tables of the projects in a layout."""
    if layout == "sichuan-application":
        return ["2022年", one_list(given_projects, layout)]
    return ["2022年", *(form(project, layout) for project in given_projects)]


def assert_reads_back(dataset: Dataset, given_projects: list[dict], layout: str) -> None:
    """Everything that the layout carries is in the tables, and nothing else."""
    projects = show(dataset.projects, "project_name", "department_id", "budget")
    assert projects == [[item["name"], item["department"], float(item["budget"])] for item in given_projects]
    assert show(dataset.goals, "goal") == [[item["goal"]] for item in given_projects]
    columns = ["level1", "level2", "indicator", "operator", "value", "unit", "weight", "basis"]
    ids = dataset.projects["project_id"]
    for project_id, project in zip(ids, given_projects, strict=True):
        own = dataset.indicators[dataset.indicators["project_id"] == project_id]
        assert show(own, *columns) == expected(project, layout)
        if "实际完成值" in LAYOUTS[layout]:
            results = dataset.results[dataset.results["indicator_id"].isin(own["indicator_id"])]
            found = show(results, "value", "score", "note")
            assert found == [[item["number"], item["weight"], item["note"]] for item in project["indicators"]]


@pytest.mark.parametrize("layout", LAYOUTS)
@QUICK
@given(given_projects=projects())
def test_a_dataset_written_in_a_layout_reads_back(layout, given_projects):
    assert_reads_back(read_tables(*document(given_projects, layout)), given_projects, layout)


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("layout", LAYOUTS)
@settings(QUICK, max_examples=4)
@given(given_projects=projects())
def test_a_dataset_written_in_a_layout_and_format_reads_back(tmp_path_factory, layout, ending, given_projects):
    blocks = [block if isinstance(block, str) else spanned(block) for block in document(given_projects, layout)]
    path = write(blocks, tmp_path_factory.mktemp("any") / f"甲{ending}")
    dataset, report = read(path)
    assert_reads_back(dataset, given_projects, layout)
    assert report.readings[["unread_cells", "not_understood"]].sum(axis=None) == 0
