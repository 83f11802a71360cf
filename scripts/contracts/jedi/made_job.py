"""A job as JEDI wrote it down: what its command line says, and which files it makes."""

import ast
import re
from urllib.parse import unquote


class MadeJob:
    def __init__(self, spec):
        self.spec = spec
        self.good = None
        parameters = spec.jobParameters
        self.command = unquote(re.search(r'-p "(.*?)"', parameters, re.DOTALL)[1])
        self.files = files_in(parameters)
        self.outputs = [file.lfn for file in spec.Files if file.type == "output"]
        self.seeds = [int(file.lfn) for file in spec.Files if file.type == "pseudo_input" and str(file.lfn).isdigit()]

    def end(self, buffer, bad):
        self.good = not bad
        self.spec.jobStatus = "failed" if bad else "finished"
        for file in self.spec.Files:
            file.status = "failed" if bad and file.type in ("output", "log") else "ready"
        buffer.propagateResultToJEDI(self.spec, buffer.cur, oldJobStatus="running")

    def told(self):
        return {
            "command": self.command,
            "seeds": self.seeds,
            "files": self.files,
            "outputs": self.outputs,
            "good": self.good,
        }


def files_in(parameters):
    """`--inMap "{'IN': [...], 'IN2': [...]}"`, or only `-i "[...]"`."""
    several = re.search(r'--inMap "(.*?)"', parameters, re.DOTALL)
    if several:
        return ast.literal_eval(several[1])
    one = re.search(r'-i "(.*?)"', parameters, re.DOTALL)
    return {"IN": ast.literal_eval(one[1])} if one else {}
