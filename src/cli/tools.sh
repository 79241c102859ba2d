# shellcheck shell=sh
# Sourced by install.sh and cleanup.sh from the directory of the project.

# shellcheck disable=SC2034 # for the scripts that source this
TERRAFORM=${TERRAFORM_BINARY_NAME:-terraform}
# CDKTF and Terraform would ask the internet for newer versions of themselves.
export CHECKPOINT_DISABLE=1

# A standard input or output that is closed would give its number to the next file that is opened.
if ! (: 3<&0) 2>/dev/null; then exec </dev/null; fi
if ! (: 3>&1) 2>/dev/null; then exec >/dev/null; fi
if ! (: 3>&2); then exec 2>/dev/null; fi

# usage prints the comment that a script begins with: a machine without the packages shows it as well.
usage() {
  sed -n '2,/^$/s/^# \{0,1\}//p' "${0##*/}"
}

# ts FILE [ARGUMENT...] runs a TypeScript program of the project.
ts() {
  node --require ./src/typescript.cjs "$@"
}

# follow FILE [ARGUMENT...] runs a TypeScript program that ends gently when it is told to, and waits
# for it. A shell that waits for a program in the foreground is deaf to SIGTERM, and dash dies of
# Ctrl-C at once; the terminal sends Ctrl-C and its end to the program as well.
follow() {
  exec 3<&0
  node --require ./src/typescript.cjs "$@" <&3 3<&- &
  program=$!
  exec 3<&-
  trap : INT HUP
  trap 'kill -TERM "$program" 2>/dev/null || :' TERM
  status=0
  wait "$program" || status=$?
  # A trap interrupts the wait, not the program.
  while kill -0 "$program" 2>/dev/null; do
    status=0
    wait "$program" || status=$?
  done
  trap - INT HUP TERM
  return "$status"
}

# require NAME MINIMUM URL FOUND fails unless FOUND, a version as the tool prints it, is recent enough.
require() {
  found=$(printf '%s\n' "$4" | sed -n 's/^[^0-9]*\([0-9][0-9]*\)\.\([0-9][0-9]*\).*/\1 \2/p' | head -n 1)
  [ -n "$found" ] || fail "$1 is missing; get it from $3"
  minimum="$(printf '%s.0' "$2" | cut -d . -f 1,2 | tr . ' ')"
  # shellcheck disable=SC2086 # two numbers each
  at_least $found $minimum || fail "$1 $2 or newer is needed, this is $(printf '%s' "$found" | tr ' ' .); get it from $3"
}

# terraform_version prints the line of Terraform, or OpenTofu, that has its version; nothing when there is none.
terraform_version() {
  "$TERRAFORM" version 2>/dev/null | sed -n '/ v[0-9][0-9]*\.[0-9]/p' || :
}

require_terraform() {
  require "$TERRAFORM" 1.9 'https://developer.hashicorp.com/terraform/install' "$(terraform_version)"
}

is_asking=true
# offer_brought PROGRAM... asks whether those that are missing here may be the ones that a rehearsal brought.
offer_brought() {
  missing=
  for program; do
    command -v "$program" >/dev/null 2>&1 || [ ! -x ".local/programs/bin/$program" ] || missing="$missing $program"
  done
  [ -n "$missing" ] || return 0
  echo "Missing here:$missing. A rehearsal brought it into .local/programs/bin."
  if [ "$is_asking" = true ]; then
    printf 'Use that for AWS too? [y/N] '
    read -r answer || answer=
    case $answer in [yY]*) ;; *) return 0 ;; esac
  fi
  export PATH="$PATH:$PWD/.local/programs/bin"
}

# at_least MAJOR MINOR MINIMUM_MAJOR MINIMUM_MINOR
at_least() {
  [ "$1" -gt "$3" ] || { [ "$1" -eq "$3" ] && [ "$2" -ge "$4" ]; }
}

# require_node_to_start fails unless node starts here: also for what the shell tells it to load, or lets it write to.
require_node_to_start() {
  command -v node >/dev/null 2>&1 || return 0
  answer=$(node --version 2>&1) || {
    reason=$(printf '%s\n' "$answer" | grep -v '^ *$' | head -n 1)
    [ -z "${NODE_OPTIONS:-}" ] || fail "node does not start with NODE_OPTIONS='$NODE_OPTIONS': $reason. Correct it, or: unset NODE_OPTIONS"
    fail "node does not start: $reason"
  }
  probe=${TMPDIR:-/tmp}/aws-batch-on-eks.$$
  mkdir "$probe" 2>/dev/null ||
    fail "TMPDIR (${TMPDIR:-/tmp}) is no directory that you can write. Name another one: export TMPDIR=DIRECTORY"
  rmdir "$probe"
}

# Installs the project's packages unless they are there as package-lock.json wants them, each one whole.
install_packages() {
  installed=node_modules/.package-lock.json
  if [ ! -f "$installed" ] || [ -n "$(find package-lock.json -newer "$installed")" ]; then
    reason='there are none yet'
    [ ! -f "$installed" ] || reason='package-lock.json is newer than they are'
  else
    reason=$(missing_package) || fail "$installed is damaged. Install the packages again: npm ci"
    [ -n "$reason" ] || return 0
    reason="$reason is missing"
  fi
  echo "Installing the packages of the project: $reason."
  echo 'They take 1.2 GB, and one to five minutes ...'
  npm ci --no-audit --no-fund
}

# missing_package prints the first package that npm installed and that is not there any more.
missing_package() {
  # shellcheck disable=SC2016 # it is JavaScript
  node -e '
    const { existsSync, readFileSync } = require("node:fs");
    const { packages } = JSON.parse(readFileSync("node_modules/.package-lock.json", "utf8"));
    const missing = Object.keys(packages).find((path) => !existsSync(`${path}/package.json`));
    if (missing) console.log(missing.replace(/^.*node_modules\//, ""));
  ' 2>/dev/null
}
