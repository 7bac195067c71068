"""Parts of Word documents: in the order that the schema wants, as wide as said, and a choice among words."""

import pytest
from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm
from jixiao.word_document import cells_by_row, fill, offer, set_cell_margins, set_widths, shade


@pytest.fixture
def table():
    return Document().add_table(2, 3, "Table Grid")


def tags(node):
    return [child.tag.partition("}")[2] for child in node]


def test_a_merged_cell_is_as_wide_as_its_columns_in_the_grid_and_in_its_own_words(table):
    set_widths(table, [1, 2, 5], 160)
    merged = table.cell(0, 0).merge(table.cell(0, 1))
    assert [column.width.mm for column in table.columns] == pytest.approx([20, 40, 100], abs=0.1)
    assert merged.width.mm == pytest.approx(60, abs=0.1)
    assert [cell.width.mm for cell in cells_by_row(table)[1]] == pytest.approx([20, 40, 100], abs=0.1)


def test_shading_and_margins_stand_where_the_schema_wants_them(table):
    cell = table.cell(0, 0)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    shade(cell, "F2F2F2")
    set_cell_margins(table, Mm(1))
    assert tags(cell._tc.tcPr) == ["tcW", "shd", "vAlign"]
    assert tags(table._tbl.tblPr)[-2:] == ["tblCellMar", "tblLook"]


def test_a_choice_says_what_is_chosen_and_offers_the_rest(table):
    paragraph = table.cell(0, 0).paragraphs[0]
    offer(paragraph.add_run("优"), ["优", "良"])
    offered = [item.get(qn("w:value")) for item in paragraph._p.iter(qn("w:listItem"))]
    assert offered == ["优", "良"]
    assert "".join(node.text for node in paragraph._p.iter(qn("w:t"))) == "优"


def test_what_xml_refuses_is_replaced(table):
    fill(table.cell(0, 0), "甲\x07乙", 9)
    assert table.cell(0, 0).text == "甲�乙"
