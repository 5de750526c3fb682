# ngx_http_ant_webhook_module.  "make help" lists what there is to make.
#
# Each command first installs the Debian packages that it lacks
# (tools/install-packages); NOINSTALL=1 only names them.

SHELL = /bin/bash

MODULE = build/ngx_http_ant_webhook_module.so

# What may be set: the compiler, the nginx that loads the module, and the
# tree it was built from (default: Debian's nginx-dev).  A variable named
# NGINX would be read by nginx itself, as a list of inherited sockets.

NGINX_BINARY ?=
NGX_SRC ?=
DESTDIR ?=
JOBS ?= 2

export CC NGINX_BINARY NGX_SRC

PATH := $(PATH):/usr/sbin:/sbin
export PATH

ifneq ($(findstring clang,$(CC)),)
COMPILER = clang
else
COMPILER = gcc
endif

PACKAGES_BUILD = $(COMPILER) libc6-dev make nginx nginx-dev libhiredis-dev \
                 libxxhash-dev
PACKAGES_RUN = $(PACKAGES_BUILD) perl redis-server redis-tools curl
PACKAGES_TEST = $(PACKAGES_RUN) strace mandoc man-db xfsprogs btrfs-progs \
                e2fsprogs libfaketime
PACKAGES_IMAGE = buildah debootstrap netavark docker-compose python3-yaml
PACKAGES_CONSUMERS = jq python3-redis nodejs node-redis php-cli php-redis \
                     default-jdk-headless libgoogle-gson-java \
                     $(if $(shell command -v npm),,npm)
PACKAGES_DEB = build-essential dpkg-dev debhelper nginx-dev libhiredis-dev \
               libxxhash-dev
PACKAGES_CHECK = $(PACKAGES_BUILD) gcc clang binutils cppcheck perl
PACKAGES_INSTRUCTIONS = $(COMPILER) libc6-dev make libxxhash-dev perl \
                        valgrind git
PACKAGES_BENCH = $(PACKAGES_RUN) util-linux \
                 $(if $(shell command -v npm),,nodejs npm)
PACKAGES_FUZZ = clang libhiredis-dev libxxhash-dev
PACKAGES_VALGRIND = $(PACKAGES_TEST) valgrind libc6-dbg openssl
PACKAGES_MODEL = spin gcc libc6-dev
PACKAGES_ASAN = $(PACKAGES_TEST) dpkg-dev libpcre2-dev libssl-dev zlib1g-dev
PACKAGES_MATRIX = gcc clang $(PACKAGES_ASAN) openssl ca-certificates procps \
                  iproute2

INSTALL_PACKAGES = @tools/install-packages

# the unit tests: each t/unit/NAME.c is a program of its own, linked with
# all of src/ant_*.c and with nothing of nginx

WARNINGS = -W -Wall -Wextra -Wpointer-arith -Wno-unused-parameter -Werror
UNIT_CFLAGS = -std=gnu11 -g -O2 $(WARNINGS) -Isrc -It/unit
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=undefined \
           -fno-omit-frame-pointer

FUZZ_CFLAGS = -It/fuzz -It/fuzz/shim

# the tool: its own files and the pure ones, and hiredis from the static
# library where there is one, so that the program needs nothing else

TOOL_CFLAGS = -std=gnu11 -g -O2 $(WARNINGS) -fPIE -D_FORTIFY_SOURCE=2 \
              -fstack-protector-strong -Isrc -Isrc/ant-journal \
              -ffile-prefix-map=$(CURDIR)=. -DANT_VERSION='"$(VERSION)"'
TOOL_LDFLAGS = -pie -Wl,-z,relro -Wl,-z,now -lpthread \
               $(if $(wildcard /usr/lib/*/libhiredis.a),\
                    -l:libhiredis.a,-lhiredis)

VERSION = $(shell sed -n 's/.*_WEBHOOK_VERSION *"\(.*\)"/\1/p' \
                      src/ngx_http_ant_webhook_conf.h)

TOOL = $(patsubst src/ant-journal/%.c,%,$(wildcard src/ant-journal/*.c))

UNITS = $(patsubst t/unit/%.c,%,$(wildcard t/unit/*.c))
FUZZ = query journal resp fence
PURE = $(patsubst src/%.c,%,$(wildcard src/ant_*.c))


.PHONY: module
module: packages-build ant-journal
	@tools/build-module build

.PHONY: all
all: module units

.PHONY: help
help:
	@echo 'make            the module for the installed nginx: $(MODULE)'
	@echo 'make ant-journal  the tool that looks into journals: build/ant-journal'
	@echo 'make demo       one run of the whole way: ANT, nginx, Redis, you'
	@echo 'make run        the same, staying for you to try; Ctrl-C ends it'
	@echo 'make send       plays ANT: URL= [EVENT=sms] [COUNT=10] [RATE=100]'
	@echo 'make test       all tests, 12 minutes; T=t/NAME.t for one of them'
	@echo 'make nemesis    all faults at random: [SPAN=5m] [SEED=]'
	@echo 'make powercut   power cuts with "ack disk": [COUNT=200] [SEED=]'
	@echo 'make sweep      kills, errors, delays at each call: [COUNT=200]'
	@echo 'make memory     a million events without Redis: [COUNT=]'
	@echo 'make orphans    ten thousand journals without an owner: [COUNT=]'
	@echo 'make check      style, layers, exported symbols, static analysis'
	@echo 'make asan       all tests with ASan and UBSan, nginx included'
	@echo 'make tsan       the tests of threads, with ThreadSanitizer'
	@echo 'make valgrind   tests with nginx as one process under valgrind'
	@echo 'make matrix     builds and tests in Debian 12, 13 and sid: SUITES='
	@echo 'make bench      what an event costs, beside others: [ROUNDS=15]'
	@echo '                [SECONDS=4] [ONLY="ack redis lists backlog"]'
	@echo 'make bench-instructions  instructions an event, without nginx;'
	@echo '                         BASE=REV beside those of a revision'
	@echo 'make fuzz       each target for SPAN=10m (20s), by libFuzzer'
	@echo 'make coverage   lines of the pure files that tests and corpora run'
	@echo 'make model      the fence, checked by spin; LONG=1 for more of it'
	@echo 'make mutants    breaks promises one by one: the tests must see each'
	@echo 'make deb        the Debian package, in build/deb'
	@echo 'make test-deb   builds, installs, uses, removes it in Debian 12, 13'
	@echo 'make newcomer   demo and tests in Debian 12, 13 with make and git only'
	@echo 'make check-kubernetes    the manifests, by a schema from npm'
	@echo 'make install    the module into the modules directory of nginx, the'
	@echo '                tool and its man page under /usr'
	@echo 'make units      the unit tests, built in build/unit'
	@echo 'make clean      removes build/'
	@echo
	@echo 'CC=clang, NGX_SRC=DIR (a source tree of nginx), NGINX_BINARY=FILE,'
	@echo 'JOBS=2 (tests at once), NOINSTALL=1 (install no packages)'


.PHONY: packages-build packages-run packages-test packages-check packages-asan
packages-build:
	$(INSTALL_PACKAGES) $(PACKAGES_BUILD)

packages-run:
	$(INSTALL_PACKAGES) $(PACKAGES_RUN)

packages-test:
	$(INSTALL_PACKAGES) $(PACKAGES_TEST) $(PACKAGES_IMAGE) $(PACKAGES_CONSUMERS)

packages-check:
	$(INSTALL_PACKAGES) $(PACKAGES_CHECK)

packages-asan:
	$(INSTALL_PACKAGES) $(PACKAGES_ASAN)


.PHONY: demo
demo: packages-run module
	@tools/demo

.PHONY: run
run: packages-run module
	@tools/demo --stay

.PHONY: send
send:
	$(INSTALL_PACKAGES) perl
	@tools/send --url '$(URL)' $(if $(EVENT),--event '$(EVENT)') \
	    $(if $(COUNT),--count '$(COUNT)') $(if $(RATE),--rate '$(RATE)')



T ?= t


.PHONY: test
test: packages-test module units
	@JOBS=$(JOBS) tools/test build $(T)

# all faults at random, and a million events without Redis

SPAN ?=
SEED ?=
COUNT ?=

.PHONY: nemesis
nemesis: packages-test module
	@ANT_MODULE='$(CURDIR)/$(MODULE)' t/faults/nemesis '$(SPAN)' $(SEED)

.PHONY: powercut
powercut: packages-test module
	@ANT_MODULE='$(CURDIR)/$(MODULE)' t/faults/powercut '$(COUNT)' $(SEED)

.PHONY: sweep
sweep: packages-test module
	@ANT_MODULE='$(CURDIR)/$(MODULE)' t/faults/sweep '$(COUNT)' $(SEED)

.PHONY: memory
memory: packages-test module
	@ANT_MODULE='$(CURDIR)/$(MODULE)' t/long/memory $(COUNT)

.PHONY: orphans
orphans: packages-test module
	@ANT_MODULE='$(CURDIR)/$(MODULE)' t/long/orphans $(COUNT)

.PHONY: asan
asan: packages-asan module units-asan ant-journal-asan
	@tools/build-sanitized asan
	@JOBS=$(JOBS) LIMIT=1800 tools/test build/asan $(T)

# those in which threads do something, and that may be ten times slower

TSAN = ack-disk copies damage delivery disks drain end health journal orphans \
       owed retain stranded
S ?= $(TSAN:%=t/%.t)

.PHONY: tsan
tsan: packages-asan
	@tools/build-sanitized tsan
	@JOBS=$(JOBS) LIMIT=1800 tools/test build/tsan $(S)

# those that need neither several workers nor a worker that is killed

VALGRIND = request events body secret rejected field reply refused context \
           strangers redis-answers redis-tls large full
V ?= $(VALGRIND:%=t/%.t)

.PHONY: valgrind
valgrind: module
	$(INSTALL_PACKAGES) $(PACKAGES_VALGRIND)
	@ANT_TEST_VALGRIND=1 JOBS=$(JOBS) LIMIT=1200 tools/test build $(V)

.PHONY: check
check: packages-check module
	@tools/check


# other releases of Debian, each in a root of its own: SUITES="trixie sid"

SUITES ?= bookworm trixie sid
DEB_SUITES ?= $(filter-out sid,$(SUITES))

.PHONY: matrix
matrix:
	$(INSTALL_PACKAGES) debootstrap
	@JOBS=$(JOBS) ALL=$(ALL) STEPS="$(STEPS)" PACKAGES="$(PACKAGES_MATRIX)" \
	    tools/matrix build/matrix $(SUITES)


# the Debian package, and its test in roots of their own: SUITES="trixie"

.PHONY: deb
deb:
	$(INSTALL_PACKAGES) $(PACKAGES_DEB)
	@tools/build-deb build/deb

.PHONY: test-deb
test-deb:
	$(INSTALL_PACKAGES) debootstrap
	@t/long/deb build/roots $(DEB_SUITES)

# make demo and make test of what is committed, in bare roots

.PHONY: newcomer
newcomer:
	$(INSTALL_PACKAGES) debootstrap git
	@LIMIT='$(LIMIT)' t/long/newcomer build/roots $(DEB_SUITES)

.PHONY: check-kubernetes
check-kubernetes:
	$(INSTALL_PACKAGES) nodejs npm python3-yaml
	@tools/check-kubernetes build/npm


# the first thing to run after a change of the pure path

.PHONY: bench-instructions
bench-instructions:
	$(INSTALL_PACKAGES) $(PACKAGES_INSTRUCTIONS)
	@bench/instructions build/instructions $(BASE)


# SECONDS is bash's own, which is why it goes through the environment of
# bench/run alone

BENCH_CFLAGS = -std=gnu11 -O2 $(WARNINGS)
ROUNDS ?= 15
SECONDS ?= 4
ONLY ?=

.PHONY: bench
bench: module
	$(INSTALL_PACKAGES) $(PACKAGES_BENCH)
	@mkdir -p build/bench
	@bench/install-peers build/bench/peers
	@$(CC) $(BENCH_CFLAGS) -o build/bench/load bench/load.c
	@$(CC) $(BENCH_CFLAGS) -Isrc -o build/bench/drain bench/drain.c \
	    src/ant_script.c
	@env ROUNDS='$(ROUNDS)' SECONDS='$(SECONDS)' ONLY='$(ONLY)' \
	    bench/run $(MODULE) build/bench

.PHONY: fuzz
fuzz:
	$(INSTALL_PACKAGES) $(PACKAGES_FUZZ)
	@JOBS=$(JOBS) tools/fuzz '$(or $(SPAN),20s)' $(FUZZ)

.PHONY: coverage
coverage: packages-build
	@tools/coverage $(FUZZ)

# NAMES="..." for some of those in t/mutants

.PHONY: mutants
mutants: packages-test
	@JOBS=$(JOBS) tools/mutants $(NAMES)

.PHONY: model
model:
	$(INSTALL_PACKAGES) $(PACKAGES_MODEL)
	@tools/model


.PHONY: install
install: module
	@tools/install-module '$(DESTDIR)'

.PHONY: clean
clean:
	@rm -rf build 2>/dev/null || sudo rm -rf build


.PHONY: ant-journal ant-journal-asan
ant-journal: packages-build
	@mkdir -p build/tool
	@flock build/tool $(MAKE) -s -j $(JOBS) build/ant-journal

ant-journal-asan: packages-build
	@mkdir -p build/asan/tool
	@flock build/asan/tool $(MAKE) -s -j $(JOBS) build/asan/ant-journal

build/tool/flags: FORCE
	@echo '$(CC) $(TOOL_CFLAGS) $(TOOL_LDFLAGS)' | cmp -s - $@ \
	    || echo '$(CC) $(TOOL_CFLAGS) $(TOOL_LDFLAGS)' > $@

build/asan/tool/flags: FORCE
	@echo '$(CC) $(TOOL_CFLAGS) $(SANITIZE)' | cmp -s - $@ \
	    || echo '$(CC) $(TOOL_CFLAGS) $(SANITIZE)' > $@

build/tool/%.o: src/ant-journal/%.c build/tool/flags
	$(CC) $(TOOL_CFLAGS) -MMD -MP -c -o $@ $<

build/tool/%.o: src/%.c build/tool/flags
	$(CC) $(TOOL_CFLAGS) -MMD -MP -c -o $@ $<

build/ant-journal: $(TOOL:%=build/tool/%.o) $(PURE:%=build/tool/%.o)
	$(CC) -o $@ $^ $(TOOL_LDFLAGS)
	@echo 'built $@'

# _FORTIFY_SOURCE and the sanitizers do not go together

ASAN_CFLAGS = $(TOOL_CFLAGS) -U_FORTIFY_SOURCE $(SANITIZE)

build/asan/tool/%.o: src/ant-journal/%.c build/asan/tool/flags
	$(CC) $(ASAN_CFLAGS) -MMD -MP -c -o $@ $<

build/asan/tool/%.o: src/%.c build/asan/tool/flags
	$(CC) $(ASAN_CFLAGS) -MMD -MP -c -o $@ $<

build/asan/ant-journal: $(TOOL:%=build/asan/tool/%.o) \
                        $(PURE:%=build/asan/tool/%.o)
	$(CC) $(SANITIZE) -o $@ $^ $(TOOL_LDFLAGS)


.PHONY: units units-asan
units: packages-build
	@mkdir -p build/unit
	@flock build/unit $(MAKE) -s -j $(JOBS) unit-programs

units-asan: packages-build
	@mkdir -p build/asan/unit
	@flock build/asan/unit $(MAKE) -s -j $(JOBS) unit-programs-asan

.PHONY: unit-programs unit-programs-asan
unit-programs: $(UNITS:%=build/unit/%) $(FUZZ:%=build/unit/fuzz/%)
unit-programs-asan: $(UNITS:%=build/asan/unit/%) \
                    $(FUZZ:%=build/asan/unit/fuzz/%)

build/unit/pure build/unit/fuzz build/asan/unit/pure build/asan/unit/fuzz:
	@mkdir -p $@

# written anew when the compiler or its options change

build/unit/flags: FORCE | build/unit/pure
	@echo '$(CC) $(UNIT_CFLAGS)' | cmp -s - $@ \
	    || echo '$(CC) $(UNIT_CFLAGS)' > $@

build/asan/unit/flags: FORCE | build/asan/unit/pure
	@echo '$(CC) $(UNIT_CFLAGS) $(SANITIZE)' | cmp -s - $@ \
	    || echo '$(CC) $(UNIT_CFLAGS) $(SANITIZE)' > $@

.PHONY: FORCE
FORCE:

build/unit/pure/%.o: src/%.c build/unit/flags
	$(CC) $(UNIT_CFLAGS) -MMD -MP -c -o $@ $<

build/unit/%: t/unit/%.c $(PURE:%=build/unit/pure/%.o) build/unit/flags
	$(CC) $(UNIT_CFLAGS) -MMD -MP -o $@ $< $(PURE:%=build/unit/pure/%.o) \
	    -lpthread

build/asan/unit/pure/%.o: src/%.c build/asan/unit/flags
	$(CC) $(UNIT_CFLAGS) $(SANITIZE) -MMD -MP -c -o $@ $<

build/asan/unit/%: t/unit/%.c $(PURE:%=build/asan/unit/pure/%.o) \
                   build/asan/unit/flags
	$(CC) $(UNIT_CFLAGS) $(SANITIZE) -MMD -MP -o $@ $< \
	    $(PURE:%=build/asan/unit/pure/%.o) -lpthread

# the fuzz targets, to run their corpora once; only resp has to do with hiredis

FUZZ_SOURCES = t/fuzz/replay.c \
               $(if $(filter resp,$*),src/ngx_http_ant_webhook_resp.c)

build/unit/fuzz/%: t/fuzz/%.c t/fuzz/replay.c \
                   src/ngx_http_ant_webhook_resp.c \
                   $(PURE:%=build/unit/pure/%.o) build/unit/flags \
                   | build/unit/fuzz
	$(CC) $(UNIT_CFLAGS) $(FUZZ_CFLAGS) -o $@ $< $(FUZZ_SOURCES) \
	    $(PURE:%=build/unit/pure/%.o) -lpthread -lhiredis

build/asan/unit/fuzz/%: t/fuzz/%.c t/fuzz/replay.c \
                        src/ngx_http_ant_webhook_resp.c \
                        $(PURE:%=build/asan/unit/pure/%.o) \
                        build/asan/unit/flags | build/asan/unit/fuzz
	$(CC) $(UNIT_CFLAGS) $(FUZZ_CFLAGS) $(SANITIZE) -o $@ $< \
	    $(FUZZ_SOURCES) $(PURE:%=build/asan/unit/pure/%.o) \
	    -lpthread -lhiredis

-include $(wildcard build/unit/*.d build/unit/pure/*.d)
-include $(wildcard build/asan/unit/*.d build/asan/unit/pure/*.d)
-include $(wildcard build/tool/*.d build/asan/tool/*.d)
