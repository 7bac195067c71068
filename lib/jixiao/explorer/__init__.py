"""A dataset explored by hand, in a notebook with a running kernel."""

from jixiao.explorer.explorer import EXHIBITS, Explorer

__all__ = ["EXHIBITS", "Explorer"]
