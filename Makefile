# Two commands: `make report` and `make test`. Each first sets up what it needs.
#
# A new machine needs Python 3.11 or later with venv, and make. PYTHON=… chooses another
# Python, SURVEYS="exempel-2024" takes some surveys only, PYTEST_ARGS=… is added to pytest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup report test test-lab lint types browser validators windows lab bench chaos fuzz guides docs lock sbom hooks clean

PYTHON ?= python3
SURVEYS ?=
PYTEST_ARGS ?=
WORKERS ?= 2

BIN := .venv/bin
READY := .venv/ready

# Where byte code may not be kept, every run would compile half a gigabyte of it anew.
unexport PYTHONDONTWRITEBYTECODE
# An activated environment of somebody else's must not answer for ours.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

help:
	@echo "make report   sets up, and takes every survey in data/raw/ to its reports"
	@echo "make test     sets up, and runs every check but the slow ones"
	@echo "make lab      opens the notebooks in JupyterLab"
	@echo "make test-lab tries the notebooks in JupyterLab, in a browser (a minute)"
	@echo "make validators sets up what tries open data, PDF and archive packages (tests)"
	@echo "make windows PYTHON_ZIP=… SHA256=… makes the zip for a PC without network (long)"
	@echo "make bench    measures the batch, and how often the intervals hold (long)"
	@echo "make chaos    kills runs, damages what they made, and runs the slow tests (long)"
	@echo "make fuzz     feeds the readers odd files, many times over (long)"
	@echo "make lock     pins the newest packages that pyproject.toml allows"
	@echo "make sbom     lists what the lock installs, with licences: docs/licences.md, sbom.json"
	@echo "make guides   writes the guides that are made from the code: keys, errors, commands"
	@echo "make docs     makes the documentation site, in site/"
	@echo "make hooks    runs ruff and nbstripout at every commit"
	@echo "make clean    removes what can be made again, but no answers"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	    2>/dev/null || { \
	  echo "Python 3.11 or later, with venv, is needed; $(PYTHON) is" \
	       "$$("$(PYTHON)" --version 2>&1 || true)." >&2; \
	  echo "Install it (Debian: apt install python3 python3-venv) or say which to use:" \
	       "make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
	  exit 1; }
	@echo "Setting up .venv from requirements.lock: some minutes, once."
	@"$(PYTHON)" -m venv .venv
	@$(call bootstrap_uv)
	@$(call install_packages)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps \
	    --no-build-isolation --editable .
	@$(call warm_up)
	@$(call strip_notebooks)
	@touch $@

# uv comes from the lock too, hashes and all, and installs the rest in half the time.
# It knows nothing of pip's settings, so a municipality's own index is handed over; where
# uv still cannot (no wheel of it, another certificate), pip does it all.
define bootstrap_uv
sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock; \
$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes \
    --only-binary :all: --requirement .venv/uv.lock || true
endef

define install_packages
index="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$( \
    $(BIN)/pip config get global.index-url 2>/dev/null || true)}}"; \
if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
if [ -n "$${PIP_CERT:-}" ]; then export SSL_CERT_FILE="$${SSL_CERT_FILE:-$$PIP_CERT}"; fi; \
[ -x $(BIN)/uv ] && $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes \
    --python $(BIN)/python --requirement requirements.lock || { \
  echo "Not with uv; pip does it instead, which takes longer." >&2; \
  $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes \
      --requirement requirements.lock; }
endef

# The first run on a machine would compile our own code, list the machine's typefaces and
# cut down the page's own, while somebody waits for the reports. That it fails says nothing
# that the first run does not say better.
define warm_up
$(BIN)/python -c 'from helpers.batch.engine import warm; warm.warm_up()' >/dev/null 2>&1 || true
endef

# What a notebook showed is answers: git stores notebooks without it (.gitattributes).
define strip_notebooks
if git rev-parse --git-dir >/dev/null 2>&1; then \
  git config filter.nbstripout.clean ".venv/bin/nbstripout --keep-id"; \
  git config filter.nbstripout.smudge cat; \
  git config filter.nbstripout.required true; \
fi
endef

report: $(READY)
	@$(BIN)/kartlaggning run $(SURVEYS)

test: $(READY) browser lint types
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not slow and not lab" $(PYTEST_ARGS)

# One JupyterLab and one Chromium at a time: not for pytest-xdist.
test-lab: $(READY) browser
	@$(BIN)/python -m pytest -m lab tests/lab $(PYTEST_ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/nbstripout --verify --keep-id notebooks/*.ipynb

types: $(READY)
	@$(BIN)/mypy

# The pages are tried in Chromium, PDF needs Pango, and poppler reads it back. Without
# them the tests that need them are skipped, saying so; with CI=true they fail.
BROWSER := chromium
POPPLER := poppler-utils
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

browser: $(READY)
	@missing=""; \
	if [ ! -x /usr/bin/chromium ]; then missing="$(BROWSER)"; fi; \
	$(BIN)/python -c 'import weasyprint' >/dev/null 2>&1 || missing="$$missing $(PANGO)"; \
	command -v pdftotext >/dev/null || missing="$$missing $(POPPLER)"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi; \
	if command -v apt-get >/dev/null && $$as_root true 2>/dev/null; then \
	  echo "Installing from Debian: $$missing"; \
	  $$as_root apt-get update --quiet=2 && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes \
	      --no-install-recommends $$missing </dev/null >/dev/null || \
	  echo "That did not work; the tests that need $$missing will say so." >&2; \
	else \
	  echo "Some tests need $$missing: sudo apt-get install $$missing" >&2; \
	fi

# In an environment of their own: one of them pins what the suite needs newer, and nobody
# who only makes reports should wait for them. Tests that need them are skipped without.
validators: .validators/ready

.validators/ready: tests/validators/requirements.lock | $(READY)
	@$(BIN)/python -m venv .validators
	@.validators/bin/pip install --quiet --disable-pip-version-check --require-hashes \
	    --requirement tests/validators/requirements.lock
	@touch $@

# PYTHON_ZIP: python.org's "Windows embeddable package (64-bit)", SHA256 what it says of it.
PYTHON_ZIP ?=
SHA256 ?=
windows: $(READY) validators
	@PYTHONPATH=tests $(BIN)/python -m make_windows "$(PYTHON_ZIP)" --sha256 "$(SHA256)"

lab: $(READY)
	@$(BIN)/kartlaggning lab

bench: $(READY)
	@$(BIN)/python benchmarks/batch.py $(BENCH_ARGS)
	@$(BIN)/python benchmarks/estimates.py
	@$(BIN)/python benchmarks/network.py
	@$(BIN)/python benchmarks/coverage.py
	@PYTHONPATH=tests $(BIN)/python benchmarks/recognition.py

# On a copy of the examples: nothing of yours is killed.
KILLS ?= 100
DAMAGED ?= 1000
chaos: $(READY)
	@work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	mkdir -p "$$work/data/raw"; cp -R data/raw/exempel-* "$$work/data/raw/"; \
	$(BIN)/python tests/support/storm.py "$$work" notebooks exempel-2024 $(KILLS); \
	$(BIN)/python tests/support/storm.py "$$work" notebooks exempel-2020 $(KILLS) --engine spawn; \
	$(BIN)/python tests/support/decay.py "$$work" notebooks exempel-2020 $(DAMAGED)
	@$(BIN)/python -m pytest -n $(WORKERS) -m slow $(PYTEST_ARGS)

# Hypothesis tries this many examples where a test does not say how many it needs; then
# libFuzzer goes on for so many seconds from what it kept the last time, in .fuzz/.
FUZZ ?= 2000
GUIDED ?= 600
fuzz: $(READY) .fuzz/ready
	@KARTLAGGNING_FUZZ=$(FUZZ) $(BIN)/python -m pytest -n $(WORKERS) -k fuzz $(PYTEST_ARGS)
	@PYTHONPATH=.fuzz/atheris:tests $(BIN)/python tests/fuzz/guided.py .fuzz/corpus $(GUIDED)

.fuzz/ready: tests/fuzz/atheris.lock | $(READY)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes \
	    --only-binary :all: --upgrade --target .fuzz/atheris --requirement $<
	@touch $@

guides: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m make_guides

# --strict: a dead link or a name that is not there is an error.
docs: $(READY)
	@$(BIN)/mkdocs build --strict --quiet

# Versions already pinned stay, unless UPGRADE=--upgrade.
lock: $(READY)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header --all-extras --no-annotate \
	    $(UPGRADE) --output-file requirements.lock pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header --no-annotate $(UPGRADE) \
	    --output-file tests/validators/requirements.lock tests/validators/requirements.in

sbom: $(READY)
	@PYTHONPATH=tests $(BIN)/python -m make_sbom

hooks: $(READY)
	@$(BIN)/pre-commit install

# data/raw/ is never touched.
clean:
	@git config --remove-section filter.nbstripout 2>/dev/null || true
	rm -rf .venv .validators node_modules site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf data/processed outputs
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
