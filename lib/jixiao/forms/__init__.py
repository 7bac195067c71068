"""Official forms written for a department to fill in, and read back: 绩效运行监控表 and 绩效自评表.

They are Chinese documents whatever the language of the reader: their words are those of the official forms.
"""

from jixiao.forms.evaluation import evaluation_forms
from jixiao.forms.findings import add_findings
from jixiao.forms.material import planned
from jixiao.forms.monitoring import monitoring_forms
from jixiao.forms.reading import FormReport, read_forms
from jixiao.forms.writing import write_forms

__all__ = [
    "FormReport",
    "add_findings",
    "evaluation_forms",
    "monitoring_forms",
    "planned",
    "read_forms",
    "write_forms",
]
