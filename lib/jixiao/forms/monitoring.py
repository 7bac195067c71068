"""项目（部门整体）支出绩效运行监控表 for the months until the end of one, as the official form of 2019 has it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.dictionary import LIKELIHOODS
from jixiao.documents.prompts import prompt
from jixiao.forms.blocks import head, identity, levels, note
from jixiao.forms.evaluation import WORDS
from jixiao.forms.material import FormMaterial, with_status
from jixiao.forms.sheet import AMOUNT, RATE, Cell, Form, given, label
from jixiao.frames import each_row
from jixiao.measures.money import interim_money, last_day
from jixiao.measures.point_rules import Scoring

KINDS = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
WIDTHS = [6, 10, 11, 19, 13, 14, 14, 6, 6, 6, 6, 6, 18, 9, 7, 7, 14]
SIDE, LEVEL1, LEVEL2, NAME, TARGET, ACTUAL, EXPECTED, FIRST_KIND = range(8)
REASON = FIRST_KIND + len(KINDS)
FIRST_LIKELIHOOD, REMARK = REASON + 1, REASON + 1 + len(LIKELIHOODS)
TICK = "√"
NOTE = (
    "注：1.偏差原因分析：按所列类别打“√”，并在“原因说明”中写明。2.完成目标可能性：按所列三种情况打“√”。"
    "3.备注：可能性为“有可能”或“完全不可能”的，写明拟采取的措施。灰色〔待填〕处须由人填写。"
)
FORECAST = "系统推算，请核"


def monitoring_forms(data: Dataset, month: int) -> list[Form]:
    """A form of monitoring until the end of a month for every project and department with targets.

    Parameters
    ----------
    data : Dataset
        One whose documents state targets, see `jixiao.forms.material.planned`.
    month : int
        1 to 11.

    Returns
    -------
    list of Form
        In the documents' order.

    Examples
    --------
    >>> from jixiao import load
    >>> len(monitoring_forms(load("sample"), 7))
    9
    """
    material = FormMaterial(data, Scoring())
    forms, money = [], interim_money(data, month)
    for row in each_row(data.projects):
        day = last_day(material.years[row.document_id], month)
        reports = material.reports(day)
        own = reports[reports["project_id"].eq(row.project_id)]
        forms.append(_form(row, own, material, day, money[row.project_id]))
    return forms


def _form(project: Any, reports: pd.DataFrame, material: FormMaterial, day: pd.Timestamp, known: dict) -> Form:
    form = Form(f"{project.position} {project.project_name}", WIDTHS, landscape=True)
    whole = project.scope == "department"
    title = "部门整体支出绩效运行监控表" if whole else "项目支出绩效运行监控表"
    head(form, title, day.year, len(WIDTHS), invented=material.invented)
    identity(form, project, material, ACTUAL, len(WIDTHS))
    _money(form, project, material, day, known)
    form.add(
        (SIDE, label("年度总体目标", width=2)),
        (LEVEL2, given(material.goals.get(project.project_id, ""), width=len(WIDTHS) - 2)),
    )
    _indicators(form, reports, material, f"1-{day.month}月")
    note(form, NOTE, len(WIDTHS))
    return form


def _money(form: Form, project: Any, material: FormMaterial, day: pd.Timestamp, known: dict) -> None:
    period = f"1-{day.month}月"
    sources = material.sources.get(project.project_id, [])
    side = "预算资金（万元）" if project.scope == "department" else "项目资金（万元）"
    adjusted = known["adjusted"] is not None and known["adjusted"] != known["initial"]
    columns = [(TARGET, 1), (ACTUAL, 1), (EXPECTED, 3), (EXPECTED + 3, 4)]
    names = ["年初预算数", f"{period}执行数", f"{period}执行率", "全年预计执行数"]
    rest = EXPECTED + 7
    form.add(
        (SIDE, label(side, width=2, height=len(sources) + 2)),
        (LEVEL2, label("", width=2)),
        *((column, label(text, width=width)) for (column, width), text in zip(columns, names, strict=True)),
        (rest, label("备注", width=len(WIDTHS) - rest)),
    )
    row = form.height + 1
    initial, paid = form.address(row, TARGET), form.address(row, ACTUAL)
    ready = f"AND(ISNUMBER({initial}),ISNUMBER({paid}),N({initial})>0)"
    budget = known["initial"] or 0
    share = known["paid"] / budget if known["paid"] is not None and budget > 0 else None
    form.add(
        (LEVEL2, label("年度资金总额", width=2)),
        (TARGET, given(known["initial"], AMOUNT, ask="年初预算数")),
        (ACTUAL, given(known["paid"], AMOUNT, ask=f"{period}执行数")),
        (EXPECTED, Cell(share, RATE, f'=IF({ready},{paid}/{initial},"")', width=3)),
        (EXPECTED + 3, given(known["expected_paid"], AMOUNT, ask="全年预计执行数", width=4)),
        (rest, Cell(_remark(known, adjusted=adjusted), width=len(WIDTHS) - rest)),
    )
    for column, what in ((TARGET, names[0]), (ACTUAL, names[1]), (EXPECTED + 3, names[3])):
        form.ask(column, what)
    for number, source in enumerate(sources):
        blank = ((column, Cell(None, AMOUNT, width=width)) for column, width in columns)
        first = "其中：" if not number else ""
        form.add((LEVEL2, label(first + source, width=2)), *blank, (rest, Cell(None, width=len(WIDTHS) - rest)))


def _remark(known: dict, *, adjusted: bool) -> str | None:
    """The adjusted budget and the rate on it, where it differs from the first one; and whether a sum is worked out."""
    said = [f"全年预计执行数：{FORECAST}"] if known["forecast"] else []
    if adjusted:
        paid, budget = known["paid"], known["adjusted"]
        rate = f"，执行率{paid / budget:.2%}" if paid is not None and budget > 0 else ""
        said.insert(0, f"调整后预算数{budget:.2f}{rate}")
    return "；".join(said) or None


def _indicators(form: Form, reports: pd.DataFrame, material: FormMaterial, period: str) -> None:
    rows = list(each_row(reports))
    names = {LEVEL1: "一级指标", LEVEL2: "二级指标", NAME: "三级指标", TARGET: "年度指标值"}
    names |= {ACTUAL: f"{period}执行情况", EXPECTED: "全年预计完成情况", REMARK: "备注"}
    form.add(
        (SIDE, label("绩效指标", height=len(rows) + 2)),
        *((column, label(text, height=2)) for column, text in names.items()),
        (FIRST_KIND, label("偏差原因分析", width=len(KINDS) + 1)),
        (FIRST_LIKELIHOOD, label("完成目标可能性", width=len(LIKELIHOODS))),
    )
    below = [*KINDS, "原因说明", *LIKELIHOODS]
    form.add(*((FIRST_KIND + place, label(text)) for place, text in enumerate(below)))
    for row, beside in zip(rows, levels(rows), strict=True):
        _indicator(form, row, beside, material, period)


def _indicator(form: Form, row: Any, beside: list[tuple[int, Cell]], material: FormMaterial, period: str) -> None:
    actual = with_status(row.status, row.actual, material.data.vocabulary)
    kinds = row.note_kind.split("、") if isinstance(row.note_kind, str) else []
    choices = WORDS if row.kind == "text" else ()
    name = row.indicator if isinstance(row.indicator, str) else ""
    form.add(
        *beside,
        (NAME, given(name)),
        (TARGET, given(row.target if isinstance(row.target, str) else "")),
        (ACTUAL, Cell(actual or prompt("完成情况"), choices=choices)),
        (EXPECTED, Cell(row.expected if isinstance(row.expected, str) else prompt("全年预计"), choices=choices)),
        *((FIRST_KIND + n, Cell(TICK if kind in kinds else None, choices=(TICK,))) for n, kind in enumerate(KINDS)),
        (REASON, Cell(row.note if isinstance(row.note, str) else None)),
        *(_likelihood(n, word, row.likelihood) for n, word in enumerate(LIKELIHOODS)),
        (REMARK, Cell(row.remark if isinstance(row.remark, str) else None)),
    )
    for column, what in (
        (ACTUAL, f"{period}执行情况"),
        (EXPECTED, "全年预计完成情况"),
        (FIRST_LIKELIHOOD, "完成目标可能性"),
    ):
        form.ask(column, f"{name}：{what}")


def _likelihood(number: int, word: str, stated: object) -> tuple[int, Cell]:
    """A place for a tick; the first of the three asks for one where none is given."""
    asked = prompt() if number == 0 and not isinstance(stated, str) else None
    value = TICK if stated == word else asked
    return FIRST_LIKELIHOOD + number, Cell(value, choices=(TICK,))
