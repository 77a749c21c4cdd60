#!/usr/bin/env bash
# Installs what is missing, builds everything and runs the tests: scripts/test.sh [--long]
# Without --long the tests with the label `long` are left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

which=(-LE '^long$')
note='the long ones run with scripts/test.sh --long'
case "${1-}" in
  '') ;;
  --long) which=() note='the long ones included' ;;
  *) takt_say "usage: scripts/test.sh [--long]" && exit 2 ;;
esac

started=$SECONDS
takt_setup build test
scripts/format.sh --check
takt_build release ON
ctest --preset release -j2 --no-tests=error "${which[@]}" </dev/null
printf 'All tests passed in %d s (%s).\n' $((SECONDS - started)) "$note"
