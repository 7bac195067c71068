"""Many documents into one dataset: each file accounted for, the dataset replaced whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from jixiao import datapackage, storage, vocabularies
from jixiao.dataset import MANIFEST, Dataset, load
from jixiao.departments import map_tasks
from jixiao.documents import sources
from jixiao.documents.content import Doubt
from jixiao.documents.contradictions import doubt_contradictions
from jixiao.documents.effort import paying_jobs
from jixiao.documents.files import DUPLICATE, NOT_READ, READ, UNCHANGED, CorpusFile, find_files, hash_file
from jixiao.documents.known import Known
from jixiao.documents.merging import joined
from jixiao.documents.reader import read_document
from jixiao.documents.report import ImportReport, report_on
from jixiao.documents.reported import carried
from jixiao.errors import DatasetError, DocumentError
from jixiao.output import replaced_folder
from jixiao.vocabulary import Vocabulary
from jixiao.workers import Failure

MOST = 60  # processes: Windows waits for 63 things at once
BATCH = 200  # documents that are put together and checked at once
TIME_LIMIT = 600  # seconds a file
CHANGED = Doubt("", "the file changed while it was read", "a file that stays as it is", "import it again")


def import_documents(
    paths: Iterable[str | Path],
    folder: str | Path,
    *,
    year: int | None = None,
    form: str = "",
    force: bool = False,
    prune: bool = False,
    strict: bool = False,
    jobs: int | None = 0,
    seconds: float = TIME_LIMIT,
    copies: bool = True,
    again: bool = False,
    executor: Executor | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Read files, and all below folders, into the dataset in ``folder``, beside the documents that it has.

    A file takes the place of what was read before from a file of its path (below raw/ or below the given folder), if
    that was of the same year and stage and has a department or project in common; else both are kept, the new one with
    a number behind its id. If it has not changed, nor the user's own vocabulary, it is not read again. Interrupted by
    Ctrl-C, what was read is written; a second Ctrl-C, or any other end before the last moment, leaves the dataset as
    it was.

    Parameters
    ----------
    paths : list of path
        Documents and folders of documents.
    folder : path
        New, or the folder of a dataset.
    year : int, optional
        Budget year of all of them; without it each document's own, see `jixiao.read`.
    form : str
        csv or parquet; "" keeps that of the dataset, and is csv for a new one.
    force : bool
        Read unchanged files too.
    prune : bool
        Take documents out of the dataset whose files are not among those given.
    strict : bool
        Write nothing if a file was not read or anything was doubtful.
    jobs : int, optional
        Processes, of which no more are started than there are files; in a script they need
        ``if __name__ == "__main__":``. With 0 this process reads, and waits for a file that hangs; with None there are
        as many as pay for their start, at most one for each core.
    seconds : float
        The longest a process may take for a file.
    copies : bool
        Keep a copy of each file that does not lie below raw/, in ``sources/`` beside a ``folder`` called tidy: by it
        `Dataset.source` shows the published cell, and ``again`` reads the document anew.
    again : bool
        Read all documents of the dataset again from the files that are kept, as after an upgrade, each as of the year
        that it was read as; ``paths`` may be empty then, and add to them.
    executor : Executor, optional
        What reads the files instead of processes of this machine, as a Dask client's: its workers have to see them.
    tell : callable
        Called with how many files are done and how many there are to read.

    Returns
    -------
    ImportReport
        What became of each file, all doubts, and the paths that were written.

    Raises
    ------
    UsageError
        Where there is no document, ``folder`` holds something else than a dataset, or the user's own vocabulary has a
        mistake.
    DatasetError
        Where the dataset there is broken.
    RunError
        Where another import writes there, or it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from jixiao.documents import import_documents
    >>> from jixiao.workbook import dataset_folder
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = import_documents([dataset_folder("sample") / "raw"], f"{folder}/tidy")
    >>> report.files["status"].tolist()
    ['read']
    """
    folder, given = Path(folder), [Path(path) for path in paths]
    files = find_files(given) if given or not again else []
    with replaced_folder(folder, MANIFEST, datapackage.listed) as staged:
        words = vocabularies.in_use()
        known = Known(load(folder) if (folder / MANIFEST).is_file() else Dataset())
        if again:
            named = {item.file for item in files}
            files += [item for item in sources.kept_files(folder, known.dataset) if item.file not in named]
        _sort_out(files, known, words, force or again, year)
        means = _Means(jobs, seconds, executor)
        datasets = _read([item for item in files if not item.status], known, words, year, means, tell)
        _fail_duplicates(files)
        _tell_kept(files, known)
        pruned = known.not_among(files) if prune else []
        replaced = list(known.replaced(files, datasets))
        gone = [*replaced, *pruned]
        old_form = storage.form_of(folder)
        form = form or old_form or storage.FORMS[0]
        changed = datasets or gone or (old_form and form != old_form)
        after = known.dataset
        if changed:
            after = carried(after, joined([after.without(gone), *datasets]), replaced, files)
        doubt_contradictions(files, after)
        report = replace(report_on(files, after), pruned=pruned)
        if changed and (report.certain or not strict):
            storage.write_tables(after.validate(file=folder).tables, staged, form)
            written = [folder / path.name for path in sorted(staged.iterdir())]
            report = replace(report, written=written)
        if copies and (report.certain or not strict):
            sources.keep(files, folder)
    if report.written:
        sources.clear(folder, after)
    return report


def _sort_out(files: list[CorpusFile], known: Known, words: Vocabulary, force: bool, year: int | None) -> None:
    """Hash the files, name their documents, and mark those that need no reading."""
    ids = known.ids([item.file for item in files])
    holders = known.holders(without={item.file for item in files})
    changed = []
    for item in files:
        if item.status:
            continue
        item.document_id = ids[item.file]
        try:
            item.sha256 = hash_file(item.path)
        except DocumentError as error:
            item.fail(str(error))
            continue
        same = known.same_content(item)
        item.document_id = same.document_id if same else item.document_id
        if same and same.vocabulary == words.own and year in (None, same.year) and not force:
            item.status = UNCHANGED
            holders.setdefault(item.sha256, item.document_id)
        else:
            changed.append(item)
    for item in changed:
        holder = holders.setdefault(item.sha256, item.document_id)
        if holder != item.document_id:
            item.status, item.note, item.document_id = DUPLICATE, f"the same content as {holder}", holder


@dataclass(frozen=True)
class _Means:
    """By what files are read: processes of this machine, or an executor, and for how long at most."""

    jobs: int | None
    seconds: float
    executor: Executor | None


def _read(
    todo: list[CorpusFile],
    known: Known,
    words: Vocabulary,
    year: int | None,
    means: _Means,
    tell: Callable[[int, int], None],
) -> list[Dataset]:
    """Read files, and say of each whether it was."""
    tasks = [([str(at)], (item.path, words, year or item.year, item.document_id)) for at, item in enumerate(todo)]
    wanted = paying_jobs((item.path for item in todo), os.cpu_count() or 1) if means.jobs is None else means.jobs
    jobs = min(wanted, MOST, len(todo))
    batches: list[Dataset] = []
    pending: list[tuple[CorpusFile, Dataset]] = []
    try:
        work = map_tasks(_read_task, tasks, means.executor, jobs=jobs, seconds=means.seconds)
        with closing(work) as results:
            for done, ((name,), outcome) in enumerate(results, 1):
                position = int(name)
                if isinstance(outcome, Failure):
                    reason = outcome.reason.removeprefix(f"{todo[position].path}: ")
                    todo[position].fail(reason, outcome.trace)
                else:
                    pending.append((todo[position], known.settle(todo[position], outcome)))
                if len(pending) >= BATCH:
                    batches.append(_checked(pending))
                    pending = []
                tell(done, len(todo))
    except KeyboardInterrupt:
        pass  # what was read is kept; what was not is told below
    if pending:
        batches.append(_checked(pending))
    for item in todo:
        if not item.status:
            item.fail("interrupted before it was read")
    return [batch for batch in batches if len(batch.documents)]


def _read_task(task: tuple[Path, Vocabulary, int | None, str]) -> Dataset:
    path, words, year, document_id = task
    return read_document(path, vocabulary=words, year=year, document_id=document_id)


def _checked(read: list[tuple[CorpusFile, Dataset]]) -> Dataset:
    """Documents as one dataset; without any that does not match the schema, which is an error of this program."""
    read = [(item, replace(data, documents=data.documents.assign(file=item.file))) for item, data in read]
    try:
        whole = joined([data for _, data in read]).validate()
    except DatasetError:
        read = [(item, data) for item, data in read if _has_its_shape(item, data)]
        whole = joined([data for _, data in read])
    for item, data in read:
        item.status = READ
        item.departments = dict(zip(data.departments["department_id"], data.departments["department"], strict=True))
        if data.documents["sha256"].iloc[0] != item.sha256:
            item.doubts.append(CHANGED)
    return whole


def _has_its_shape(item: CorpusFile, data: Dataset) -> bool:
    try:
        data.validate()
    except DatasetError as error:
        item.fail(f"internal error: {error}")
    return not item.status


def _fail_duplicates(files: list[CorpusFile]) -> None:
    """A file with the content of one that was not read was not read either."""
    unread = {item.document_id for item in files if item.status == NOT_READ}
    for item in files:
        if item.status == DUPLICATE and item.document_id in unread:
            item.fail(f"{item.note}, which was not read")


def _tell_kept(files: list[CorpusFile], known: Known) -> None:
    """What was read from a file before it broke is not outdated."""
    stored = set(known.files.values())
    for item in files:
        if item.status == NOT_READ and item.file in stored:
            item.note += "; what was read from it before is kept"
