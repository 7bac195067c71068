"""An Airflow DAG that runs the brief's notebook with plain papermill: put it into the folder of DAGs and set the names.

Needs apache-airflow-providers-papermill on the worker, and there a Jupyter kernel "jixiao" made from this checkout:
.venv/bin/python -m ipykernel install --user --name jixiao
"""

from __future__ import annotations

import pendulum
from airflow import DAG
from airflow.providers.papermill.operators.papermill import PapermillOperator

CHECKOUT = "/srv/jixiao"
DATASET = "local"
DEPARTMENTS = ["803001"]  # ids or codes; `jixiao departments --dataset local` lists them
# Of the day three months before the run; Airflow 2 and 3 agree on the end of an interval, not on its start.
QUARTER = "{{ data_interval_end.subtract(months=3).format('YYYY[Q]Q') }}"

with DAG(
    dag_id="jixiao_quarterly_brief",
    schedule="30 9 5 1,4,7,10 *",
    start_date=pendulum.datetime(2022, 1, 5, tz="Asia/Shanghai"),
    catchup=False,
    tags=["jixiao"],
):
    for department in DEPARTMENTS:
        PapermillOperator(
            task_id=f"brief-{department}",
            input_nb=f"{CHECKOUT}/notebooks/90-quarterly-brief.ipynb",
            output_nb=f"{CHECKOUT}/figures/runs/brief-{QUARTER}-{department}.ipynb",  # the folder has to exist
            parameters={"dataset": DATASET, "quarter": QUARTER, "department": department, "language": "zh"},
            kernel_name="jixiao",
            language_name="python",
        )
