"""Documents of target tables as rows of text, read without a file: how the tests of layouts put them together.

In a row, ``<`` is the cell to its left and ``^`` the cell above: merged cells.
"""

from __future__ import annotations

from jixiao.dataset import Dataset
from jixiao.documents.content import Content, Grid, Piece
from jixiao.documents.reading.document import read_content
from jixiao.vocabulary import Vocabulary

Rows = list[list[str]]

# A small form, and what is read from its rows.
TITLE = "2022年某某局预算绩效目标"
FORM = [["主管部门", "某某局"], ["项目名称", "某项目"]]
HEADINGS = ["一级指标", "二级指标", "三级指标", "指标值"]
ROW = ["产出指标", "数量指标", "培训人数", "≥100人"]
MORE = [["^", "质量指标", "合格率", "≥90%"], ["效益指标", "社会效益", "知晓率", "≥80%"]]
COLUMNS = ("level1", "level2", "indicator", "target")
READ = [
    ["产出", "数量", "培训人数", "≥100人"],
    ["产出", "质量", "合格率", "≥90%"],
    ["效益", "社会效益", "知晓率", "≥80%"],
]


def grid(rows: Rows, table: int = 1) -> Grid:
    """Rows of text as a grid, every cell with its place."""
    pieces: list[list[Piece]] = []
    for number, row in enumerate(rows, 1):
        pieces.append([])
        for column, text in enumerate(row, 1):
            if text == "<":
                pieces[-1].append(pieces[-1][-1])
            elif text == "^":
                pieces[-1].append(pieces[-2][column - 1])
            else:
                pieces[-1].append(Piece(text, f"table {table}, row {number}, column {column}"))
    return Grid(pieces)


def read_tables(
    *blocks: str | Rows, name: str = "甲", year: int | None = None, vocabulary: Vocabulary | None = None
) -> Dataset:
    """Read a document of paragraphs and tables."""
    pieces = [
        Piece(block, f"paragraph {number}") if isinstance(block, str) else grid(block, number)
        for number, block in enumerate(blocks, 1)
    ]
    content = Content("grids", pieces)
    return read_content(
        content, name, path=name, year=year, vocabulary=vocabulary, file=name, sha256="0" * 64
    ).validate(file=name)


def doubts(dataset: Dataset) -> list[str]:
    """What the reader doubts, as text; that most of these documents name no department is another matter."""
    return [found for found in dataset.doubts["found"] if found != "no department"]


def show(df, *columns: str) -> list[list]:
    """Columns of a table as rows, what is missing as None."""
    return [[None if value != value else value for value in row] for row in df[list(columns)].astype(object).values]


def padded(*rows: list[str]) -> Rows:
    """Rows made as long as the longest."""
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def read_form(*rows: list[str], above: tuple[str, ...] = ()) -> Dataset:
    """A small form with these rows between its names and its indicators."""
    return read_tables(TITLE, *above, padded(*FORM, *rows, HEADINGS, ROW))
