import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { aStep } from "../../core/a-production.ts";
import { aMergedPull } from "../../fakes/fake-people.ts";
import { aTrial, policyOf, trialKey, tried } from "./a-trial.ts";
import { file, tag, written } from "./a-world.ts";

type Files = Readonly<Record<string, string>>;
type Trial = Awaited<ReturnType<typeof aTrial>>;
const bottom = "sP26a-hfbottom-signal";
const offline = { defaults: { sites: ["BNL", "NERSC"] } };

/** What became of a trial of a branch with these files. */
const trying = async (files: Files, words = "/shrek trial", options: Parameters<typeof aTrial>[0] = {}) => {
  const trial = await aTrial(options);
  const head = trial.main.branch(await trial.main.head(), files);
  trial.people.open.set(7, { ...trial.pull, head });
  await trial.order(words);
  const { trialsRefused } = await trial.run();
  return { ...trial, reason: trialsRefused[0]?.reason };
};
const other = (changes: object = {}): string =>
  tried({ tag: { campaign: "sP26a", physics: "hfbottom", stage: "signal" }, ...changes });

describe("trials of branches", () => {
  test.each<[string, Files, string, string]>([
    ["nothing of a production", { "notes.md": "1" }, "", "it changes no production"],
    ["nothing of the production named", { "notes.md": "1" }, ` ${tag}`, "it changes no production"],
    ["another production", { [file]: tried() }, ` ${bottom}`, `it changes no production ${bottom}, but ${tag}`],
    [
      "two others, one of them with a warning",
      { [file]: tried(offline), "productions/q/production.yaml": other() },
      " sP26a-none-signal",
      `it changes no production sP26a-none-signal, but ${tag} and ${bottom}`,
    ],
    [
      "rules too",
      { [file]: tried(), ".github/workflows/ci.yml": "on: push\n" },
      "",
      "This pull request changes .github/workflows/ci.yml and productions/p/production.yaml: rules and productions cannot change in one pull request.",
    ],
  ])("A pull request that changes %s has no trial, with the reason", async (_, files, named, why) => {
    expect((await trying(files, `/shrek trial${named}`)).reason).toBe(why);
  });

  test("A trial of a refused request is refused with the error, whatever warning is before", async () => {
    for (const sites of [["XXX"], ["NERSC", "XXX"]])
      expect((await trying({ [file]: tried({ defaults: { sites } }) })).reason).toBe(
        'a request that it changes is refused: productions/p/production.yaml:1: "XXX" is not a site of sPHENIX.',
      );
  });

  test("A branch that changes a shared file has a trial of the production that uses the file", async () => {
    const using = written({ steps: { simulate: aStep({ resources: ["shared:a.sh"], walltime: 1 }) } });
    const trial = await aTrial({ main: using });
    const base = trial.main.commit({ "productions/q/production.yaml": other() });
    const head = trial.main.branch(base, { "productions/_shared/a.sh": "true\n" });
    trial.people.open.set(7, { ...trial.pull, head });
    await trial.order("/shrek trial jobs=1");

    const { trialsRefused } = await trial.run();

    expect(trialsRefused).toEqual([]);
    expect(await trial.kind(trialKey(1, "1.0.0"))).toBe("submitted");
  });
});

test("A trial that today's checks refuse is refused with the first error", async () => {
  const run = 'echo "$unheard" >a.root\ntar cf hits.tar a.root\n';
  const { reason } = await trying({ [file]: tried({ steps: { simulate: aStep({ run, walltime: 1 }) } }) });

  expect(reason).toMatch(
    /^the request of the trial is refused: productions\/p\/production\.yaml:1: `unheard` has no value here/,
  );
});

/** Bob approves another policy, which comes to main behind the order. */
const underNewPolicy = async (policy: string): Promise<string | undefined> => {
  const trial = await aTrial();
  await trial.order();
  const merged = trial.main.commit({ "productions/conventions.yaml": policyOf(policy) });
  const head = trial.main.branch(merged);
  trial.people.pulls.set(merged, aMergedPull(merged, head, { number: 8 }));
  trial.people.approved = [{ login: "bob", commit: head }];
  return (await trial.run()).trialsRefused[0]?.reason;
};

test("A branch with other conventions than the approved ones of main has no trial until main is merged into it", async () => {
  expect(await underNewPolicy("{ trials: { jobs: 50 } }")).toBe(
    "the conventions above productions/p are not those that were approved on main: merge main into the branch",
  );
});

test("The persons who may order a trial are those of the rules approved today", async () => {
  expect(await underNewPolicy('{ trials: { jobs: 40 }, commands: { trial: ["@eve"] } }')).toContain(
    "trial is for @eve",
  );
});

describe("trials of runs", () => {
  const growing: Files = {
    [file]: tried({ runs: { list: "runs.txt" }, steps: { fit: aStep({ walltime: 1 }) } }),
    "productions/p/runs.txt": "66001\n66002\n",
  };

  test("A trial of a production with a run list must name a run, and tries that run only", async () => {
    expect((await trying(growing)).reason).toBe(
      `${tag} has one submission a run: name a run of its list, such as ${tag}#66001`,
    );
    const { reason, kind } = await trying(growing, `/shrek trial ${tag}#66002`);
    expect([reason, await kind(submissionKey(tag, "1.1.0-test.1", 66002))]).toEqual([undefined, "submitted"]);
  });

  test("A trial of a production without a run list may not name a run", async () => {
    expect((await trying({ [file]: tried() }, `/shrek trial ${tag}#66002`)).reason).toBe(
      `${tag} has no runs: name it without one`,
    );
  });
});

test("A further attempt of a trial that PanDA refused needs a person's word that is on GitHub", async () => {
  const trial = await aTrial();
  await trial.order();
  const { onCheck } = trial.panda;
  trial.panda.onCheck = async () => ({ kind: "rejected", message: "no" });
  await trial.run();
  expect(await trial.kind(trialKey(1))).toBe("rejected");
  trial.panda.onCheck = onCheck;
  const write = async (...events: Parameters<Trial["ledger"]["append"]>[1]) =>
    trial.ledger.append(await trial.ledger.head(), events, [], "a person, or somebody else");
  const at = { key: trialKey(1), at: "2026-03-01T10:00:00Z" };
  const word = { ...at, event: "person", verb: "submit", by: "ada", id: "31", reason: "" } as const;

  await write({ ...at, event: "again", attempt: 2, reason: "by ada" });
  await trial.run();
  expect(await trial.state(trialKey(1))).toMatchObject({
    kind: "held",
    reason: "attempt 2 lacks the decision of a person: `/shrek submit`",
  });
  await write(word);
  await trial.run();
  expect(await trial.kind(trialKey(1))).toBe("held");

  trial.people.comments.set(32, { body: `/shrek submit ${tag}@1.1.0-test.1`, login: "ada", pullRequest: 7 });
  await write({ ...word, id: "32" });
  await trial.run();
  expect([await trial.kind(trialKey(1)), trial.panda.calls.check.length]).toEqual(["submitted", 2]);
});
