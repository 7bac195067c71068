"""Forms into files: one a department and year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from jixiao.dataset import Dataset
from jixiao.forms.blocks import INVENTED
from jixiao.forms.docx import render_docx
from jixiao.forms.sheet import Form
from jixiao.forms.xlsx import render_xlsx
from jixiao.frames import each_row
from jixiao.measures.invented import is_invented
from jixiao.workbook import replace_files

RENDER: dict[str, Callable[[Sequence[Form], str], bytes]] = {"xlsx": render_xlsx, "docx": render_docx}


def write_forms(data: Dataset, forms: Sequence[Form], to: str | Path, title: str, *, form: str = "xlsx") -> list[Path]:
    """Write forms, a file for each department of each document.

    Parameters
    ----------
    data : Dataset
        What they were made from, a form for each of its projects.
    forms : sequence of Form
        As `evaluation_forms` and `monitoring_forms` give them.
    to : str or Path
        The folder, which is made where it is not there; files of the same name are replaced.
    title : str
        How files are called behind year and department.
    form : str
        xlsx or docx.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    RunError
        Where a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from jixiao import load
    >>> from jixiao.forms import evaluation_forms
    >>> data = load("sample")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_forms(data, evaluation_forms(data), folder, "绩效自评表")]
    ['2022-临港商务区管理委员会本级-绩效自评表.xlsx']
    """
    years = dict(zip(data.documents["document_id"], data.documents["year"], strict=True))
    names = dict(zip(data.departments["department_id"], data.departments["department"], strict=True))
    by_file: dict[str, list[Form]] = defaultdict(list)
    owners: dict[str, tuple[str, str]] = {}
    for project, one in zip(each_row(data.projects), forms, strict=True):
        owner = (project.document_id, project.department_id)
        name = f"{years[project.document_id]}-{_plain(names[project.department_id])}-{title}"
        while owners.setdefault(name, owner) != owner:  # departments of one name, or several documents of a year
            name += "-2"
        by_file[name].append(one)
    notice = INVENTED if is_invented(data) else ""
    folder = Path(to)
    folder.mkdir(parents=True, exist_ok=True)
    written = {folder / f"{name}.{form}": RENDER[form](group, notice) for name, group in by_file.items()}
    replace_files(written)
    return list(written)


def _plain(name: str) -> str:
    """A name as a file may be called."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", name).strip("._") or "_"
