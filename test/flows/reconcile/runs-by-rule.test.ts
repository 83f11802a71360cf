import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import type { GithubAccount } from "../../../action/core/policy/login.ts";
import { type Writers, writersOf } from "../../../action/core/policy/writers.ts";
import { aStep } from "../../core/a-production.ts";
import { withPolicy } from "../../core/policy/some-rules.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { writeLines } from "./a-scene.ts";
import { aWorld, file, tag, written } from "./a-world.ts";

const list = "productions/p/runs.txt";
const rules = "productions/conventions.yaml";
/** 2 core-hours a run: 1 job of 1 core and 1 hour, tried twice. */
const growing = (changes = {}): string =>
  written({ runs: { list: "runs.txt" }, steps: { fit: aStep({ jobs: 1, walltime: 1, maxAttempt: 2 }) }, ...changes });
const keyOf = (run: number) => submissionKey(tag, "1.0.0", run);
const app: GithubAccount = { login: "shrek-runs[bot]", isPerson: false };
const actions: GithubAccount = { login: "github-actions[bot]", isPerson: false };

/** Main with one approved run, a policy, and what is merged behind it; nobody approves but bob. */
const aDesk = async (policy: string, request = growing()) => {
  const world = aWorld({ [rules]: withPolicy(policy) });
  const merged = world.main.commit({ [file]: request, [list]: "66001\n" });
  const people = fakePeople();
  people.permissions.set("bob", "write").set("ada", "write");
  let number = 6;
  const reviews = new Map<number, Awaited<ReturnType<typeof people.reviews>>>();
  people.reviews = async (of) => reviews.get(of) ?? [];
  const wrote = new Map<number, Writers>();
  people.writers = async (pull) => wrote.get(pull.number) ?? { logins: ["ada"], unknown: undefined };
  const merge = (commit: string, { mergedOn = "2026-03-02T09:30:00Z", says = "" } = {}, opener = app): void => {
    const head = world.main.branch(commit);
    number += 1;
    people.pulls.set(commit, aMergedPull(commit, head, { number, mergedOn, opener }));
    const at = "2026-03-01T09:00:00Z";
    if (says === "approved" || says === "changes-requested")
      reviews.set(number, [{ login: "bob", commit: head, says, at }]);
  };
  // An administrator approved the rules.
  merge(world.merged, { says: "approved", mergedOn: "2026-02-28T09:30:00Z" });
  merge(merged, { says: "approved", mergedOn: "2026-03-01T09:30:00Z" });
  const append = (files: Readonly<Record<string, string>> | string, said = {}, by: GithubAccount = app): void => {
    const commits = [{ oid: "c", author: by, committer: by, message: "runs" }];
    merge(world.main.commit(typeof files === "string" ? { [list]: files } : files), said, by);
    wrote.set(number, writersOf(by, commits, { accounts: [by], unknown: undefined }));
  };
  const pass = async (): Promise<void> => {
    await world.run({ people });
    await world.run({ people });
  };
  const kinds = (...runs: readonly number[]) => Promise.all(runs.map((run) => world.kind(keyOf(run))));
  await pass();
  return { ...world, merged, people, merge, append, pass, kinds };
};

const daily = (coreHours: number): string => `{ runs: { coreHoursPerDay: ${coreHours} } }`;
const reasonOf = async (desk: Awaited<ReturnType<typeof aDesk>>, run: number): Promise<string> => {
  const state = await desk.state(keyOf(run));
  return state.kind === "held" ? state.reason : state.kind;
};

describe("runs under a policy", () => {
  test("Appended runs under a policy need no approval, and the record names the rule", async () => {
    const desk = await aDesk(daily(4));
    desk.append("66001\n66002\n66003\n");
    await desk.pass();

    expect(await desk.kinds(66001, 66002, 66003)).toEqual(["running", "running", "running"]);
    const state = await desk.state(keyOf(66002));
    expect("intent" in state ? state.intent.approval : "").toBe(
      "the policy of productions/conventions.yaml, and no person (appended runs, 4 of 4 core-hours a day)",
    );
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["a change of the request", { [file]: growing({ description: "other words" }), [list]: "66001\n66002\n" }],
    ["a file beside the list", { "productions/p/notes.txt": "x", [list]: "66001\n66002\n" }],
    ["a file elsewhere", { "README.md": "x", [list]: "66001\n66002\n" }],
  ])("Appended runs need an approval together with %s", async (_, files) => {
    const desk = await aDesk(daily(100));
    desk.append(files);
    await desk.pass();

    expect(await desk.kinds(66002)).toEqual(["held"]);
  });

  test("Appended runs need an approval where another commit of the same rebased pull request did more", async () => {
    const desk = await aDesk(daily(100));
    const first = desk.main.commit({ [list]: "66001\n66002\n" });
    const last = desk.main.commit({ "README.md": "x" });
    const { merged } = desk.main;
    desk.main.merged = async (commit, head) => {
      const found = await merged(commit);
      return found === undefined || head === undefined ? found : { ...found, paths: [...found.paths, list] };
    };
    desk.main.rebased = async () => true;
    const pull = aMergedPull(last, desk.main.branch(last), { number: 8, mergedOn: "2026-03-02T09:30:00Z" });
    desk.people.pulls.set(first, pull).set(last, pull);
    await desk.pass();

    expect(await desk.kinds(66002)).toEqual(["held"]);
  });
});

describe("forged ledger", () => {
  test("A forged ledger does not give back the core-hours that a day has used", async () => {
    const desk = await aDesk(daily(2));
    desk.append("66001\n66002\n");
    await desk.pass();
    await writeLines(desk, keyOf(66002), { event: "closed", reason: "forged" });
    desk.append("66001\n66002\n66003\n");
    await desk.pass();
    expect(await desk.kinds(66003)).toEqual(["held"]);
  });

  test("A forged intent that names an earlier merge begins no run", async () => {
    const desk = await aDesk(daily(2));
    desk.append("66001\n66002\n");
    const commit = await desk.main.head();
    desk.append("66001\n66002\n66003\n66004\n");
    await desk.pass();
    const state = await desk.state(keyOf(66003));
    if (state.kind !== "held") throw new Error(state.kind);
    const intent = { ...state.intent, commit, approval: "bob" };
    await writeLines(desk, keyOf(66003), { event: "intended", intent, attempt: 1 });
    expect(await desk.kinds(66003)).toEqual(["intended"]);
    await desk.pass();

    expect(await desk.kinds(66002, 66003)).toEqual(["running", "held"]);
    expect(await reasonOf(desk, 66003)).toContain("which the version approved does not");
  });
});

describe("programs' runs above the limit", () => {
  test("Runs above the limit that a program appended can be approved by people where the policy names the App", async () => {
    const desk = await aDesk("{ runs: { app: shrek-runs } }");
    desk.append("66001\n66002\n", { says: "approved" });
    await desk.pass();

    expect(await desk.kinds(66002)).toEqual(["running"]);
  });

  test.each<[string, string, GithubAccount]>([
    ["another program", "{ runs: { app: shrek-runs } }", actions],
    ["a program that no policy names", daily(1), app],
  ])("Runs above the limit cannot be approved by people where %s appended them", async (_, policy, wrote) => {
    const desk = await aDesk(policy);
    desk.append("66001\n66002\n", { says: "approved" }, wrote);
    await desk.pass();

    expect(await reasonOf(desk, 66002)).toContain("not all of its authors are known");
  });

  test("A program's pull request that does more than append runs cannot be approved as runs", async () => {
    const desk = await aDesk("{ runs: { app: shrek-runs } }");
    desk.append({ [list]: "66001\n66002\n", "README.md": "x" }, { says: "approved" });
    await desk.pass();

    expect(await reasonOf(desk, 66002)).toContain("not all of its authors are known");
  });
});
