//go:build tools

// Package tools keeps the two programs of build.sh among the requirements of go.mod.
package tools

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
)
