#!/bin/sh
# Usage: ./cleanup.sh [--local] [--yes] [--volumes]
#
# Removes what install.sh created, in the region and under the names of
# variables.json.
#
#   --local    remove the rehearsal and stop its AWS emulator
#   --yes      do not ask
#   --volumes  remove also the volumes of claims, with their data

set -eu
cd "$(dirname "$0")"
. ./src/cli/tools.sh

fail() {
  printf 'cleanup.sh: %s\n' "$1" >&2
  exit 1
}

local_mode=false
for argument; do
  shift
  case $argument in
    --local) local_mode=true ;;
    --help | -h) usage; exit 0 ;;
    --yes | -y) is_asking=false; set -- "$@" "$argument" ;;
    *) set -- "$@" "$argument" ;;
  esac
done

require_node_to_start
require node 20 'https://nodejs.org' "$(node --version 2>/dev/null || true)"
if [ "$local_mode" = false ]; then
  offer_brought "$TERRAFORM"
  require_terraform
  install_packages
  exec node --require ./src/typescript.cjs src/cli/cleanup.ts "$@"
fi

install_packages

status=0
rehearsal=$(ts local/main.ts env) || status=$?
# Status 3 says that no emulator runs; whatever else went wrong, the emulator may run and stays.
if [ "$status" -eq 3 ]; then
  ts local/main.ts stop
  echo 'There is nothing to remove.'
  exit 0
fi
[ "$status" -eq 0 ] || exit "$status"
eval "$rehearsal"
require_terraform
# One environment after the other, as long as there is less each time.
before=
while
  follow src/cli/cleanup.ts "$@" --rehearsal --logs "$(dirname "$STATE_ROOT")/logs" || exit
  left=$(ts local/main.ts inventory 2>/dev/null) || exit
  [ -n "$left" ] && [ "$left" != "$before" ]
do
  before=$left
  echo 'More is left in the emulator: looking for another environment.'
done
if [ -n "$left" ]; then
  printf 'cleanup.sh: this is left in the emulator, which keeps running:\n%s\n' "$left" >&2
  exit 3
fi
ts local/main.ts stop
echo 'Nothing is left, and the emulator is stopped. A shell that was pointed at it'
echo 'still is: open a new one.'
