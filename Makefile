# make start: the product with its sample conference on http://127.0.0.1:8000; needs Python 3.11 or later, nothing else.
# make test: sets up and runs everything that CI runs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: start test setup setup-test format clean

start: setup
	$(BIN)/rapporteur demo $(ARGS)

setup: $(VENV)/ready
$(VENV)/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Rapporteur needs Python 3.11 or later.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

setup-test: $(VENV)/ready-test
$(VENV)/ready-test: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(VENV)/ready $@

test: setup-test
	$(BIN)/python tools/check.py

format:
	$(BIN)/ruff check --fix src tests bench tools sample conftest.py
	$(BIN)/ruff format src tests bench tools sample conftest.py

clean:
	rm -rf $(VENV) var
