#!/bin/sh
# SPDX-License-Identifier: MIT
# Every fuzz target under libFuzzer with both sanitizers, SECONDS each (default 10), two at a time: ci-fuzz.sh [SECONDS]
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh
seconds=${1:-10}
work=$PWD/build/ci/fuzz
rm -rf "$work"
mkdir -p "$work/lib"
flags="-gline-tables-only -O1 -fno-sanitize-recover=all"
if ! echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
    clang -fsanitize=fuzzer,address,undefined -x c -o "$work/probe" - 2>/dev/null; then
    say "skipped: no clang with libFuzzer (Debian: clang, libclang-rt-14-dev)"
    exit 77
fi
# An archive, as a target may bring its own build of a file of lib/.
for source in lib/*/*.c; do
    echo "$source $work/lib/$(basename "$source" .c).o"
done | xargs -n 2 -P 2 sh -c "clang $flags -std=c99 -fsanitize=fuzzer-no-link,address,undefined -Iinclude -Ilib -c \$0 -o \$1"
ar rcs "$work/lib/librevops.a" "$work"/lib/*.o

# One line a target, kept short on success; what broke it stays in the folder.
cat >"$work/one.sh" <<EOF
set -eu
name=\$(basename "\$1" .c)
mkdir -p "$work/\$name-corpus"
clang $flags -std=c11 -fsanitize=fuzzer,address,undefined -DREVOPS_FUZZER -Iinclude -Itests -Ilib "\$1" \
    "$work/lib/librevops.a" -o "$work/\$name"
"$work/\$name" -max_total_time=$seconds -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="$work/\$name-" "$work/\$name-corpus" >"$work/\$name.log" 2>&1 || {
    tail -n 40 "$work/\$name.log"
    echo "FAILED: \$name"
    exit 1
}
echo "\$name: \$(sed -n 's/stat::number_of_executed_units: *//p' "$work/\$name.log") inputs"
EOF
printf '%s\n' tests/fuzz-*.c | xargs -n 1 -P 2 sh "$work/one.sh"
