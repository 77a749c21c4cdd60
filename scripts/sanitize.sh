#!/usr/bin/env bash
# Builds with the address and undefined-behaviour sanitizers and runs the tests, without the long ones, under them:
# scripts/sanitize.sh [CTEST ARGUMENT...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

takt_setup build test
takt_build asan ON
export ASAN_OPTIONS="${ASAN_OPTIONS-abort_on_error=1}" UBSAN_OPTIONS="${UBSAN_OPTIONS-print_stacktrace=1}"
# Statistics over millions of customers have nothing new to show to the sanitizers and would take them an hour.
ctest --preset asan -j2 --no-tests=error -LE '^long$' -E 'queueing|rajendran_holthaus|DynamicShop|Published|Further' "$@" </dev/null
takt_say "the sanitizers found nothing"
