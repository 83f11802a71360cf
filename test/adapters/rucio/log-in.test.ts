import { createServer } from "node:https";
import type { TLSSocket } from "node:tls";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import type { RucioSettings } from "../../../action/core/login/rucio-settings.ts";
import { orFailure } from "../../../action/core/problems/failure.ts";
import { canary } from "../../canary.ts";
import { listening } from "../listening.ts";
import { aCertificate } from "./a-certificate.ts";
import { quickLimits } from "./a-rucio.ts";

/** Speaks as Rucio does behind a web server that asks for certificates (RUCIO C19). */
const aTlsRucio = async () => {
  const [own, robot] = [aCertificate("rucio"), aCertificate("robot")];
  const seen: string[] = [];
  const server = createServer({ ...own, requestCert: true, rejectUnauthorized: false }, (asked, answer) => {
    const shown = (asked.socket as TLSSocket).getPeerCertificate().subject?.CN;
    const [account, token] = [asked.headers["x-rucio-account"], asked.headers["x-rucio-auth-token"]];
    seen.push(`${asked.url} ${String(shown ?? account)}`);
    if (asked.url === "/auth/x509_proxy" && shown === "robot" && account === "reader")
      return void answer.writeHead(200, { "X-Rucio-Auth-Token": canary("x509-token") }).end();
    if (asked.url === "/accounts/whoami" && token === canary("x509-token"))
      return void answer.writeHead(303, { Location: "/accounts/reader" }).end();
    const refusal = JSON.stringify({ ExceptionClass: "CannotAuthenticate", ExceptionMessage: canary("x509") });
    answer.writeHead(401, { "Content-Type": "application/json" }).end(refusal);
  });
  const port = await listening(server);
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, own.cert]);
  onTestFinished(() => setDefaultCACertificates(before));
  const as = (account: string, pem: string): RucioSettings => ({
    ...{ server: `https://127.0.0.1:${port}`, account, login: "x509" },
    way: { kind: "x509", pem },
  });
  return { seen, as, robot: `${robot.cert}${robot.key}`, other: own };
};

test("A certificate is shown in the handshake of the login alone, and the token of the answer serves all other calls", async () => {
  const { seen, as, robot } = await aTlsRucio();
  expect(await rucioRest(as("reader", robot), quickLimits).account()).toBe("reader");
  expect(seen).toEqual(["/auth/x509_proxy robot", "/accounts/whoami undefined"]);
});

test("A certificate that Rucio refuses, and a text that is none, are said without what was sent", async () => {
  const { as, robot, other } = await aTlsRucio();
  const said = async (account: string, pem: string): Promise<string> =>
    String(await orFailure(() => rucioRest(as(account, pem), quickLimits).account()));
  expect(await said("keeper", robot)).toContain("Rucio refuses the login of the account keeper");
  expect(await said("reader", `${other.cert}${other.key}`)).toContain("Rucio refuses the login of the account reader");
  const broken = `-----BEGIN CERTIFICATE-----\n${canary("x509")}\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n${canary("x509")}\n-----END PRIVATE KEY-----\n`;
  expect(await said("reader", broken)).toContain("RUCIO_X509 cannot be read as a certificate with its key");
  for (const pem of [robot, broken]) expect(await said("keeper", pem)).not.toContain(canary(""));
});
