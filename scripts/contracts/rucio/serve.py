"""Rucio's own server over SQLite on loopback: its database, its root account, its REST application.

`serve.py FOLDER PASSWORD` prints `{"url": ...}` when it listens, and ends when its standard input does: a parent that
was killed leaves no server behind. Nothing of Rucio is changed; its daemons do not run, but that a line `count` on
standard input makes the one that counts collections' replicas do its work once.
"""

import json
import logging
import os
import pathlib
import sys
import threading

CONFIG = """
[common]
logdir = {home}
loglevel = ERROR

[database]
default = sqlite:///{home}/rucio.db

[bootstrap]
userpass_identity = root
userpass_pwd = {password}

[policy]
permission = generic
schema = generic
support = nobody@localhost

[alembic]
cfg = {home}/alembic.ini

[core]
default_mail_from = nobody@localhost
"""

# version_table_schema is not named: SQLite has none
ALEMBIC = """
[alembic]
script_location = {migrations}
sqlalchemy.url = sqlite:///{home}/rucio.db

[loggers]
keys = root
[handlers]
keys =
[formatters]
keys =
[logger_root]
level = ERROR
handlers =
"""


def set_up(home, password):
    import rucio

    migrations = pathlib.Path(rucio.__file__).parent / "db" / "sqla" / "migrate_repo"
    (home / "rucio.cfg").write_text(CONFIG.format(home=home, password=password))
    (home / "alembic.ini").write_text(ALEMBIC.format(home=home, migrations=migrations))
    os.environ.update(RUCIO_HOME=str(home), RUCIO_CONFIG=str(home / "rucio.cfg"))


def fill():
    from rucio.db.sqla import util

    util.build_database()
    util.create_base_vo()
    util.create_root_account()


def serve():
    from werkzeug.serving import WSGIRequestHandler, make_server

    WSGIRequestHandler.log_request = lambda *_, **__: None
    from rucio.web.rest.main import application

    return make_server("127.0.0.1", 0, application, threaded=True)


def count():
    from rucio.core import replica
    from rucio.db.sqla.constants import DatabaseOperationType
    from rucio.db.sqla.session import db_session

    with db_session(DatabaseOperationType.WRITE) as session:
        for request in replica.get_cleaned_updated_collection_replicas(total_workers=0, worker_number=0, session=session):
            replica.update_collection_replica(request, session=session)


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stderr, level=os.environ.get("SHREK_RUCIO_LOG", "CRITICAL"))
    set_up(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2])
    fill()
    server = serve()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"url": f"http://127.0.0.1:{server.port}"}), flush=True)
    for _ in sys.stdin:
        count()
        print("counted", flush=True)
    server.shutdown()
