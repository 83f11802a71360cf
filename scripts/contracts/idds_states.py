"""What iDDS takes states of tasks for, as JSON.

    idds_states.py STATES

STATES is a JSON file: a list of states. Prints {STATE: {"work": NAME, "ended": BOOL, "processed": BOOL, "failed": BOOL}}
for these and all that iDDS names. Its Transformer is in a package with a database and web server, which is not installed:
it calls the two methods below one after the other (idds-server 2.6.21, idds/agents/transformer/transformer.py:1043).
"""

import json
import sys

answers, sys.stdout = sys.stdout, sys.stderr

import client_environment  # noqa: E402

client_environment.set_up()

from idds.atlas.workflowv2.atlaspandawork import ATLASPandaWork  # noqa: E402


def main(file):
    with open(file) as text:
        asked = set(json.load(text))
    code = ATLASPandaWork.get_processing_status_from_panda_status.__code__
    named = {state for group in code.co_consts if isinstance(group, tuple) for state in group}
    print(json.dumps({state: told(state) for state in sorted(asked | named)}), file=answers)


def told(state):
    work = ATLASPandaWork(task_parameters={"taskName": "a", "jobParameters": []})
    status = work.get_processing_status_from_panda_status(state)
    work.sync_work_data(status=status, substatus=status, work=work)
    return {"work": work.status.name, "ended": work.is_terminated(), "processed": work.is_processed(), "failed": work.is_failed()}


if __name__ == "__main__":
    main(*sys.argv[1:])
