"""What JEDI's modules look for when they are imported: configuration, loggers, and drivers of databases.

`set_up()` comes before the first import of pandajedi or of pandaserver's taskbuffer. The backend is `postgres`, because
another name leads into branches that are for MySQL; its driver is an empty module.
"""

import logging
import os
import sys
import tempfile
import types

CONFIG = {
    "panda_common.cfg": "[logger]\nloghost=127.0.0.1\nlogport=0\nlogdir=/nowhere\n",
    "panda_server.cfg": "\n".join(
        [
            "[server]",
            "backend=postgres",
            *(f"{name}=none" for name in ("dbhost", "dbuser", "dbpasswd", "dbname", "logdir", "cache_dir", "pserverhost")),
            "nDBConnection=1",
        ]
    ),
    "panda_jedi.cfg": "\n".join(
        [
            "[db]",
            *(f"{name}=none" for name in ("dbhost", "dbuser", "dbpasswd", "dbname")),
            "nWorkers=1",
            "[ddm]",
            "voWithScope=atlas",
            "modConfig=none",
            "[confeeder]",
            "nWorkers=1",
            "[jobgen]",
            "lockInterval=10",
            "[master]",
            "logdir=/nowhere",
        ]
    ),
}


def set_up():
    home = tempfile.mkdtemp(prefix="shrek-jedi-")
    os.makedirs(f"{home}/etc/panda")
    for name, text in CONFIG.items():
        with open(f"{home}/etc/panda/{name}", "w") as file:
            file.write(text + "\n")
    os.environ["PANDA_HOME"] = home
    quiet_loggers()
    empty("psycopg2", "psycopg2.extras", "psycopg2.errorcodes", "psycopg2.errors", "polars", "numpy", "idds.client", "idds.client.client")
    # pandajedi's configuration imports panda-common's parser by the name of another package
    import pandacommon.liveconfigparser.LiveConfigParser as parser

    sys.modules["liveconfigparser"] = types.ModuleType("liveconfigparser")
    sys.modules["liveconfigparser.LiveConfigParser"] = parser


def empty(*names):
    """Modules that give anything away and do nothing: what is imported with JEDI's code and never run here."""
    for name in names:
        module = types.ModuleType(name)
        module.__path__ = []
        module.__getattr__ = lambda _: Anything()
        sys.modules[name] = module


class Anything(Exception):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *_, **__):
        return Anything()

    def __or__(self, _):
        return self


def quiet_loggers():
    """panda-common opens files below logdir; here errors go to stderr when SHREK_JEDI_LOG says which level to show."""
    level = os.environ.get("SHREK_JEDI_LOG")
    logging.basicConfig(stream=sys.stderr, level=level or logging.CRITICAL + 1)
    module = types.ModuleType("pandacommon.pandalogger.PandaLogger")

    class PandaLogger:
        def getLogger(self, name, **_):
            return logging.getLogger(name)

        def lock(self):
            pass

        release = lock

        def setParams(self, *_):
            pass

        def getHttpLogger(self, *_):
            return logging.getLogger("http")

    module.PandaLogger = PandaLogger
    sys.modules["pandacommon.pandalogger.PandaLogger"] = module
