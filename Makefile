# Everything runs in .venv/, which is made from requirements.lock at the first use.
PYTHON ?= python3
QUARTER ?= 2022Q3
FOLDER ?= notebooks
BIN := .venv/bin
NOTEBOOKS := $(wildcard notebooks/[0-9][0-9]-*.ipynb)
PYTEST := $(BIN)/python -X warn_default_encoding -m pytest --numprocesses 2 --dist loadfile
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.DEFAULT_GOAL := help
.PHONY: help setup brief test test-all lab check-notebooks data notebooks gallery bench lint lock

help: ## list the commands there are
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml $(wildcard lib/*.py)
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("jixiao needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@echo "Setting up .venv from requirements.lock; this takes a minute or two."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

$(READY_DEV): $(READY) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $(READY_DEV)

setup: $(READY) ## make .venv/ from requirements.lock

brief: $(READY) ## write the brief of the sample (QUARTER=2022Q3)
	$(BIN)/jixiao brief --quarter $(QUARTER)

test: lint ## check style, layers, types, library and notebooks
	$(PYTEST) -m "not slow" --nbval tests lib/jixiao notebooks

test-all: test ## the same, then what needs a browser, many kernels or minutes
	$(PYTEST) -m slow tests

lab: $(READY) ## open the notebooks in JupyterLab (ARGS="--port 9000")
	JUPYTER_CONFIG_PATH=lib/lab-settings $(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks $(ARGS)

check-notebooks: $(READY_DEV) ## run notebooks and show what differs from what they hold (FOLDER=notebooks)
	$(BIN)/python -m pytest --nbval --override-ini=addopts= -q $(FOLDER)

data: $(READY) ## read raw/ of the sample, and of what was invented beside it, into tidy/
	@set -e; for name in sample sample-years sample-execution; do \
		rm -rf data/$$name/tidy; \
		$(BIN)/jixiao import data/$$name/raw --dataset $$name; \
	done
	$(BIN)/jixiao ledger data/sample-execution/ledgers/*.csv --dataset sample-execution || test $$? -eq 1
	$(BIN)/jixiao results data/sample-execution/results/*.xlsx --dataset sample-execution
	$(BIN)/python data/sample-county/make.py

notebooks: $(READY) ## run the notebooks in place and draw figures/
	@set -e; for notebook in $(NOTEBOOKS); do \
		$(BIN)/jixiao run $$notebook --to $$notebook --figures figures/$$(basename $$notebook .ipynb); \
	done

gallery: $(READY_DEV) ## draw the pages of the brief for the READMEs
	$(BIN)/python docs/gallery.py

bench: $(READY_DEV) ## measure speed against what one would use instead
	$(BIN)/python tests/bench.py

lint: $(READY_DEV) ## check style, layers and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

lock: ## pin all dependencies anew, of users and for development (needs uv)
	$(COMPILE) --extra workbook --output-file requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock --extra workbook --extra dev --output-file requirements-dev.lock pyproject.toml
