#!/bin/sh
# SPDX-License-Identifier: MIT
# Which lines and branches of lib/ the tables and naive twins reach; several threads would lose counts.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh
if ! command -v gcovr >/dev/null; then
    say "skipped: no gcovr"
    exit 77
fi
configure build/ci/coverage -Db_coverage=true -Dbuildtype=debug
ninja -C build/ci/coverage meson-test-prereq
find build/ci/coverage -name '*.gcda' -delete
"$meson" test -C build/ci/coverage --no-rebuild --print-errorlogs -t 10 --no-suite slow --no-suite guard --no-suite twin \
    --no-suite example --no-suite fuzz --no-suite threads
gcovr --root . --filter 'lib/' --branches --exclude-unreachable-branches build/ci/coverage |
    tee build/ci/coverage-branches.txt
gcovr --root . --filter 'lib/' --fail-under-line 90 build/ci/coverage
