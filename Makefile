# make demo    build everything and open the demo shop at http://localhost:8080
# make demo FEED="products.csv ..." [ORDERS=orders.csv] [CURRENCY=EUR] [SHOP="Corner Shop"] [K=20]    the same with a shop's own files
# make test    every test: native, sanitizers, WASM under Node (20.19 or newer), real Chromium and Firefox; at the end its ten slowest parts
# make soak    the same tests with the larger numbers of tests/numbers.json, browser tests 20 times; hours. Results go to bench/RESULTS.md
# make bench    the speed tables of bench/RESULTS.md
# make bench-counts  the growth of counting by SQL, up to 100 million order lines; 8 GB of memory, 5 GB of disk
# make lint    clang's warnings, clang-tidy, formatting
# make fuzz    each fuzz target for FUZZ_SECONDS (60)
# Thin on purpose: CMake, npm and the scripts know what to do; this says in which order.

PORT ?= 8080
FUZZ_SECONDS ?= 60

data := build/native/data
web_sources := $(shell find wasm web-demo/shop -name node_modules -prune -o -name dist -prune -o -type f -print) \
	$(wildcard web-demo/*.mjs web-demo/*.json)

.PHONY: demo test soak bench bench-counts lint fuzz format clean shop native wasm
.PHONY: test-native test-asan test-wasm test-node test-sql test-browser

ifdef FEED
SHOP ?= Your shop
CURRENCY ?= EUR
K ?= 20
own := $(CURDIR)/build/own

demo: build/native/build.ninja wasm build/.npm
	cmake --build --preset native --target hearth
	@mkdir -p $(own)
	build/native/hearth pack --feed $(FEED) $(if $(ORDERS),--orders $(ORDERS) --k $(K)) \
	  --shop "$(SHOP)" --currency $(CURRENCY) --allow-shrink --out $(own)/shop.hpack
	npm run --silent build -w wasm
	HEARTH_DEMO_DIR=$(own) HEARTH_SHOP_DIR=$(own)/shop HEARTH_SHOP_NAME="$(SHOP)" npm run --silent build -w web-demo
	@node web-demo/serve.mjs $(PORT) $(own)/shop
else
demo: shop
	@node web-demo/household.mjs
	@node web-demo/serve.mjs $(PORT)
endif

# One after the other, so that each ends in its runner's own closing lines. Each leaves its times in
# build/times.
test:
	@.ci/setup test
	@rm -rf build/times
	@for part in native asan wasm node sql browser; do \
	  $(MAKE) --no-print-directory test-$$part || exit 1; \
	done
	@node .ci/slowest.mjs

soak:
	@.ci/setup test
	@node .ci/soak.mjs

test-native: build/native/build.ninja
	@.ci/part "build native" cmake --build --preset native
	@.ci/ctest native

test-asan: build/asan/build.ninja
	@.ci/part "build asan" cmake --build --preset asan
	@.ci/ctest asan

test-wasm: build/wasm/build.ninja
	@.ci/part "build wasm" cmake --build --preset wasm
	@.ci/ctest wasm

test-node: shop
	npm run --silent typecheck
	npm run --silent test:node

test-sql: native build/.npm
	npm run --silent test:sql

test-browser: shop
	cmake --build --preset native --target make_corpus make_secret_corpus
	npm run --silent test:browser

bench: shop
	@.ci/setup bench
	cmake --preset bench
	cmake --build --preset bench --target core_bench bench_shop
	cmake --build --preset wasm --target parts_bench
	npm run --silent bench

bench-counts: native build/.npm
	node bench/counts/run.mjs

lint: native
	@.ci/setup lint
	.ci/lint

fuzz:
	@.ci/setup fuzz
	cmake --preset fuzz
	cmake --build --preset fuzz
	.ci/fuzz $(FUZZ_SECONDS)

format:
	find core wasm tests bench -name node_modules -prune -o \( -name '*.cc' -o -name '*.h' -o -name '*.cpp' \) -print | xargs clang-format -i

clean:
	rm -rf build wasm/dist

# ---- The pieces

native: build/native/build.ninja
	cmake --build --preset native --target hearth shop_pack

wasm: build/wasm/build.ninja
	cmake --build --preset wasm --target engine_wasm import_wasm

shop: native wasm build/.shop
build/.shop: $(web_sources) $(data)/shop.hpack build/wasm/wasm/hearth.wasm build/wasm/wasm/import.wasm build/.npm
	npm run --silent build -w wasm
	node web-demo/samples.mjs
	npm run --silent build -w web-demo
	@touch $@

$(data)/shop.hpack: native
build/wasm/wasm/hearth.wasm build/wasm/wasm/import.wasm: wasm

build/.npm: package-lock.json package.json wasm/package.json web-demo/package.json
	npm ci --no-audit --no-fund
	@mkdir -p build && touch $@

build/native/build.ninja:
	@.ci/setup demo
	cmake --preset native

build/asan/build.ninja:
	cmake --preset asan

build/wasm/build.ninja:
	@.ci/setup demo
	emcmake cmake --preset wasm
