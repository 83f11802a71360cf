import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import type { FaultKind } from "../../scripts/sandbox/panda/faults.ts";
import type { SandboxOptions } from "../../scripts/sandbox/panda/handle.ts";
import type { JsonObject } from "../../scripts/sandbox/panda/json.ts";
import type { RucioFault } from "../../scripts/sandbox/rucio/start.ts";
import { canary } from "../canary.ts";
import { type RucioTrouble, rucioBeside, rucioTroubles } from "./rucio-ways.ts";
import type { Stand } from "./stand.ts";
import { raiseCanary, raiseSharedCanary, toPanda, type WayName, waysInto } from "./ways.ts";

type Trouble = {
  readonly ways: readonly WayName[];
  /** PanDA takes the login all the same, and a pass works. */
  readonly passes?: true;
  /** A login changes what the next way would meet. */
  readonly alone?: true;
  readonly panda?: Partial<SandboxOptions>;
  readonly fault?: { readonly fault: FaultKind; readonly at: string };
  readonly claims?: JsonObject;
  readonly minutes?: number;
  readonly vo?: string;
  readonly change?: Readonly<Record<string, string>>;
};
const all: readonly WayName[] = ["robot", "refresh", "refresh file", "panda-client's .token", "token", "token file"];
const renewing: readonly WayName[] = ["robot", "refresh"];

/** Whatever may stand on the way of a login. That no secret comes out is proven by the stand itself, on every output and file. */
const troubles: Readonly<Record<string, Trouble>> = {
  none: { ways: all, passes: true },
  "a refresh token that is rotated": {
    ways: ["refresh", "refresh file"],
    passes: true,
    alone: true,
    panda: { rotatesRefreshTokens: true },
  },
  "an expired token": { ways: ["token", "token file"], claims: { exp: 1_600_000_000 } },
  "a token that PanDA calls expired": {
    ways: ["robot", "refresh", "token"],
    fault: { fault: "expired-token", at: "get_tasks_detailed_info_since" },
  },
  "a skewed clock": { ways: ["robot", "refresh", "token"], passes: true, minutes: 90 },
  "a wrong robot secret": { ways: ["robot"], change: { PANDA_AUTH_ROBOT_SECRET: canary("wrong") } },
  "a wrong refresh token": { ways: ["refresh"], change: { PANDA_AUTH_REFRESH_TOKEN: canary("wrong") } },
  "a token that is none": { ways: ["token"], change: { PANDA_AUTH_ID_TOKEN: canary("wrong") } },
  "half a robot": { ways: ["robot"], change: { PANDA_AUTH_ROBOT_ID: "" } },
  "a file that is not there": { ways: ["token file"], change: { OIDC_AUTH_TOKEN_FILE: "/nowhere/token" } },
  "a page for auth config": { ways: renewing, fault: { fault: "html", at: "auth_config" } },
  "a page for the issuer": { ways: renewing, fault: { fault: "html", at: "openid-configuration" } },
  "a page for a token": { ways: renewing, fault: { fault: "html", at: "token" } },
  "half an answer with a token": { ways: renewing, fault: { fault: "truncated", at: "token" } },
  "an answer cut off": { ways: renewing, fault: { fault: "no-answer-after-effect", at: "token" } },
  "an issuer that fails": { ways: renewing, fault: { fault: "500", at: "token" } },
  "a page for the tasks": { ways: ["robot"], fault: { fault: "html", at: "get_tasks_detailed_info_since" } },
  "a wrong VO": { ways: ["robot", "refresh", "token"], vo: "atlas" },
  "a missing role": { ways: ["token"], claims: { groups: ["sphenix"] }, vo: "sphenix.production" },
  "an issuer of another name": {
    ways: renewing,
    passes: true,
    panda: { discovery: { issuer: "http://127.0.0.1:1/" } },
  },
};

/** Node's own, libraries', and those of the runner: whatever makes programs talk. */
const talkative = {
  NODE_DEBUG: "undici,fetch,http,https,net,tls,stream,child_process,process,module",
  DEBUG: "*",
  RUNNER_DEBUG: "1",
  ACTIONS_STEP_DEBUG: "true",
  GIT_TRACE: "1",
  GIT_CURL_VERBOSE: "1",
  NODE_OPTIONS: "--trace-warnings --trace-uncaught --stack-trace-limit=100",
};

const doctor = { level: {}, command: ["doctor"] } as const;
const asTold = { level: {}, command: ["reconcile"] } as const;
const talkingDoctor = { level: talkative, command: ["doctor"] } as const;
const talking = { level: talkative, command: ["reconcile", "--json"] } as const;

/** For troubles that leave PanDA as it was. */
let shared: Awaited<ReturnType<typeof raiseSharedCanary>> | undefined;
afterAll(() => shared?.close());
const standFor = async ({ panda, minutes }: Trouble): Promise<Stand> => {
  if (panda === undefined && minutes === undefined) {
    shared ??= await raiseSharedCanary();
    return shared.stand;
  }
  const stand = await raiseCanary(panda, { foreseen: false });
  if (minutes !== undefined) await stand.panda.advance(minutes);
  return stand;
};

test.each(Object.keys(troubles))("No secret is printed or written: %s", async (name) => {
  const trouble: Trouble = troubles[name] ?? { ways: [] };
  let stand: Stand | undefined;
  for (const [index, way] of trouble.ways.entries()) {
    if (stand === undefined || trouble.alone) stand = await standFor(trouble);
    const env = {
      ...toPanda(stand, (await waysInto(stand, trouble.claims))[way], trouble.vo),
      ...trouble.change,
    };
    // Every way makes libraries talk once, and every trouble does; what a trouble prints as text is alike, however the
    // login came.
    const first = name === "none" ? [asTold, talkingDoctor, talking] : [doctor, talking];
    for (const { level, command } of index === 0 ? first : [name === "none" ? talking : asTold]) {
      if (trouble.fault !== undefined) stand.panda.fault({ ...trouble.fault, times: 9 });
      const { code, stdout, stderr } = await stand.runAs({ ...env, ...level }, ...command);
      await stand.panda.mend();
      expect(trouble.passes || command[0] === "doctor" ? [0, 1, 2] : [2]).toContain(code);
      expect(stdout + stderr).not.toBe("");
      expect(stderr).not.toMatch(/^ +at .*\/dist\//m);
    }
  }
});

test("Commands without a login pass no secret to git", async () => {
  const stand = await raiseCanary({}, { ledger: false });
  const ways = await waysInto(stand);
  const env = { ...ways.robot, ...ways.refresh, ...ways.token, ...talkative };

  for (const command of [["ledger", "init"], ["plan"], ["check", "--base", "HEAD"], ["status"], ["ledger", "verify"]]) {
    const { code, stderr } = await stand.runAs(toPanda(stand, env), ...command);
    expect(code).toBe(0);
    expect(stderr).toContain("GIT_TERMINAL_PROMPT"); // the environments of children are really shown
  }
});

test("Addresses of channels in a shell's environment are not printed, nor passed on, by a pass and by doctor", async () => {
  const stand = await raiseCanary({}, { foreseen: false });
  const { robot } = await waysInto(stand);
  const rules = join(stand.scene.clone, "productions/conventions.yaml");
  await appendFile(rules, "\nnews: [{ kind: slack, secret: TEAM }]\n");
  await commitAll(stand.scene, "Name a channel");
  const news = `TEAM=https://chat.example.org/hooks/${canary("news")}`;

  for (const { level, command } of [talkingDoctor, talking]) {
    // That no canary comes out is judged by the stand, on every output, file and commit.
    const { code } = await stand.runAs({ ...toPanda(stand, robot), ...level, SHREK_NEWS: news }, ...command);
    expect([0, 1]).toContain(code);
  }
});

test("No secret of a Rucio login is printed or written by a pass and by doctor, whatever Rucio answers", async () => {
  const stand = await raiseCanary({}, { foreseen: false });
  const { ways, name, rucio, repeat, keys } = await rucioBeside(stand);
  const panda = toPanda(stand, (await waysInto(stand)).robot);
  for (const [index, [way, { login, env, wrong }]] of Object.entries(ways).entries()) {
    const named = await name(login);
    for (const trouble of rucioTroubles) {
      // What Rucio says of trouble is printed in one way, however the login came.
      const fault = faultsOf[trouble];
      if (fault !== undefined && index > 0) continue;
      const as = { ...panda, ...named, ...env, ...(trouble === "a wrong secret" ? wrong : {}) };
      const isTalking = trouble === "none" || index === 0;
      for (const { level, command } of [...(isTalking ? [talking] : []), index === 0 ? talkingDoctor : doctor]) {
        repeat(trouble === "an answer that repeats the call");
        if (fault !== undefined) rucio.fault({ fault, at: "*", times: 99 });
        // That no canary comes out is judged by the stand, on every output, file and commit.
        const { stdout, stderr } = await stand.runAs({ ...as, ...level }, ...command);
        rucio.mend();
        const said = stdout + stderr;
        expect(keys.filter((line) => said.includes(line))).toEqual([]);
        const isRead = trouble === "none" ? /knows the login|has 5 files/ : /Rucio/;
        expect(said, `${way} ${command.join(" ")}, ${trouble}`).toMatch(isRead);
      }
    }
  }
});

const faultsOf: Partial<Record<RucioTrouble, RucioFault["fault"]>> = {
  "a page": "html",
  "an error": "500",
  "an ended login": "expired-token",
};
