"""What panda-server itself makes of tokens, as JSON.

    decode_token.py REQUEST

REQUEST is a JSON file: `url` of an issuer that also serves auth configs as PanDA does, `vos` that have one, and `calls`,
each a token and an Origin. Prints {"answers": [{"message": TEXT or null, "userName": TEXT, "production": BOOL}, ...]}.

How VO and role are read, the look for robots and groups, and the cleaning of names are the installed package. Made
here are its configuration, as pandaserver/config/panda_config.py (1.0.4) makes it from the files of a server, and what
comes before: the libraries that verify a signature are not installed, so client, issuer and expiry are not judged.
"""

import base64
import contextlib
import datetime
import json
import logging
import re
import sys
import types
import urllib.request

answers, sys.stdout = sys.stdout, sys.stderr


def configure(url, vos):
    configs = {}
    for vo in vos:
        with urllib.request.urlopen(f"{url}/auth/{vo}_auth_config.json") as page:
            configs[vo] = json.load(page)
    clients = {}
    policies = {}
    for name, data in configs.items():
        for client in [data["client_id"], *data.get("secondary_ids", [])]:
            clients[client] = data
        vo, _, group = name.partition(".")
        policies.setdefault(vo, []).append([vo, {"group": group or "user", "role": group or "user"}])
    config = module("pandaserver.config.panda_config")
    config.token_authType = "oidc"
    config.auth_config = clients
    config.auth_vo_dict = configs
    config.auth_policies = policies
    config.legacy_token_issuers = None
    config.production_dns = []
    import pandaserver.config

    pandaserver.config.panda_config = config
    module("pandacommon")
    module("pandacommon.pandautils")
    module("pandacommon.pandautils.PandaUtils").naive_utcnow = datetime.datetime.utcnow
    module("jwt").exceptions = module("jwt.exceptions")
    sys.modules["jwt.exceptions"].InvalidTokenError = type("InvalidTokenError", (Exception,), {})
    module("pandaserver.srvcore.oidc_utils").TokenDecoder = Decoder


def module(name):
    sys.modules[name] = types.ModuleType(name)
    return sys.modules[name]


class Decoder:
    """The end of TokenDecoder.deserialize_token: the claims, whose client it is, and the Origin."""

    def deserialize_token(self, token, auth_config, vo, log, legacy):
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        candidates = [claims.get("aud"), claims.get("client_id"), claims.get("sub")]
        client = next(client for client in candidates if client in auth_config)
        return {**claims, "vo": vo, "extracted_client_id": client}


def main(request_file):
    with open(request_file) as file:
        request = json.load(file)
    configure(request["url"], request["vos"])
    from pandaserver.srvcore import CoreUtils, panda_request

    log = logging.getLogger("contracts")
    results = []
    for call in request["calls"]:
        with contextlib.redirect_stdout(sys.stderr):
            decided = panda_request.decode_token(call["token"], {"HTTP_ORIGIN": call["origin"]}, log)
        env = decided["subprocess_env"]
        fqans = [value.split()[-1] for name, value in env.items() if name.startswith("GRST_CRED_")]
        results.append(
            {
                "message": None if decided["authenticated"] else decided["message"],
                "userName": CoreUtils.clean_user_id(env.get("SSL_CLIENT_S_DN", "")),
                "production": any(re.search("^/[^/]+/Role=production", fqan) for fqan in fqans),
            }
        )
    print(json.dumps({"answers": results}), file=answers)


main(sys.argv[1])
