#!/bin/sh
# SPDX-License-Identifier: MIT
# The suite that takes long: Python packages in fresh environments, the site, types of users' code, and each guard seen to fail on a planted fault.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh

make_environment "$PWD/build/venv" tests/requirements.txt
build/venv/bin/python -m pip install --quiet --only-binary :all: -r tests/requirements-slow.txt ||
    say "skipped: what tests/requirements-slow.txt asks for could not be installed: the site and the checks of types and wheels that need it"
install_packages 'openjdk-17-jre-headless?'
build/venv/bin/python -m pip install --quiet 'pyspark >= 3.4' || # sources only
    say "skipped: pyspark could not be installed: nothing is compared on Apache Spark"
command -v java >/dev/null || say "skipped: there is no Java: nothing is compared on Apache Spark"
exec tests/run.sh --suite slow
