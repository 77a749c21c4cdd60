#!/bin/sh
# make_ns3_stand_ins.sh LIBSIMGRID FOLDER
#
# Debian builds SimGrid with its bindings to ns-3, a packet-level network simulator that Takt never calls. Its eight
# libraries, and what they need in turn, cost 20 ms or more at the start of each run, several times what the rest of
# the program takes. This makes libraries of the same names whose functions do nothing; the SimGrid module finds them
# first, by its RPATH. A SimGrid without ns-3 gets an empty folder.
set -eu
simgrid=$1
folder=$2
rm -rf "$folder"
mkdir -p "$folder"
needed=$(readelf -d "$simgrid" | sed -n 's/.*(NEEDED).*\[\(libns3[^]]*\)\]/\1/p')
[ -n "$needed" ] || exit 0

symbols=$(nm -D --undefined-only "$simgrid" | awk '{ sub(/@.*/, "", $2); print $2 }' | grep 'N\?[KV]*3ns3' | sort -u)
# Every function at one place that returns 0; tables of virtual functions and type descriptions are zeroes.
{
  echo .text
  for symbol in $symbols; do
    case $symbol in
      _ZTV* | _ZTI* | _ZTS*) ;;
      *) printf '.globl %s\n.type %s,@function\n%s:\n' "$symbol" "$symbol" "$symbol" ;;
    esac
  done
  printf '  xorl %%eax, %%eax\n  ret\n.data\n'
  for symbol in $symbols; do
    case $symbol in
      _ZTV* | _ZTI* | _ZTS*) printf '.globl %s\n.type %s,@object\n.size %s,1024\n%s: .zero 1024\n' "$symbol" "$symbol" "$symbol" "$symbol" ;;
    esac
  done
  echo '.section .note.GNU-stack,"",@progbits'
} >"$folder/stand_in.s"

source=$folder/stand_in.s
for library in $needed; do
  ${CC:-cc} -shared -nostdlib -o "$folder/$library" "-Wl,-soname,$library" "$source"
  : >"$folder/empty.s"
  source=$folder/empty.s  # one of them holds all symbols
done
