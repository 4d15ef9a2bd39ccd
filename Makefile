# Two commands: `make run` opens the app, `make test` checks everything. Both set themselves up.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run test lint unit coverage browser data check bench fuzz screenshots wheels system clean help

help:            ## show this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

run: $(VENV)/.runtime ## open the app on http://localhost:8501 (PORT=... for another)
	-$(BIN)/python -m geo build $(patsubst %/datapackage.json,%,$(wildcard $(or $(ONEMAP_DATA),data)/*/datapackage.json))
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: lint $(VENV)/.dev system ## everything that CI checks
	$(BIN)/python -m geo check data/anci-2022
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not alone"
	$(BIN)/python -m pytest -m alone

lint: $(VENV)/.dev ## style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(VENV)/.dev ## the tests that need no browser
	$(BIN)/python -m pytest -m "not browser"

coverage: $(VENV)/.dev ## which lines the tests without a browser reach
	$(BIN)/python -m pytest -m "not browser" --cov --cov-report=term:skip-covered

browser: $(VENV)/.dev system ## the tests in a real browser
	$(BIN)/python -m pytest -m browser

data: $(VENV)/.dev ## remake the geometry from its packages and seal the package
	$(BIN)/python scripts/make_geography.py
	$(BIN)/python -m geo seal data/anci-2022

check: $(VENV)/.runtime ## name every fault of the package; REPORT=file checks it against the report
	$(BIN)/python -m geo check data/anci-2022 $(if $(REPORT),--source $(REPORT))

bench: $(VENV)/.bench system ## measure beside other designs, 25 minutes; SIZES="100 1000" RUNS=1 takes 4
	$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(RUNS),--runs $(RUNS)) \
	  $(if $(CONTESTANTS),--contestants $(CONTESTANTS)) $(if $(BOUND),--bound $(BOUND))

fuzz: $(VENV)/.dev ## spoil 2,000 files a reader, 10 minutes; writes bench/fuzz.json
	$(BIN)/python -m bench.fuzz

screenshots: $(VENV)/.dev system ## take the README's pictures anew
	$(BIN)/python -m scripts.take_screenshots --readme

wheels: $(VENV)/bin/python ## fetch the runtime's packages into build/wheels, for a machine without a network
	$(BIN)/python -m pip download -q --disable-pip-version-check --only-binary :all: -r requirements.txt -d build/wheels

system: ## Chromium, nginx and a Chinese font, from the system's packages, where they are missing
	sh scripts/install_system_packages.sh

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-data.txt requirements-postgis.txt requirements-cluster.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.runtime

$(VENV)/.bench: requirements.txt requirements-data.txt requirements-bench.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-bench.txt
	touch $@

clean: ## remove what was installed and built
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
