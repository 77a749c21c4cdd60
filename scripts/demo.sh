#!/usr/bin/env bash
# Installs what is missing, builds Takt, and simulates two factories: scripts/demo.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

takt_setup build
takt_build release OFF takt

takt=build/release/takt
out=build/demo
mkdir -p "$out"

show() {
  printf '\n$ %s\n' "$*"
  "$@"
}
show $takt run scenarios/demo.yaml --agent rule:atc -o $out/demo.h5
show $takt run taillard:ta01 --agent rule:fdd_mwkr -o $out/ta01.h5

printf '\nThe results, as HDF5 files (%s info FILE tells what is in one):\n' "$takt"
for file in demo ta01; do printf '  %s\n' "$PWD/$out/$file.h5"; done
