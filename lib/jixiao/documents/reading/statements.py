"""Regions to statements: each value with what its governing labels say of it, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.documents.reading.forms import Form
from jixiao.documents.reading.labels import Labels
from jixiao.documents.reading.lists import ListOfRows
from jixiao.documents.reading.regions import FormRow, PlanRow, Region, Title
from jixiao.documents.reading.statement import Statement


def statements(regions: Sequence[Region], labels: Labels, unit: str | None) -> Iterator[Statement]:
    """What the regions of a table state; ``unit`` is the one stated above the table."""
    phases: dict[int, str] = {}  # by column: 执行数 holds for the sources of funds below it
    for region in regions:
        if isinstance(region, Title):
            yield Statement("label", region.cell)
            if region.over_form:
                yield Statement("title", region.cell)
        elif isinstance(region, PlanRow):
            if not region.first.blank:
                yield Statement("label", region.first)
            for label, share in region.pairs:
                yield Statement("checkpoint", share, label=label, percent=region.side.percent)
        elif isinstance(region, FormRow):
            form = Form(region, labels, unit, phases)
            yield from form.statements()
            unit, phases = form.unit, form.phases
        else:
            yield from ListOfRows(region, labels, unit).statements()
