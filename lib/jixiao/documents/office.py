"""Old and open office formats (.doc, .wps, .rtf, .odt, .xlsb), by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

from jixiao.documents.limits import OFFICE_SECONDS, RefusedError
from jixiao.scratch import scratch_folder

PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# No macros, no linked files or addresses, no questions: a document from elsewhere is not trusted.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
# A proxy that does not answer: nothing is fetched.
OFFLINE = dict.fromkeys(["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"], "http://127.0.0.1:9")


def convert(raw: bytes, ending: str, target: str) -> bytes:
    """A file in another format.

    Raises
    ------
    RefusedError
        Where LibreOffice is not installed, fails or takes too long.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise RefusedError(
            f"a .{ending} file, which needs LibreOffice", remedy=f"install LibreOffice, or save the file as .{target}"
        )
    with scratch_folder() as folder:
        source = folder / f"document.{ending}"
        source.write_bytes(raw)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE, encoding="utf-8")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = [
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            target,
            "--outdir",
            str(folder / "out"),
        ]
        _run([program, profile, *options, str(source)])
        converted = folder / "out" / f"document.{target}"
        if not converted.is_file():
            raise RefusedError("a file that LibreOffice cannot open", remedy=f"save it as .{target}")
        return converted.read_bytes()


def _run(command: list[str]) -> None:
    """Run a command in a session of its own, so that with it all that it started ends in time."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | OFFLINE,
        start_new_session=True,
    )
    try:
        process.wait(OFFICE_SECONDS)
    except subprocess.TimeoutExpired:
        raise RefusedError(
            f"a file that LibreOffice did not open in {OFFICE_SECONDS} seconds", remedy="save it as .docx or .xlsx"
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen) -> None:
    if process.poll() is not None:
        return
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
