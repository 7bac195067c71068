"""The widget of `jixiao.explore`: what is chosen at its top, the exhibit and the targets of it below."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import ipywidgets
from itables.widget import ITable

from jixiao import exhibits
from jixiao.characters import in_html
from jixiao.dataset import Dataset, load
from jixiao.errors import JixiaoError
from jixiao.exhibits import Exhibit
from jixiao.exhibits.reviewed import found_by_review
from jixiao.exhibits.style import PIXELS
from jixiao.explorer.targets import about_target, targets_table
from jixiao.frames import each_row
from jixiao.named import planning
from jixiao.phrases import check_language, say
from jixiao.workbook import datasets

EXHIBITS = (
    "department_curve",
    "project_curves",
    "budget_ranking",
    "coverage_matrix",
    "target_ladder",
    "ladder_by_project",
    "findings_matrix",
    "top_findings",
)
CHOICES = ("dataset", "department", "year", "document", "project", "exhibit")
PAGE = 10  # rows of the table at once
TABLE = "jixiao-targets"
STYLE = f"<style>.{TABLE} tfoot input {{ width: 100%; box-sizing: border-box }}</style>"
LABEL = {"description_width": "6em"}


class Explorer(ipywidgets.VBox):
    """What `jixiao.explore` returns: choices, an exhibit, the targets as a table, and what was published of one.

    Parameters
    ----------
    dataset : str or Dataset
        The name of one of the workbook's datasets, beside which the others can be chosen; or one that was loaded.
    department, project : str
        What is chosen at first: id, code or name, of a project also its position; "": the first department, all its
        projects.
    language : str
        ``zh`` or ``en``.

    Attributes
    ----------
    choices : dict of Dropdown
        By what they choose: dataset, department, year, document, project and exhibit. A program may set their values.
    data : Dataset
        What is chosen: one document of one department, or one of its projects.
    exhibit : Exhibit
        What is shown of it.
    table : ITable
        Its targets; ``selected_rows`` holds the row that was clicked.
    """

    def __init__(
        self, dataset: str | Dataset = "sample", *, department: str = "", project: str = "", language: str = "zh"
    ):
        self.language = check_language(language)
        self.whole = load(dataset) if isinstance(dataset, str) else dataset
        self.choices = {name: self._dropdown(name) for name in CHOICES}
        self.picture, self.heading, self.source = (ipywidgets.HTML() for _ in range(3))
        self.options = _table_options(language)
        self.table = ITable(**self.options).add_class(TABLE)
        names = sorted({dataset, *datasets()}) if isinstance(dataset, str) else [self.whole.name]
        self._fill("dataset", {name: name for name in names}, self.whole.name)
        self._fill("exhibit", {say(f"explorer.{name}", language): name for name in EXHIBITS})
        self._filling = False
        self._offer()
        self._begin(department, project)
        self._show()
        for choice in self.choices.values():
            choice.observe(self._on_choice, "value")
        self.table.observe(self._on_row, "selected_rows")
        top = ipywidgets.HBox(list(self.choices.values()), layout={"flex_flow": "row wrap"})
        super().__init__([top, self.picture, self.heading, self.table, self.source])

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        """The widget, and for a page without a kernel a sentence that says so."""
        sentence = say("explorer.needs_kernel", self.language, dataset=self.whole.name)
        alone = {"text/plain": sentence, "text/html": f"<p>{in_html(sentence)}</p>"}
        return {**(super()._repr_mimebundle_(**kwargs) or {}), **alone}

    def _dropdown(self, name: str) -> ipywidgets.Dropdown:
        return ipywidgets.Dropdown(description=say(f"explorer.label_{name}", self.language), style=LABEL)

    def _fill(self, name: str, options: Mapping[str, object], first: object = None) -> None:
        """Offer options; what was chosen stays chosen where it is still there. One option alone is no choice."""
        choice = self.choices[name]
        kept = next((value for value in (choice.value, first) if value in options.values()), None)
        choice.options = list(options.items())
        choice.value = kept if kept is not None else next(iter(options.values()), None)
        choice.layout.display = "none" if len(options) < 2 else None

    def _begin(self, department: str, project: str) -> None:
        """Choose what a caller names."""
        if department:
            self.choices["department"].value = self.whole.find_department(department)
            self._offer()
        if project:
            self.choices["project"].value = self.data.select(projects=[project]).projects["project_id"].iloc[0]
            self._offer()

    def _offer(self) -> None:
        """Offer what there is of the dataset, each choice within those before it, and select what is chosen."""
        self._filling = True
        try:
            self._offer_in_order()
        finally:
            self._filling = False

    def _offer_in_order(self) -> None:
        chosen, whole = {name: choice.value for name, choice in self.choices.items()}, self.whole
        if chosen["dataset"] != whole.name:
            whole = self.whole = load(chosen["dataset"])
        departments = whole.departments
        self._fill("department", dict(zip(_labels(departments), departments["department_id"], strict=True)))
        own = whole.select(department=self.choices["department"].value)
        self._fill("year", {str(year): year for year in sorted(own.documents["year"].unique(), reverse=True)})
        own = own.select(year=self.choices["year"].value)
        files = {row.file: row.document_id for row in each_row(own.documents)}
        self._fill("document", files, planning(own.documents)["document_id"].iloc[0])
        own = own.select(document=self.choices["document"].value)
        self._review(own)
        numbered = {f"{row.position}  {row.project_name}": row.project_id for row in each_row(own.projects)}
        self._fill("project", {say("explorer.all", self.language): "", **numbered})
        project = self.choices["project"].value
        self.data = own.select(projects=[project]) if project else own

    def _review(self, document: Dataset) -> None:
        """Judge the targets of a document as a whole: whether one is copied does not depend on what is looked at."""
        self.found = found_by_review(document, 0, self.language)
        self.targets = targets_table(document, self.found, self.language)

    def _show(self) -> None:
        """Draw the exhibit of what is selected, and list its targets."""
        self.exhibit = getattr(exhibits, self.choices["exhibit"].value)(self.data, language=self.language)
        self.picture.value = _as_html(self.exhibit)
        df = self.targets.loc[self.data.indicators["indicator_id"]]
        self.heading.value = STYLE + say("explorer.targets", self.language, n=len(df))
        self.table.update(df.reset_index(drop=True), selected_rows=[], **self.options)
        self.source.value = say("explorer.choose", self.language) if len(df) else ""

    def _on_choice(self, change: dict) -> None:
        if self._filling:
            return
        try:
            self._offer()
            self._show()
        except JixiaoError as error:  # a dataset that was changed or damaged meanwhile
            self.picture.value = f"<pre>{in_html(str(error))}</pre>"

    def _on_row(self, change: dict) -> None:
        rows = change["new"]
        if rows:
            indicator_id = self.data.indicators["indicator_id"].iloc[rows[0]]
            self.source.value = about_target(self.data, self.found, indicator_id, self.language)


def _labels(departments) -> list[str]:
    """Names of departments, with the code that tells them apart."""
    return [f"{row.department} ({row.department_code})" for row in each_row(departments)]


def _as_html(exhibit: Exhibit) -> str:
    """The exhibit as its own output shows it: the picture, then the finding and the table."""
    if not exhibit.draw:
        return exhibit._repr_html_()
    picture = b64encode(exhibit.png).decode("ascii")
    size = round(exhibit.width * PIXELS)
    image = f'<img src="data:image/png;base64,{picture}" width="{size}" alt="{in_html(exhibit.alt)}">'
    return f"{image}<p>{in_html(exhibit.finding)}</p>"


def _table_options(language: str) -> dict[str, Any]:
    """How the table behaves: a filter below every column, one row chosen by a click, all rows sent to the page."""
    words = {
        "search": "search",
        "lengthMenu": "lengths",
        "info": "shown",
        "zeroRecords": "no_rows",
        "emptyTable": "no_rows",
        "infoEmpty": "no_rows",
        "infoFiltered": "filtered",
    }
    return {
        "select": "single",
        "showIndex": False,
        "column_filters": "footer",  # in the header they would stand in the place of the headings
        "text_in_header_can_be_selected": False,  # a click on it sorts
        "classes": "display compact",  # text wraps
        "style": "width: 100%; font-size: 90%",
        "pageLength": PAGE,
        "maxBytes": 0,
        "language": {word: say(f"explorer.{key}", language) for word, key in words.items()},
    }
