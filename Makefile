# Each target does all its own set-up on a fresh machine with git, make and python3 (with venv).
PYTHON ?= python3
VENV := .venv
STAMP := $(VENV)/.installed

.PHONY: demo test test-long check bench bench-read model clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

demo: $(STAMP)
	$(VENV)/bin/followupd demo

test: $(STAMP)
	tests/install-servers
	$(VENV)/bin/python -m pytest -m 'not long'

test-long: $(STAMP)
	$(VENV)/bin/python -m pytest -m long

check: $(STAMP)
	$(VENV)/bin/ruff check followupd tests benchmarks training
	$(VENV)/bin/ruff format --check followupd tests benchmarks training
	$(VENV)/bin/mypy

bench: $(STAMP)
	tests/install-servers
	$(VENV)/bin/python -m benchmarks.wire

bench-read: $(STAMP)
	$(VENV)/bin/python -m benchmarks.reading

model: $(STAMP)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -e '.[model]'
	$(VENV)/bin/python -m training.train

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache build dist
