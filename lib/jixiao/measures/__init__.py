"""Pure functions from tidy tables to tables, one row per id; their definitions stand in their docstrings."""

# What every measure is grouped by: nothing sums across documents or departments by accident, nor a department's own
# targets with those of its projects.
KEYS = ["document_id", "department_id", "scope"]
