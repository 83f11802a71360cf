import { expect, test } from "vitest";
import { parse } from "yaml";
import { planProduction } from "../../../action/core/plan/plan.ts";
import type { SourceFile } from "../../../action/core/text/source-file.ts";
import { jobsText } from "../../../action/core/view/plan/cost-text.ts";
import type { ExtensionPlace } from "../../../action/ports/form.ts";
import { aRequest, aStep, conventionsBytes, type Draft, valid } from "../../core/a-production.ts";
import { rulesOf, withPolicy } from "../../core/policy/some-rules.ts";
import { aDesk } from "../a-desk.ts";

const tag = "sP26a-hfcharm-signal";
const line = `/shrek extend ${tag}@1.0.0 jobs=4`;
const main = "a".repeat(40);
const step = aStep({ jobs: 10, eventsPerJob: 5, run: 'make "$uniqueId" "$nEvents" >hits.tar\n' });
const request = aRequest({ steps: { simulate: step } });
const bytesOf = (written: typeof request) => new TextEncoder().encode(JSON.stringify(written, null, 2));
const bytes = bytesOf(request);
const promised = { folder: "productions/p", content: valid(request).content };
const rulesWith = (policy: string) => rulesOf({ "productions/conventions.yaml": withPolicy(policy) });

/** Two files of the first step are one job of the second. */
const chain = aRequest({
  steps: {
    simulate: step,
    merge: aStep({
      in: [{ from: "simulate", filesPerJob: 2 }],
      ...{ out: ["all.tar"], jobs: undefined, run: 'cat "${simulate[@]}" >all.tar\n' },
    }),
  },
});

type Pull = { readonly number: number; readonly branch: string; state: "open" | "closed"; title: string; body: string };

/** A GitHub with the App, as several commands at one time see it. */
const aGithub = (held = bytes) => {
  const pulls: Pull[] = [];
  const refs = new Map<string, { oid: string; isOwn: boolean; words: string }>();
  const commits: { readonly files: readonly SourceFile[]; readonly words: string }[] = [];
  /** Called before a branch is written, before a pull request is opened, and behind both. */
  const meanwhile = {
    put: (_: string): void => undefined,
    open: (_: string): void => undefined,
    behind: (_: "put" | "open"): void => undefined,
  };
  const slug = { app: "shrek-form" };
  const asApp = async (branch: string): Promise<ExtensionPlace> => ({
    slug: slug.app,
    sourceAt: async (at, folder) =>
      at === main && folder === "productions/p"
        ? {
            ...{ folder, file: `${folder}/production.yaml`, bytes: held, entries: [], shared: [], foreign: [] },
            conventions: { file: "productions/conventions.yaml", bytes: conventionsBytes, above: undefined },
          }
        : undefined,
    branch: {
      heads: async () => ({ main, branch: refs.get(branch) }),
      commit: async (_, files, words) => `c${commits.push({ files, words })}`,
      put: async (from, to) => {
        meanwhile.put(branch);
        if (refs.get(branch)?.oid !== from) return "moved";
        refs.set(branch, { oid: to, isOwn: true, words: "" });
        meanwhile.behind("put");
        return "swapped";
      },
    },
    pulls: {
      all: async () =>
        pulls
          .filter((one) => one.branch === branch)
          .map((one) => ({ ...one, head: "" }))
          .toReversed(),
      open: async (words) => {
        meanwhile.open(branch);
        pulls.push({ number: pulls.length + 1, branch, state: "open", ...words });
        meanwhile.behind("open");
        return true;
      },
      say: async () => undefined,
      close: async (number) => {
        for (const one of pulls) if (one.number === number) one.state = "closed";
      },
      fromBranches: async () => pulls.filter(({ state }) => state === "open"),
    },
  });
  return { pulls, refs, commits, meanwhile, slug, asApp };
};

const named = "{ form: { app: shrek-form } }";

const begin = async (policy = named, requested = request) => {
  const github = aGithub(bytesOf(requested));
  const desk = aDesk(rulesWith(policy), github.asApp);
  await desk.putOf(tag, "1.0.0", "done", { ...promised, content: valid(requested).content });
  return { github, desk };
};

test("A comment opens one pull request, and a second run of it finds it again, also where somebody closed it", async () => {
  const { github, desk } = await begin();

  expect(await desk.say(11, line)).toEqual({ kind: "opened", pullRequest: 1 });
  expect(desk.shown.at(-1)).toContain("You are its author: somebody else approves it.");
  expect(github.pulls).toMatchObject([
    { branch: `shrek/extend-${tag}-1.0.0-11`, title: `Extend ${tag} 1.0.0 by 4 jobs, 20 events` },
  ]);
  expect(github.commits).toMatchObject([
    { words: expect.stringContaining("Co-authored-by: ada <ada@users.noreply.github.com>") },
  ]);
  expect(parse(new TextDecoder().decode(github.commits[0]?.files[0]?.bytes))).toMatchObject({
    ...{ version: "1.1.0", extends: "1.0.0", steps: { simulate: { jobs: 4 } } },
  });
  for (const state of ["open", "closed"] as const) {
    for (const one of github.pulls) one.state = state;
    expect(await desk.say(11, line)).toEqual({ kind: "opened", pullRequest: 1 });
    expect(desk.shown.at(-1)).toContain("is of this comment");
  }
  expect(github.pulls).toHaveLength(1);
});

test("A comment counts jobs of all steps, as the plan of its pull request does", async () => {
  const { github, desk } = await begin(named, chain);

  expect(await desk.say(11, line)).toEqual({ kind: "opened", pullRequest: 1 });
  const [made] = github.commits[0]?.files ?? [];
  const plan = planProduction(valid(parse(new TextDecoder().decode(made?.bytes)) as Draft).production);
  expect(plan.total.jobs).toBe(6);
  expect(desk.shown.at(-1)).toContain(`by ${jobsText(plan.total.jobs)}, 20 events`);
  expect(github.pulls[0]).toMatchObject({
    title: `Extend ${tag} 1.0.0 by 6 jobs, 20 events`,
    body: expect.stringContaining("makes 6 jobs, 20 events more"),
  });
});

test("A run that died behind its push opens the pull request at the next run, and a branch of somebody else stays", async () => {
  const { github, desk } = await begin();
  const branch = `shrek/extend-${tag}-1.0.0-11`;
  github.refs.set(branch, { oid: "before", isOwn: true, words: "" });
  expect(await desk.say(11, line)).toEqual({ kind: "opened", pullRequest: 1 });
  expect(github.refs.get(branch)?.oid).toBe("c1");

  const other = `shrek/extend-${tag}-1.0.0-12`;
  github.pulls.length = 0;
  github.refs.set(other, { oid: "theirs", isOwn: false, words: "" });
  expect(await desk.say(12, line)).toMatchObject({ reason: expect.stringContaining("Somebody pushed to the branch") });
  expect(github.refs.get(other)?.oid).toBe("theirs");
});

test.each<readonly [string, "before" | "behind", "put" | "open"]>([
  ["before its push", "before", "put"],
  ["behind its push", "behind", "put"],
  ["before it opens the pull request", "before", "open"],
  ["behind that", "behind", "open"],
])("A run that is killed %s leaves one pull request when its author writes a new comment", async (_, when, effect) => {
  const { github, desk } = await begin();
  const { meanwhile } = github;
  const alive = { ...meanwhile };
  const dies = (what: string): void => {
    if (when === "before" || what === effect) throw new Error("killed");
  };
  Object.assign(meanwhile, { [when === "before" ? effect : "behind"]: dies });
  await expect(desk.say(11, line)).rejects.toThrow("killed");
  Object.assign(meanwhile, alive);

  await desk.deliver(11, line, { isAgain: true });
  expect(desk.shown.at(-1)).toContain("Write the command in a new comment");
  await desk.say(12, line);

  expect(github.pulls.map(({ state }) => state)).toEqual(["open"]);
  expect(desk.shown.at(-1)).toContain("Pull request #1 extends");
});

test("An extension is read again where main or the branch moves meanwhile, and after five times a person is told", async () => {
  const { github, desk } = await begin();
  let moves = 2;
  github.meanwhile.put = (branch) => {
    if (moves-- > 0) github.refs.set(branch, { oid: `moved${moves}`, isOwn: true, words: "" });
  };
  expect(await desk.say(11, line)).toEqual({ kind: "opened", pullRequest: 1 });

  github.pulls.length = 0;
  moves = 5;
  await expect(desk.say(12, line)).rejects.toThrow("changed during each attempt");
  expect(github.pulls).toEqual([]);
});

test("A version with an open extension gets no second one, also where both comments came at one time", async () => {
  const { github, desk } = await begin();
  github.meanwhile.open = () => {
    github.meanwhile.open = () => undefined;
    github.pulls.push({ number: 1, branch: `shrek/extend-${tag}-1.0.0-10`, state: "open", title: "", body: "" });
  };
  expect(await desk.say(11, line)).toMatchObject({
    reason: `Pull request #1 extends ${tag} 1.0.0 already: merge or close it first.`,
  });
  expect(github.pulls.map(({ state }) => state)).toEqual(["open", "closed"]);

  const commits = github.commits.length;
  expect(await desk.say(12, line)).toMatchObject({ kind: "refused" });
  expect(github.commits).toHaveLength(commits);
  for (const one of github.pulls) one.state = "closed";
  github.pulls.push({ number: 3, branch: `shrek/extend-${tag}-1.0.0-1-10`, state: "open", title: "", body: "" });
  expect(await desk.say(13, line)).toEqual({ kind: "opened", pullRequest: 4 });
});

test.each<readonly [string, string, string, string]>([
  ["names no version", "/shrek extend events=1M", "`/shrek extend TAG@VERSION events=1000000`", named],
  [
    "names no version of a tag",
    `/shrek extend ${tag} events=lost`,
    `\`/shrek extend ${tag}@VERSION events=lost\``,
    named,
  ],
  ["names an unknown version", `/shrek extend ${tag}@9.0.0 jobs=1`, `The ledger has no ${tag} 9.0.0.`, named],
  ["asks for too much", `/shrek extend ${tag}@1.0.0 events=1G`, "at most 100000 are allowed", named],
  ["asks for what is lost, of which nobody knows", `/shrek extend ${tag}@1.0.0 events=lost`, "is not known", named],
  ["has no App in the conventions", line, "has no `form: { app: NAME }`", "{ trials: { jobs: 5 } }"],
  ["has another App than the workflow", line, "cannot act as other-app", "{ form: { app: other-app } }"],
  [
    "is by somebody whom the policy does not name",
    line,
    "extend is for @grace, by the policy in productions/conventions.yaml",
    '{ form: { app: shrek-form }, commands: { extend: ["@grace"] } }',
  ],
])("A command that %s opens nothing and says why", async (_, body, why, policy) => {
  const { github, desk } = await begin(policy);

  expect(await desk.say(11, body)).toMatchObject({ kind: "refused", reason: expect.stringContaining(why) as string });
  expect([github.pulls, github.commits]).toEqual([[], []]);
});

test("A stranger opens nothing and gets no answer, and the form of many productions opens nothing", async () => {
  const { github, desk } = await begin();

  expect(await desk.say(11, line, { by: "mallory" })).toMatchObject({ kind: "refused" });
  expect(desk.shown).toEqual([]);
  expect(await desk.form(line, { tags: "*" })).toMatchObject({
    reason: "extend is said in a comment on a pull request; a clone has `shrek extend`.",
  });
  expect(github.pulls).toEqual([]);
});

test("A version that has not ended is not extended", async () => {
  const { github, desk } = await begin();
  await desk.putOf(tag, "1.1.0", "running", promised);

  expect(await desk.say(11, `/shrek extend ${tag}@1.1.0 jobs=1`)).toMatchObject({
    reason: expect.stringContaining("1.1.0 has not ended: it is running"),
  });
  expect(github.pulls).toEqual([]);
});
