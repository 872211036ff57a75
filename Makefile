# Every recipe is what a person could type. It works with GNU make 3.81.

.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

WASM      := GOOS=js GOARCH=wasm
NPM_CI    := cd web && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
GO_FILES  := core server wasm web/build web/embed.go
IN_BROWSER = $(WASM) go test -exec "'$(CURDIR)/bin/browserexec'"

# How many simulations of tabs and a failing browser test-core runs.
SEEDS     ?= 100000

# The packages whose tests also run in a browser: the core, and what only
# exists there.
BROWSER_PACKAGES := ./core/... ./wasm/...

.PHONY: help
help: ## Print this help
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

## Using it

.PHONY: run
run: bin/playhead ## Build the page and serve it on this machine (ARGS="-addr :9000 -open")
	@exec bin/playhead $(ARGS)

.PHONY: page
page: require-go web/node_modules/.run ## Build the page into web/dist
	go run ./web/build

.PHONY: bin/playhead
bin/playhead: page
	go build -o $@ ./server

# A core that journeys can make fail; the page itself has no way to ask for it.
.PHONY: bin/core-faults.wasm
bin/core-faults.wasm: require-go
	go run ./web/build -faults $@

.PHONY: dist
dist: require-go web/node_modules/.run ## Leave dist/playhead, one file to hand on, and dist/site, for a static host
	go run ./web/build -release
	rm -rf dist
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o dist/playhead ./server
	cp -R web/dist dist/site
	rm -f dist/site/.gitkeep

.PHONY: clean
clean: ## Remove all that can be made again
	rm -rf bin dist web/node_modules web/test-results web/playwright-report
	find web/dist -mindepth 1 ! -name .gitkeep -delete

## Changing it

.PHONY: generate
generate: require-go ## Write what is derived from the protocol anew
	go run ./web/build/protocol

.PHONY: lint
lint: require-go web/node_modules/.test ## Check form and types of all sources
	@unformatted=$$(gofmt -l $(GO_FILES)); test -z "$$unformatted" || { echo "gofmt -w $$unformatted"; exit 1; }
	go vet ./...
	$(WASM) go vet ./...
	cd web && npx biome check --error-on-warnings .
	cd web && npx tsc -p tsconfig.json && npx tsc -p tsconfig.worker.json

## Testing it

.PHONY: test
test: lint test-core test-web test-size test-browser test-kills test-e2e ## Run all tests

.PHONY: test-core
test-core: require-go require-cc ## Run the Go tests, with the race detector
	go test -race ./...
	go test ./core/eventstore/durable -run Simulation -seeds $(SEEDS)

.PHONY: test-web
test-web: require-go web/node_modules/.test ## Run the TypeScript unit tests
	go run ./web/build -units bin/units
	cd web && node --test --test-reporter=spec --enable-source-maps ../bin/units/*.mjs

.PHONY: test-size
test-size: require-go web/node_modules/.run ## Fail when the core weighs more than was promised
	go run ./web/build -budget

.PHONY: test-browser
test-browser: bin/browserexec require-chromium ## Run the Go tests of the core and of its storage in browsers
	BROWSER=chromium $(IN_BROWSER) $(BROWSER_PACKAGES)
	@if bin/browserexec -browser firefox -which >/dev/null 2>&1; then \
		echo "BROWSER=firefox $(IN_BROWSER) $(BROWSER_PACKAGES)"; \
		BROWSER=firefox $(IN_BROWSER) $(BROWSER_PACKAGES); \
	else \
		echo "SKIPPED: Go tests in Firefox; apt-get install firefox-esr, or brew install --cask firefox"; \
	fi

.PHONY: test-kills
test-kills: bin/playhead bin/browserexec require-node require-chromium ## Kill workers and browsers while they record (ARGS="--only wipes")
	node --test web/soak/*.test.mjs
	node web/soak/soak.mjs $(ARGS)

.PHONY: soak
soak: bin/playhead bin/browserexec require-node require-chromium ## The same for hours: 3,000 kills, 25,000 appends a tab
	node web/soak/soak.mjs --long $(ARGS)

.PHONY: test-e2e
test-e2e: bin/playhead bin/core-faults.wasm bin/browserexec require-chromium web/node_modules/.test ## Run the journeys through the page in browsers (ARGS="-g scrub")
	cd web && npx playwright test $(ARGS)

.PHONY: bench
bench: bin/playhead bin/core-faults.wasm bin/browserexec require-chromium web/node_modules/.test ## Measure the page beside others in Chromium (EVENTS=1000000)
	go run ./web/build -peers bin/peers
	cd web && npx playwright test --config=bench $(ARGS)

.PHONY: lighthouse
lighthouse: bin/playhead bin/browserexec require-chromium ## Score the page with Lighthouse, which is installed on demand
	node web/bench/lighthouse.mjs

## What they need

.PHONY: require-go require-node require-cc require-chromium
require-go require-node require-cc:
	@web/build/require.sh $(@:require-%=%)

require-chromium: bin/browserexec
	@web/build/require.sh chromium

.PHONY: bin/browserexec
bin/browserexec: require-go
	go build -o $@ ./wasm/browserexec

# The stamps are inside of what they stand for, so that they go with it. To
# run the page takes fewer packages than to test it.
web/node_modules/.run: web/package-lock.json
	@web/build/require.sh node
	$(NPM_CI) --omit=dev
	@touch $@

web/node_modules/.test: web/package-lock.json
	@web/build/require.sh node
	$(NPM_CI)
	@touch web/node_modules/.run $@
