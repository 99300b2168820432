#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing (Debian, Ubuntu; root or sudo), builds, runs the tests, and ends with the line
# "N passed, N failed, N skipped". Needs nothing but this command; the second time it is quick. Arguments go to
# `meson test`; without any, all suites run but `slow` (building packages, proving the guards), which .ci/run adds.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh

install_tools
make_environment "$PWD/build/venv" tests/requirements.txt

say "building"
configure build
ninja -C build meson-test-prereq >build/ninja.log 2>&1 || {
    tail -n 40 build/ninja.log
    die "the build failed"
}
[ $# -gt 0 ] || set -- --no-suite slow
say "testing"
status=0
"$meson" test -C build --no-rebuild --print-errorlogs --timeout-multiplier 4 "$@" </dev/null || status=$?
build/venv/bin/python tests/summary.py build/meson-logs || status=1
exit "$status"
