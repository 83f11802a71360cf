import { afterAll, beforeAll, expect, test } from "vitest";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { type GivenCommand, type Intent, type SubmissionEvent, submissionKey } from "../../action/core/ledger/event.ts";
import { approve, comments, merge } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { runGit } from "../contracts/git-place.ts";
import { orderCalls } from "./stories/tale.ts";
import { afterMerge, raiseSharedWorld, slotOf, whileActionsAreOff } from "./world.ts";

/*
 * A collaborator writes lines to the branch `ledger`, as anybody can who may push there. In one world: productions that
 * nobody approved, one that is on no pull request, one that runs; and a line for each.
 */
const toy = productionFiles(["toy-pileup"]);
const letterOf = { promised: "a", released: "b", branch: "c", runs: "d" } as const;
type Name = keyof typeof letterOf;

const tagOf = (name: Name): string => `sP26${letterOf[name]}-toy-pileup`;
const keyOf = (name: Name) => submissionKey(tagOf(name), "1.0.0", undefined);
const filesOf = (name: Name) =>
  Object.fromEntries(
    Object.entries(toy).map(([path, text]) => [
      path.replace("toy-pileup", `toy-${name}`),
      text.replace("sP26a", `sP26${letterOf[name]}`).replace("slope: 7", `slope: 7${letterOf[name].charCodeAt(0)}`),
    ]),
  );

let world: World;
let close: () => Promise<void>;
const numbers = new Map<Name, number>();

const ledger = () => {
  const dir = world.github.gitDir();
  return gitLedger({ dir, refs: localRefs(dir), clock: systemClock() });
};
const forge = async (name: Name, ...events: readonly SubmissionEvent[]): Promise<void> => {
  const at = await ledger().head();
  const lines = events.map((event) => ({ ...event, key: keyOf(name), at: new Date().toISOString() }));
  expect((await ledger().append(at, lines, [], "forged")).kind).toBe("written");
};
const orderBy = (by: string, verb: GivenCommand["verb"], id: string): SubmissionEvent => ({
  event: "person",
  verb,
  by,
  id,
  reason: "",
});
const intentOf = async (name: Name): Promise<Intent> => {
  const events = (await ledger().read(await ledger().head(), [keyOf(name)])).get(keyOf(name)) ?? [];
  const promised = events.findLast((line) => line.event === "intended");
  if (promised?.event !== "intended") throw new Error(`${name} has no promise`);
  return promised.intent;
};

const push = async (name: Name): Promise<void> => {
  await world.github.commit({ branch: name, login: author, files: filesOf(name) });
};
const bring = async (name: Name, approved: boolean): Promise<void> => {
  await push(name);
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.pulls.create({ owner, repo, title: name, head: name, base: "main" });
  numbers.set(name, data.number);
  if (approved) await approve(world, reviewer, data.number);
  await merge(world, author, data.number);
};
/** A comment, and what somebody who may write here makes of it later; an edited one starts nothing. */
const write = async (login: string, name: Name, body: string, later?: string, editor = login): Promise<string> => {
  const { octokit, owner, repo } = world.as(login);
  const issue_number = numbers.get(name) ?? 0;
  const { data } = await octokit.rest.issues.createComment({ owner, repo, issue_number, body });
  await world.runner.idle();
  const { rest } = world.as(editor).octokit;
  if (later !== undefined) await rest.issues.updateComment({ owner, repo, comment_id: data.id, body: later });
  return String(data.id);
};
const pass = async (): Promise<void> => {
  await world.runner.schedule();
  await world.runner.idle();
};
const statusOf = async (name: Name): Promise<string> =>
  (await slotOf(world, numbers.get(name) ?? 0, "status")) ?? "no status";
const tags = async (): Promise<string> => runGit(world.github.gitDir(), "tag", "--list", "production/*");

beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld({ ...afterMerge, productions: [], unruled: true }));
  world.github.addUser("erin", "write");
  await whileActionsAreOff(world, async () => {
    await bring("promised", false);
    await bring("released", false);
    await bring("runs", true);
  });
  await pass();
  await world.panda.tick(4);
  expect(await statusOf("promised")).toContain("held");
  expect(await statusOf("runs")).toMatch(/submitted|running/);
});
afterAll(() => close());

test("Forged intents on the ledger are not submitted: after a held one, and for a branch without a pull request", async () => {
  await push("branch");
  const commit = await runGit(world.github.gitDir(), "rev-parse", "branch");
  const like = await intentOf("runs");
  await forge("promised", { event: "intended", intent: await intentOf("promised"), attempt: 1 });
  await forge("branch", {
    event: "intended",
    intent: {
      ...like,
      tag: tagOf("branch"),
      folder: "productions/toy-branch",
      commit,
      validatedAt: commit,
      outDS: like.outDS.replaceAll(tagOf("runs"), tagOf("branch")),
    },
    attempt: 1,
  });
  await pass();

  expect(await statusOf("promised")).toContain("lacks the approval");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  expect(world.panda.count().calls).toMatchObject({ "put_workflow_request:check": 1 });
  expect(await tags()).toBe(`production/${tagOf("runs")}/1.0.0`);
});

test("A forged word to submit approves no production: no comment, the author's comment, or an approver's comment that the author edited", async () => {
  await forge("released", orderBy(reviewer, "submit", "99999999"));
  await forge("released", orderBy(reviewer, "submit", await write(author, "released", "I would like it submitted")));
  const turned = await write(reviewer, "released", "Nice.", `/shrek submit ${tagOf("released")}@1.0.0`, author);
  await forge("released", orderBy(reviewer, "submit", turned));
  await pass();

  expect(await statusOf("released")).toContain("held");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
});

// docs/threat-model.md: who may write the ledger may order.
test("An order that a collaborator wrote to a ledger without an App is believed", async () => {
  await forge("runs", orderBy(reviewer, "finish", "99999998"));
  await pass();

  expect(Object.keys(orderCalls(world)).filter((call) => !call.includes(":"))).toEqual(["finish"]);
});

test("A quiet reconcile pass behind a forged order writes nothing", async () => {
  await pass();
  const before = await runGit(world.github.gitDir(), "rev-parse", "ledger");
  const said = (await comments(world.as(author), numbers.get("runs") ?? 0)).length;
  await pass();

  expect(await runGit(world.github.gitDir(), "rev-parse", "ledger")).toBe(before);
  expect(await comments(world.as(author), numbers.get("runs") ?? 0)).toHaveLength(said);
});
