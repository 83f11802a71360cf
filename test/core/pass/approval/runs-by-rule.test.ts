import { describe, expect, test } from "vitest";
import { validAs, validateOne } from "../../../../action/core/cross-checks/check-sources.ts";
import type { Merge } from "../../../../action/core/pass/approval/merge.ts";
import { type ByRule, runsByRule } from "../../../../action/core/pass/approval/runs-by-rule.ts";
import type { AsksPeople, Reads } from "../../../../action/core/pass/reads.ts";
import { changedBy } from "../../../../action/core/policy/asked.ts";
import type { PullRequest } from "../../../../action/core/policy/pull-request.ts";
import { pickRun } from "../../../../action/core/validate/split-runs.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { aMergedPull, fakePeople } from "../../../fakes/fake-people.ts";
import { tag, written } from "../../../flows/reconcile/a-world.ts";
import { aRequest, aStep, conventionsBytes, valid } from "../../a-production.ts";
import { rulesOf, withPolicy } from "../../policy/some-rules.ts";
import { askFakes } from "../ask-fakes.ts";

const top = "productions/conventions.yaml";
const below = "productions/q/conventions.yaml";
const daily = (coreHours: number): string => withPolicy(`{ runs: { coreHoursPerDay: ${coreHours} } }`);
/** 2 core-hours a run. */
const growing = (changes = {}): string =>
  written({ runs: { list: "runs.txt" }, steps: { fit: aStep({ jobs: 1, walltime: 1, maxAttempt: 2 }) }, ...changes });
const lines = (last: number): string => Array.from({ length: last }, (_, index) => `${66001 + index}\n`).join("");
const other = growing({ tag: { campaign: "sP26a", physics: "minbias", stage: "signal" } });
const [today, yesterday] = ["2026-03-02T09:30:00Z", "2026-03-01T23:59:59Z"];

/** A main with two growing productions, and what is merged into it by programs that nobody approves. */
const aMain = (rules: Readonly<Record<string, string>> = { [top]: daily(5) }) => {
  const main = fakeMain();
  const people = fakePeople();
  const approved = new Set<string>();
  main.commit({ [top]: new TextDecoder().decode(conventionsBytes) });
  const put = (files: Readonly<Record<string, string>>, change: Partial<PullRequest> | "pushed"): string => {
    const commit = main.commit(files);
    if (change !== "pushed")
      people.pulls.set(commit, aMergedPull(commit, main.branch(commit), { mergedOn: today, ...change }));
    return commit;
  };
  const append = (last: number, folder = "p", change: Partial<PullRequest> | "pushed" = {}): string =>
    put({ [`productions/${folder}/runs.txt`]: lines(last) }, change);
  put(
    {
      "productions/p/production.yaml": growing(),
      "productions/p/runs.txt": lines(1),
      "productions/q/production.yaml": other,
      "productions/q/runs.txt": lines(1),
    },
    { mergedOn: yesterday },
  );
  const mergeOf =
    (reads: Reads) =>
    async (commit: string): Promise<Merge | undefined> => {
      const pull = people.pulls.get(commit);
      const merged = await reads.git.merged(commit);
      if (pull === undefined || merged === undefined) return undefined;
      const { base, paths } = merged;
      const nobody = { reviews: [], writers: { logins: [], unknown: undefined }, here: false };
      return { pull, base, paths, changed: changedBy(paths), rules: rulesOf(rules), ...nobody };
    };
  const isApproved = async ({ pull }: Merge) => pull.mergedAs !== undefined && approved.has(pull.mergedAs);
  const rule = (reads: AsksPeople) => runsByRule(reads, { mergeOf: mergeOf(reads), isApproved });
  const allows = async (commit: string, run: number, folder = "p"): Promise<ByRule> => {
    const source = await main.at(commit).production(`productions/${folder}`);
    const whole = validAs(validateOne(source), folder === "p" ? tag : "sP26a-minbias-signal");
    const one = whole === undefined ? undefined : pickRun(whole, run);
    if (one === undefined) throw new Error("no such run");
    return askFakes({ main, people }, (reads) => rule(reads).allows(commit, one.production));
  };
  return { main, people, approved, put, append, ask: allows, rule };
};
const used = (amount: number, limit = 5): ByRule => ({
  kind: "allowed",
  words: `the policy of ${top}, and no person (appended runs, ${amount} of ${limit} core-hours a day)`,
});
const beyond = (needs: number, isUsed: number, limit = 5): ByRule => ({
  kind: "beyond",
  why: `its runs may use ${needs} core-hours, and of the ${limit} a day of ${top} ${isUsed} are used`,
});
const tooMuch: ByRule = {
  kind: "beyond",
  why: "too much was merged that day to count what its appended runs may use",
};

describe("used core-hours of a day", () => {
  test("A day's core-hours are used by runs that earlier merges of the day appended, below the same file of rules", async () => {
    const { append, ask } = aMain();
    append(2);
    const second = append(2, "q");
    const third = append(3);

    expect(await ask(second, 66002, "q")).toEqual(used(4));
    expect(await ask(third, 66003)).toEqual(beyond(2, 4));
  });

  test("A day's core-hours are not used by merges of the day before, or by later ones", async () => {
    const { append, ask } = aMain();
    append(3, "p", { mergedOn: yesterday });
    const first = append(5);
    append(6);

    expect(await ask(first, 66005)).toEqual(used(4));
  });

  test.each<[string, (at: string, main: ReturnType<typeof fakeMain>) => PullRequest | undefined]>([
    ["was pushed", () => undefined],
    [
      "a pull request of another day holds, which was merged elsewhere",
      (at) => aMergedPull(`b${at}`, at, { mergedOn: yesterday }),
    ],
    [
      "was merged into another branch on another day",
      (at, main) => aMergedPull(at, main.branch(at), { into: "dev", mergedOn: yesterday }),
    ],
    ["GitHub does not date", (at, main) => aMergedPull(at, main.branch(at), { mergedOn: undefined })],
  ])("A day's core-hours count merges before a commit that %s", async (_, pullOf) => {
    const { main, people, append, put, ask } = aMain();
    append(3);
    const between = put({ "README.md": "x" }, "pushed");
    const pull = pullOf(between, main);
    if (pull !== undefined) people.pulls.set(between, pull);
    const last = append(4);

    expect(await ask(last, 66004)).toEqual(beyond(2, 4));
  });

  test("A day's core-hours are not counted over more than 200 commits, or where GitHub gives no date for the merge", async () => {
    const { append, put, ask } = aMain();
    // And the one that begins all.
    for (let n = 0; n < 199; n++) put({ "README.md": `${n}` }, "pushed");
    const last = append(2);
    expect(await ask(last, 66002)).toEqual(used(2));
    const later = append(3);
    expect(await ask(later, 66003)).toEqual(tooMuch);
    expect(await ask(append(4, "p", { mergedOn: undefined }), 66004)).toEqual(tooMuch);
  });

  test("A day's core-hours are counted from the first commit of main if that is of the same day", async () => {
    const { main, people, append, ask } = aMain();
    const first = (await main.merged(append(2)))?.base ?? "";
    people.pulls.delete(first);

    expect(await ask(append(3), 66003)).toEqual(used(4));
  });

  test("A day's core-hours do not count what people approved, or merges that did more than append runs", async () => {
    const { approved, append, put, ask } = aMain();
    approved.add(append(3));
    put({ "productions/p/runs.txt": lines(5), "README.md": "x" }, {});

    expect(await ask(append(7), 66007)).toEqual(used(4));
  });
});

describe("daily limits", () => {
  const narrower = { [top]: daily(10), [below]: daily(3) };

  test("A file of rules counts only the runs below its folder, and each limit above a production applies", async () => {
    const { append, ask } = aMain(narrower);
    append(4);
    const own = append(2, "q");
    expect(await ask(own, 66002, "q")).toEqual({
      kind: "allowed",
      words: `the policy of ${below}, and no person (appended runs, 2 of 3 core-hours a day)`,
    });
    const more = append(3, "q");
    expect(await ask(more, 66003, "q")).toEqual({
      kind: "beyond",
      why: `its runs may use 2 core-hours, and of the 3 a day of ${below} 2 are used`,
    });
  });

  test("A file of rules counts all runs that one merge appends below, and none of other folders", async () => {
    const { put, ask } = aMain(narrower);
    const both = put({ "productions/p/runs.txt": lines(4), "productions/q/runs.txt": lines(2) }, {});
    expect(await ask(both, 66002, "q")).toMatchObject({ kind: "allowed" });
    const again = put({ "productions/p/runs.txt": lines(5), "productions/q/runs.txt": lines(3) }, {});
    expect(await ask(again, 66005)).toEqual(beyond(4, 8, 10));
    expect(await ask(again, 66003, "q")).toEqual(beyond(4, 8, 10));
  });
});

describe("rule for runs", () => {
  test("The rule for appended runs applies to an earlier run only to confirm that the run is unchanged", async () => {
    const { append, ask } = aMain();

    expect(await ask(append(2), 66001)).toEqual({
      kind: "allowed",
      words: `the policy of ${top}, and no person (later runs)`,
    });
  });

  test("The rule for appended runs treats a run of another production as another run, even with the same number", async () => {
    const { put, append, ask } = aMain();
    append(2, "q");
    const both = put({ "productions/p/runs.txt": lines(3) }, {});

    expect(await ask(both, 66002, "q")).toMatchObject({ words: expect.stringContaining("(later runs)") as string });
  });

  test("The rule for appended runs allows none where GitHub gives no date for the merge", async () => {
    const { append, ask } = aMain();
    expect(await ask(append(2, "p", { mergedOn: undefined }), 66002)).toEqual(tooMuch);
  });

  test("The rule for appended runs allows none without a policy, with a changed request, or without a pull request", async () => {
    const { append, put, ask, rule } = aMain({ [top]: withPolicy("{ runs: { app: x } }") });
    expect(await ask(append(2), 66002)).toEqual({ kind: "not-asked" });
    const free = aMain();
    const changed = free.put({ "productions/p/production.yaml": growing({ conditions: "MDC2_ana.419" }) }, {});
    expect(await free.ask(changed, 66001)).toEqual({ kind: "not-asked" });
    expect(await free.ask(free.append(2, "p", "pushed"), 66002)).toEqual({ kind: "not-asked" });
    const readme = put({ "README.md": "x" }, {});
    expect(await askFakes({}, (reads) => rule(reads).appends(readme, valid(aRequest()).production))).toBe(false);
  });
});
