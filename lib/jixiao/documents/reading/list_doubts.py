"""What is doubtful about a list: headings that had to be guessed or say too little, levels left blank, shifted rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.documents.content import Doubt, quote
from jixiao.documents.reading.claims import level_in
from jixiao.documents.reading.headers import Header
from jixiao.documents.reading.labels import Row, distinct
from jixiao.documents.reading.list_cells import cells_text
from jixiao.documents.reading.records import KEPT
from jixiao.documents.reading.statement import Cells, Statement
from jixiao.vocabulary import fold_heading


def guessed_headings(header: Header, rows: Sequence[Row]) -> Iterator[Statement]:
    """One doubt for each column whose term no exact word gave, with the line of the vocabulary that settles it."""
    for index, how in header.claims:
        heading, term = header.headings[index], header.terms[index]
        cells = [row[index] for row in rows if index < len(row) and row[index] is not heading]
        shown = " | ".join(quote(cell.text, 20) for cell in dict.fromkeys(cells) if not cell.blank)
        name = fold_heading(heading.text)
        found = f"{'the heading ' + quote(heading.text, 30) if name else 'a blank heading'} over {quote(shown, 60)}"
        line = f'; to settle it, add to vocabulary.toml, in [headings]: {term} = ["{name}"]' if name else ""
        doubt = Doubt(heading.place, found, "a heading of the vocabulary", f"read as {term} by {how}{line}")
        yield Statement("label", heading)
        yield Statement("doubt", heading, doubt=doubt)


def levels_left_blank(header: Header, rows: Sequence[Row]) -> Iterator[Statement]:
    """The only blank second level of a list, in a row that prints its first: told, for it may be a loss."""
    terms = reversed(list(header.terms.items()))
    columns = {term: index for index, term in terms if term in ("level1", "level2")}
    if not header.of_indicators or len(columns) < 2:
        return
    whole = [row for row in rows if max(columns.values()) < len(row) and len(distinct(row)) > 2]
    blank = [row for row in whole if row[columns["level2"]].blank]
    printed = {row[columns["level2"]] for row in whole}
    if len(blank) == 1 and len(printed) == len(whole) > 3 and not blank[0][columns["level1"]].blank:
        cell = blank[0][columns["level2"]]
        found = "a blank level 2, where all other rows print theirs"
        yield Statement("doubt", cell, doubt=Doubt(cell.place, found, "a name of level 2", "left blank; compare"))


def pass_over(header: Header, rows: Sequence[Row]) -> Iterator[Statement]:
    """Rows below headings that do not say enough: one doubt for all of them, at the first."""
    headings = distinct(list(header.headings.values()))
    if not rows:
        return
    shown = " | ".join(cell.text for cell in headings if not cell.blank)
    unknown = " | ".join(cell.text for cell in header.unknown if not cell.blank)
    layout = header.labels.vocabulary.layout(header.known_terms)
    doubt = Doubt(
        headings[0].place,
        "rows below the headings " + quote(shown, 120),
        f"headings such as those of {layout}, the nearest layout",
        f"not read; add to vocabulary.toml what is missing ({quote(unknown)}) and import again",
    )
    yield Statement("not_understood", headings[0], doubt=doubt)
    for cell in (*headings, *(cell for row in rows for cell in row)):
        yield Statement("told", cell)


def shifted(header: Header, cells: Cells) -> tuple[str, str, str] | None:
    """What is odd about the shape of a row: no name, or the name of a level in its place beside a blank target."""
    known = header.labels.vocabulary
    name = "".join(cell.text for cell in cells.get("indicator", ()))
    if not name.strip() and "indicator" in header.known_terms and {"target", "actual"} & cells.keys():
        return f"an indicator without a name: {quote(cells_text(cells), 60)}", "a name", KEPT
    if "target" not in cells and fold_heading(name).endswith("指标") and level_in(2, name, known):
        return f"a row that may be shifted: {quote(cells_text(cells), 60)}", "a target beside its indicator", KEPT
    return None
