"""Ledgers read in pieces and as a whole: streamed worksheets, merged and hidden cells, repetitions of any ledger."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from unittest import mock

import openpyxl
import pandas as pd
import pytest
from builders import QUICK
from hypothesis import given
from hypothesis import strategies as st
from jixiao.errors import UsageError
from jixiao.ledgers import files, import_ledgers, reading
from ledgers import HEAD, OFFICE, PARK, codes, judged, new_dataset

HEADING = HEAD.split(",")
lines = st.lists(
    st.builds(
        lambda day, code, kind, amount, note, voucher: f"{day},{code},,{kind},{amount},{note},{voucher}",
        st.sampled_from(["2022-03-01", "2022/3/1", "", "44827"]),
        st.sampled_from([PARK, OFFICE, "X"]),
        st.sampled_from(["支付", "", "退回"]),
        st.sampled_from(["1", "1.00", "-1", "待定", "1万元"]),
        st.sampled_from(["会议费", "会议 费", ""]),
        st.sampled_from(["1", "１", "2", ""]),
    )
    | st.sampled_from([HEAD, "合计,,,,3,,", ",,,,,,", "制表人：某"]),
    max_size=12,
)


def saved(*rows: list, **changes) -> bytes:
    """A workbook of some rows; ``changes`` are made to its sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in changes.get("merged", ()):
        book.active.merge_cells(area)
    for row in changes.get("hidden", ()):
        book.active.row_dimensions[row].hidden = True
    for column in changes.get("hidden_columns", ()):
        book.active.column_dimensions[column].hidden = True
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


@QUICK
@given(lines)
def test_a_ledger_is_the_same_in_pieces_as_a_workbook_and_as_a_whole(sample, texts):
    whole = judged(sample, *texts)
    with mock.patch.object(reading, "CHUNK", 2):
        pieces = judged(sample, *texts)
    pd.testing.assert_frame_equal(whole.rows, pieces.rows)
    book = judged(sample, raw=saved(HEADING, *[text.split(",") for text in texts]))
    assert codes(book) == codes(whole)
    assert book.rows["counted"].tolist() == whole.rows["counted"].tolist()


@QUICK
@given(lines)
def test_rows_repeat_others_as_one_by_one(sample, texts):
    rows = judged(sample, *texts).rows
    asked = rows[rows["kind"].isin(["payment", "refund"]) & (rows["finding"].isin(["", "L01"])) & rows["known"]]
    asked = asked[
        asked["date"].notna() & asked["project_id"].notna() & ~asked["status"].isin(["total", "empty", "text"])
    ]
    seen, alike = Counter(), Counter()
    for row in asked.itertuples():
        same = (row.date, row.project_id, row.kind, row.fen, row.note.replace(" ", ""))
        voucher = row.voucher.replace("１", "1")
        repeated = bool(voucher) and seen[same, voucher] > 0
        assert (row.finding == "L01") == repeated
        if not repeated:
            assert ("L02" in row.also) == (alike[same] > 0)
            alike[same] += 1
        seen[same, voucher] += 1


cell = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e9, 1e9).map(lambda value: round(value, 2))
    | st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31))
    | st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2099, 12, 31)).map(lambda value: value.replace(microsecond=0))
    | st.text(st.characters(categories=["L", "N", "Zs"]), max_size=5)
)


@QUICK
@given(st.lists(st.lists(cell, min_size=1, max_size=4), min_size=1, max_size=4))
def test_cells_of_a_sheet_are_those_that_openpyxl_reads(rows):
    raw = saved(*rows)
    book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
    found = {number: cells for sheet in files.sheets(raw) for number, cells in sheet.rows}
    for row in book.active.iter_rows():
        for each in row:
            own = [*found.get(each.row, []), *[""] * 4][each.column - 1]
            value = each.value
            if isinstance(value, dt.datetime):
                assert own == value.date().isoformat()
            elif isinstance(value, int | float) and not isinstance(value, bool):
                assert float(own) == pytest.approx(value)
            else:
                assert own == ("" if value is None else str(value))


def test_what_is_merged_down_holds_for_all_its_rows_but_an_amount_for_one_payment(sample, tmp_path):
    rows = [
        ["项目编码", "支付日期", "支付金额", "摘要"],
        [PARK, "2022-03-01", 1, "甲"],
        [None, "2022-03-02", 2, "乙"],
        [OFFICE, "2022-03-03", 4, "丙"],
        [OFFICE, "2022-03-04", None, "丁"],
        [OFFICE, "2022-03-05", 8, "戊"],
        [PARK, "2022-03-06", None, "己"],
    ]
    changes = {"merged": ["A2:A3", "C4:C5", "C6:C7"], "hidden": [3, 4, 6], "hidden_columns": "D"}
    path = tmp_path / "台账.xlsx"
    path.write_bytes(saved(*rows, **changes))
    report = import_ledgers([path], new_dataset(tmp_path))
    found = report.rows["findings"].fillna("").tolist()
    assert found == ["", "", "", "L08", "L08", "L08"]
    assert report.rows["project_id"].iloc[0] == report.rows["project_id"].iloc[1]
    text = "\n".join(report.lines("zh"))
    assert "“项目编码”有合并单元格，下列各行按其首行的值读取：第3行" in text
    assert "“支付金额”有合并单元格，金额只按首行计一次；下列各行没有自己的金额：第5、7行" in text
    assert "第6行：金额“8 (6–7)”读不出" in text  # of two projects
    assert "隐藏的3行也已读取：第3–4、6行" in text
    assert "隐藏的列“摘要”也已读取" in text
    english = "\n".join(report.lines("en"))
    assert "3 hidden rows were read as well: 3–4, 6" in english


@pytest.mark.parametrize("number", [1, 10**9])
def test_rows_out_of_their_order_are_refused(sample, number):
    from test_ledgers_hostile import SHEET, changed

    raw = saved(HEADING, ["2022-03-01", PARK, None, None, 5])
    with pytest.raises(UsageError, match=f"row {number} after row 1"):
        judged(sample, raw=changed(raw, SHEET, b'<row r="2"', b'<row r="%d"' % number), name="a.xlsx")
