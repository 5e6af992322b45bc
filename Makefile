.DEFAULT_GOAL := help
.PHONY: help run functions test soak upgrade native images chart bench format clean

# Nothing that a build starts may outlive it.
export MSBUILDDISABLENODEREUSE := 1
export UseSharedCompilation := false
export DOTNET_NOLOGO := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1

# What is given to the target's program, e.g. make run ARGS="--help", make test ARGS=Domain.Tests, make bench ARGS=latency
ARGS ?=

# Builds a project in silence; a build that fails speaks up.
define build
	@log=$$(dotnet build $(1) -c Release 2>&1) || { printf '%s\n' "$$log"; exit 1; }
endef

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Bring everything up on this machine and watch APIs travel to Ready; FUNC=0 does without Core Tools
	$(call build,tools/LocalStack)
	@exec dotnet tools/LocalStack/bin/Release/net10.0/ApiBridge.LocalStack.dll $(ARGS)

functions: override export FUNC := required
functions: run ## The same, and nothing but Core Tools' func runs the Functions app

test: ## Build and run every test, or the test projects given in ARGS
	@bash build/test.sh $(ARGS)

histories := $(or $(ARGS),10000)

soak: ## Play 10,000 simulated histories and ten times as many inputs on each parser, or what ARGS says; SIMULATION_SEED=N or CsCheck_Seed=S plays one
	@case '$(or $(ARGS),10000)/$(or $(SIMULATION_SEED),1)' in \
	  0*|*/0*|*[!0-9/]*|*/*/*) echo "make soak: ARGS is '$(ARGS)' and SIMULATION_SEED '$(SIMULATION_SEED)': give whole numbers from 1, or leave them out." >&2; exit 1;; \
	esac
	$(call build,tests/Simulation.Tests)
	$(call build,tests/Fuzzing.Tests)
	@status=0; \
	if [ -z "$$CsCheck_Seed" ]; then \
	  SIMULATION_SEEDS=$(histories) dotnet tests/Simulation.Tests/bin/Release/net10.0/ApiBridge.Simulation.Tests.dll \
	    --no-ansi --progress off --filter-method '*WhateverHappens*' || status=1; \
	fi; \
	if [ -z "$$SIMULATION_SEED" ]; then \
	  FUZZ_INPUTS=$${FUZZ_INPUTS:-$$((10 * $(histories)))} dotnet tests/Fuzzing.Tests/bin/Release/net10.0/ApiBridge.Fuzzing.Tests.dll \
	    --no-ansi --progress off || status=1; \
	fi; exit $$status

upgrade: ## Upgrade from the commit that FROM names, and roll back to it, while APIs change
	@bash build/upgrade.sh '$(FROM)'

engine := $(or $(CONTAINER_ENGINE),docker)
tag := $(or $(TAG),latest)
image_arguments = --build-arg VERSION=$(or $(VERSION),0.0.0) --build-arg REVISION=$$(git rev-parse HEAD 2>/dev/null || echo unknown)

native := artifacts/eventbridge/ApiBridge.EventBridge
native_sources := $(shell find src/Domain src/Shared src/EventBridge \( -name bin -o -name obj \) -prune -o -type f -print) \
  Directory.Build.props Directory.Packages.props global.json

native: $(native) ## Publish the bridge as a native binary, unless it is up to date

$(native): $(native_sources)
	@echo "Publishing the bridge as a native binary, which takes minutes"
	@log=$$(dotnet publish src/EventBridge -c Release -o $(@D) 2>&1) || { printf '%s\n' "$$log"; exit 1; }
	@touch $@

images: ## Build the container images, with docker or what CONTAINER_ENGINE names; TAG and VERSION name them
	@command -v $(engine) >/dev/null || { echo "make images: $(engine) was not found: install a container engine, or name yours in CONTAINER_ENGINE." >&2; exit 1; }
	$(engine) build -f src/EventBridge/Dockerfile $(image_arguments) -t apibridge/eventbridge:$(tag) .
	$(engine) build -f src/Functions/Dockerfile $(image_arguments) -t apibridge/functions:$(tag) .
	$(engine) build -f tools/LocalStack/Dockerfile $(image_arguments) -t apibridge/localstack:$(tag) .

chart: ## Make the Helm chart's templates, values and their table from the manifests of keda/
	$(call build,tools/Chart)
	@dotnet tools/Chart/bin/Release/net10.0/ApiBridge.Chart.dll

bridge_figures := throughput memory restart latency cluster reachable
other_figures := worker batches scaling dashboard

bench: $(if $(filter --jit --binary% --help,$(ARGS))$(if $(filter $(bridge_figures),$(ARGS)),,$(filter $(other_figures),$(ARGS))),,native) ## Run the benchmarks, or the figures given in ARGS
	@status=0; for project in bench/*.Bench; do \
	  dotnet run --project "$$project" -c Release -- $(ARGS) || status=1; \
	done; exit $$status

format: ## Format the code; ARGS=--verify-no-changes only looks
	@dotnet format ApiBridge.slnx $(ARGS)

clean: ## Remove everything that was built
	@find src tests bench tools -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} + 2>/dev/null || true
	@rm -rf artifacts
