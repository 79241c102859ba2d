"""
Holds moto with all that it loads, and forks a moto_server for each program that connects: a moto_server of its own takes
three seconds of CPU time until it has answered its first requests, a fork a third of one. Ends with its standard input.

The argument is the directory for the socket, and for the program `moto_server`, which connects.
"""

import functools
import gc
import importlib.util
import json
import os
import select
import shlex
import signal
import socket
import sys
import threading

DIRECTORY = sys.argv[1]
SERVICES = "autoscaling ec2 ecr events iam kms logs s3 secretsmanager sns sts".split()
POLICIES = "MOTO_IAM_LOAD_MANAGED_POLICIES"


def fork_for_each_client() -> socket.socket:
    """Returns in each fork, with the connection to its client."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.path.join(DIRECTORY, "socket"))
    listener.listen(128)
    write_program()
    # Whoever waits for the end of the standard output knows that it can connect.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # No fork is waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    is_loaded = False
    while True:
        readable, _, _ = select.select([sys.stdin, listener], [], [])
        if sys.stdin in readable:
            sys.exit()
        connection, _ = listener.accept()
        if not is_loaded:
            load_moto()
            is_loaded = True
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            return connection
        connection.close()


def write_program() -> None:
    client = os.path.join(os.path.dirname(os.path.abspath(__file__)), "connect.py")
    command = shlex.join([sys.executable, "-IS", client, DIRECTORY])
    with open(os.path.join(DIRECTORY, "moto_server"), "w") as program:
        program.write(f'#!/bin/sh\nexec {command} "$@"\n')
        os.chmod(program.fileno(), 0o755)


def load_moto() -> None:
    from moto import backends
    from moto.core import DEFAULT_ACCOUNT_ID, responses
    from moto.core.base_backend import BackendDict
    from moto.core.utils import get_service_model
    from moto.moto_server.werkzeug_app import create_backend_app

    # AWS's own policies take a second: only once, after the reset.
    os.environ.pop(POLICIES, None)
    for service in SERVICES:
        create_backend_app(service)
        get_service_model(service)
    BackendDict.reset()
    os.environ[POLICIES] = "true"
    iam = backends.get_backend("iam")[DEFAULT_ACCOUNT_ID]
    for partition in iam.regions:
        iam[partition]
    # Moto looks for both at each request, in a third of its time.
    modules = list(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)
    # No fork looks through them again, which would copy their pages.
    gc.collect()
    gc.freeze()


def serve(connection: socket.socket) -> None:
    """As the client's moto_server: with its environment and umask, in its directory, with its output."""
    from moto.moto_api._internal import mock_random
    from moto.server import main

    _, outputs, _, _ = socket.recv_fds(connection, 1, 2)
    request = json.loads(connection.makefile().readline())
    for number, output in enumerate(outputs, start=1):
        os.dup2(output, number)
        os.close(output)
    threading.Thread(target=end_with, args=[connection], daemon=True).start()
    os.chdir(request["directory"])
    os.umask(request["umask"])
    os.environ.clear()
    os.environ.update(request["environment"])
    mock_random.seed()
    main(request["arguments"])


def end_with(connection: socket.socket) -> None:
    connection.recv(1)
    os._exit(1)


if importlib.util.find_spec("moto") is None:
    sys.exit()
serve(fork_for_each_client())
