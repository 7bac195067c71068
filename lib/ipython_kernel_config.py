"""Read by every kernel of this environment: the notebook's folder is the last entry of the path.

IPython puts the current folder before the installed packages, so that a pandas.py or a folder jixiao there would take
their place. A notebook's own helpers.py is found here all the same.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

get_config().InteractiveShellApp.ignore_cwd = True  # noqa: F821  IPython gives this name to the files it reads
# `jixiao run` says where the notebook is; elsewhere a kernel is started in its folder, by papermill in the caller's.
folders = os.environ.pop("JIXIAO_NOTEBOOK_FOLDERS", "")
if folders:
    os.environ.pop("PYTHONSAFEPATH", None)  # meant for the kernel's own start
with suppress(OSError):  # a folder that was deleted
    sys.path += folders.split(os.pathsep) if folders else [str(Path.cwd())]
