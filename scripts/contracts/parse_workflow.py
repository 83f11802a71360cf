"""What panda-server itself makes of workflows, as JSON: reads a question a line, and answers each in a line.

A question is {"directory": PATH, "request": {...}, "prun": [OPTION...], "states": [STATE...]}. The directory holds the files of the workflow
archive. The request has the parameters of put_workflow_request, and `userName`; its task parameters are those that prun
makes with these options. An answer is {"nodes": [...], "conditions": TEXT} or {"error": TEXT}, see `describe` for a
node; or {"broken": WHY} where none could be made. With `states` also {"begun": [...]}, see `begun_by_states`. What imports cost is paid once.

The parser, the resolver, the verification, prun and iDDS's workflow classes are the installed packages, nothing of them
is replaced. Not run is the frame around them, pandaserver/taskbuffer/workflow_processor.py: it needs a server's
configuration and a download. `convert` repeats its calls (core_exec, panda-server 1.0.4), so look there when the pinned
version moves. The calls to the database and to iDDS come after it.
"""

import contextlib
import io
import json
import logging
import os
import shutil
import sys
import tempfile
import traceback

from client_environment import set_up
from idds_workflow import begun_by_states, describe_workflow

# Packages log to the stdout that they find when they are imported.
answers, sys.stdout = sys.stdout, sys.stderr
set_up()

from base_task_params import base_task_params  # noqa: E402
from pandaserver.workflow import pcwl_utils, workflow_native_utils, workflow_utils  # noqa: E402
from ruamel.yaml import YAML  # noqa: E402


def main():
    for line in sys.stdin:
        if os.fork() == 0:
            give(line)
        _, status = os.wait()
        if status != 0:
            print(json.dumps({"broken": status}), file=answers, flush=True)


def give(line):
    """In a process of its own, which has nobody to answer prun's questions, and ends here."""
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdin = open(0)
        print(json.dumps(answer(**json.loads(line))), file=answers, flush=True)
    except BaseException:
        print(json.dumps({"broken": traceback.format_exc()}), file=answers, flush=True)
    os._exit(0)


def answer(directory, request, prun, states):
    request["states"] = states
    request["taskParams"] = {"container": base_task_params(request["outDS"], *prun)}
    # prun's log goes on to where it first went; at the server its words are what the parser printed.
    logging.getLogger("panda-client").handlers.clear()
    return parse_directory(directory, request)


def parse_directory(directory, request):
    with tempfile.TemporaryDirectory() as copy:  # the parser puts files of its own beside the workflow
        shutil.copytree(directory, copy, dirs_exist_ok=True)
        os.chdir(copy)
        answer = parse(request)
        os.chdir("/")
    return answer


def parse(request):
    """The server runs this in a process of its own, as `main` does, and keeps what it printed: prun ends it with sys.exit."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            return convert(request)
    except SystemExit as stop:
        return {"error": f"main execution failed with {stop.code}:{printed.getvalue()}"}
    except Exception as error:
        return {"error": f"failed to run with {error} {traceback.format_exc()}"}


def convert(request):
    log = logging.getLogger("workflow")
    for params in request["taskParams"].values():
        params["userName"] = request["userName"]
        if request.get("base_platform"):
            params["basePlatform"] = request["base_platform"]
    if request.get("language") == "yaml":
        return convert_native(request, log)
    nodes, root_inputs = pcwl_utils.parse_workflow_file(request["workflowSpecFile"], log)
    with open(request["workflowInputFile"]) as file:
        data = YAML(typ="safe", pure=True).load(file)
    _, _, nodes = workflow_utils.resolve_nodes(nodes, root_inputs, data, 0, set(), request["outDS"], log)
    workflow_utils.set_workflow_outputs(nodes)
    by_id = workflow_utils.get_node_id_map(nodes)
    for node in nodes:
        node.resolve_params(request["taskParams"], by_id)
    refused = [f"Verification failure in ID:{node.id} {why}" for node in nodes for good, why in [node.verify()] if not good]
    if refused:
        return {"error": "\n".join(refused)}
    workflow, conditions = workflow_utils.convert_nodes_to_workflow(nodes, workflow_name=request.get("workflow_name"))
    return {
        "nodes": [describe(node) for node in nodes],
        "conditions": "".join(conditions),
        "workflow": describe_workflow(workflow),
        "begun": begun_by_states(workflow, request["states"]) if request.get("states") else [],
    }


def convert_native(request, log):
    """The calls of parse_raw_request for the language `yaml` (pandaserver/workflow/workflow_parser.py, 1.0.4)."""
    with open(request["workflowSpecFile"]) as file:
        description = YAML(typ="safe", pure=True).load(file)
    nodes, root_inputs = workflow_native_utils.parse_workflow_data(description, log, _id_counter=[0])
    data = description.get("inputs", {})
    _, _, nodes = workflow_native_utils.resolve_nodes(nodes, root_inputs, data, 0, set(), request["outDS"], log)
    workflow_native_utils.set_workflow_outputs(nodes)
    by_id = workflow_native_utils.get_node_id_map(nodes)
    for node in nodes:
        node.resolve_params(request["taskParams"], by_id)
    refused = [f"Verification failure in ID:{node.id} {why}" for node in nodes for good, why in [node.verify()] if not good]
    if refused:
        return {"error": "\n".join(refused)}
    return {"nodes": [describe(node) for node in nodes], "conditions": ""}


def describe(node):
    """Datasets are taken from the task parameters, which PanDA gets, not from the node's inputs, which it does not."""
    templates = [item for item in node.task_params["jobParameters"] if item["type"] == "template"]
    inputs = [item for item in templates if item["param_type"] == "input"]
    return {
        "id": node.id,
        "name": node.name,
        "type": node.type,
        "parents": sorted(node.parents),
        "task_name": node.task_params["taskName"],
        "outputs": [item["dataset"] for item in templates if item["param_type"] == "output"],
        "primary": next((item["dataset"] for item in inputs if item["value"] == '-i "${IN/T}"'), None),
        "secondaries": [
            {
                "stream": item["value"].strip("${}"),
                "dataset": item["dataset"],
                "filesPerJob": item.get("nFilesPerJob"),
                "reusable": item.get("reusable", False),
            }
            for item in inputs
            if item["value"] != '-i "${IN/T}"'
        ],
        "task_params": node.task_params,
    }


if __name__ == "__main__":
    main()
