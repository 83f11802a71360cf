import { type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import type { ReconcilePorts, Setting } from "../../../action/flows/reconcile/ports.ts";
import { aRequest, aStep } from "../../../test/core/a-production.ts";
import { aWorld, file, ownReleases, tag } from "../../../test/flows/reconcile/a-world.ts";
import { modelPanda } from "./panda.ts";

type Version = "1.0.0" | "1.1.0";
/** How many steps the production has: one, or one that reads the other. */
export type Steps = "one step" | "two steps";
const requestsOf = (steps: Steps): Readonly<Record<Version, string>> => {
  const more =
    steps === "one step"
      ? {}
      : { merge: { in: [{ from: "simulate", filesPerJob: 1 }], out: ["m.tar"], run: "merge\n" } };
  return {
    "1.0.0": JSON.stringify(aRequest({ steps: { simulate: aStep(), ...more } })),
    "1.1.0": JSON.stringify(aRequest({ version: "1.1.0", steps: { simulate: aStep({ jobs: 20 }), ...more } })),
  };
};
export const users = ["Ada Lovelace", "Grace Hopper"] as const;
export const keys: readonly SubmissionKey[] = ["1.0.0", "1.1.0"].map((version) => submissionKey(tag, version, 0));

/** One production on main, an empty ledger, a PanDA that may do anything, and who logs in. */
export const modelWorld = (steps: Steps) => {
  const requests = requestsOf(steps);
  const { branch, main, ledger, tags, ports: inTime, setting, run } = aWorld({ ...ownReleases(), [file]: undefined });
  // Three days behind PanDA's: our clocks decide nothing about PanDA (SAFETY rule 10).
  const ports = { ...inTime, clock: { ...inTime.clock, now: () => new Date("2026-02-26T10:00:00Z") } };
  const panda = modelPanda();
  const held = new Map<string, Version | "nothing">();
  let login = 0;
  const userNow = (): string => users[login % users.length] ?? "";
  return {
    branch,
    ledger,
    tags,
    /** Main is read up to here before the story begins. */
    begin: () => {
      const first = panda.port(users[0], () => ({}));
      return run({ panda: first, watch: first, cache: first });
    },
    panda,
    ports: ports satisfies ReconcilePorts,
    setting: setting satisfies Setting,
    /** What main holds at a commit. */
    heldAt: (commit: string): Version | "nothing" => held.get(commit) ?? "nothing",
    everHeld: (): ReadonlySet<Version | "nothing"> => new Set(held.values()),
    move: (to: Version | "nothing"): void => {
      held.set(main.commit({ [file]: to === "nothing" ? undefined : requests[to] }), to);
    },
    addStranger: (): void => {
      // Behind our own look nobody can see him: JEDI takes what has the name.
      if (panda.tasks.length === 0) panda.stranger(`user.tester.${tag}.v1.0.0.b0_000_simulate`, userNow());
    },
    userNow,
    changeLogin: (): void => {
      login += 1;
    },
  };
};
export type ModelWorld = ReturnType<typeof modelWorld>;
