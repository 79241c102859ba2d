"""Stands in for moto_server: has a fork of `fork-moto.py` that ends with this process, and the other way round."""

import json
import os
import socket
import sys

directory, *arguments = sys.argv[1:]
connection = socket.socket(socket.AF_UNIX)
connection.connect(os.path.join(directory, "socket"))
request = {
    "arguments": arguments,
    "directory": os.getcwd(),
    "environment": dict(os.environ),
    "umask": os.umask(0o077),
}
socket.send_fds(connection, [b"."], [sys.stdout.fileno(), sys.stderr.fileno()])
connection.sendall(json.dumps(request).encode() + b"\n")
connection.recv(1)
sys.exit("The fork of moto has ended.")
