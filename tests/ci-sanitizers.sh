#!/bin/sh
# SPDX-License-Identifier: MIT
# All tests of C code under AddressSanitizer and UndefinedBehaviorSanitizer, the first finding being fatal.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh
configure build/ci/sanitizers -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1
ninja -C build/ci/sanitizers meson-test-prereq
# What the naive twin of the engine says to itself has nothing of C in it.
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
    "$meson" test -C build/ci/sanitizers --no-rebuild --print-errorlogs -t 10 --no-suite slow --no-suite guard --no-suite twin
