"""Which of the documents of a dataset a file is: by its path and content, and by what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Any

import pandas as pd

from jixiao.dataset import Dataset
from jixiao.documents.files import DUPLICATE, NOT_READ, READ, CorpusFile, document_ids
from jixiao.documents.merging import renamed
from jixiao.frames import each_row


class Known:
    """The documents of a dataset before files are read into it.

    One path may have several: another year's document may have been put in the place of the first.
    """

    def __init__(self, dataset: Dataset):
        self.dataset = dataset
        self._of_file: dict[str, list] = defaultdict(list)
        vocabularies = dataset.readings[["document_id", "vocabulary"]].fillna({"vocabulary": ""})
        for row in each_row(dataset.documents.merge(vocabularies, on="document_id")):
            self._of_file[row.file].append(row)
        self._taken = set(self.files)

    @cached_property
    def files(self) -> dict[str, str]:
        """The path of each document's file by its id."""
        return dict(zip(self.dataset.documents["document_id"], self.dataset.documents["file"], strict=True))

    @cached_property
    def _rows(self) -> Mapping[Any, Any]:
        """Where the projects of each document stand."""
        return self.dataset.projects.groupby("document_id").indices

    @cached_property
    def _departments(self) -> pd.Series:
        return _departments(self.dataset)

    def ids(self, files: Sequence[str]) -> dict[str, str]:
        """The ids of documents by the paths of their files; a path of several has the first here."""
        ids = document_ids(files, self.files)
        self._taken |= set(ids.values())
        return ids

    def holders(self, *, without: Iterable[str]) -> dict[str, str]:
        """The documents by the hashes of their contents; without those of some files."""
        left_out = set(without)
        rows = (row for file, rows in self._of_file.items() if file not in left_out for row in rows)
        return {row.sha256: row.document_id for row in rows}

    def same_content(self, item: CorpusFile) -> Any | None:
        """The row of the document of the file's path that has its content, if there is one."""
        return next((row for row in self._of_file.get(item.file, []) if row.sha256 == item.sha256), None)

    def settle(self, item: CorpusFile, data: Dataset) -> Dataset:
        """The document read from a file under the id that it is to have.

        It is that of the document of the same path, year and stage which has a department or a project's code in
        common: its place is taken. Where all documents of its path are others, it is a new id, and a note.
        """
        others = self._of_file.get(item.file, [])
        if not others or self.same_content(item):
            return data
        new, about = next(iter(each_row(data.documents))), _subjects(data.projects, _departments(data))
        alike = (row for row in others if (row.year, row.stage) == (new.year, new.stage))
        replaced = next((row for row in alike if self._about(row.document_id) & about), None)
        if replaced:
            item.document_id = replaced.document_id
            item.note = f"takes the place of {replaced.document_id}, which was read from other content"
        else:
            first = others[0]
            item.note = f"kept beside {first.document_id}, a document of the same path, of {first.year} ({first.stage})"
            names = (f"{first.document_id}~{number}" for number in count(2))
            item.document_id = next(name for name in names if name not in self._taken)
            self._taken.add(item.document_id)
        return renamed(data, item.document_id)

    def _about(self, document_id: str) -> set[str]:
        return _subjects(self.dataset.projects.iloc[self._rows.get(document_id, [])], self._departments)

    def replaced(self, files: Sequence[CorpusFile], datasets: Sequence[Dataset]) -> Iterator[str]:
        """The documents in whose place files were read, or whose files became copies of another document."""
        documents = [row for data in (self.dataset, *datasets) for row in each_row(data.documents)]
        rounds = {row.document_id: (row.year, row.stage) for row in documents}
        for item in files:
            if item.status == READ and item.document_id in self.files:
                yield item.document_id
            elif item.status == DUPLICATE:
                for row in self._of_file.get(item.file, []):
                    if rounds.get(item.document_id) == (row.year, row.stage):
                        yield row.document_id

    def not_among(self, files: Iterable[CorpusFile]) -> list[str]:
        """The documents that none of the files is; those of a file that was not read may still be in it."""
        unread = {item.file for item in files if item.status == NOT_READ}
        found = {item.document_id for item in files}
        return [name for name, file in self.files.items() if name not in found and file not in unread]


def _departments(dataset: Dataset) -> pd.Series:
    return dataset.departments.set_index("department_id")["department"]


def _subjects(projects: pd.DataFrame, departments: pd.Series) -> set[str]:
    """What tells documents apart whatever they are called: the names and ids of departments, the codes of projects."""
    ids = projects["department_id"]
    return set(pd.concat([ids, ids.map(departments), projects["project_code"]]).dropna())
