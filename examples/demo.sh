#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing (Debian, Ubuntu; root or sudo), builds, replays the bundled event log and prints the report.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh

# Only the report goes to standard output.
{
    install_packages build-essential meson ninja-build pkg-config libcsv-dev
    say "building"
    configure build
    ninja -C build examples/replay examples/simulate >build/ninja.log 2>&1 || {
        tail -n 40 build/ninja.log
        die "the build failed"
    }
} >&2
exec build/examples/replay --mode enforce examples/data/demo.csv
