# Each target is one script: what it does and why stands at its head.

help: ## print this list
	@sed -n 's/^\([a-z]*\):.* ## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: ## install what is missing, build, and serve the demo on http://127.0.0.1:3000
	@scripts/run

test: ## install what is missing, then check everything: lint, Rust on both databases, budgets, browser journeys
	@scripts/test

watch: ## as run, again after every change
	@scripts/watch

bench: ## measure a release build: saves, pages, PDF, start, memory, sizes, each beside its budget
	@scripts/bench

lint: ## formatting and clippy, warnings denied
	@scripts/lint

.PHONY: help run test watch bench lint
