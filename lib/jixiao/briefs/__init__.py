"""Notebooks run with strict parameters, and the brief made from the quarterly one."""

from jixiao.briefs.brief import write_brief
from jixiao.briefs.run import run_notebook

__all__ = ["run_notebook", "write_brief"]
