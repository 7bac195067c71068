"""Running text to goals: what stands under the headings of the department's part."""

from __future__ import annotations

import re

from jixiao.documents.content import Piece
from jixiao.documents.list_numbers import LIST_NUMBER, without_list_number
from jixiao.documents.reading.records import Records
from jixiao.vocabulary import Vocabulary, fold

_PART = re.compile(r"^第[一二三四五六七八九十\d]+部分[:：、\s]*")  # 第二部分 预算项目绩效目标


class SectionReader:
    """Reads the paragraphs of a document in their order; the heading last seen says what they are."""

    def __init__(self, records: Records):
        self.records = records
        self.section: str | None = None
        self.task: dict | None = None
        self.field = "title"
        self._texts: dict[str, list[str]] = {}  # of the task, by field

    def read(self, piece: Piece) -> None:
        """Read one paragraph."""
        if piece.blank:
            return
        section = _section(piece.text, self.records.vocabulary)
        if section:
            self.records.read(piece, "heading")
            self.end()
            self.section = section
        elif self.section in ("department", "safeguard"):
            self.records.add_goal(self.section, piece, goal=without_list_number(self.records.read(piece, "text")))
        elif self.section == "task":
            self._task(piece)

    def end(self) -> None:
        """End the task that is being read: its paragraphs are joined once, however many there are."""
        if self.task:
            self.task.update({field: "\n".join(filter(None, texts)) for field, texts in self._texts.items()})
        self.task, self._texts = None, {}

    def _task(self, piece: Piece) -> None:
        field, text = _labelled(piece.text, self.records.vocabulary)
        if field and self.task:
            self.field = field
        elif LIST_NUMBER.match(piece.text):
            self.end()
            self.task, self.field = self.records.add_goal("task", piece), "title"
            text = without_list_number(piece.text)
        if self.task:
            # A paragraph without label or number goes on with the one before it.
            self.records.read(piece, "text")
            self._texts.setdefault(self.field, []).append(text.strip())


def _section(text: str, vocabulary: Vocabulary) -> str | None:
    """The section that a heading opens; a form's title opens that of the projects, whose heading may be missing."""
    if vocabulary.is_form_title(text):
        return "projects"
    bare = without_list_number(text)
    return vocabulary.section(bare) or vocabulary.section(_PART.sub("", bare))


def _labelled(text: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """The field that the label before a colon names, and the text after it."""
    label, colon, rest = text.replace(":", "：", 1).partition("：")
    for field, labels in vocabulary.words["task_labels"].items():
        if colon and fold(label) in labels:
            return field, rest.strip()
    return None, text
