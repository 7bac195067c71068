"""Pure functions from tidy tables to tables, one row per id; their definitions stand in their docstrings."""
