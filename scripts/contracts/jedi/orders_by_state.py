"""In which states panda-server and JEDI take which order, and what a parent's retry does to its children, as JSON.

    orders_by_state.py STATES

STATES is a JSON file: a list of states. Prints {"states": [...], "server": {ORDER: [STATE, ...]}, "jedi": {ORDER: [STATE, ...]},
"retriedWithParent": [STATE, ...]}, for these states and all that JEDI's lists name: the states in which the server notes an order of the
production role, in which JEDI's commander carries out one that was noted, and in which JEDI executes a child again.
"""

import inspect
import json
import os
import sys

answers, sys.stdout = sys.stdout, sys.stderr
sys.path.append(os.path.join(os.path.dirname(__file__), ".."))

import surroundings  # noqa: E402

surroundings.set_up()

from pandajedi.jedicore.JediDBProxy import DBProxy  # noqa: E402
from pandaserver.taskbuffer.JediDatasetSpec import JediDatasetSpec  # noqa: E402
from pandaserver.taskbuffer.JediTaskSpec import JediTaskSpec  # noqa: E402

from database import Connection, Cursor  # noqa: E402
from neighbours import Buffer  # noqa: E402

ORDERS = ("kill", "finish", "retry", "incexec", "pause", "resume", "reassign")
PARENT, CHILD, OTHER = 7, 8, 9


def main(file):
    with open(file) as text:
        states = sorted(set(json.load(text)) | named())
    proxy = DBProxy()
    proxy.conn = Connection()
    for table, spec in {"JEDI_Tasks": JediTaskSpec, "JEDI_Datasets": JediDatasetSpec}.items():
        proxy.conn.create(table, spec.columnNames().split(","))
    proxy.conn.create("PRODSYS_COMM", ("comm_task", "comm_owner", "comm_cmd", "comm_comment", "comm_ts"))
    proxy.cur = Cursor(proxy.conn)

    def where(takes):
        return {order: [state for state in states if takes(proxy, order, state)] for order in ORDERS}

    again = [state for state in states if is_retried(proxy, state)]
    print(json.dumps({"states": states, "server": where(server), "jedi": where(jedi), "retriedWithParent": again}), file=answers)


def named():
    """Every state in the lists that JediTaskSpec keeps of states."""
    lists = [get() for name, get in inspect.getmembers(JediTaskSpec, inspect.ismethod) if name.startswith("status")]
    return {state for states in lists if isinstance(states, list) for state in states}


def server(proxy, order, state):
    """To a cloud, since a move to a site is noted in every state."""
    return proxy._check_command_allowed(order, state, True, "cloud:US:n")[0]


def jedi(proxy, order, state):
    add(proxy, PARENT, state)
    insert = "INSERT INTO PRODSYS_COMM (comm_task,comm_owner,comm_cmd,comm_comment) VALUES (:task,'DEFT',:cmd,'')"
    proxy.cur.execute(insert, {":task": PARENT, ":cmd": order})
    proxy.getTasksToExecCommand_JEDI(None, None)
    (noted,) = proxy.cur.execute("SELECT comm_cmd FROM PRODSYS_COMM").fetchone()
    if noted not in (f"{order}ing", f"{order} failed"):
        raise RuntimeError(f"JEDI left {order} in {state} as {noted}")
    proxy.conn.empty()
    return noted == f"{order}ing"


def is_retried(proxy, state):
    """One child of this parent, and one that names none, as a task of several parents."""
    add(proxy, PARENT, "toretry")
    datasets = [(PARENT, "output"), (CHILD, "input"), (OTHER, "input")]
    for number, (task, kind) in enumerate(datasets):
        insert = "INSERT INTO JEDI_Datasets (jediTaskID,datasetID,datasetName,containerName,type) VALUES (:t,:d,'o','o',:k)"
        proxy.cur.execute(insert, {":t": task, ":d": number, ":k": kind})
    add(proxy, CHILD, state, parent=PARENT)
    add(proxy, OTHER, state)
    retried = []
    proxy.retryTask_JEDI = lambda task, command, **_: (True, None, retried.append(task) or [])
    done, _ = proxy.retryChildTasks_JEDI(PARENT)
    if not done or OTHER in retried:
        raise RuntimeError(f"a child in {state}: {retried}")
    proxy.conn.empty()
    return retried == [CHILD]


def add(proxy, task, state, parent=None):
    insert = "INSERT INTO JEDI_Tasks (jediTaskID,status,oldStatus,parent_tid) VALUES (:task,:state,'ready',:parent)"
    proxy.cur.execute(insert, {":task": task, ":state": state, ":parent": parent})


if __name__ == "__main__":
    main(*sys.argv[1:])
