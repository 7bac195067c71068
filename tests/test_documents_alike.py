"""One document reads alike in every format: the sample, and any small dataset and table."""

from __future__ import annotations

import shutil

import jixiao
import pandas as pd
import pytest
from builders import QUICK
from hypothesis import given
from hypothesis import strategies as st
from jixiao.dataset import Dataset
from jixiao.dictionary import TABLES
from jixiao.documents.content import Grid
from jixiao.documents.formats import open_document
from jixiao.documents.office import convert
from jixiao.tables import frame
from jixiao.target_values import parse_target
from writers import WRITERS, Cell, Table, hebei_2022, positions, write

pytestmark = pytest.mark.slow

NAME = "2022-lingang-business-district"
OF_THE_FILE = ["file", "sha256", "format", "place"]
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")


def assert_same_tables(read: Dataset, expected: Dataset) -> None:
    """Equal tables, but for what differs from file to file: format, hash, places, counts of cells and doubts."""
    for name, df in expected.tables.items():
        if name not in ("readings", "doubts"):
            own, other = (frame.drop(columns=OF_THE_FILE, errors="ignore") for frame in (read.tables[name], df))
            pd.testing.assert_frame_equal(own, other)


@pytest.mark.parametrize("ending", WRITERS)
def test_the_sample_reads_alike_in_every_format(sample, tmp_path, ending):
    folder = tmp_path / "raw" / "2022"
    folder.mkdir(parents=True)
    dataset, report = jixiao.read(write(hebei_2022(sample), folder / (NAME + ending)))
    assert_same_tables(dataset, sample)
    assert report.doubts.empty
    assert report.readings[["unread_cells", "unread_paragraphs"]].sum(axis=None) == 0
    assert dataset.documents["format"][0] == {".txt": "text"}.get(ending, ending[1:])


@needs_office
@pytest.mark.parametrize(("ending", "source"), [("doc", ".docx"), ("odt", ".docx"), ("xls", ".xlsx")])
def test_the_sample_reads_alike_in_old_formats(sample, tmp_path, ending, source):
    folder = tmp_path / "raw" / "2022"
    folder.mkdir(parents=True)
    new = write(hebei_2022(sample), tmp_path / f"new{source}")
    old = folder / f"{NAME}.{ending}"
    old.write_bytes(convert(new.read_bytes(), source[1:], ending))
    dataset, _ = jixiao.read(old)
    assert_same_tables(dataset, sample)
    assert dataset.documents["format"][0] == ending


LEVELS = [("产出", "数量"), ("产出", "质量"), ("效益", "社会效益"), ("满意度", "服务对象满意度")]
NAMES = st.text("甲乙丙丁戊己庚辛壬癸", min_size=2, max_size=12)
TARGETS = st.sampled_from(["≥80%", "1台", "≤5万元", "按时完成", "2022年12月底前", "显著提高"])


@st.composite
def datasets(draw) -> Dataset:
    """The tables of a department with one to three projects, as a document in the layout of Hebei gives them."""
    keys = {"document_id": "2022", "department_id": "130209-803001"}
    department = {"department_code": "803001", "department": "某某局", "division_code": "130209"}
    rows: dict[str, list[dict]] = {name: [] for name in TABLES}
    rows["departments"] = [{**keys, **department}]
    rows["goals"] = [{"scope": "safeguard", "goal": text} for text in draw(st.lists(NAMES, max_size=3))]
    for position in range(1, draw(st.integers(1, 3)) + 1):
        for name, own in draw(projects(position)).items():
            rows[name] += [{**row, "project_id": f"2022/{position}"} for row in own]
    for name in ("projects", "goals"):
        rows[name] = [{**row, **keys, "position": position} for position, row in enumerate(rows[name], 1)]
    return Dataset(**{name: frame(name, items) for name, items in rows.items()})


@st.composite
def projects(draw, position: int) -> dict[str, list[dict]]:
    """The rows of one project by table."""
    amount = draw(st.decimals(1, 9999, places=2))
    money = {"budget": float(amount), "budget_text": str(amount), "purpose": draw(NAMES)}
    shares = sorted(draw(st.lists(st.integers(0, 100), min_size=4, max_size=4)))
    levels = sorted(draw(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=4)), key=LEVELS.index)
    return {
        "projects": [
            {
                "scope": "project",
                "project_code": f"13020922P00H00E10002{position}",
                "project_name": draw(NAMES),
                **money,
            }
        ],
        "funds": [
            {"source": "财政资金", "phase": "initial", "amount": float(amount), "text": str(amount)},
            {"source": "其他资金", "phase": "initial"},
        ],
        "disbursements": [
            {
                "date": pd.Timestamp(2022, month, 1) + pd.offsets.MonthEnd(0),
                "label": f"{month}月底",
                "cumulative_share": share / 100,
                "text": f"{share}%",
            }
            for month, share in zip((3, 6, 10, 12), shares, strict=True)
        ],
        "goals": [{"scope": "project", "goal": text} for text in draw(st.lists(NAMES, min_size=1, max_size=2))],
        "indicators": [
            {"indicator_id": f"2022/{position}/{number}", "position": number, **draw(indicators(*level))}
            for number, level in enumerate(levels, 1)
        ],
    }


@st.composite
def indicators(draw, level1: str, level2: str) -> dict:
    texts = {"indicator": draw(NAMES), "description": draw(NAMES), "target": draw(TARGETS), "basis": draw(NAMES)}
    target = parse_target(texts["target"], indicator=texts["indicator"], year=2022)
    names = ("operator", "value", "upper", "unit", "deadline", "kind", "reason")
    return {"level1": level1, "level2": level2, **texts, **{name: getattr(target, name) for name in names}}


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".ods", ".html"])
@QUICK
@given(datasets())
def test_any_dataset_reads_back_from_a_document(tmp_path_factory, ending, dataset):
    path = write(hebei_2022(dataset), tmp_path_factory.mktemp("any") / f"2022{ending}")
    read, report = jixiao.read(path)
    assert_same_tables(Dataset(**{**read.tables, "documents": dataset.documents}), dataset)
    assert not report.doubts["expected"].str.startswith("text that belongs").any()


@st.composite
def merged_tables(draw) -> Table:
    """Tables whose cells cover one or several positions, without holes; a first row of one cell would be a title."""
    height, width = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    taken, rows, texts = set(), [], iter(range(100))
    for row in range(height):
        rows.append([])
        for column in range(width):
            if (row, column) in taken:
                continue
            free = next((c for c in range(column, width) if (row, c) in taken), width) - column
            free = min(free, width - 1) if row == 0 else free
            cell = Cell(f"文{next(texts)}", draw(st.integers(1, free)), draw(st.integers(1, height - row)))
            taken |= {(row + i, column + j) for i in range(cell.height) for j in range(cell.width)}
            rows[-1].append(cell)
    return Table(rows)


@pytest.mark.parametrize("ending", [".docx", ".html", ".xlsx", ".ods"])
@QUICK
@given(merged_tables(), merged_tables())
def test_every_format_keeps_where_cells_begin_and_what_they_cover(tmp_path_factory, ending, first, second):
    path = write(["题", first, "段", second], tmp_path_factory.mktemp("merged") / f"a{ending}")
    grids = [block for block in open_document(path)[1].blocks if isinstance(block, Grid)]
    for abstract, grid in zip([first, second], grids, strict=True):
        begin, width = positions(abstract)
        pieces = {cell.text: cell for row in grid.rows for cell in row}
        for (row, column), cell in begin.items():
            covered = {(row + i, column + j) for i in range(cell.height) for j in range(cell.width)}
            found = {(i, j) for i in range(len(grid.rows)) for j in range(width) if grid.rows[i][j].text == cell.text}
            assert found == covered
            assert all(grid.rows[i][j] is pieces[cell.text] for i, j in covered)
