#!/usr/bin/env bash
# Builds with the address and undefined-behaviour sanitizers and runs the tests, without the long ones, under them; then
# with the thread sanitizer what uses threads: scripts/sanitize.sh [CTEST ARGUMENT...]. With TAKT_SANITIZERS=address or
# =thread only the one or the other.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

which="${TAKT_SANITIZERS-address thread}"
takt_setup build test

if [[ "$which" == *address* ]]; then
  takt_build asan ON
  export ASAN_OPTIONS="${ASAN_OPTIONS-abort_on_error=1}" UBSAN_OPTIONS="${UBSAN_OPTIONS-print_stacktrace=1}"
  # Statistics over millions of customers have nothing new to show to the sanitizers and would take them an hour.
  ctest --preset asan -j2 --no-tests=error -LE '^long$' -E 'queueing|rajendran_holthaus|DynamicShop|Published|Further' "$@" </dev/null
fi

if [[ "$which" == *thread* ]]; then
  takt_build tsan ON simulation_test stepped_run_test
  export TSAN_OPTIONS="${TSAN_OPTIONS-halt_on_error=1 second_deadlock_stack=1}"
  build/tsan/simulation_test --gtest_filter='*SideBySide*' --gtest_fail_fast
  build/tsan/stepped_run_test --gtest_fail_fast
fi
takt_say "the sanitizers found nothing"
