"""Data management for JEDI: datasets with their files, no replicas, no rules. Every container holds what its name says."""

BYTES = 1_000_000


class Data:
    def __init__(self):
        self.datasets = {}
        self.containers = {}
        self.growing = None  # while a step makes more: how many of the files are there

    def add(self, name, files):
        """A dataset grows. All files are equally large."""
        self.datasets.setdefault(bare(name), []).extend(files)

    def getInterface(self, *_):
        return self

    def check_endpoint(self, _):
        """Whether a storage element is there and not blocked for what is written to it."""
        return True, None

    def expandContainer(self, name):
        return self.containers.get(bare(name), [name] if bare(name) in self.datasets else [])

    listDatasetsInContainer = expandContainer

    def listDatasets(self, name, *_):
        return [name] if bare(name) in self.datasets or bare(name) in self.containers else []

    def listDatasetReplicas(self, *_, **__):
        return {}

    def registerNewDataset(self, name, *_, **__):
        self.containers.setdefault(bare(name), [])
        return True

    def addDatasetsToContainer(self, container, names, *_):
        self.containers[bare(container)] += names
        return True

    def getDatasetMetaData(self, *_, **__):
        return {"state": "closed" if self.growing is None else "open"}

    def getFilesInDataset(self, name, **_):
        sources = self.containers.get(bare(name), [name])
        return {
            f"{source}:{file}": {"lfn": file, "scope": "user", "filesize": BYTES, "checksum": "ad:0", "events": None}
            for source in sources
            for file in self.datasets.get(bare(source), [])[: self.growing]
        }


def bare(name):
    return name.rstrip("/")
