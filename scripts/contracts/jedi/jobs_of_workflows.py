"""Which tasks panda-server makes of workflows, and which jobs JEDI makes of those, as JSON.

    jobs_of_workflows.py CASES

CASES is a JSON file: a list of {"dir": PATH, "request": {...}, "datasets": {name: [file, ...]}, "fails": {step: {job:
times}}, "retried": [step, ...], "needed": {step: files}, "grows": {step: [files, ...]}, "scouts": {...}, "rucio": {...}}. `request` is
that of parse_workflow.py. With `rucio` data are those of that server, by JEDI's own client. Jobs are counted from 1 as they are first made; in steps of `needed` jobs with another number
of primary files fail always, and a task in `retried` is tried again after its end, when everything works. A task in
`grows` is looked at before its parent has ended, each time with so many of its files. With `scouts` each task is left
when its first jobs have ended as scouting.py says. Prints {"made": [...]}: for each case {"error": TEXT} or
{"steps": [{"step": NAME, "task": NUMBER, "params": {...}, ...}, ...]} where a step goes on with "early": [[files, ...],
...], "jobs": [...] and with `scouts` "scouts": {...}, or with "error": TEXT.
"""

import json
import os
import sys

answers, sys.stdout = sys.stdout, sys.stderr
sys.path.append(os.path.join(os.path.dirname(__file__), ".."))

import surroundings  # noqa: E402

surroundings.set_up()

from pandajedi.jedicore.JediDBProxy import DBProxy  # noqa: E402
from pandaserver.taskbuffer.JediDatasetSpec import JediDatasetSpec  # noqa: E402
from pandaserver.taskbuffer.JediFileSpec import JediFileSpec  # noqa: E402
from pandaserver.taskbuffer.JediTaskSpec import JediTaskSpec  # noqa: E402

from data import Data  # noqa: E402
from database import Connection, Cursor  # noqa: E402
from failing import Failing  # noqa: E402
from neighbours import Buffer  # noqa: E402
from one_task import Broken, Task  # noqa: E402
from parse_workflow import parse_directory  # noqa: E402
from real_data import RealData  # noqa: E402
from scouting import first_jobs  # noqa: E402

FIRST_TASK = 501
TABLES = {"JEDI_Tasks": JediTaskSpec, "JEDI_Datasets": JediDatasetSpec, "JEDI_Dataset_Contents": JediFileSpec}


def main(file):
    with open(file) as text:
        cases = json.load(text)
    proxy = DBProxy()
    proxy.conn = Connection()
    for table, spec in TABLES.items():
        proxy.conn.create(table, spec.columnNames().split(","))
    proxy.cur = Cursor(proxy.conn)
    print(json.dumps({"made": [run(proxy, case) for case in cases]}), file=answers)


def run(proxy, case):
    parsed = parse_directory(case["dir"], case["request"])
    if "error" in parsed:
        return parsed
    proxy.conn.empty()
    buffer, data = Buffer(proxy), RealData(case["rucio"]) if "rucio" in case else Data()
    for name, files in case["datasets"].items():
        data.add(name, files)
    return {"steps": [run_step(buffer, data, FIRST_TASK + node["id"], node, case) for node in parsed["nodes"]]}


def run_step(buffer, data, number, node, case):
    step, params = node["name"], node["task_params"]
    told = {"step": step, "task": number, "params": params}
    try:
        task = Task(buffer, data, number, params, case.get("grows", {}).get(step))
        if "scouts" in case:
            return {**told, "early": [], "jobs": [], "scouts": first_jobs(task, case["scouts"])}
        task.run(Failing(case["fails"].get(step, {}), case.get("needed", {}).get(step)))
        if step in case["retried"]:
            task.retry()
            task.run(Failing({}))
    except Exception as error:
        if os.environ.get("SHREK_JEDI_LOG"):
            raise
        return {**told, "error": str(error) if isinstance(error, Broken) else f"{type(error).__name__}: {error}"}
    for job in task.made:
        for file in job.outputs if job.good else []:
            data.add(container_of(params, file), [file])
    jobs = [job.told() for job in task.made]
    return {**told, "early": task.early, "destinations": task.destinations(), "jobs": jobs}


def container_of(params, file):
    """The container that the request names for the output whose name this file ends with."""
    return next(
        item["container"]
        for item in params["jobParameters"]
        if item.get("param_type") == "output" and file.endswith(f".{item['value'].split('${SN/P}.')[-1]}")
    )


if __name__ == "__main__":
    main(sys.argv[1])
