#!/bin/sh
# SPDX-License-Identifier: MIT
# Every fuzz target under libFuzzer with both sanitizers, SECONDS each (default 15), two at a time: ci-fuzz.sh [SECONDS]
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh
seconds=${1:-15}
work=$PWD/build/ci/fuzz
mkdir -p "$work"
flags="-g -O1 -std=c11 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -DREVOPS_FUZZER"
if ! echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
    clang -fsanitize=fuzzer,address,undefined -x c -o "$work/probe" - 2>/dev/null; then
    say "skipped: no clang with libFuzzer (Debian: clang, libclang-rt-14-dev)"
    exit 77
fi
# One line a target, kept short on success; what broke it stays in the folder.
cat >"$work/one.sh" <<EOF
set -eu
name=\$(basename "\$1" .c)
mkdir -p "$work/\$name-corpus"
clang $flags -Iinclude -Itests -Ilib "\$1" lib/*.c -o "$work/\$name"
"$work/\$name" -max_total_time=$seconds -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="$work/\$name-" "$work/\$name-corpus" >"$work/\$name.log" 2>&1 || {
    tail -n 40 "$work/\$name.log"
    echo "FAILED: \$name"
    exit 1
}
echo "\$name: \$(sed -n 's/stat::number_of_executed_units: *//p' "$work/\$name.log") inputs"
EOF
printf '%s\n' tests/fuzz-*.c | xargs -n 1 -P 2 sh "$work/one.sh"
