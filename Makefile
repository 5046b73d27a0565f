# Every command works on a fresh machine with Python 3.11 or newer and make; nothing else is needed but for `test`.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: install demo test check bench bench-finding bench-reading bench-search bench-serving bench-programme bench-people bench-floor messages reference lock clean

install: .venv/.installed

.venv/.installed: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python tools/messages.py compile
	touch $@

.venv/.installed-dev: .venv/.installed requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/dev.txt
	touch $@

demo: install
	$(BIN)/comity demo

test: .venv/.installed-dev
	$(BIN)/python tools/messages.py compile
	$(BIN)/python tools/test.py

check: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	COMITY_DEMO=1 $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python tools/reference.py --check

bench: bench-reading bench-finding bench-search bench-serving bench-programme bench-people bench-floor

bench-reading: .venv/.installed-dev
	$(BIN)/python -m bench.reading

bench-finding: .venv/.installed-dev
	$(BIN)/python -m bench.finding

bench-search: .venv/.installed-dev
	$(BIN)/python -m bench.search

bench-serving: .venv/.installed-dev
	$(BIN)/python -m bench.serving

bench-programme: .venv/.installed-dev
	$(BIN)/python -m bench.programme

bench-people: .venv/.installed-dev
	$(BIN)/python -m bench.people

bench-floor: .venv/.installed-dev
	$(BIN)/python -m bench.floor

messages: .venv/.installed-dev
	$(BIN)/python tools/messages.py extract

reference: .venv/.installed-dev
	$(BIN)/python tools/reference.py

lock:
	$(BIN)/python tools/lock.py

clean:
	rm -rf .venv build var
