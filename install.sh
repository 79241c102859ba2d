#!/bin/sh
# Usage: ./install.sh [--local] [--region REGION] [--yes] [--take-over]
#
# Deploys AWS Batch on Amazon EKS: to AWS, or with --local to an AWS emulator on
# this machine.
#
#   --local          rehearse against an AWS emulator: no account, no cost
#   --region REGION  deploy to this region instead of asking
#   --yes            do not ask
#   --take-over      go on with an environment that lives in AWS, and whose
#                    state is lost
#
# Variables are read from variables.json; variables.example.json shows them all.

set -eu
cd "$(dirname "$0")"
. ./src/cli/tools.sh

fail() {
  printf 'install.sh: %s\n' "$1" >&2
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
require npm 9 'https://nodejs.org' "$(npm --version 2>/dev/null || true)"
if [ "$local_mode" = false ]; then
  offer_brought "$TERRAFORM" aws
  require_terraform
  require aws 1.27 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html' "$(aws --version 2>&1 || true)"
  install_packages
  exec node --require ./src/typescript.cjs src/cli/install.ts "$@"
fi

# What else a rehearsal needs, it brings itself.
[ -z "${TERRAFORM_BINARY_NAME:-}" ] || require_terraform
install_packages
echo 'Starting the AWS emulator ...'
ts local/main.ts start
rehearsal=$(ts local/main.ts env)
eval "$rehearsal"
# There is no account and no cost to confirm.
follow src/cli/install.ts "$@" --yes --rehearsal --logs "$(dirname "$STATE_ROOT")/logs"
if [ "$WITHOUT_KUBERNETES" = 1 ]; then
  cat <<'DONE'
The rehearsal is complete. It has no stack kubernetes: there is no Kubernetes
behind the emulator. A job's command runs on this machine; its image is not
pulled.
DONE
else
  cat <<'DONE'
The rehearsal is complete, with a Kubernetes API of its own. A job's command
runs on this machine; its image is not pulled.
DONE
fi
cat <<'DONE'
To use it from this shell:  eval "$(npm run --silent local:env)"
To remove it again:         ./cleanup.sh --local
DONE
