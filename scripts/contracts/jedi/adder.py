"""What panda-server's adder makes of what a pilot reports: usage `adder.py request.json`.

A request is `{"expected": [{"lfn", "type", "optional"}], "attempts": [{"status", "reported": [names]}]}`; each attempt is
a job of its own with these files, as JEDI makes it. The answer has for each what became of the job and of its files.
"""

import copy
import json
import sys

from surroundings import set_up

set_up()

from pandaserver.dataservice.adder_gen import AdderGen
from pandaserver.taskbuffer.FileSpec import FileSpec
from pandaserver.taskbuffer.JobSpec import JobSpec


class Silent:
    def __getattr__(self, _):
        return lambda *_args, **_more: None


class TaskBuffer:
    """Keeps the file records of one job, as the database does."""

    def __init__(self, job):
        self.job = job

    def copy_file_records(self, new_lfns, file_spec):
        for index, lfn in enumerate(new_lfns):
            one = file_spec if index == 0 else copy.copy(file_spec)
            one.lfn = lfn
            if index > 0:
                self.job.addFile(one)
        return True

    def peekJobs(self, *_args, **_more):
        return [self.job]


def job_of(expected, status):
    job = JobSpec()
    job.jobStatus, job.prodSourceLabel, job.metadata, job.nEvents = status, "managed", "NULL", 0
    job.pilotErrorCode = job.taskBufferErrorCode = job.transExitCode = 0
    for one in expected:
        file = FileSpec()
        file.lfn, file.type, file.status = one["lfn"], one["type"], "unknown"
        if one.get("optional"):
            file.allowNoOutput()
        job.addFile(file)
    return job


def decided(expected, attempt):
    job = job_of(expected, attempt["status"])
    adder = AdderGen.__new__(AdderGen)
    adder.job, adder.job_id, adder.job_status, adder.logger = job, 1, attempt["status"], Silent()
    adder.taskBuffer = TaskBuffer(job)
    adder.extra_info = {"surl": {}, "nevents": {}, "lbnr": {}, "endpoint": {}, "guid": {}}
    report = {"guid": "g", "fsize": 1, "adler32": "0a0b0c0d"}
    adder.data = json.dumps({name: report for name in attempt["reported"]})
    adder.parse_job_output_report()
    files = {file.lfn: str(file.status) for file in job.Files}
    diagnosis = None if job.ddmErrorDiag in ("NULL", None) else job.ddmErrorDiag
    return {"status": job.jobStatus, "diagnosis": diagnosis, "files": files}


with open(sys.argv[1]) as file:
    asked = json.load(file)
print(json.dumps({"decided": [decided(asked["expected"], attempt) for attempt in asked["attempts"]]}))
