# jixiao 的开发命令 · developer commands. `make` alone lists them.
# Needs Python 3.11 or later with its venv module, and nothing else: each target sets up .venv by itself.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY := $(BIN)/python$(if $(filter Windows_NT,$(OS)),.exe)

# An interpreter is usable when it is new enough and can make a virtual environment.
USABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	if $$p -c '$(USABLE)' >/dev/null 2>&1; then echo $$p; break; fi; done)

FORM ?= examples/department-2022.xlsx
PYTEST_ARGS ?=
UV_ARGS ?=
PATHS ?= jixiao.*
TYPED := src tests $(foreach folder,bench tools,$(if $(wildcard $(folder)/*.py),$(folder)))

.PHONY: help run test test-postgresql test-spark fuzz lint bench docs mutation requirements clean usable-python

help: ## 列出命令 · list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# `jixiao check` answers 1 when the form has findings, as the example does; 2 or a traceback is a failure.
run: $(VENV)/.runtime-installed ## 安装并审核示例表，可用 FORM= 指定文件 · set up, then check the example (FORM=...)
	@stderr=$$(mktemp); status=0; \
	$(BIN)/jixiao check "$(FORM)" 2>"$$stderr" || status=$$?; \
	cat "$$stderr" >&2; \
	if [ $$status -eq 1 ] && ! grep -q 'Traceback (most recent call last)' "$$stderr"; then status=0; fi; \
	rm -f "$$stderr"; exit $$status

test: $(VENV)/.dev-installed ## 运行测试 · run the tests
	$(PY) -m pytest -n auto -q $(PYTEST_ARGS)

test-postgresql: $(VENV)/.dev-installed ## 在临时的 PostgreSQL 上测试工作台 · test the workbench on a PostgreSQL of its own
	tools/with_postgresql $(PY) -m pytest -n auto -q tests/web $(PYTEST_ARGS)

test-spark: $(VENV)/.dev-installed $(VENV)/.spark-installed ## 在本机的 Spark 集群上测试批量，须有 Java · test batches on Spark
	JIXIAO_CI=1 $(PY) -m pytest -q tests/test_spark.py $(PYTEST_ARGS)

fuzz: $(VENV)/.dev-installed ## 变异测试各读取器十分钟 · fuzz the readers, JIXIAO_FUZZ_SECONDS=600
	JIXIAO_FUZZ_SECONDS=$${JIXIAO_FUZZ_SECONDS:-600} $(PY) -m pytest -q tests/test_fuzz.py

lint: $(VENV)/.dev-installed ## 检查代码规范与类型 · check style, format and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict $(TYPED)

bench: $(VENV)/.dev-installed ## 性能测试 · run every benchmark of bench/
	@for script in $$(grep -l '^if __name__ ==' bench/*.py); do \
		name=bench.$$(basename $$script .py); echo "== $$name"; $(PY) -m $$name || exit 1; done

docs: $(VENV)/.dev-installed ## 生成文档页 · generate the pages of checks, rulebooks and commands
	$(PY) tools/make_docs.py
	PYTHONPATH=. $(PY) tools/run_notebook.py

# Works in build/mutation/; what was tried before is kept as long as the code stays as it was.
mutation: $(VENV)/.dev-installed ## 变异测试，PATHS="jixiao.scoring.*" 只测一处 · mutation testing (PATHS=...)
	$(PY) -m pip install --quiet 'mutmut==3.8.1'
	$(PY) tools/mutation_tree.py build/mutation
	cd build/mutation && $(abspath $(BIN))/mutmut run --max-children 2 $(foreach names,$(PATHS),'$(names)')
	$(PY) tools/mutation_figures.py

# Resolves for every platform and Python at once. Existing pins stay unless UV_ARGS=--upgrade.
# The build backend is pinned too, so that the project itself installs without a download.
COMPILE = $(PY) -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')" \
	| $(PY) -m uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command 'make requirements' $(UV_ARGS) pyproject.toml -

requirements: | $(PY) ## 重新锁定依赖版本与哈希 · pin the dependencies again (UV_ARGS=--upgrade)
	$(PY) -m pip install --quiet 'uv>=0.9,<1'
	$(COMPILE) --output-file requirements/runtime.txt
	$(COMPILE) --output-file requirements/dev.txt --extra dev --constraint requirements/runtime.txt
	$(COMPILE) --output-file requirements/spark.txt --extra spark --constraint requirements/runtime.txt --constraint requirements/dev.txt
	@if grep -nvE '^#|^[a-z0-9-]+==[^ /]+( ; [^/]+)? \\$$|^    --hash=sha256:[0-9a-f]{64}( \\)?$$' requirements/*.txt; then \
		echo 'requirements: 只能有版本和哈希 · only versions and hashes may stand in a pin file' >&2; exit 1; fi

clean: ## 删除缓存与构建产物，保留 .venv · remove caches and build output, keep .venv
	rm -rf build dist mutants src/*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

usable-python:
	@$(if $(PYTHON),$(PYTHON) -c '$(USABLE)' 2>/dev/null,false) || { \
		echo '需要 Python 3.11 或更高版本（含 venv 模块；Debian 请安装 python3-venv），也可用 PYTHON=/路径 指定。' >&2; \
		echo 'Python 3.11 or later with venv is needed (Debian: python3-venv), or name one with PYTHON=/path.' >&2; \
		exit 1; }

$(PY):
	@$(MAKE) --no-print-directory usable-python
	$(PYTHON) -m venv $(VENV)

# pyspark is built from source, with the build backend that is pinned and installed first.
$(VENV)/.spark-installed: $(VENV)/.dev-installed
$(VENV)/.spark-installed: private BUILD := --no-build-isolation

# A stamp older than the pins or the project file means: install again.
$(VENV)/.%-installed: requirements/%.txt pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --require-hashes $(BUILD) -r $<
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
