"""What panda-server's own API answers to orders, as JSON.

    server_orders.py CALLS

CALLS is a JSON file: a list of {"method": NAME, "body": {...}, "production": BOOL, "status": STATUS}. Each
comes from the owner of task 7, which is in that status
with priority 1000; null: there is none. Prints {"told": [...]}: for
each call {"answer": {...}, "priority": NUMBER} of pandaserver/api/v1/task_api.py, panda-server's own
checks of roles and arguments, and its own SQL.
"""

import json
import os
import sys
from types import SimpleNamespace

answers, sys.stdout = sys.stdout, sys.stderr
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "jedi"))

import client_environment  # noqa: E402
from surroundings import empty, set_up  # noqa: E402

client_environment.set_up()
set_up()
empty(
    *("pandaserver.dataservice.ddm", "pandaserver.taskbuffer.TaskBuffer"),
    *("pandaserver.srvcore.MailUtils", "pandaserver.srvcore.panda_request"),
)

from pandajedi.jedicore.JediDBProxy import DBProxy  # noqa: E402
from pandaserver.api.v1 import task_api  # noqa: E402
from pandaserver.config import panda_config  # noqa: E402
from pandaserver.srvcore.CoreUtils import clean_user_id  # noqa: E402

from database import Connection, Cursor  # noqa: E402

USER = "Ada/CN=nickname:ada"
TABLES = {
    "JEDI_Tasks": ("jediTaskID", "status", "userName", "prodSourceLabel", "currentPriority"),
    "T_TASK": ("taskid", "current_priority", "timestamp"),
    "PRODSYS_COMM": ("COMM_TASK", "COMM_OWNER", "COMM_CMD", "COMM_COMMENT"),
    "jobsActive4": ("jediTaskID", "currentPriority"),
    "jobsDefined4": ("jediTaskID", "currentPriority"),
}


def main(file):
    with open(file) as text:
        calls = json.load(text)
    panda_config.production_dns = []
    proxy = DBProxy()
    proxy.conn = Connection()
    for table, columns in TABLES.items():
        proxy.conn.create(table, columns)
    proxy.cur = Cursor(proxy.conn)
    task_api.init_task_buffer(proxy)
    print(json.dumps({"told": [told(proxy, call) for call in calls]}), file=answers)


def told(proxy, call):
    proxy.conn.empty()
    if call["status"] is not None:
        proxy.cur.execute(
            "INSERT INTO JEDI_Tasks (jediTaskID,status,userName,prodSourceLabel,currentPriority) VALUES (7,:status,:owner,'managed',1000)",
            {":status": call["status"], ":owner": clean_user_id(USER)},
        )
    role = {"GRST_CRED_AUTH_TOKEN_0": "VOMS /sphenix/Role=production"} if call["production"] else {}
    environment = {"REQUEST_METHOD": "POST", "SSL_CLIENT_S_DN": USER, **role}
    request = SimpleNamespace(subprocess_env=environment)
    answer = getattr(task_api, call["method"])(request, **call["body"])
    proxy.cur.execute("SELECT currentPriority FROM JEDI_Tasks")
    row = proxy.cur.fetchone()
    return {"answer": answer, "priority": None if row is None else row[0]}


if __name__ == "__main__":
    main(*sys.argv[1:])
