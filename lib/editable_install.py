"""The build backend: setuptools, with an editable install that is an entry of the path and works in every locale.

A finder, which setuptools writes for some layouts, comes after the current folder: a checkout called jixiao there would
hide the package. A path in a .pth file is read in the locale's encoding until Python 3.12, a line of code in ASCII is
not. What belongs into the environment's own folders, setuptools leaves out of an editable install.
"""

from __future__ import annotations

import base64
import hashlib
import zipfile
from pathlib import Path

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403  the other hooks are setuptools' own

SOURCES = Path(__file__).resolve().parent
# What belongs into the environment's own folders: the settings of its kernels, and the kernel that starts warm.
PLACES = {"ipython_kernel_config.py": "etc/ipython", "kernel.json": "share/jupyter/kernels/jixiao"}


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """Build setuptools' editable wheel, then put the path and what kernels need into it; see PEP 660."""
    name = build_meta.build_editable(wheel_directory, config_settings, metadata_directory)
    wheel = Path(wheel_directory, name)
    with zipfile.ZipFile(wheel) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    pth = next(part for part in parts if part.endswith(".pth"))
    record = next(part for part in parts if part.endswith(".dist-info/RECORD"))
    data = record.replace(".dist-info/RECORD", ".data/data")
    parts[pth] = f"import sys; p = {str(SOURCES)!a}; p in sys.path or sys.path.append(p)\n".encode("ascii")
    parts |= {f"{data}/{place}/{file}": (SOURCES / file).read_bytes() for file, place in PLACES.items()}
    del parts[record]
    lines = [_record(part, content) for part, content in parts.items()]
    parts[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return name


def _record(part: str, content: bytes) -> str:
    """The line of a wheel's list of files."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{part},sha256={digest},{len(content)}"
