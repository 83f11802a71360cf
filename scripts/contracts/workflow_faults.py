"""What panda-server says of a workflow when its own machine is in trouble, as JSON.

    workflow_faults.py REQUEST

REQUEST is a JSON file: `caches`, addresses of archives by name. Prints {"NAME": {"status": ..., "request_id": ..., "log":
TEXT}}: for each cache what core_exec says that asks it, and for `no-python` and `not-executable` what process says where
the shell finds no Python, or may not run it (pandaserver/taskbuffer/workflow_processor.py, panda-server 1.0.4).
"""

import contextlib
import io
import json
import os
import sys
import tempfile

answers, sys.stdout = sys.stdout, sys.stderr
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "jedi"))

import client_environment  # noqa: E402
from surroundings import empty, set_up  # noqa: E402

client_environment.set_up()
set_up()
empty("idds.client.clientmanager", "pandaserver.srvcore.MailUtils", "pandaserver.workflow.snakeparser")

from pandaserver.taskbuffer import workflow_processor  # noqa: E402


def main(request_file):
    with open(request_file) as file:
        caches = json.load(file)["caches"]
    told = {name: asked(address) for name, address in caches.items()}
    with tempfile.TemporaryDirectory() as empty_path:
        told["no-python"] = processed(empty_path)
        with open(os.path.join(empty_path, "python"), "w") as file:
            file.write("#!/bin/sh\n")
        told["not-executable"] = processed(empty_path)
    print(json.dumps(told), file=answers)


def request_of(source="http://127.0.0.1:9"):
    data = {"outDS": "user.a.b", "sourceURL": source, "sandbox": "jobO.1.tar.gz", "taskParams": {}, "language": "cwl"}
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump({"userName": "Ada", "data": data}, file)
    return file.name


def asked(address):
    """It ends its process with the name of a file on its last line."""
    os.chdir("/")  # after a fault it stands in a folder that is gone; the server has a process for each
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        workflow_processor.core_exec(address, "contract", "True", request_of(), "Ada", "True")
    with open(printed.getvalue().strip().split("\n")[-1]) as file:
        is_ok, _, request_id, log = json.load(file)
    return {"status": is_ok, "request_id": request_id, "log": log}


def processed(path):
    before, os.environ["PATH"] = os.environ["PATH"], path
    try:
        return workflow_processor.WorkflowProcessor().process(request_of(), True, True, True, True)
    finally:
        os.environ["PATH"] = before


if __name__ == "__main__":
    main(*sys.argv[1:])
