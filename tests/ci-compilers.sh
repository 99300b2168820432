#!/bin/sh
# SPDX-License-Identifier: MIT
# Warnings are errors: clang (with its own run of the tests), gcc with both kinds of library, gcc static, gcc at -O3.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh

# What the README's test command has asked of the sources needn't be asked again.
own='--no-suite slow --no-suite python --no-suite source --no-suite twin'

build() { # NAME TARGETS OPTION...
    name=$1 target=$2
    shift 2
    say "$name: $*"
    configure "build/ci/$name" --werror "$@"
    # shellcheck disable=SC2086 # a list of words
    ninja -C "build/ci/$name" $target
}

if command -v clang >/dev/null; then
    CC=clang CXX=clang++ build clang all -Ddebug=false
    # shellcheck disable=SC2086 # a list of words
    "$meson" test -C build/ci/clang --no-rebuild --print-errorlogs -t 4 $own
else
    say "skipped: no clang"
fi
build both meson-test-prereq -Ddefault_library=both -Dbuildtype=release
# shellcheck disable=SC2086 # a list of words
"$meson" test -C build/ci/both --no-rebuild --print-errorlogs -t 4 $own --no-suite guard --no-suite growth --no-suite example
# Of the guards those that look at what is built; the others ask the same compiler about the same sources as before.
"$meson" test -C build/ci/both --no-rebuild --print-errorlogs -t 4 purity stack symbols
# As tests differ in nothing, the library and what guards look at are enough; nor does it matter how it is optimised.
build static 'lib/librevops.a tests/librevops-copy.a' -Ddefault_library=static -Dbuildtype=plain
"$meson" test -C build/ci/static --no-rebuild --print-errorlogs -t 4 purity
