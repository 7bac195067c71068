"""项目（部门整体）支出绩效自评表: filled in as far as it is known, with prompts where only a person can say."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.documents.prompts import prompt
from jixiao.forms.blocks import head, identity, levels, note
from jixiao.forms.material import FormMaterial, with_status
from jixiao.forms.sheet import AMOUNT, POINTS, RATE, Cell, Form, given, label
from jixiao.frames import each_row
from jixiao.measures.point_rules import Scoring, execution_points

WIDTHS = [6, 9, 10, 18, 13, 14, 10, 8, 12, 20]
SIDE, LEVEL1, LEVEL2, NAME, TARGET, ACTUAL, PAID, WEIGHT, SCORE, REASON = range(10)
WORDS = ("达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差")
NOTE_ON_WORDS = (
    "注：定性指标的完成情况分为达成年度指标、部分达成年度指标并具有一定效果、未达成年度指标且效果较差三档，分别按该指标分值的"
    "100%–80%（含）、80%–60%（含）、60%–0%确定得分；灰色〔待填〕处须由人填写，填写后提示自动失效。"
)
SUGGESTED = "分值为建议分值（公布的目标表没有分值）：预算执行率10分，其余按一级指标平均分配，请按本地规定核改。"


def evaluation_forms(data: Dataset, scoring: Scoring | None = None) -> list[Form]:
    """A form of self-evaluation for every project and department with targets.

    Parameters
    ----------
    data : Dataset
        One whose documents state targets, see `jixiao.forms.material.planned`.
    scoring : Scoring, optional
        How points are given where sources differ.

    Returns
    -------
    list of Form
        In the documents' order.

    Examples
    --------
    >>> from jixiao import load
    >>> len(evaluation_forms(load("sample")))
    9
    """
    material = FormMaterial(data, scoring or Scoring())
    by_project = dict(list(material.results.groupby("project_id")))
    empty = material.results.head(0)
    return [_form(row, by_project.get(row.project_id, empty), material) for row in each_row(data.projects)]


def _form(project: Any, results: pd.DataFrame, material: FormMaterial) -> Form:
    whole = project.scope == "department"
    form = Form(f"{project.position} {project.project_name}", WIDTHS)
    title = "部门整体支出绩效自评表" if whole else "项目支出绩效自评表"
    head(form, title, material.years[project.document_id], len(WIDTHS), invented=material.invented)
    identity(form, project, material, ACTUAL, len(WIDTHS))
    money = _money(form, project, material)
    form.add(
        (SIDE, label("年度总体目标", height=2)),
        (LEVEL1, label("预期目标", width=4)),
        (ACTUAL, label("实际完成情况", width=5)),
    )
    form.add(
        (LEVEL1, given(material.goals.get(project.project_id, ""), width=4)),
        (ACTUAL, given("", ask="年度总体目标实际完成情况", width=5)),
    )
    form.ask(ACTUAL, "年度总体目标实际完成情况")
    _indicators(form, results, money, material)
    suggested = SUGGESTED if results["weight"].notna().any() and not _has_weights(project, material) else ""
    note(form, NOTE_ON_WORDS + suggested, len(WIDTHS))
    return form


def _has_weights(project: Any, material: FormMaterial) -> bool:
    own = material.data.indicators[material.data.indicators["project_id"].eq(project.project_id)]
    return bool(own["weight"].notna().any())


def _money(form: Form, project: Any, material: FormMaterial) -> int:
    """The rows of money; the number of the row of the whole."""
    known = material.year_money[project.project_id]
    sources = material.sources.get(project.project_id, [])
    side = "预算资金（万元）" if project.scope == "department" else "项目资金（万元）"
    names = {
        TARGET: "年初预算数",
        ACTUAL: "全年预算数",
        PAID: "全年执行数",
        WEIGHT: "分值",
        SCORE: "执行率",
        REASON: "得分",
    }
    form.add(
        (SIDE, label(side, width=2, height=len(sources) + 2)),
        (LEVEL2, label("", width=2)),
        *((column, label(text)) for column, text in names.items()),
    )
    row = form.height + 1
    budget, paid, weight = (form.address(row, column) for column in (ACTUAL, PAID, WEIGHT))
    ready = f"AND(ISNUMBER({budget}),ISNUMBER({paid}),N({budget})>0)"
    share, points = _execution(known)
    form.add(
        (LEVEL2, label("年度资金总额", width=2)),
        (TARGET, given(known["initial"], AMOUNT, ask="年初预算数")),
        (ACTUAL, given(known["adjusted"], AMOUNT, ask="无调整则同年初预算")),
        (PAID, given(known["paid"], AMOUNT, ask="全年执行数")),
        (WEIGHT, Cell(known["weight"], POINTS)),
        (SCORE, Cell(share, RATE, f'=IF({ready},{paid}/{budget},"")')),
        (REASON, Cell(points, POINTS, f'=IF({ready},ROUND({weight}*MIN(1,{paid}/{budget}),2),"")')),
    )
    for column, what in ((TARGET, "年初预算数"), (ACTUAL, "全年预算数"), (PAID, "全年执行数")):
        form.ask(column, what)
    for number, source in enumerate(sources):
        first = "其中：" if not number else ""
        blank = ((column, Cell(None, AMOUNT)) for column in (TARGET, ACTUAL, PAID))
        strokes = ((column, label("—")) for column in (WEIGHT, SCORE, REASON))
        form.add((LEVEL2, label(first + source, width=2)), *blank, *strokes)
    return row


def _execution(known: dict) -> tuple[float | None, float | None]:
    """Rate and points of the execution, as the formulas give them."""
    budget, paid = known["adjusted"], known["paid"]
    if budget is None or paid is None or budget <= 0:
        return None, None
    from decimal import Decimal

    return paid / budget, float(execution_points(budget, paid, Decimal(str(known["weight"])))[0])


def _indicators(form: Form, results: pd.DataFrame, money: int, material: FormMaterial) -> None:
    """The block of indicators, and the row of the total."""
    rows = list(each_row(results))
    names = {LEVEL1: "一级指标", LEVEL2: "二级指标", NAME: "三级指标", TARGET: "年度指标值", ACTUAL: "实际完成值"}
    names |= {WEIGHT: "分值", SCORE: "得分", REASON: "偏差原因分析及改进措施"}
    form.add(
        (SIDE, label("绩效指标", height=len(rows) + 1)),
        *((column, label(text, width=2 if column == ACTUAL else 1)) for column, text in names.items()),
    )
    first = form.height + 1
    for row, beside in zip(rows, levels(rows), strict=True):
        _indicator(form, row, beside, material)
    last = form.height
    scores = [cell.value for (line, column), cell in form.cells.items() if first <= line <= last and column == SCORE]
    numbers = [value for value in scores if isinstance(value, int | float)]
    weights = [value for value in results["weight"] if not pd.isna(value)]
    known = material_points(form, money)
    total = round(sum(numbers) + (known or 0.0), 2) if numbers or known is not None else None
    sums = {column: f"{form.address(first, column)}:{form.address(last, column)}" for column in (WEIGHT, SCORE)}
    own = {WEIGHT: form.address(money, WEIGHT), SCORE: form.address(money, REASON)}
    form.add(
        (SIDE, label("总分", width=WEIGHT)),
        (
            WEIGHT,
            Cell(round(sum(weights) + _value(form, money, WEIGHT), 2), POINTS, _sum(sums[WEIGHT], own[WEIGHT], rows)),
        ),
        (SCORE, Cell(total, POINTS, _sum(sums[SCORE], own[SCORE], rows))),
        (REASON, Cell(None)),
    )


def material_points(form: Form, money: int) -> float | None:
    """The points of the execution, where they are known."""
    value = form.cells[money, REASON].value
    return value if isinstance(value, float) else None


def _value(form: Form, row: int, column: int) -> float:
    value = form.cells[row, column].value
    return value if isinstance(value, int | float) else 0.0


def _sum(cells: str, one: str, rows: list[Any]) -> str:
    """The sum of what is filled in; nothing where nothing is."""
    summed = f"{cells},{one}" if rows else one
    return f'=IF(COUNT({summed})=0,"",SUM({summed}))'


def _indicator(form: Form, row: Any, beside: list[tuple[int, Cell]], material: FormMaterial) -> None:
    words = material.data.vocabulary
    actual = with_status(row.status, row.actual, words)
    in_words = row.kind == "text"
    asked = (
        "选档次或写明完成情况" if in_words else "实际数" + (f"，单位{row.unit}" if isinstance(row.unit, str) else "")
    )
    form.add(
        *beside,
        (NAME, given(_text(row.indicator))),
        (TARGET, given(_text(row.target))),
        (
            ACTUAL,
            Cell(actual or prompt(asked), choices=WORDS if in_words else (), width=2),
        ),
        (WEIGHT, Cell(None if pd.isna(row.weight) else float(row.weight), POINTS)),
        (SCORE, _points(row)),
        (REASON, _reason(row)),
    )
    name = _text(row.indicator)
    for column, what in ((ACTUAL, "实际完成值"), (SCORE, "得分"), (REASON, "偏差原因分析及改进措施")):
        form.ask(column, f"{name}：{what}")


def _points(row: Any) -> Cell:
    """Points that were given, else those of the rule where it decides, else the range that it leaves."""
    if not pd.isna(row.score):
        return Cell(float(row.score), POINTS)
    if pd.isna(row.lower):
        return Cell(prompt("得分"), POINTS)
    if row.lower == row.upper:
        return Cell(float(row.lower), POINTS)
    return Cell(prompt(f"{row.lower:.2f}–{row.upper:.2f}"), POINTS)


def _reason(row: Any) -> Cell:
    if isinstance(row.note, str):
        return Cell(row.note)
    if row.unexplained:
        return Cell(prompt("未达目标的原因及改进措施"))
    return Cell(prompt("远超目标的原因")) if row.far_over else Cell(None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
