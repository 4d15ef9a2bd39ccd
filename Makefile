# Two commands: `make run` opens the app, `make test` checks everything. Both set themselves up.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# Tests start the app many times: what Python compiles is kept, whatever the system says of it.
export PYTHONDONTWRITEBYTECODE :=
# The files of tests that run alone: what they import is much, and nobody else's.
ALONE := grep -rlF --include="*.py" "= pytest.mark.alone" tests
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm

.PHONY: run edit test tested alone scripts lint unit coverage browser data check bench fuzz screenshots wheels system clean help

help:            ## show this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

run: $(VENV)/.runtime ## open the app on http://localhost:8501 (PORT=... for another)
	-$(BIN)/python -m geo build $(patsubst %/datapackage.json,%,$(wildcard $(or $(ONEMAP_DATA),data)/*/datapackage.json))
	$(BIN)/streamlit run app.py --server.port $(PORT)

edit: $(VENV)/.runtime $(VENV)/.outlines ## open the page Your data, for this machine alone
	$(BIN)/python -m geo edit --open --port $(PORT)

# Types are checked on one core, and the tests that run alone wait much: nothing else waits for those.
test: $(VENV)/.dev $(VENV)/.node system ## everything that CI checks
	$(MAKE) -j 3 lint alone tested

# Three at a time on two cores: a test in a browser waits for a third of its time. Their order is
# that of tests/conftest.py.
tested:
	$(NPM) test -s
	for package in data/*/; do $(BIN)/python -m geo check $$package || exit; done
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not alone" \
	  $$($(ALONE) | sed s/^/--ignore=/)

alone:
	$(BIN)/python -m pytest -p no:cacheprovider -m alone $$($(ALONE))

scripts: $(VENV)/.node ## bundle the browser's modules into geo/browser/dist
	$(NPM) run -s build

lint: $(VENV)/.dev $(VENV)/.node ## style, format and types of both halves, and that the bundles are what the modules make
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NPM) run -s lint
	$(NPM) run -s check

unit: $(VENV)/.dev $(VENV)/.node ## the quick tests, to be run at each save: no browser, server, page, command or spoiled package
	$(NPM) test -s
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser and not process and not alone and not whole"

coverage: $(VENV)/.dev ## which lines the tests without a browser reach
	$(BIN)/python -m pytest -m "not browser" --cov --cov-report=term:skip-covered

browser: $(VENV)/.dev system ## the tests in a real browser
	$(BIN)/python -m pytest -m browser

data: $(VENV)/.dev ## remake the geometry from its packages and seal the package
	$(BIN)/python -m scripts.make_geography
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

wheels: $(VENV)/bin/python ## fetch the packages into build/wheels, for a machine without a network (FOR=win_amd64 WITH=3.12 for another system)
	$(BIN)/python -m pip download -q --disable-pip-version-check --only-binary :all: $(if $(FOR),--platform $(FOR)) $(if $(WITH),--python-version $(WITH)) -r requirements.txt -r requirements-data.txt -d build/wheels

system: ## Chromium, nginx and a Chinese font, from the system's packages, where they are missing
	sh scripts/install_system_packages.sh

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.outlines: requirements-data.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-data.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-data.txt requirements-postgis.txt requirements-cluster.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.runtime

# Node.js comes from PyPI, like everything else; its packages are tools and never run in the app.
$(VENV)/.node: package.json package-lock.json $(VENV)/.dev
	$(NPM) ci --silent
	touch $@

$(VENV)/.bench: requirements.txt requirements-data.txt requirements-bench.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-bench.txt
	touch $@

clean: ## remove what was installed and built
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
