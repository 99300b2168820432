#!/bin/sh
# SPDX-License-Identifier: MIT
# All tests of C code under AddressSanitizer and UndefinedBehaviorSanitizer, the first finding being fatal; threads over one engine
# under ThreadSanitizer.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh
# -g1 has lines for findings; all that -g knows takes a third of the compiler's time here.
configure build/ci/sanitizers -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 -Dc_args=-g1
ninja -C build/ci/sanitizers meson-test-prereq
# What the naive twin of the engine says to itself has nothing of C in it.
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
    "$meson" test -C build/ci/sanitizers --no-rebuild --print-errorlogs -t 10 --no-suite slow --no-suite guard --no-suite twin

# Threads that share an engine: one program, so that the library is as quickly compiled as can be.
configure build/ci/threads -Db_sanitize=thread -Db_lundef=false -Doptimization=0 -Dunity=on -Dunity_size=1000
ninja -C build/ci/threads tests/threads-engine
TSAN_OPTIONS=halt_on_error=1 build/ci/threads/tests/threads-engine
