#!/bin/sh
# SPDX-License-Identifier: MIT
# What an installed tree gives to others: a consumer through pkg-config, CMake and as a meson subproject, with the
# shared library, the static one and both, in place and after the tree has been moved; built with a program by CMake; the first program as C99 and as C++; and an
# installation that is taken back leaves no file (C59).
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh
here=$PWD
work=$here/build/ci/install
rm -rf "$work"
mkdir -p "$work"

# The README's program, which must print what it says.
# shellcheck disable=SC2016 # backticks of Markdown
sed -n '/^```c$/,/^```$/{/^```/d;p}' README.md >"$work/readme.c"
[ -s "$work/readme.c" ]

consume() { # PREFIX: builds and runs the consumer in both ways
    libraries=$(dirname "$(find "$1" -name 'librevops.*' | head -n 1)")
    export LD_LIBRARY_PATH="$libraries" PKG_CONFIG_PATH="$libraries/pkgconfig"
    # shellcheck disable=SC2046 # a list of words
    cc -Werror tests/consumer/consumer.c $(pkg-config --cflags --libs revops) -o "$work/consumer"
    "$work/consumer"
    # shellcheck disable=SC2046
    cc -Werror "$work/readme.c" $(pkg-config --cflags --libs revops) -o "$work/readme"
    "$work/readme" >"$work/readme.txt"
    said=$(sed -n 's|.*puts(.*/\* \(.*\) … \*/|\1|p' "$work/readme.c")
    [ -n "$said" ] && grep -qxF "$said" "$work/readme.txt"
    # shellcheck disable=SC2046
    cc -std=c99 -pedantic -Werror examples/first.c $(pkg-config --cflags --libs revops) -o "$work/first"
    "$work/first" | cmp - tests/golden/first.txt
    if command -v c++ >/dev/null; then
        # shellcheck disable=SC2046
        c++ -Werror -x c++ examples/first.c -x none $(pkg-config --cflags --libs revops) -o "$work/first"
        "$work/first" | cmp - tests/golden/first.txt
    fi
    if command -v cmake >/dev/null; then
        rm -rf "$work/cmake"
        cmake -S tests/consumer -B "$work/cmake" -DCMAKE_PREFIX_PATH="$1" >"$work/cmake.log" 2>&1 ||
            { cat "$work/cmake.log"; exit 1; }
        cmake --build "$work/cmake" >"$work/cmake.log" 2>&1 || { cat "$work/cmake.log"; exit 1; }
        "$work/cmake/consumer"
        [ ! -e "$work/cmake/consumer-static" ] || "$work/cmake/consumer-static"
    else
        say "skipped: no cmake"
    fi
    unset LD_LIBRARY_PATH PKG_CONFIG_PATH
}

for kind in shared static both; do
    say "$kind library"
    configure "build/ci/install-$kind" --prefix="$work/$kind" -Ddefault_library=$kind -Dpkgconfig.relocatable=true \
        -Dbuildtype=plain -Dunity=on -Dunity_size=1000 # as speed is no matter here; in one, since meson miscounts multiples of the size
    targets=revops # all that is installed and has to be built
    [ $kind != both ] || targets='revops:shared_library revops:static_library'
    # shellcheck disable=SC2086 # a list of words
    "$meson" compile -C "build/ci/install-$kind" $targets >/dev/null
    "$meson" install -C "build/ci/install-$kind" --no-rebuild >/dev/null
    for header in include/revops/*.h; do
        cmp "$header" "$work/$kind/include/revops/$(basename "$header")"
    done
    cmp bindings/revops.json "$work/$kind/share/revops/revops.json"
    consume "$work/$kind"
    ninja -C "build/ci/install-$kind" uninstall >/dev/null
    left=$(find "$work/$kind" ! -type d 2>/dev/null || true)
    [ -z "$left" ] || die "uninstalling leaves $left"
    "$meson" install -C "build/ci/install-$kind" --no-rebuild >/dev/null
    say "$kind library, moved"
    mv "$work/$kind" "$work/moved-$kind"
    consume "$work/moved-$kind"
done

say "as a meson subproject"
# Only what a subproject needs: it must not look into tests, docs, examples or bindings.
mkdir -p "$work/project/subprojects/librevops"
cp tests/consumer/consumer.c tests/consumer/meson.build "$work/project"
cp -r meson.build lib include "$work/project/subprojects/librevops"
"$meson" setup -Dbuildtype=plain -Dunity=on -Dunity_size=1000 "$work/project/build" "$work/project" >"$work/meson.log" || { cat "$work/meson.log"; exit 1; }
"$meson" test -C "$work/project/build" >"$work/meson.log" || { cat "$work/meson.log"; exit 1; }

if command -v cmake >/dev/null; then
    for shared in OFF ON; do
        say "fetched by CMake, shared libraries $shared"
        cmake -S tests/consumer/fetched -B "$work/fetched-$shared" -DLIBREVOPS="$here" -DBUILD_SHARED_LIBS=$shared \
            -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0 >"$work/cmake.log" 2>&1 ||
            { cat "$work/cmake.log"; exit 1; }
        cmake --build "$work/fetched-$shared" -j 2 >"$work/cmake.log" 2>&1 || { cat "$work/cmake.log"; exit 1; }
        "$work/fetched-$shared/consumer"
    done
fi

# Other languages, from what is installed: the first program in each that is here, which must print what it prints in C.
missing=''
for tool in php:php-cli go:golang-go npm:npm; do
    command -v "${tool%:*}" >/dev/null || missing="$missing ${tool#*:}?"
done
# shellcheck disable=SC2086 # a list of words
(install_packages $missing) || true # may be another system's
library=$(find "$work/moved-shared" -name librevops.so | head -n 1)
if command -v php >/dev/null && php -m | grep -q FFI; then
    say "PHP"
    php -d ffi.enable=1 bindings/php/first.php "$library" | cmp - tests/golden/first.txt
else
    say "skipped: no PHP with FFI"
fi
if command -v go >/dev/null; then
    say "Go"
    PKG_CONFIG_PATH="$(dirname "$library")/pkgconfig" LD_LIBRARY_PATH=$(dirname "$library") CGO_ENABLED=1 GOCACHE="$work/go" go run bindings/go/first.go |
        cmp - tests/golden/first.txt
else
    say "skipped: no Go"
fi
if command -v node >/dev/null && command -v npm >/dev/null && npm install --silent --prefix "$work/node" koffi@2 >"$work/npm.log" 2>&1; then
    say "Node"
    NODE_PATH="$work/node/node_modules" node bindings/node/first.js "$library" | cmp - tests/golden/first.txt
else
    say "skipped: no Node with koffi"
fi
