"""A published file to a Dataset and a reading report."""

from jixiao.documents.reader import Report, read, read_folder

__all__ = ["Report", "read", "read_folder"]
