# Paddock. `make run` and `make test` set everything up by themselves; see README.md.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest

.PHONY: run test lint check cria cria-train cria-eval package package-check bench gpu-test soak screenshots lock setup setup-dev setup-package

run: setup
	@$(BIN)/paddock

test: setup-dev
	$(PYTEST) -n 2 -m "not alone and not soak and not gpu and not package"
	$(PYTEST) -m "alone and not soak and not gpu"

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy models desktop
	$(BIN)/mypy --platform win32 models desktop
	$(BIN)/lint-imports

check: lint test

soak: setup-dev
	$(PYTEST) -m soak

# How many injected errors are shown as checked: the tables of docs/faithfulness.md.
faithfulness: setup-dev
	@$(BIN)/python -m tests.faithfulness

# The built-in demo model made anew, on a computer with CUDA: 42 minutes of an H200, 16 of four (packaging/cria/README.md).
# CRIA_PYTHON names another Python that holds packaging/cria/requirements.txt, CRIA_CARDS how many cards there are.
CRIA := build/cria
CRIA_PYTHON ?= $(CRIA)/venv/bin/python
CRIA_CARDS ?= 1
CRIA_RUN := PYTHONPATH=packaging:. $(CRIA_PYTHON) -m
CRIA_TRAIN := $(CRIA_RUN) torch.distributed.run --master-addr 127.0.0.1 --nproc-per-node $(CRIA_CARDS) -m cria.train

cria: cria-train
	$(CRIA_RUN) cria.convert $(CRIA)/third --begin $(CRIA)/second --share 0.4 --out resources/cria.gguf
	$(CRIA_RUN) cria.figures $(CRIA)/first/curves.csv $(CRIA)/second/curves.csv $(CRIA)/third/curves.csv \
		--out packaging/cria/figures

# In three parts, as the shipped one was: from nothing with short samples, then on with long ones, last judging alone.
cria-train: $(filter $(CRIA)/%,$(CRIA_PYTHON)) packaging/cria/tokenizer.json
	$(CRIA_TRAIN) --out $(CRIA)/first --seconds 285 --check 0
	$(CRIA_TRAIN) --out $(CRIA)/second --seconds $$((2100 / $(CRIA_CARDS))) --seed 2 --resume $(CRIA)/first \
		--first-batch 2000 --tokens 131072 --short-share 0.6 --peak 0.8 --fall 0.6
	$(CRIA_TRAIN) --out $(CRIA)/third --seconds 90 --seed 3 --resume $(CRIA)/second \
		--first-batch 300 --tokens $$((8192 / $(CRIA_CARDS))) --judging-share 0.86 --warm-up 10 --peak 0.1 --fall 0.8

$(CRIA)/venv/bin/python: packaging/cria/requirements.txt
	$(PYTHON) -m venv $(CRIA)/venv
	$@ -m pip install --quiet -r $<
	touch $@

packaging/cria/tokenizer.json:
	$(CRIA_RUN) cria.tokenizer

# How well the built-in demo model reads: the table of resources/cria.md. Some minutes; ends with 1 where a bound breaks.
cria-eval: setup-dev
	@PYTHONPATH=packaging:. $(BIN)/python -m cria.evaluate

# The program as one folder in dist/paddock with the portable engine (built once, about 20 minutes of one core), tried,
# and as .deb, .rpm, .run and tarball in dist/packages; the installer for Windows around a stub, marked so.
# BUNDLE="--cuda build/llama/cuda/lib" makes the complete flavour.
package: setup-package
	$(BIN)/python packaging/bundle.py $(BUNDLE)
	dist/paddock/paddock --self-test > build/bundle/self-test.json || { cat build/bundle/self-test.json; exit 1; }
	$(BIN)/python packaging/windows/installer.py --zip --out dist/packages
	$(BIN)/python packaging/linux/packages.py

# What `make package` made, installed, started, used and removed in a clean Debian 12, and run on older processors.
# Needs root, for the chroot.
package-check: setup-package
	$(PYTEST) -m package --durations=12 tests/packaging

# On an otherwise idle machine: the rows of docs/benchmarks.md that need no graphics card. About 90 minutes on two cores.
BENCH_MODEL := build/bench/qwen2.5-0.5b-shape.gguf
BENCH_MODELS := $(BENCH_MODEL) build/bench/qwen2.5-1.5b-shape.gguf

bench: setup-dev $(BENCH_MODELS)
	$(BIN)/python -m tests.bench.chat_command $(BENCH_MODEL)
	for model in $(BENCH_MODELS); do \
		$(BIN)/python -m tests.bench.decode $$model --parallel 8 && \
		$(BIN)/python -m tests.bench.rivals $$model || exit; \
	done
	$(BIN)/python -m tests.bench.grammar $(BENCH_MODEL)
	$(BIN)/python -m tests.bench.second_turn $(BENCH_MODEL)
	$(BIN)/python -m tests.bench.transfer
	$(BIN)/python -m tests.bench.search

build/bench/qwen2.5-%-shape.gguf: build/llama-tools/bin/llama-bench
	mkdir -p $(@D)
	$(BIN)/python -m tests.bench.true_shape $* $@.part --vocab build/llama-tools/ggml-vocab-qwen2.gguf
	mv $@.part $@

# On a computer with an NVIDIA card and an engine built for it; without one they fail.
gpu-test: setup-dev
	$(PYTEST) -m gpu

build/llama-tools/bin/llama-bench:
	$(BIN)/python -m tests.bench.llama_tools

# Every page and state, light and dark, English and Chinese, for people to look at; some of them into docs/screenshots.
screenshots: setup-dev
	$(BIN)/python -m tests.desktop.screenshots build/screenshots --keep

setup:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. Run: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) packaging/setup/prepare.py run

setup-dev:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. Run: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) packaging/setup/prepare.py test

setup-package: setup-dev
	@$(PYTHON) packaging/setup/prepare.py package

# The locks carry hashes and no addresses; llama-cpp-python has its own (packaging/llama/source.txt).
lock:
	mkdir -p build/lock && sed '/llama-cpp-python==/d' pyproject.toml > build/lock/pyproject.toml
	cd build/lock && uv pip compile --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		--group engine pyproject.toml -o ../../requirements.lock
	cd build/lock && uv pip compile --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		--group engine --group dev --group package -c ../../requirements.lock pyproject.toml -o ../../requirements-dev.lock
