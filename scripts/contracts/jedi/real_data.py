"""Data management for JEDI by its own AtlasDDMClient, on a Rucio server. What JEDI's processes do between the two is done
here: a client's status becomes a value or an exception (pandajedi/jedicore/Interaction.py)."""

import os
import pathlib
import tempfile

CLIENT = """
[client]
rucio_host = {url}
auth_host = {url}
account = {user}
auth_type = userpass
username = {user}
password = {password}
request_retries = 1
auth_token_file_path = {home}/token
"""


class RealData:
    def __init__(self, place):
        home = pathlib.Path(tempfile.mkdtemp(prefix="shrek-jedi-rucio-"))
        (home / "rucio.cfg").write_text(CLIENT.format(home=home, **place))
        os.environ.update(RUCIO_HOME=str(home), RUCIO_CONFIG=str(home / "rucio.cfg"), RUCIO_ACCOUNT=place["user"])
        # behind the configuration, which this module reads when it is imported
        from pandajedi.jediddm.AtlasDDMClient import AtlasDDMClient

        self.client = AtlasDDMClient(None)

    def getInterface(self, *_):
        return self

    def add(self, *_):
        """What jobs made, a pilot and an adder would register: nobody reads it here."""

    def __getattr__(self, name):
        method = getattr(self.client, name)

        def call(*args, **named):
            status, *values = method(*args, **named)
            if status != self.client.SC_SUCCEEDED:
                raise RuntimeError(f"{name}: {values[0]}")
            return values[0] if len(values) == 1 else tuple(values)

        return call
