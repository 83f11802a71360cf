"""The task parameters that every step of a workflow starts from, made by prun as pchain makes them.

    base_task_params.py OUTDS [prun options]

pchain's own lines (pandaclient/PchainScript.py, "making task params with dummy exec", 2.2.0) are repeated here because
they stand in the middle of its main function. With dry_mode nothing is packed or sent: the archive is `None`.
"""

import json
import sys

from client_environment import set_up

answers, sys.stdout = sys.stdout, sys.stderr
set_up()

from pandaclient import PrunScript  # noqa: E402

DROPPED = ("noInput", "nEvents", "nEventsPerJob")


def base_task_params(out_ds, *options):
    arguments = ["--exec", "__dummy_exec_str__", "--outDS", out_ds, "--containerImage", "__dummy_container__", "--tmpDir", "/tmp", *options]
    params = PrunScript.main(get_taskparams=True, ext_args=arguments, dry_mode=True)
    return {key: value for key, value in params.items() if key not in DROPPED}


if __name__ == "__main__":
    print(json.dumps(base_task_params(*sys.argv[1:])), file=answers)
