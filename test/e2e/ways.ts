import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxOptions } from "../../scripts/sandbox/panda/handle.ts";
import { canaryClaims, canarySecrets } from "../canary.ts";
import { raise, raiseShared, type Stand } from "./stand.ts";

export type Variables = Readonly<Record<string, string>>;
export type WayName = keyof Awaited<ReturnType<typeof waysInto>>;

/** A stand whose secrets are all canaries. */
export const raiseCanary = (
  panda: Partial<SandboxOptions> = {},
  { ledger = true, foreseen = true } = {},
): Promise<Stand> => raise(["toy-pileup"], { ledger, foreseen, panda: { secrets: canarySecrets, ...panda } });

/** For several tests, none of whose passes is foreseen: whoever raises it closes it. */
export const raiseSharedCanary = () =>
  raiseShared(["toy-pileup"], { foreseen: false, panda: { secrets: canarySecrets } });

/** What a person sets for each way to log in. Files lie in a folder `secrets`, which no look for leaks enters. */
export const waysInto = async ({ dir, panda }: Stand, claims: Parameters<Stand["panda"]["token"]>[0] = {}) => {
  const token = await panda.token({ ...canaryClaims, ...claims });
  const refresh = `${canarySecrets.refresh}-1`;
  const file = async (name: string, text: string): Promise<string> => {
    await mkdir(join(dir, "secrets"), { recursive: true });
    await writeFile(join(dir, "secrets", name), text);
    await chmod(join(dir, "secrets", name), 0o600);
    return join(dir, "secrets", name);
  };
  return {
    robot: { PANDA_AUTH_ROBOT_ID: "sandbox-robot", PANDA_AUTH_ROBOT_SECRET: canarySecrets.robot },
    refresh: { PANDA_AUTH_REFRESH_TOKEN: refresh },
    "refresh file": { PANDA_AUTH_REFRESH_TOKEN_FILE: await file("refresh", `${refresh}\n`) },
    "panda-client's .token": {
      PANDA_AUTH_REFRESH_TOKEN_FILE: await file(".token", JSON.stringify({ id_token: token, refresh_token: refresh })),
    },
    token: { PANDA_AUTH_ID_TOKEN: token },
    "token file": { OIDC_AUTH_TOKEN_FILE: await file("token", `${token}\n`) },
  } satisfies Readonly<Record<string, Variables>>;
};

export const wayNames: readonly WayName[] = [
  "robot",
  "refresh",
  "refresh file",
  "panda-client's .token",
  "token",
  "token file",
];

/** The way to the sandbox with this login. */
export const toPanda = ({ panda }: Stand, way: Variables, vo = "sphenix"): Variables => ({
  PANDA_URL_SSL: `${panda.url}/server/panda`,
  PANDA_AUTH_VO: vo,
  ...way,
});

/** A server that counts what reaches it and answers as a login page would. */
export const countingServer = async (): Promise<{
  readonly host: string;
  readonly hits: () => number;
  close(): void;
}> => {
  const { createServer } = await import("node:http");
  let hits = 0;
  const server = createServer((_, response) => {
    hits++;
    response.end("<html>");
  });
  // Before any byte of a request: a mere connection counts too.
  server.on("connection", () => hits++);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { host: `127.0.0.1:${port}`, hits: () => hits, close: () => void server.close() };
};
