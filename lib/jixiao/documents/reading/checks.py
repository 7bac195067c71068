"""What has the right shape and is doubtful all the same: told once the whole document has been read."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import groupby

from jixiao.documents.content import Content, Doubt, Grid, Piece, quote
from jixiao.documents.reading.records import KEPT, Records
from jixiao.documents.reading.sources import doubt_magnitudes, initial_sources, settle_plans, settle_units, wholes
from jixiao.plans import kind_of_plan
from jixiao.texts import MOST
from jixiao.vocabulary import fold

_CODE = re.compile("[0-9A-Z]{12,}")


def doubt_document(records: Records, content: Content) -> None:
    """Add the doubts about a document as a whole, then those about what was not read."""
    for check in (
        settle_units,
        settle_plans,
        _plans,
        _codes,
        _codes_alike,
        _weights,
        _sources,
        doubt_magnitudes,
        _budgets,
        _sums,
        _percentages,
        _lengths,
        _indicators,
    ):
        check(records)
    _year(records, content)
    _unit(records)
    _left(records)
    _unread(records, content)
    _settle(records, content)


def _plans(records: Records) -> None:
    """An unclear plan takes part in no measure: say so here."""
    plans: dict[str, list[dict]] = {}
    for row in records.disbursements:
        if row["cumulative_share"] is not None:
            plans.setdefault(row["project_id"], []).append(row)
    for rows in plans.values():
        shares = [row["cumulative_share"] for row in sorted(rows, key=lambda row: row["date"])]
        if kind_of_plan(shares) == "unclear":
            found = "a plan of " + " · ".join(f"{share:.4g}" for share in shares)
            expected = "shares that rise to 1, or shares of periods that sum to 1"
            records.doubts.append(Doubt(rows[0]["place"], found, expected, "kept; takes part in no measure"))


def _codes(records: Records) -> None:
    first: dict[tuple, dict] = {}
    for row in records.projects:
        code = row.get("project_code")
        other = first.setdefault((row["department_id"], code), row)
        if code and other is not row:
            found = f"the code {code} of project {other['position']} again, for project {row['position']}"
            records.doubts.append(Doubt(row["place"], found, "a code for each project", KEPT))


def _codes_alike(records: Records) -> None:
    """Codes of one department's projects are of one length, and look like none of their names."""
    codes = [(row, fold(row.get("project_code") or "")) for row in records.projects]
    lengths = Counter(len(code) for _, code in codes if code)
    usual, number = lengths.most_common(1)[0] if lengths else (0, 0)
    for row, code in codes:
        if _CODE.fullmatch(fold(row.get("project_name") or "")) and not _CODE.fullmatch(code):
            name = quote(row["project_name"], 30)
            found = f"the name {name} of project {row['position']}, with the code {code or 'blank'}"
            records.doubts.append(Doubt(row["place"], found, "a name that is no code", KEPT))
        elif code and len(code) != usual and number > 1:
            found = f"the code {code} of project {row['position']}: {len(code)} characters"
            records.doubts.append(Doubt(row["place"], found, f"{usual}, as the other codes have", KEPT))


def _weights(records: Records) -> None:
    weights: dict[str, list[dict]] = defaultdict(list)
    for row in records.indicators:
        if row["weight"] is not None:
            weights[row["project_id"]].append(row)
    for project_id, rows in weights.items():
        total, execution = sum(row["weight"] for row in rows), records.execution_weights.get(project_id)
        # The official form gives 10 points to the execution of the budget, which a table of targets need not print.
        usual = (90, 100) if execution is None else (100 - execution,)
        if all(abs(total - points) > 0.005 for points in usual):
            found = f"weights that sum to {total + (execution or 0):g}"
            records.doubts.append(Doubt(rows[0]["place"], found, "100, that of the budget's execution included", KEPT))


def _sources(records: Records) -> None:
    """The money of a phase against its sources; it is a row of its own only where no source of it has an amount."""
    parts: dict[tuple, float] = defaultdict(float)
    for row in records.funds:
        if row["amount"] is not None:
            parts[row["project_id"], row["phase"]] += row["amount"]
    for row in records.totals:
        part = parts.get((row["project_id"], row["phase"]))
        if part is None:
            records.funds.append(row)
        elif row["amount"] is not None and abs(part - row["amount"]) > 0.005:
            found = f"{row['text']}, where the sources sum to {part:.6g} 万元"
            records.doubts.append(Doubt(row["place"], found, "sources that sum to the whole", "the sources are kept"))


def _budgets(records: Records) -> None:
    """A self-evaluation may state only what the budget was in the end."""
    adjusted = {row["project_id"]: row for row in records.totals if row["phase"] == "adjusted"}
    for row in records.projects:
        end = adjusted.get(row["project_id"])
        if row.get("budget_text") is None and end:
            row.update(budget=end["amount"], budget_text=end["text"])
            found = f"no initial budget of project {row['position']}"
            doubt = Doubt(end["place"], found, "年初预算数 or another budget", "the adjusted one is taken")
            records.doubts.append(doubt)


def _sums(records: Records) -> None:
    """A project may state its budget only as the sum of its items of cost, or of its sources."""
    for row in records.projects:
        if row.get("budget_text") is None and not any(
            total["project_id"] == row["project_id"] for total in records.totals
        ):
            _of_items(row, records) or _of_sources(row, records)


def _of_items(project: dict, records: Records) -> bool:
    sums = records.sums.get(project["project_id"], [])
    texts = {cell.text.strip() for cell, _ in sums}
    if len(texts) != 1:
        return False
    cell, unit = sums[0]
    amount = records.amount(cell, unit)
    if amount is None:
        return False
    project.update(budget=amount, budget_text=records.read(cell, "value"))
    records.left.pop(cell, None)
    found = f"no budget of project {project['position']}"
    records.doubts.append(Doubt(cell.place, found, "a budget", f"the sum of its items is taken: {amount:.6g} 万元"))
    return True


def _of_sources(project: dict, records: Records) -> bool:
    """The sum of the sources that are no parts of others."""
    own = initial_sources(project["project_id"], records)
    whole = wholes(own)
    if all(row["amount"] is None for row in own if row["source"] in ("财政资金", "当年财政拨款")):
        return False
    amount = sum(row["amount"] or 0 for row in whole)
    project.update(budget=round(amount, 6))
    found, names = f"no budget of project {project['position']}", "、".join(row["source"] for row in whole)
    remedy = f"the sum of its sources is taken: {amount:.6g} 万元 ({names})"
    records.doubts.append(Doubt(whole[0]["place"], found, "a budget", remedy))
    return True


def _percentages(records: Records) -> None:
    limit = records.vocabulary.words["limits"]["percent"]
    for row in records.indicators:
        if row["unit"] == "%" and max(row["value"], row["upper"] or 0) > limit:
            found = quote(row["target"])
            records.doubts.append(Doubt(row["place"], found, f"a rate of at most {limit} % (a convention)", KEPT))


def _lengths(records: Records) -> None:
    """No figure is looked for in a target or result that is too long."""
    texts = [(row["place"], row.get("target")) for row in records.indicators]
    texts += [(row["place"], row.get("actual")) for row in records.results]
    for place, text in texts:
        if text and len(text) > MOST:
            found = f"{quote(text, 30)} ({len(text):,} characters)"
            expected = f"a target or result of at most {MOST:,} characters (a convention)"
            records.doubts.append(Doubt(place, found, expected, "kept as words; compare with the document"))


def _indicators(records: Records) -> None:
    """Where a document has indicators, a project without any may be a table that was cut off."""
    having = {row["project_id"] for row in records.indicators}
    for row in records.projects if having else []:
        if row["project_id"] not in having:
            found = f"project {row['position']} without indicators"
            remedy = "check that the document is whole"
            records.doubts.append(Doubt(row["place"], found, "a table of indicators", remedy))


def _year(records: Records, content: Content) -> None:
    named = re.findall(r"(?<!\d)(20\d\d)(?!\d)", records.document_id)
    if named and str(records.year) not in named:
        place = next((piece.place for piece in content.paragraphs() if str(records.year) in piece.text), "")
        found = f"the year {records.year}, named most often in the text"
        expected = f"{named[0]}, as in the file's path"
        records.doubts.append(Doubt(place, found, expected, "compare; pass the year if it is wrong"))


def _unit(records: Records) -> None:
    if piece := records.unit_assumed:
        records.doubt(piece, "a unit beside or above the amounts", "read in 万元")


def _left(records: Records) -> None:
    """Cells that no column of the tables holds: one doubt for each heading."""
    by_heading: dict[str, list[Piece]] = defaultdict(list)
    for piece, heading in records.left.items():
        if not records.role(piece) and piece not in records.told:
            by_heading[heading].append(piece)
    for heading, unread in by_heading.items():
        records.told.update(unread)
        more = f" and {len(unread) - 1} more" if len(unread) > 1 else ""
        found = f"{quote(heading, 30) or 'no heading'}: “{quote(unread[0].text, 30)}”{more}"
        known = records.vocabulary.heading(heading) or records.vocabulary.source(heading)
        for piece in unread if known else []:
            records.read(piece, "other")
        expected = "a column of the tidy tables for it" if known else "a heading of the vocabulary"
        remedy = (
            "not kept"
            if known
            else "not read; if it means one of its terms, add it to vocabulary.toml and import again"
        )
        records.doubts.append(Doubt(unread[0].place, found, expected, remedy))


def _unread(records: Records, content: Content) -> None:
    """One doubt for what stands together: paragraphs one after the other, cells of one table."""
    for pieces in (content.paragraphs(), *(block.cells() for block in content.blocks if isinstance(block, Grid))):
        full = (piece for piece in pieces if not piece.blank and piece not in records.told)
        for role, run in groupby(full, key=records.role):
            unread = [] if role else list(run)
            if unread:
                number = f" ({len(unread)} pieces)" if len(unread) > 1 else ""
                found = quote(" | ".join(piece.text for piece in unread[:12]), 100) + number
                expected = "text that belongs to a table, or to a section of the department's part"
                records.doubts.append(Doubt(unread[0].place, found, expected, "not read"))


def _settle(records: Records, content: Content) -> None:
    """What was told and is neither money nor of an indicator is no loss: a telephone number, a footnote."""
    poor = any(row.get("budget") is None for row in records.projects)
    watched = records.watched | (records.watched_money if poor else set())
    for cell in content.cells():
        if not cell.blank and not records.role(cell) and cell not in watched:
            records.read(cell, "other")
