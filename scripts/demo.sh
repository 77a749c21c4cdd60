#!/usr/bin/env bash
# Installs what is missing, builds Takt, and simulates a shop, a line and a supply chain: scripts/demo.sh
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
show $takt run scenarios/saturated_line.yaml -o $out/saturated_line.h5
show $takt run scenarios/three_stage_supply.yaml -o $out/three_stage_supply.h5

printf '\nThe results, as HDF5 files (%s info FILE tells what is in one):\n' "$takt"
for file in demo saturated_line three_stage_supply; do printf '  %s\n' "$PWD/$out/$file.h5"; done
