"""Published files to a Dataset and a report: `read` one, `import_documents` many."""

from typing import TYPE_CHECKING

from jixiao.when_used import when_used

if TYPE_CHECKING:
    from jixiao.documents.corpus import import_documents
    from jixiao.documents.reader import Report, read

__all__ = ["Report", "import_documents", "read"]
# Whoever needs one word on a document does not wait for the readers of every format.
__getattr__ = when_used(__name__, {"Report": "reader", "import_documents": "corpus", "read": "reader"})
