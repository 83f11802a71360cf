"""The first jobs of a task, how they end, and what JEDI's own post-processor then makes of the task."""

import statistics
import sys
from datetime import datetime

from neighbours import SITE

sys.modules["numpy"].median = statistics.median

LIVE = ("scouting", "running", "ready")


def first_jobs(task, story):
    """Of the first jobs so many end well, so many badly, the others go on; what good ones measured are columns of the table of jobs."""
    jobs, scouts = make(task, "ready")
    asked = task.column("ramCount")
    for number, job in enumerate(jobs[: story["good"] + story["bad"]]):
        job.end(task.buffer, number >= story["good"])
        archive(task, job, story.get("measured", {}))
    look(task)
    told = {"first": len(jobs), "scouts": scouts, "status": task.status(), "dialog": task.column("errorDialog")}
    memory = {"asked": asked, "memory": task.column("ramCount")}
    after = retried(task) if told["status"] == "exhausted" else None
    task.set(queuedTime=None)  # a date that JEDI wrote comes back as text
    goes_on = told["status"] == "scouted" or after == "running"  # scouted becomes running, task_complex_module.py:1671
    later, again = make(task, "running") if goes_on else ([], False)
    asks = later[0].spec.minRamCount if later else None
    return {**told, **memory, "retried": after, "later": len(later), "again": again, "asks": asks}


def make(task, status):
    """Jobs, and whether they are scouts; with what the job generator does to the task then (JobGenerator.py:876-882)."""
    jobs, scouts = [], False
    for spec, cloud, chunk in task.chunks(status):
        jobs += task.generate(spec, cloud, chunk)
        scouts = chunk.useScout()
        if scouts:
            task.set(status="scouting")
        elif spec.useScout():
            spec.setUseScout(False)
            task.set(status="running", splitRule=spec.splitRule)
    return jobs, scouts


def archive(task, job, measured):
    row = {
        "PandaID": job.spec.PandaID,
        "jediTaskID": task.number,
        "jobStatus": job.spec.jobStatus,
        "computingSite": SITE,
        "modificationHost": "node",
        "startTime": "2026-11-26 10:00:00",
        "endTime": "2026-11-26 11:00:00",
        "cpuConsumptionTime": 3500,
        "actualCoreCount": 1,
        **measured,
    }
    names, values = ",".join(row), ",".join(f":{name}" for name in row)
    task.buffer.cur.execute(f"INSERT INTO jobsArchived4 ({names}) VALUES ({values})", {f":{name}": row[name] for name in row})


def look(task):
    """One look of the post-processor, PostProcessor.py:60. Dates are dates, as from the real database."""
    cursor, connection = task.buffer.cur, task.buffer.proxy.conn.base
    for status in LIVE:
        cursor.execute("INSERT INTO JEDI_AUX_Status_MinTaskID (status,min_jediTaskID) VALUES (:status,0)", {":status": status})
    task.set(lockedBy=None, lockedTime=None)
    connection.text_factory = date_or_text
    try:
        done = task.buffer.prepareTasksToBeFinished_JEDI(None, task.params["prodSourceLabel"], site_mapper=task.buffer.get_site_mapper())
    finally:
        connection.text_factory = str
    if done is None:
        raise RuntimeError("the post-processor failed")


def retried(task):
    """What becomes of the task when its retry has been accepted."""
    task.buffer.cur.execute(
        "INSERT INTO PRODSYS_COMM (comm_task,comm_cmd,comm_owner) VALUES (:task,'retry','DEFT')", {":task": task.number}
    )
    task.buffer.getTasksToExecCommand_JEDI(None, None)
    return task.status()


def date_or_text(raw):
    text = raw.decode()
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return text
