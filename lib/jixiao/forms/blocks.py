"""Parts that both forms have: title, identity, and the names of levels beside their indicators."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pandas as pd

from jixiao.forms.material import FormMaterial
from jixiao.forms.sheet import NOTE, SUBTITLE, TITLE, Cell, Form, given, label

INVENTED = "虚构数据，仅供演示"


def head(form: Form, title: str, year: int, width: int, *, invented: bool) -> None:
    """Title and year across the whole form; what is invented says so."""
    form.add((0, Cell(title, TITLE, width=width)))
    form.add((0, Cell(f"（{year}年度）" + (f"　{INVENTED}" if invented else ""), SUBTITLE, width=width)))


def identity(form: Form, project: Any, material: FormMaterial, middle: int, width: int) -> None:
    """Whose form it is: a project with its department, or a department of itself."""
    department = material.departments.get(project.department_id, "")
    if project.scope == "department":
        form.add((0, label("部门名称", width=2)), (2, given(project.project_name, width=width - 2)))
        return
    form.add((0, label("项目名称", width=2)), (2, given(project.project_name, width=width - 2)))
    code = "" if pd.isna(project.project_code) else project.project_code
    if code:
        form.add((0, label("项目编码", width=2)), (2, given(code, width=width - 2)))
    form.add(
        (0, label("主管部门及代码", width=2)),
        (2, given(department, width=middle - 2)),
        (middle, label("实施单位")),
        (middle + 1, given("", ask="实施单位", width=width - middle - 1)),
    )
    form.ask(middle + 1, "实施单位")


def levels(rows: list[Any]) -> list[list[tuple[int, Cell]]]:
    """For every row the cells of its levels that begin there, in columns 1 and 2, merged over equal ones."""
    cells: list[list[tuple[int, Cell]]] = [[] for _ in rows]
    start = 0
    for level1, group in groupby(rows, key=lambda row: _name(row.level1)):
        inside, place = list(group), start
        cells[start].append((1, label(level1, height=len(inside))))
        for level2, below in groupby(inside, key=lambda row: _name(row.level2)):
            number = len(list(below))
            cells[place].append((2, label(level2, height=number)))
            place += number
        start += len(inside)
    return cells


def note(form: Form, text: str, width: int) -> None:
    """A remark below the form."""
    form.add((0, Cell(text, NOTE, width=width)))


def _name(level: object) -> str:
    return f"{level}指标" if isinstance(level, str) else ""
