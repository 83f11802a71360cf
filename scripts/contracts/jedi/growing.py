"""A task that JEDI begins while the one before it still makes files."""

PARENT = 900_000


def early_jobs(task, counts):
    """How many jobs JEDI makes at each look, with so many files there; then the parent is done and has all of them."""
    cursor = task.buffer.cur
    cursor.execute("INSERT INTO JEDI_Tasks (jediTaskID,status) VALUES (:id,'running')", {":id": PARENT})
    task.set(parent_tid=PARENT)
    early = []
    for count in counts:
        task.data.growing = count
        task.read_files()
        early.append([len(job.files["IN"]) for job in task.cycle()])
        wake(task)
    task.data.growing = None
    cursor.execute("UPDATE JEDI_Tasks SET status='done' WHERE jediTaskID=:id", {":id": PARENT})
    return early


def wake(task):
    """What JEDI's watchdog does with a task that waits for files, after some time."""
    task.set(status="defined", oldStatus=None, lockedBy=None, lockedTime=None)
    task.buffer.cur.execute(
        "UPDATE JEDI_Datasets SET stateCheckTime='2000-01-01 00:00:00',lockedBy=NULL WHERE jediTaskID=:id", {":id": task.number}
    )
