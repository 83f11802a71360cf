"""One task from its parameters to its last job, by JEDI's own refiner, feeder, splitter, generator and retry."""

import json
import logging

from pandajedi.jedicore import Interaction
from pandajedi.jedicore.MsgWrapper import MsgWrapper
from pandajedi.jedicore.SiteCandidate import SiteCandidate
from pandajedi.jedicore.ThreadUtils import ListWithLock
from pandajedi.jediorder.ContentsFeeder import ContentsFeederThread
from pandajedi.jediorder.JobGenerator import JobGeneratorThread
from pandajedi.jediorder.JobSplitter import JobSplitter
from pandajedi.jedirefine.GenTaskRefiner import GenTaskRefiner

from growing import early_jobs
from made_job import MadeJob
from neighbours import SITE, Queues, Sites

LOG = MsgWrapper(logging.getLogger("shrek"), "")
FILES_A_CYCLE = 5000  # pandajedi's template of panda_jedi.cfg
SEEDS_IN_STOCK = 300  # beside an input JEDI begins with 10000, and makes more when they are used up


class Broken(Exception):
    """JEDI gave up; the text is its own."""


class Task:
    def __init__(self, buffer, data, number, params, growth=None):
        self.buffer, self.data, self.number, self.params = buffer, data, number, params
        self.made = []
        self.refine()
        self.early = early_jobs(self, growth) if growth else []
        self.feed()

    def refine(self):
        """What TaskRefinerThread.runImpl does with a task that has no parent to wait for."""
        text = json.dumps({"taskType": "anal", "taskPriority": 1000, **self.params}).replace("$JEDITASKID", str(self.number))
        for statement in (
            "INSERT INTO JEDI_TaskParams (jediTaskID,taskParams) VALUES (:id,:text)",
            "INSERT INTO JEDI_Tasks (jediTaskID,status,oldStatus,lockedBy,attemptNr) VALUES (:id,'registered',NULL,NULL,0)",
        ):
            self.buffer.cur.execute(statement, {":id": self.number, ":text": text})
        params = json.loads(text)
        for item in [] if params.get("noInput") else params["jobParameters"]:
            if item.get("dataset") == "seq_number":
                item["num_records"] = SEEDS_IN_STOCK
        impl = GenTaskRefiner(self.buffer, self.data)
        impl.initializeRefiner(LOG)
        impl.oldTaskStatus = "registered"
        impl.extractCommon(self.number, params, Queues(), None)
        impl.doRefine(self.number, params)
        done, status = self.buffer.registerTaskInOneShot_JEDI(
            self.number,
            impl.taskSpec,
            impl.inMasterDatasetSpec,
            impl.inSecDatasetSpecList,
            impl.outDatasetSpecList,
            impl.outputTemplateMap,
            impl.jobParamsTemplate,
            json.dumps(impl.updatedTaskParams or params),
            impl.unmergeMasterDatasetSpec,
            impl.unmergeDatasetSpecMap,
            False,
            "registered",
            impl.in_content_dataset_specs,
        )
        if not done:
            raise Broken(f"the refiner left it {status}")

    def read_files(self):
        lists = self.buffer.getDatasetsToFeedContents_JEDI(None, None, task_id=self.number)
        ContentsFeederThread(ListWithLock([]), None, self.buffer, self.data, "shrek").feed_contents_to_tasks(lists)

    def feed(self):
        self.read_files()
        if self.status() not in ("ready", "assigning"):
            raise Broken(f"{self.status()}: {self.column('errorDialog')}")

    def run(self, fails):
        """Cycles until JEDI has no more jobs; `fails(job)` says whether the job ends badly."""
        for _ in range(1000):
            jobs = self.cycle()
            if not jobs and not self.leave_scouting():
                return
            for job in jobs:
                job.end(self.buffer, fails(job))
        raise Broken("a thousand cycles without an end")

    def leave_scouting(self):
        """JEDI feeds ten chunks at first, and all files when their jobs have ended; scouts are told by nothing else here."""
        more = "jediTaskID=:id AND nFilesToBeUsed<nFiles AND type IN ('input','pseudo_input')"
        self.buffer.cur.execute(f"UPDATE JEDI_Datasets SET nFilesToBeUsed=nFiles WHERE {more}", {":id": self.number})
        return self.buffer.cur.rowcount > 0

    def cycle(self):
        """What JobGeneratorThread.runImpl does between brokerage and the storing of jobs."""
        made = []
        for spec, cloud, chunk in self.chunks("running"):
            spec.setUseScout(False)
            chunk.setUseScout(False)
            made += self.generate(spec, cloud, chunk)
        return made

    def chunks(self, status):
        # long enough ago that no other process would hold it
        self.set(lockedBy=None, lockedTime=None, status=status, modificationTime="2000-01-01 00:00:00")
        read = self.buffer.getTasksToBeProcessed_JEDI(
            "shrek", None, None, None, None, nTasks=1, nFiles=FILES_A_CYCLE, target_tasks=[self.number]
        )
        return [one for _, chunks in read or [] for one in chunks]

    def generate(self, spec, cloud, chunk):
        site = SiteCandidate(SITE, SITE)
        site.weight = 1  # with 0, what brokerage never gives, a site gets 25 jobs a cycle
        chunk.addSiteCandidate(site)
        state, subs, _ = JobSplitter().doSplit(spec, chunk, Sites(), allow_chunk_size_limit=True)
        if state != Interaction.SC_SUCCEEDED:
            raise Broken("splitting failed")
        if subs and len(subs[-1]["subChunks"]) > 1 and chunk.masterDataset is not None and chunk.readBlock is True:
            subs[-1]["subChunks"] = subs[-1]["subChunks"][:-1]
        generator = JobGeneratorThread(
            ListWithLock([]), None, self.buffer, self.data, Sites(), False, None, "shrek", None, "", cloud, None, [], False, []
        )
        result = generator.doGenerate(spec, cloud, subs, chunk, LOG)
        if result[0] != Interaction.SC_SUCCEEDED:
            raise Broken(f"generating failed: {spec.errorDialog}")
        self.buffer.store(result[1])
        self.buffer.resetUnusedFiles_JEDI(self.number, chunk)
        jobs = [MadeJob(job) for job in result[1]]
        self.made += jobs
        return jobs

    def retry(self):
        self.set(status="toretry", oldStatus="finished")
        self.buffer.retryTask_JEDI(self.number, "retry", maxAttempt=3, retryChildTasks=False)
        self.set(status="ready", oldStatus=None)

    def status(self):
        return self.column("status")

    def destinations(self):
        """Where each output is to go, by what JEDI has written of its dataset."""
        select = "SELECT destination FROM JEDI_Datasets WHERE jediTaskID=:id AND type='output' ORDER BY datasetID"
        return [row[0] for row in self.buffer.cur.execute(select, {":id": self.number}).fetchall()]

    def column(self, name):
        row = self.buffer.cur.execute(f"SELECT {name} FROM JEDI_Tasks WHERE jediTaskID=:id", {":id": self.number}).fetchone()
        return row[0]

    def set(self, **values):
        changes = ",".join(f"{name}=:{name}" for name in values)
        self.buffer.cur.execute(
            f"UPDATE JEDI_Tasks SET {changes} WHERE jediTaskID=:id", {**values, "id": self.number}
        )
