"""A form as a grid of cells, whatever it is written as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.documents.prompts import PROMPT, prompt
from jixiao.measures.point_rules import half_up

TITLE, SUBTITLE, LABEL, TEXT, AMOUNT, RATE, POINTS, NOTE = (
    "title",
    "subtitle",
    "label",
    "text",
    "amount",
    "rate",
    "points",
    "note",
)


@dataclass(frozen=True)
class Cell:
    """A cell of a form.

    Parameters
    ----------
    value : str, float or None
        What stands in it; of a formula, what it comes to with the form as it is written.
    style : str
        How it looks: one of the constants of this module.
    formula : str
        In a workbook, with the addresses of its sheet; elsewhere the value is written.
    choices : tuple of str
        What a drop-down list offers; other texts may be written too.
    height, width : int
        Rows and columns that it covers.
    """

    value: str | float | None = None
    style: str = TEXT
    formula: str = ""
    choices: tuple[str, ...] = ()
    height: int = 1
    width: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it holds a prompt, so that a person has to write there."""
        return isinstance(self.value, str) and PROMPT.fullmatch(self.value) is not None

    @property
    def text(self) -> str:
        """Its value as it is shown."""
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return self.value
        if self.style == RATE:
            return f"{_half_up(self.value * 100)}%"
        return str(_half_up(self.value))


def _half_up(number: float) -> Decimal:
    """Two decimals, a half away from zero, as a workbook shows them."""
    return half_up(Decimal(str(round(number, 9))))


@dataclass
class Form:
    """One form: a sheet of a workbook, or a section of a Word document.

    Parameters
    ----------
    name : str
        Of the sheet.
    widths : sequence of float
        Of the columns, in half-width characters.
    landscape : bool
        How the page lies.
    """

    name: str
    widths: Sequence[float]
    landscape: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    height: int = 0
    labels: dict[tuple[int, int], str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def add(self, *cells: tuple[int, Cell]) -> int:
        """Add a row of cells by column, counted from 0; what none covers stays blank. Returns its number, from 1."""
        self.height += 1
        for column, cell in cells:
            self.cells[self.height, column] = cell
        return self.height

    def ask(self, column: int, what: str) -> None:
        """Say what the open cell of the last row in a column asks for."""
        self.labels[self.height, column] = what

    def address(self, row: int, column: int) -> str:
        """The address of a cell in a workbook."""
        return f"{chr(ord('A') + column)}{row}"

    @property
    def open_cells(self) -> list[tuple[str, str, str]]:
        """What is still to be written: address, of what, and the prompt."""
        return [
            (self.address(*place), self.labels.get(place, ""), cell.text)
            for place, cell in sorted(self.cells.items())
            if cell.is_open
        ]


def label(text: str, *, width: int = 1, height: int = 1) -> Cell:
    """A cell that says what others are."""
    return Cell(text, LABEL, width=width, height=height)


def given(value: str | float | None, style: str = TEXT, *, ask: str = "", width: int = 1) -> Cell:
    """A cell with a value, or with a prompt where there is none and one is asked for."""
    missing = value is None or value == ""
    return Cell(prompt(ask) if missing and ask else value, style, width=width)
