.PHONY: help test lint

help: ## Print these lines
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

test: ## Check everything: formatting, lints and all tests
	scripts/test

lint: ## Check formatting and lints only
	scripts/lint
