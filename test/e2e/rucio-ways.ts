import { once } from "node:events";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import { dirname, join } from "node:path";
import type { TLSSocket } from "node:tls";
import { SignJWT } from "jose";
import { onTestFinished } from "vitest";
import { readsRaw, rucioRules } from "../../scripts/demo/reads-raw.ts";
import { commitAll } from "../../scripts/demo/scene.ts";
import type { RucioHandle } from "../../scripts/sandbox/rucio/start.ts";
import { aCertificate } from "../adapters/rucio/a-certificate.ts";
import { aRucio } from "../adapters/rucio/a-rucio.ts";
import { canary } from "../canary.ts";
import type { Stand } from "./stand.ts";

export type RucioTrouble =
  | "none"
  | "a wrong secret"
  | "a page"
  | "an error"
  | "an ended login"
  | "an answer that repeats the call";

export const rucioTroubles: readonly RucioTrouble[] = [
  "none",
  "a wrong secret",
  "a page",
  "an error",
  "an ended login",
  "an answer that repeats the call",
];

/** A Rucio whose data a production on main reads, and each way to log in to it, whose secrets are all canaries. */
export const rucioBeside = async ({ scene, dir }: Stand) => {
  const { rucio, filler } = await aRucio();
  const words = {
    "X-Rucio-Username": canary("user"),
    "X-Rucio-Password": canary("password"),
    "X-Rucio-Email": "a@b.c",
  };
  await filler.call("PUT", "/identities/reader/userpass", undefined, words);
  await filler.dataset("raw:run.1", 5);
  const own = { account: "reader", user: canary("user"), expires: new Date(Date.now() + 3_600_000) };
  const oidc = await new SignJWT({ jti: canary("oidc") }).setProtectedHeader({ alg: "HS256" }).sign(new Uint8Array(32));
  for (const token of [oidc, canary("token")]) rucio.state.tokens.set(token, own);
  const door = await openDoor(rucio);
  let commits = 0;
  const rules = join(scene.clone, "productions/conventions.yaml");
  const written = await readFile(rules, "utf8");
  const ca = join(dir, "secrets", "authority.pem");
  await mkdir(join(dir, "secrets"), { recursive: true });
  await writeFile(ca, door.authority);
  return {
    repeat: door.repeat,
    rucio,
    /** Main names the login; what a person sets for it. */
    ways: {
      password: {
        login: "userpass",
        env: { RUCIO_USERNAME: canary("user"), RUCIO_PASSWORD: canary("password") },
        wrong: { RUCIO_PASSWORD: canary("wrong") },
      },
      token: { login: "token", env: { RUCIO_TOKEN: canary("token") }, wrong: { RUCIO_TOKEN: canary("wrong") } },
      "OIDC token": { login: "token", env: { RUCIO_TOKEN: oidc }, wrong: { RUCIO_TOKEN: `${oidc}x` } },
      certificate: { login: "x509", env: { RUCIO_X509: door.robot }, wrong: { RUCIO_X509: door.stranger } },
      proxy: { login: "x509", env: { RUCIO_X509: door.proxy }, wrong: { RUCIO_X509: door.stranger } },
    },
    keys: [door.robot, door.proxy, door.stranger].flatMap(linesOfKey),
    name: async (login: string) => {
      const server = login === "x509" ? door.secure : door.plain;
      await writeFile(rules, written);
      await appendFile(rules, rucioRules(server).replace("userpass", login));
      for (const [path, text] of Object.entries(readsRaw(9))) {
        await mkdir(dirname(join(scene.clone, path)), { recursive: true });
        await writeFile(join(scene.clone, path), text);
      }
      await writeFile(join(scene.clone, "way.txt"), String((commits += 1)));
      await commitAll(scene, `Look data up by ${login}`);
      const host = { RUCIO_HOST: new URL(server).host };
      // Node reads it when a process begins, so that none is warm for it.
      return login === "x509" ? { ...host, NODE_EXTRA_CA_CERTS: ca } : host;
    },
  };
};

/** Any line of the body of a key is as good as all. */
const linesOfKey = (pem: string): readonly string[] =>
  (/PRIVATE KEY-----\n([^-]+)\n-----END/.exec(pem)?.[1] ?? "").split("\n").filter((line) => line.length > 20);

/** Before the sandbox: TLS that asks for certificates, as a web server of Rucio does (RUCIO C19), and one that repeats what it is sent. */
const openDoor = async (rucio: RucioHandle) => {
  const [own, robot, proxy, stranger] = [
    aCertificate("rucio"),
    aCertificate("robot"),
    aCertificate("proxy"),
    aCertificate("stranger"),
  ];
  let repeats = false;
  const answer = async (asked: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part as Buffer);
    const shown =
      "getPeerCertificate" in asked.socket ? (asked.socket as TLSSocket).getPeerCertificate().subject?.CN : undefined;
    const headers = Object.fromEntries(Object.entries(asked.headers).map(([name, value]) => [name, String(value)]));
    if (repeats) {
      const said = { ExceptionClass: "RucioException", ExceptionMessage: JSON.stringify(headers) };
      return void response.writeHead(400, { "Content-Type": "application/json" }).end(JSON.stringify(said));
    }
    if (asked.url === "/auth/x509_proxy" && (shown === "robot" || shown === "proxy"))
      return void response.writeHead(200, { "X-Rucio-Auth-Token": canary("token") }).end();
    const body = Buffer.concat(parts);
    const { "x-rucio-auth-token": token = "", "x-rucio-username": user, "x-rucio-password": password } = headers;
    const passed = {
      "X-Rucio-Account": headers["x-rucio-account"] ?? "",
      "X-Rucio-Auth-Token": token,
      ...(user === undefined || password === undefined
        ? {}
        : { "X-Rucio-Username": user, "X-Rucio-Password": password }),
    };
    const got = await fetch(`${rucio.url}${asked.url}`, {
      ...{ method: asked.method ?? "GET", headers: passed, redirect: "manual" },
      ...(body.length === 0 ? {} : { body }),
    });
    response.writeHead(
      got.status,
      Object.fromEntries([...got.headers].filter(([name]) => name !== "transfer-encoding")),
    );
    response.end(Buffer.from(await got.arrayBuffer()));
  };
  const handle = (asked: IncomingMessage, response: ServerResponse): void => {
    answer(asked, response).catch(() => response.destroy());
  };
  const [secure, plain] = [
    createServer({ ...own, requestCert: true, rejectUnauthorized: false }, handle),
    createPlain(handle),
  ];
  const ports: number[] = [];
  for (const server of [secure, plain]) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    ports.push(typeof address === "object" && address !== null ? address.port : 0);
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
  }
  const pem = ({ cert, key }: typeof own) => `${cert}${key}`;
  return {
    ...{ secure: `https://127.0.0.1:${ports[0]}`, plain: `http://127.0.0.1:${ports[1]}`, authority: own.cert },
    robot: pem(robot),
    // As voms-proxy-init writes it: its own, its key, and the one that it stands for.
    proxy: `${pem(proxy)}${robot.cert}`,
    stranger: pem(stranger),
    repeat: (is: boolean) => {
      repeats = is;
    },
  };
};
