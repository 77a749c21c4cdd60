#!/usr/bin/env bash
# Formats the C++ files in place; with --check only says which ones differ: scripts/format.sh [--check]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

# Other versions lay out a few things differently, so only one may judge.
version=14
tool=''
for name in clang-format-$version clang-format; do
  if command -v "$name" >/dev/null 2>&1 && "$name" --version | grep -q "version $version\."; then
    tool=$name
    break
  fi
done
if [ -z "$tool" ]; then
  if [ "${1-}" = --check ]; then
    takt_say "formatting is not checked: it takes clang-format $version"
    exit 0
  fi
  takt_stop "formatting takes clang-format $version"
fi

mapfile -t files < <(takt_sources)
case "${1-}" in
  '') "$tool" -i "${files[@]}" ;;
  --check)
    "$tool" --dry-run --Werror --ferror-limit=3 "${files[@]}" ||
      takt_stop "some files are not formatted: run scripts/format.sh"
    ;;
  *) takt_say "usage: scripts/format.sh [--check]" && exit 2 ;;
esac
