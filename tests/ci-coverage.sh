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
# The objects are read once; both tables are made of that.
read_once=build/ci/coverage.json
gcovr --root . --filter 'lib/' --exclude-unreachable-branches --json "$read_once" build/ci/coverage
gcovr --root . --add-tracefile "$read_once" --branches | tee build/ci/coverage-branches.txt
gcovr --root . --add-tracefile "$read_once" --fail-under-line 90
