# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What tests/run.sh, .ci/run and examples/demo.sh share; sourced from the project's root. Everything works without
# a terminal and asks nothing.

export LC_ALL=C.UTF-8 PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1

say() {
    printf '%s\n' "== $*"
}

die() {
    printf '%s\n' "$0: $*" >&2
    exit 1
}

# install_packages NAME... : installs those Debian packages that are missing. A name with a question mark at the end
# may be unknown to the system; what needs it is skipped then.
install_packages() {
    command -v dpkg-query >/dev/null || {
        say "not a Debian or Ubuntu system: the tools must be there already"
        return 0
    }
    missing='' optional=''
    for name; do
        package=${name%\?}
        case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) in
        installed) ;;
        *) if [ "$package" = "$name" ]; then missing="$missing $package"; else optional="$optional $package"; fi ;;
        esac
    done
    [ "$missing$optional" ] || return 0
    as_root=''
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && [ ! -t 0 ]; }; then
            [ "$missing" ] || {
                say "without root or sudo, these stay away:$optional"
                return 0
            }
            die "neither root nor sudo: have an administrator run: apt-get install$missing$optional"
        fi
        as_root=sudo
    fi
    say "installing$missing$optional"
    log=$(mktemp)
    # Package lists may be old or absent; where there is no way to get them, what is cached may do.
    $as_root apt-get -q -o DPkg::Lock::Timeout=300 update >"$log" 2>&1 </dev/null || tail -n 3 "$log"
    for package in $optional; do
        if apt-cache policy "$package" | grep -q '^  Candidate: [^(]'; then
            missing="$missing $package"
        else
            say "this system has no package $package: what needs it is skipped"
        fi
    done
    # shellcheck disable=SC2086 # a list of words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends $missing >"$log" 2>&1 </dev/null || {
        tail -n 20 "$log"
        rm -f "$log"
        die "apt-get could not install$missing"
    }
    rm -f "$log"
}

# install_tools NAME... : installs what tests/run.sh needs, and these packages.
install_tools() {
    install_packages build-essential meson ninja-build pkg-config ca-certificates python3 python3-venv check libcsv-dev \
        'libsqlite3-dev?' 'clang-format-14?' 'doxygen?' 'cmake?' 'libboost-dev?' 'libevent-dev?' 'libev-dev?' "$@"
}

# Prints a Python from 3.9 up that can make environments; the system's own first, as others may be shims.
find_python() {
    for candidate in /usr/bin/python3 python3 python; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    die "no Python 3.9 or newer with venv: apt-get install python3-venv"
}

# make_environment FOLDER FILE : a Python environment with what the file asks for; nothing to do the second time.
make_environment() {
    if [ -x "$1/bin/python" ] && "$1/bin/python" -c '' && cmp -s "$2" "$1/installed.txt"; then
        return 0
    fi
    say "making the Python environment $1"
    python=$(find_python) || exit 1
    "$python" -m venv --clear "$1"
    "$1/bin/python" -m pip install --quiet --only-binary :all: -r "$2" ||
        die "pip could not install what $2 asks for: is a package index within reach?"
    cp "$2" "$1/installed.txt"
}

# Makes $meson a meson from 1.0.1 up.
find_meson() {
    meson=''
    for candidate in meson /usr/bin/meson; do
        if "$candidate" --version 2>/dev/null | awk -F. '{ exit !($1 > 1 || ($1 == 1 && ($2 > 0 || $3 >= 1))) }'; then
            meson=$candidate
            break
        fi
    done
    if [ ! "$meson" ]; then # as on Ubuntu 22.04
        install_packages ca-certificates python3 python3-venv
        make_environment "$PWD/build/meson" tests/requirements-meson.txt
        PATH=$PWD/build/meson/bin:$PATH
        export PATH
        meson=$PWD/build/meson/bin/meson
    fi
}

# configure FOLDER OPTION... : sets up a build; $meson is what did it.
configure() {
    folder=$1
    shift
    find_meson
    if [ -f "$folder/build.ninja" ] && "$meson" setup --reconfigure "$@" "$folder" >"$folder/setup.log" 2>&1; then
        return 0
    fi
    # Set up for the first time, or by another meson.
    if [ -d "$folder" ]; then
        find "$folder" -mindepth 1 -maxdepth 1 ! -name venv ! -name meson ! -name ci -exec rm -rf {} +
    fi
    mkdir -p "$folder"
    "$meson" setup "$@" "$folder" >"$folder/setup.log" 2>&1 || {
        tail -n 30 "$folder/setup.log"
        die "meson could not set up $folder"
    }
}
