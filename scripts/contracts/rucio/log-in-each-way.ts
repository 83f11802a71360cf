import assert from "node:assert/strict";
import { createServer } from "node:http";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import type { RucioSettings } from "../../../action/core/login/rucio-settings.ts";
import { orFailure } from "../../../action/core/problems/failure.ts";
import { closeServer, onLoopback } from "../../sandbox/loopback.ts";
import { openKeys } from "../../sandbox/panda/keys.ts";
import { fillPlace, openFiller } from "../../sandbox/rucio/fill.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { startRealRucio } from "./real-rucio.ts";

const quick = { read: 30_000, upload: 1, order: 1, request: 1, pause: 1, maxPause: 1 };

/** An issuer that Rucio asks for its keys, and the tokens that it signs. */
const openIssuer = async () => {
  const dir = temporaryFolder("shrek-issuer-");
  const keys = await openKeys(dir.path);
  const server = createServer(({ url }, answer) => {
    const body = url === "/jwks" ? { keys: [keys.publicKey] } : discovery;
    answer.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  const issuer = await onLoopback(server);
  const discovery = {
    ...{ issuer, jwks_uri: `${issuer}/jwks`, authorization_endpoint: `${issuer}/authorize` },
    ...{ token_endpoint: `${issuer}/token`, response_types_supported: ["code"], subject_types_supported: ["public"] },
    id_token_signing_alg_values_supported: ["RS256"],
  };
  const now = Math.floor(Date.now() / 1000);
  const usual = { iss: issuer, sub: "robot", aud: "rucio", scope: "openid", iat: now, exp: now + 3600 };
  return {
    issuer,
    token: (claims: Readonly<Record<string, string | number>> = {}) => keys.sign({ ...usual, ...claims }),
    [Symbol.asyncDispose]: async () => {
      await closeServer(server);
      dir.remove();
    },
  };
};

/** Each way that our client knows, at Rucio's own server behind TLS, with what it refuses. What it said of each. */
export const logInEachWay = async (python: string, password: string): Promise<ReadonlyMap<string, string>> => {
  await using issuer = await openIssuer();
  await using real = await startRealRucio(python, password, { issuer: issuer.issuer });
  const before = getCACertificates("default");
  try {
    const { certificates, url } = real;
    assert.ok(certificates !== null);
    setDefaultCACertificates([...before, certificates.authority]);
    const filler = await openFiller(url, password);
    await fillPlace(filler);
    const about = { email: "a@b.c", default: true };
    await filler.call("POST", "/accounts/reader/identities", { ...about, identity: "CN=robot", authtype: "X509" });
    const identity = `SUB=robot, ISS=${issuer.issuer}`;
    await filler.call("POST", "/accounts/reader/identities", { ...about, identity, authtype: "OIDC" });
    const said = async (way: RucioSettings["way"]): Promise<string> => {
      const settings = { server: url, account: "reader", login: way.kind, way } satisfies RucioSettings;
      const account = await orFailure(() => rucioRest(settings, quick).account());
      return account instanceof Error ? account.message : account;
    };
    const x509 = (pem: string) => said({ kind: "x509", pem });
    const token = async (claims?: Readonly<Record<string, string | number>>) =>
      said({ kind: "token", token: await issuer.token(claims) });
    return new Map([
      ["password", await said({ kind: "userpass", user: "reader", password: "reader-word" })],
      ["certificate", await x509(certificates.robot)],
      ["proxy", await x509(certificates.proxy)],
      ["another's certificate", await x509(certificates.stranger)],
      ["token", await token()],
      ["token for another audience", await token({ aud: "others" })],
      ["token that has ended", await token({ exp: 1_700_000_000 })],
      ["token of another subject", await token({ sub: "somebody" })],
    ]);
  } finally {
    setDefaultCACertificates(before);
  }
};
