"""Runs a command and prints, as JSON, what it used with the processes that it started."""

import json
import resource
import subprocess
import sys

done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
if done.returncode != 0:
    sys.exit(done.stderr.decode())
used = resource.getrusage(resource.RUSAGE_CHILDREN)
bytes_a_unit = 1 if sys.platform == "darwin" else 2**10
print(
    json.dumps(
        {
            "cpuSeconds": used.ru_utime + used.ru_stime,
            "peakMiB": used.ru_maxrss * bytes_a_unit / 2**20,
        }
    )
)
