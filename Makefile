# `make html` builds the site and `make test` checks it. Each makes its own virtual environment in .venv
# the first time, so a machine needs only Python 3.11 or newer and make. `make help` lists the rest.

PYTHON     ?= python3 python3.13 python3.12 python3.11 python
JOBS       ?= 2
SPHINXOPTS ?= -W -n --keep-going
PYTESTOPTS ?=
PIPOPTS    ?= --disable-pip-version-check --no-input

PY     := .venv/bin/python
SPHINX  = $(PY) -m sphinx -j $(JOBS) $(SPHINXOPTS)

# What is installed depends on these two files and on the folder this is in (an environment cannot be moved),
# so a stamp carries their checksum: nothing is installed twice, and nothing old is used after a change.
KEY   := $(shell { cat pyproject.toml constraints.txt; pwd -P; } | cksum | sed 's,[^0-9][^0-9]*,-,g')
READY := .venv/.ready-$(KEY)

# What a preview must not take for an edit.
IGNORED := /(_build|[.]git|[.]venv|[.][a-z]+_cache|[.]hypothesis)/

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help html epub pdf test live lint lint-code lint-terms linkcheck pictures clean distclean

help: ## List what make can do here
	@awk -F ':[^#]*## ' '/^[a-z-]+:[^#]*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

html: $(READY)-site ## Build the site into _build/html, once it is whole; a warning is an error
	@$(PY) -m plain_terms build --out _build/html -- -j $(JOBS) $(SPHINXOPTS)
	@echo
	@echo 'The site is built. Open _build/html/index.html in a browser, or serve it:'
	@echo '  $(PY) -m http.server --bind 127.0.0.1 --directory _build/html 8000'
	@echo 'and go to http://127.0.0.1:8000/'

epub: $(READY)-site ## Make a book for e-readers, _build/epub/in-plain-terms.epub
	@$(PY) -m plain_terms build --format epub -- -j $(JOBS) $(SPHINXOPTS)

pdf: $(READY)-site $(READY)-pdf ## Make a book to print, _build/pdf/in-plain-terms.pdf (takes a few minutes)
	@$(PY) -m plain_terms build --format pdf -- -j $(JOBS) $(SPHINXOPTS)

test: $(READY)-test ## Run every test
	@$(PY) -m pytest -n $(JOBS) --dist worksteal $(PYTESTOPTS)

live: $(READY)-site ## Build the site, show it on http://127.0.0.1:8000/ and build again at every change
	@$(PY) -m sphinx_autobuild -j $(JOBS) -d _build/doctrees-live --re-ignore '$(IGNORED)' . _build/live

lint: lint-code lint-terms ## Check the code and the term pages

lint-code: $(READY)-dev ## Check the code: style, format and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

lint-terms: $(READY)-site ## Check the term pages against the style rules
	@$(PY) -m plain_terms lint

linkcheck: $(READY)-site ## Ask every outside link whether it still answers (needs the network)
	@$(SPHINX) -b linkcheck -d _build/doctrees-linkcheck . _build/linkcheck

pictures: $(READY)-test html ## Draw the pictures in the README from the built site (needs Chromium)
	@$(PY) docs/pictures.py
	@echo 'The pictures are in docs/pictures.'

clean: ## Remove what was built; the virtual environment stays
	@rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@echo 'Removed _build and the caches.'

distclean: clean ## Remove what was built and the virtual environment
	@rm -rf .venv

# Setuptools goes in first and builds the package itself, so that no unpinned copy of it is fetched.
$(READY)-site $(READY)-pdf $(READY)-test $(READY)-dev: $(READY)-%:
	@$(MAKE_VENV)
	@find .venv -maxdepth 1 -name '.ready-*' ! -name '.ready-$(KEY)-*' -exec rm -f {} +
	@echo 'Installing what "$*" needs into .venv, at the versions in constraints.txt ...'
	@$(PY) -m pip install $(PIPOPTS) --quiet -c constraints.txt setuptools
	@$(PY) -m pip install $(PIPOPTS) --no-build-isolation -c constraints.txt -e '.[$*]'
	@touch '$@'
	@case $* in dev) touch '$(READY)-test' '$(READY)-site' '$(READY)-pdf';; test) touch '$(READY)-site' '$(READY)-pdf';; esac

# A .venv that works is kept; a missing, broken or too old one is made again with the first Python that can.
define MAKE_VENV
$(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exit 0; \
reason='no Python 3.11 or newer was found among: $(PYTHON)'; \
for python in $(PYTHON); do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
  if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
    reason="$$python cannot make a virtual environment: its ensurepip module is missing. On Debian and Ubuntu, install the package python3-venv"; \
    continue; \
  fi; \
  echo "Making a virtual environment in .venv with $$python ..."; \
  $$python -m venv --clear .venv; exit; \
done; \
echo "Stopped: $$reason." >&2; \
echo 'To name another one: make html PYTHON=python3.12' >&2; \
exit 1
endef
