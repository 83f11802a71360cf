"""What JEDI asks others about and what does not decide on splitting: sites, queues, shares, and the storing of jobs."""

from types import SimpleNamespace

from pandaserver.taskbuffer.SiteSpec import SiteSpec

SITE = "SHREK"


class Sites:
    """One site that takes every job: its limits of time and disk are never reached."""

    def getSite(self, _):
        site = SiteSpec()
        site.sitename = site.unified_name = SITE
        site.coreCount, site.corepower, site.mintime, site.maxrss = 0, 10, 0, 0
        site.maxwdir, site.maxtime = 10_000_000, 10_000_000
        site.cloud, site.type, site.catchall = "WORLD", "production", ""
        site.ddm_input, site.ddm_output, site.scope_input, site.scope_output = {}, {}, {}, {}
        site.ddm_endpoints_input, site.ddm_endpoints_output = {}, {}
        site.direct_access_lan = site.direct_access_wan = False
        return site

    def is_readable_remotely(self, _):
        return True

    def checkSite(self, _):
        return True


class Queues:
    def getQueueByName(self, *_):
        return SimpleNamespace(queue_id=1, queue_name="shrek")

    def getQueueWithSelParams(self, *_, **__):
        return self.getQueueByName(), ""


class Buffer:
    """JEDI's task buffer: its own methods on the tables, but for those of others."""

    def __init__(self, proxy):
        self.proxy = proxy
        self.jobs = 0

    def __getattr__(self, name):
        return getattr(self.proxy, name)

    def get_site_mapper(self):
        return Sites()

    def get_resource_type_task(self, _):
        return "SCORE"

    def get_share_for_task(self, _):
        return "shrek"

    def getConfigValue(self, *_):
        return None

    def store(self, jobs):
        """Job numbers, and files in use: what panda-server's insertNewJob writes into JEDI's tables."""
        for job in jobs:
            self.jobs += 1
            job.PandaID = self.jobs
            for file in job.Files:
                file.PandaID = job.PandaID
                self.cur.execute(
                    "UPDATE JEDI_Dataset_Contents SET status='running', PandaID=:job WHERE jediTaskID=:task "
                    "AND datasetID=:dataset AND fileID=:file AND status IN ('picked','defined') AND keepTrack=1",
                    {":job": job.PandaID, ":task": job.jediTaskID, ":dataset": file.datasetID, ":file": file.fileID},
                )
