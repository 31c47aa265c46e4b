# Every task of the project. Needs Python 3.11 or newer, git and make; the rest goes into .venv.

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-annotate --no-header
# What the library for GitHub's API depends on, and loads only to sign and to encrypt.
ENCRYPTION := cffi cryptography pycparser pynacl
# A set of packages that is installed beside those of other files has none of theirs.
beside = $(LOCK) pyproject.toml --extra $(1) --constraint requirements-dev.txt \
	$$(sed -n 's/^\([a-z0-9-]*\).*==.*/--no-emit-package \1/p' $(2)) --output-file requirements-$(1).txt
# Where a release of the tool is.
REPOSITORY := $(shell sed -n 's/^Repository = "\(.*\)"/\1/p' pyproject.toml)
# What people read, and the code. Tests hold typing errors on purpose, so only our own list of words is checked there.
PROSE := $(wildcard *.md) Makefile pyproject.toml .github docs incident_actions templates tests/documentation/templates
# The tests wait for processes and sockets half of the time, so one worker more than there are cores is faster.
CORES := $(shell python3 -c 'import os; print(os.cpu_count() or 1)')
WORKERS := $(shell expr $(CORES) + 1)
# tests/tiers.py sorts the files; xdist would begin with those that have the most tests. It would also try a test that hung again.
PYTEST := $(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder --max-worker-restart 0
# The forms for new issues; config.yml beside them is none.
FORMS := $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
# The packages that decide, and touch nothing.
PURE := model text contract timers action_items postmortem reports game_days status_page setup doctor engine offline

# The tests start the tool some thousand times, and each start would compile it anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help drill test test-rest test-exhaustive test-interpreters coverage torture punctuality mutants bench docs docs-site recording pictures lint types audit archives release check-release labels lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s%s\n", $$1, $$2 }' Makefile

drill: .venv/ready-to-drill ## play one incident on this machine, from the report to the last closed action item
	@$(BIN)/incident-actions drill $(ARGS)

test: .venv/compiled ## run the fast tier of the tests, which touches everything (ARGS="-k severity" narrows it)
	@$(PYTEST) -m "not rest" $(ARGS)

test-rest: .venv/for-the-rest ## run the tests that the fast tier leaves out
	@$(PYTEST) -m "rest and not exhaustive" $(ARGS)

test-exhaustive: .venv/for-the-rest ## run each combination of cases that the other tests try in part
	@$(PYTEST) -m exhaustive $(ARGS)

test-interpreters: .venv/ready ## run the tests of the pure packages and one story on each other Python of this machine
	@$(BIN)/python -m tests.laboratory.interpreters $(PURE)

coverage: .venv/ready ## measure how much of each pure package its own tests cover
	@$(MAKE) --no-print-directory --jobs $(CORES) --output-sync=target --keep-going $(PURE:%=coverage-of-%)

coverage-of-%:
	@COVERAGE_FILE=.coverage.$* $(BIN)/pytest --quiet --no-header -m "not rest" \
		--cov=incident_actions/$* $(ARGS) tests/$*

torture: .venv/ready ## try to break it, at random and for long (ARGS="--minutes 30 --seed 1")
	@$(BIN)/python -m tests.laboratory.torture $(ARGS)

punctuality: .venv/ready ## simulate incidents by the thousand and say how late timers are (ARGS="--seed 2")
	@$(BIN)/python -m tests.laboratory.punctuality $(ARGS)

mutants: .venv/ready ## break the pure packages in fifty places, and say which break no test of the same package notices
	@$(BIN)/python -m tests.laboratory.mutants $(ARGS)

bench: .venv/compiled ## count requests, time and memory of each kind of event, beside other actions (ARGS="--only cases")
	@$(BIN)/python -m tests.laboratory.bench $(ARGS)

docs: .venv/ready ## write the reference pages, and the schema of a process, that are made of the code
	@$(BIN)/python -m tests.documentation.process_schema
	@$(BIN)/python -m tests.documentation

docs-site: .venv/docs ## build the documentation site into dist/docs-site, strictly, with a status page and report of the drill
	@$(BIN)/incident-actions drill --keep dist/drill >dist/drill.txt || { cat dist/drill.txt; exit 1; }
	@$(BIN)/python -m tests.laboratory.docs_site --to dist/docs-site --examples dist/drill

recording: .venv/docs ## play the drill, and draw the animated picture of it that the README shows
	@$(BIN)/python -m tests.laboratory.recording

pictures: .venv/ready ## draw the card in each of its states, a post-mortem's pull request and a report (needs Chromium)
	@$(BIN)/python -m tests.laboratory.pictures $(ARGS)

lint: .venv/ready ## check style, format and spelling
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/codespell --dictionary=- --dictionary=.codespell-dead-words $(PROSE)
	@$(BIN)/codespell --dictionary=.codespell-dead-words tests

types: .venv/ready ## check the types, strictly
	@$(BIN)/mypy

audit: .venv/ready ## check the workflows' security, and the shape of all that GitHub reads
	@$(BIN)/zizmor --offline --no-progress --persona auditor .
	@$(BIN)/actionlint -shellcheck= -pyflakes=
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml .github/actions/*/action.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms $(FORMS)
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml

archives: .venv/ready ## build the archives of packages for each Python on this machine, and list their digests
	rm -rf dist/archives
	@for version in 3.11 3.12 3.13 3.14; do \
		python$$version -c "" 2>/dev/null || continue; \
		echo "Building the archives for Python $$version."; \
		PATH="$(CURDIR)/$(BIN):$$PATH" python$$version -I .github/actions/incident-actions/build_archives.py \
			dist/archives "$(REPOSITORY)" || exit; \
	done
	@cat dist/archives/archives.json

release: .venv/ready ## prepare a release up to its tag, and push nothing (VERSION=0.2.0, ARGS=--no-tag)
	@$(BIN)/python -m tests.laboratory.release.prepare "$(VERSION)" $(ARGS)

check-release: .venv/ready ## build what a release would publish, and install and use it in a clean environment
	@$(BIN)/python -m tests.laboratory.release.check

labels: .venv/ready ## create and update the labels of this repository on GitHub (needs gh, and asks nothing)
	@$(BIN)/python -m tests.laboratory.labels

lock: .venv/ready ## settle the requirements files again (ARGS=--upgrade takes the newest)
	@$(LOCK) $(ARGS) pyproject.toml --extra sandbox --extra act --group dev --output-file requirements-dev.txt
	@$(LOCK) pyproject.toml --extra sandbox --group build --constraint requirements-dev.txt --output-file requirements-drill.txt
	@$(LOCK) pyproject.toml --constraint requirements-dev.txt \
		$(addprefix --no-emit-package ,$(ENCRYPTION)) --output-file requirements.txt
	@$(call beside,encryption,requirements.txt)
	@$(call beside,holidays,requirements.txt requirements-encryption.txt)
	@$(call beside,notifications,requirements.txt requirements-encryption.txt)
	@$(call beside,personal-data,requirements.txt requirements-encryption.txt)
	@$(call beside,recurrence,requirements.txt requirements-encryption.txt)
	@$(call beside,report,requirements.txt requirements-encryption.txt)
	@$(LOCK) --group docs --constraint requirements-dev.txt --output-file requirements-docs.txt
	@$(LOCK) --group lock --constraint requirements-dev.txt --output-file requirements-uv.txt
	@$(LOCK) --group release --constraint requirements-dev.txt --output-file requirements-release.txt

clean: ## remove all that make has made
	rm -rf .venv .hypothesis .mypy_cache .coverage* .pytest_cache .ruff_cache build dist htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python that is new enough and can make environments: the one that PYTHON=... names, then any that was built to run
# fast, as distributions build theirs. The tests take a tenth longer with others, such as those of pyenv.
NAMES := python3.13 python3.12 python3.11 python3
PYTHONS := $(NAMES) $(addprefix /usr/bin/,$(NAMES))
FAST := --enable-optimizations|--prefix=/usr(?!/)
first = for python in $(1); do \
	$$python -c 'import ensurepip, re, sys, sysconfig, venv; \
	built = re.search(r"$(2)", str(sysconfig.get_config_var("CONFIG_ARGS"))); \
	sys.exit(sys.version_info < (3, 11) or not built)' 2>/dev/null && echo $$python && exit; done
CHOOSE = $(call first,$(PYTHON)); $(call first,$(PYTHONS),$(FAST)); $(call first,$(PYTHONS)); exit 1

.venv/pyvenv.cfg:
	@python=$$($(CHOOSE)) || { \
		echo "No Python 3.11 or newer with venv found (on Debian and Ubuntu: apt install python3-venv)." >&2; \
		exit 1; \
	}; \
	echo "Creating .venv with $$($$python --version), $$(command -v $$python)."; \
	exec $$python -m venv .venv

# What tests need that the fast tier leaves out.
.venv/for-the-rest: .venv/compiled .venv/browser .venv/gh .venv/docs .venv/node
	@touch $@

# Installs what a file locks, each by its hash, with uv: pip takes ten times as long. Where uv finds no index, as it reads none of
# pip's settings, pip does it. Nothing is compiled that nothing loads.
locked = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement $< || \
	$(PIP) install --quiet --no-compile --require-hashes --requirement $<

define install
@echo "Installing the packages in $< into .venv. This happens once and takes up to a minute."
@$(PIP) install --quiet --no-compile --require-hashes --requirement requirements-uv.txt
@$(locked)
@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
@touch $@
endef

.venv/ready-to-drill: requirements-drill.txt .venv/pyvenv.cfg pyproject.toml
	$(install)

# The tests call the sandbox with a library of GitHub's for node, and read pages and feeds with those of others. The versions are
# exact here, without a lockfile, as npm writes the address of a registry into each.
.venv/node: .venv/ready
	@command -v npm >/dev/null || \
		{ apt-get update --quiet=2 && apt-get install --yes --quiet=2 --no-install-recommends nodejs npm; } || \
		{ echo "Install node 18 or newer and npm to run these tests." >&2; exit 1; }
	@npm install --silent --no-save --no-audit --no-fund --prefix $@ @octokit/rest@21.1.1 html-validate@10.17.0 feedsmith@3.0.1
	@touch $@

# The tests open pages in the Chromium of the system.
.venv/browser: .venv/ready
	@command -v chromium google-chrome >/dev/null || \
		{ apt-get update --quiet=2 && apt-get install --yes --quiet=2 --no-install-recommends chromium; } || \
		{ echo "Install Chromium to run these tests." >&2; exit 1; }
	@touch $@

# The generator of the documentation site, beside the packages of the drill and of the tests.
.venv/docs: requirements-docs.txt .venv/ready-to-drill
	@$(locked)
	@mkdir -p dist
	@touch $@

# The tests type commands of the GitHub CLI of the system.
.venv/gh: .venv/ready
	@command -v gh >/dev/null || { apt-get update --quiet=2 && apt-get install --yes --quiet=2 gh; } || \
		{ echo "Install the GitHub CLI to run these tests: https://cli.github.com" >&2; exit 1; }
	@touch $@

# The tests start the tool some thousand times, and each start would compile the templates that it fills, and parse presets.
.venv/compiled: .venv/ready incident_actions/text/wording.py $(wildcard templates/*/* incident_actions/model/process/presets/*)
	@$(BIN)/python -c 'from incident_actions.gateway.repository.compiled_presets import compile_texts; compile_texts()'
	@touch $@

.venv/ready: requirements-dev.txt .venv/pyvenv.cfg pyproject.toml
	$(install)
	@touch .venv/ready-to-drill
