"""``datapackage.json`` (Frictionless), generated from the dictionary."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from jixiao.dictionary import DATE, INTEGER, NUMBER, TABLES, TEXT, Column
from jixiao.workbook import DATASET

FILE = DATASET
TITLE = "Budget performance targets as tidy tables"
MEDIA = {
    "csv": {"mediatype": "text/csv", "encoding": "utf-8"},
    "parquet": {"mediatype": "application/vnd.apache.parquet"},
}
TYPES = {TEXT: "string", NUMBER: "number", INTEGER: "integer", DATE: "date"}


def write(folder: Path, form: str = "csv") -> None:
    """Write ``datapackage.json`` beside the tables in ``folder``, which are files of the form csv or parquet."""
    package = {
        "profile": "tabular-data-package",
        "name": "tidy",
        "title": TITLE,
        "resources": [_resource(name, folder / f"{name}.{form}") for name in TABLES],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / FILE).write_bytes(text.encode("utf-8"))


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of the tables in ``folder`` by file name, as they were written; empty where there is no such record."""
    try:
        return {item["path"]: item["hash"].removeprefix("sha256:") for item in _read(folder)["resources"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def listed(folder: Path) -> set[str]:
    """The files in ``folder`` that are of this program; empty where it holds no ``datapackage.json`` of it."""
    try:
        package = _read(folder)
        return {FILE, *(item["path"] for item in package["resources"])} if package["title"] == TITLE else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _read(folder: Path) -> dict:
    return json.loads((folder / FILE).read_bytes())


def _resource(name: str, path: Path) -> dict:
    table = TABLES[name]
    content = path.read_bytes()
    return {
        "name": name,
        "path": path.name,
        "profile": "tabular-data-resource",
        "description": table.description,
        "format": path.suffix[1:],
        **MEDIA[path.suffix[1:]],
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "schema": {
            "fields": [_field(column, model) for column, model in table.columns.items()],
            "missingValues": [""],
            "primaryKey": table.key,
            "foreignKeys": [
                {"fields": column, "reference": {"resource": other, "fields": column}}
                for column, other in table.references.items()
            ],
        },
    }


def _field(name: str, model: Column) -> dict:
    field = {"name": name, "type": TYPES[model.dtype], "description": model.description}
    if model.unit:
        field["unit"] = model.unit
    constraints: dict[str, object] = {"required": True} if not model.optional else {}
    if model.allowed:
        constraints["enum"] = model.allowed
    return {**field, "constraints": constraints} if constraints else field
