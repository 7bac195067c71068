"""Notebooks run with strict parameters, and the briefs made from the quarterly one."""

from jixiao.briefs.brief import write_brief
from jixiao.briefs.many import write_briefs
from jixiao.briefs.run import run_notebook

__all__ = ["run_notebook", "write_brief", "write_briefs"]
