"""Published files to a Dataset and a report: `read` one, `import_documents` many."""

from jixiao.documents.corpus import import_documents
from jixiao.documents.reader import Report, read

__all__ = ["Report", "import_documents", "read"]
