#!/bin/sh
# Builds Kubernetes' API server and etcd for the tests, in the versions of go.mod, unless both are there. Prints their
# directory. It needs Go; users of a rehearsal download both instead (docs/local.md).

set -eu
cd "$(dirname "$0")"

# version_of MODULE prints the version that go.mod requires.
version_of() {
  sed -n "s|^[[:space:]]*$1 v\([^ ]*\)$|\1|p" go.mod
}

kubernetes=$(version_of k8s.io/kubernetes)
etcd=$(version_of go.etcd.io/etcd/server/v3)
programs=$(cd ../.. && pwd)/.local/programs
directory=$programs/built-kubernetes-$kubernetes-etcd-$etcd
if [ ! -d "$directory" ]; then
  echo "Building Kubernetes' API server $kubernetes and etcd $etcd with Go: some minutes the first time ..." >&2
  minor=${kubernetes#1.}
  component=k8s.io/component-base/version
  version="-X $component.gitVersion=v$kubernetes -X $component.gitMajor=1 -X $component.gitMinor=${minor%%.*}"
  half=$directory.$$
  trap 'rm -rf "$half"' EXIT
  mkdir -p "$half"
  go build -trimpath -ldflags "-s -w $version" -o "$half/kube-apiserver" k8s.io/kubernetes/cmd/kube-apiserver >&2
  go build -trimpath -ldflags '-s -w' -o "$half/etcd" go.etcd.io/etcd/server/v3 >&2
  # Another one may have been faster.
  mv "$half" "$directory" 2>/dev/null || [ -d "$directory" ]
fi
echo "$directory"
