# The commands of README.md. Each sets up what it needs first (scripts/setup, which is quick when all is there).
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build demo test conformance lint format bench fuzz asan tsan clean
DATA ?= ../shared/data

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## install what building and testing needs
	@scripts/setup

build: setup ## the release program: build/release/gridlore
	@cmake --preset release >/dev/null
	@cmake --build --preset release --target gridlore

demo: build ## a server and two clients that exchange knowledge; ONCE=1 ends by itself
	@scripts/demo $(if $(filter 1,$(ONCE)),--once)

test: setup ## unit and end-to-end tests on the release build
	@scripts/run-tests release

conformance: ## suites and ontologies from outside: DATA=FOLDER
	@scripts/setup conformance
	@scripts/conformance "$(DATA)"

lint: ## formatting and static analysis of what changed; ALL=1 analyses everything
	@scripts/setup clang
	@scripts/lint $(if $(filter 1,$(ALL)),--all)

format: ## format all C++ sources
	@scripts/setup clang
	@git ls-files '*.h' '*.cpp' | xargs -r clang-format -i

bench: setup ## the table of docs/performance.md
	@scripts/bench

fuzz: ## each fuzz target for SECONDS_EACH seconds (default 600)
	@scripts/setup clang
	@scripts/fuzz $(or $(SECONDS_EACH),600)

asan: setup ## all tests under Address- and UndefinedBehaviorSanitizer
	@scripts/run-tests asan

tsan: setup ## all tests under ThreadSanitizer
	@scripts/run-tests tsan

clean: ## remove everything that was built
	@rm -rf build
