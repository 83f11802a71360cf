"""prun's options as its own parser has them: {option: {"kind": "flag" | "integer" | "text", "dest": NAME, "choices": [...] | null}}."""

import json
import sys

from client_environment import set_up

answers, sys.stdout = sys.stdout, sys.stderr
set_up()

from pandaclient import PrunArgs  # noqa: E402


def describe(action):
    kind = "flag" if action.nargs == 0 else "integer" if action.type is int else "text"
    return {"kind": kind, "dest": action.dest, "choices": action.choices and list(action.choices)}


parser = PrunArgs.build_parser()
options = {option: describe(action) for action in parser._actions for option in action.option_strings if action.dest != "help"}
print(json.dumps(options), file=answers)
