#!/bin/sh
# SPDX-License-Identifier: MIT
# Warnings are errors: clang (with its own run of the tests), gcc with both kinds of library, gcc static, gcc at -O3.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh

build() {
    name=$1
    shift
    say "$name: $*"
    configure "build/ci/$name" --werror "$@"
    ninja -C "build/ci/$name"
}

if command -v clang >/dev/null; then
    CC=clang CXX=clang++ build clang
    "$meson" test -C build/ci/clang --no-rebuild --print-errorlogs -t 4 --no-suite slow --no-suite python
else
    say "skipped: no clang"
fi
build both -Ddefault_library=both -Dbuildtype=release
"$meson" test -C build/ci/both --no-rebuild --print-errorlogs -t 4 --no-suite slow --no-suite python
build static -Ddefault_library=static
"$meson" test -C build/ci/static --no-rebuild --print-errorlogs -t 4 --suite guard
