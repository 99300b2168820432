#!/bin/sh
# SPDX-License-Identifier: MIT
# The suite that takes long: Python packages in fresh environments, and each guard seen to fail on a planted fault.
set -eu
cd "$(dirname "$0")/.."
exec tests/run.sh --suite slow
