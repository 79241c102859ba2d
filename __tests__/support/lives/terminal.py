"""Runs a command on a pseudo-terminal: terminal.py TEXT_TO_WAIT_FOR ANSWER COMMAND...

Types the answer once the text was shown, prints all that the terminal shows, and ends with the
command's status. The answer may hold escapes, such as \\x03 for Ctrl-C.
"""

import os
import pty
import sys

wanted, answer, command = sys.argv[1], sys.argv[2].encode().decode("unicode_escape"), sys.argv[3:]
shown = b""
typed = False


def read(terminal):
    global shown, typed
    data = os.read(terminal, 4096)
    shown += data
    if not typed and wanted.encode() in shown:
        typed = True
        os.write(terminal, answer.encode())
    return data


status = os.waitstatus_to_exitcode(pty.spawn(command, read, lambda _: b""))
sys.exit(status if status >= 0 else 128 - status)
