# What a person types here. Anything longer than a line is a script in scripts/.

SHELL := bash
.DEFAULT_GOAL := help
export GOTOOLCHAIN ?= local

TOOL := go tool -modfile=tools/go.mod
# The commit goes into the program whatever GOFLAGS says, except where git has
# none to name: an unpacked archive, or a folder that git does not trust.
VCS = $(shell git rev-parse HEAD >/dev/null 2>&1 && echo true || echo false)

.PHONY: help build demo test check lint bench fuzz generate screenshots clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build bin/sevenfold
	@scripts/need-cxx.sh
	go build -buildvcs=$(VCS) -o bin/sevenfold ./cmd/sevenfold

demo: build ## Make a partner's books under ./demo, import them, print the multiplier
	bin/sevenfold demo

test: ## Run every test, PostgreSQL included (installs what is missing)
	@scripts/need-cxx.sh
	@scripts/need-chromium.sh
	@scripts/with-postgres.sh scripts/test.sh

check: ## Lint, vet, import rules, generated code current, known vulnerabilities
	@scripts/need-cxx.sh
	go vet ./...
	$(TOOL) golangci-lint run
	go test -count=1 ./internal/archtest
	@scripts/generate.sh --check
	@scripts/vuln.sh

lint: ## Only the linters
	$(TOOL) golangci-lint run

bench: build ## Measure imports and figures at 10 M and 50 M rows; prints the tables of docs/benchmarks.md (half an hour, 30 GB)
	go run ./bench

fuzz: ## Run every fuzz target for 60 s (FUZZTIME=10s for less)
	@scripts/need-cxx.sh
	@scripts/fuzz.sh

generate: ## Write the code that is made from .sql and .templ files
	@scripts/generate.sh

screenshots: ## Picture every page in both languages and themes and ask axe-core about each, into ./screenshots (SCREENSHOTS=DIR for another folder)
	@scripts/need-cxx.sh
	@scripts/need-chromium.sh
	SEVENFOLD_SCREENSHOTS=$(abspath $(or $(SCREENSHOTS),screenshots)) go test -count=1 -timeout 40m -run "TestScreenshots|TestNothingSerious" ./e2e/browser

clean: ## Remove what the targets above made
	rm -rf bin demo screenshots
