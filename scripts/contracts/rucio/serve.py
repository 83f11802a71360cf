"""Rucio's own server on loopback: its database, its root account, its REST application.

`serve.py FOLDER PASSWORD DATABASE [ISSUER]`, of which the database is `sqlite` or `postgresql`, prints `{"url": ...}` when it listens, and ends when its standard input does: a parent that
was killed leaves no server behind. Nothing of Rucio is changed; its daemons do not run, but that a line `count` on
standard input makes the one that counts collections' replicas do its work once. With an issuer it takes that one's
tokens, and listens by TLS behind what a web server does there: it asks clients for a certificate, and says whose it is.
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
default = {database}

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

OIDC = """
[oidc]
idpsecrets = {home}/idpsecrets.json
admin_issuer = toy
expected_audience = rucio
expected_scope = openid
"""

# version_table_schema is not named: there is none
ALEMBIC = """
[alembic]
script_location = {migrations}
sqlalchemy.url = {database}

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


def set_up(home, password, database, issuer):
    import rucio

    migrations = pathlib.Path(rucio.__file__).parent / "db" / "sqla" / "migrate_repo"
    oidc = "" if issuer is None else OIDC.format(home=home)
    (home / "rucio.cfg").write_text(CONFIG.format(home=home, password=password, database=database) + oidc)
    client = {"issuer": issuer, "client_id": "rucio", "client_secret": "none", "redirect_uris": ["https://localhost/"]}
    (home / "idpsecrets.json").write_text(json.dumps({"toy": {**client, "SCIM": client}}))
    (home / "alembic.ini").write_text(ALEMBIC.format(home=home, migrations=migrations, database=database))
    os.environ.update(RUCIO_HOME=str(home), RUCIO_CONFIG=str(home / "rucio.cfg"))


def fill():
    from rucio.db.sqla import util

    util.build_database()
    util.create_base_vo()
    util.create_root_account()


def serve(certificates):
    from werkzeug.serving import WSGIRequestHandler, make_server

    WSGIRequestHandler.log_request = lambda *_, **__: None
    from rucio.web.rest.main import application

    if certificates is None:
        return make_server("127.0.0.1", 0, application, threaded=True)
    from certificates import as_web_server

    wrapped, context = as_web_server(application, certificates)
    return make_server("127.0.0.1", 0, wrapped, threaded=True, ssl_context=context)


def count():
    from rucio.core import replica
    from rucio.db.sqla.constants import DatabaseOperationType
    from rucio.db.sqla.session import db_session

    with db_session(DatabaseOperationType.WRITE) as session:
        for request in replica.get_cleaned_updated_collection_replicas(total_workers=0, worker_number=0, session=session):
            replica.update_collection_replica(request, session=session)


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stderr, level=os.environ.get("SHREK_RUCIO_LOG", "CRITICAL"))
    home, issuer = pathlib.Path(sys.argv[1]).resolve(), sys.argv[4] if len(sys.argv) > 4 else None
    database = f"sqlite:///{home}/rucio.db"
    if sys.argv[3] == "postgresql":
        from postgresql import start

        database = start(home)
    set_up(home, sys.argv[2], database, issuer)
    fill()
    made = None
    if issuer is not None:
        from certificates import make

        made = make(home)
    server = serve(made)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    scheme = "http" if made is None else "https"
    print(json.dumps({"url": f"{scheme}://127.0.0.1:{server.port}", "certificates": made}), flush=True)
    for _ in sys.stdin:
        count()
        print("counted", flush=True)
    server.shutdown()
