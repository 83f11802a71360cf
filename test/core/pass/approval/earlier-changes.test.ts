import { expect, test } from "vitest";
import { validAs, validateOne } from "../../../../action/core/cross-checks/check-sources.ts";
import { earlierChanges } from "../../../../action/core/pass/approval/earlier-changes.ts";
import type { Production } from "../../../../action/core/production/production.ts";
import { pickRun } from "../../../../action/core/validate/split-runs.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { tag, written } from "../../../flows/reconcile/a-world.ts";
import { aStep, conventionsBytes } from "../../a-production.ts";
import { askFakes } from "../ask-fakes.ts";

const folder = "productions/p";
const request = `${folder}/production.yaml`;
const list = `${folder}/runs.txt`;
type Files = Readonly<Record<string, string | undefined>>;

/** Main with these changes, one commit each, and which of them, counted from 0, changed the production before the last one did. */
const earlier = async (changes: readonly Files[], run?: number) => {
  const main = fakeMain();
  const rules = { "productions/conventions.yaml": new TextDecoder().decode(conventionsBytes) };
  // The first of them is the first commit of main.
  const commits = changes.map((files, n) => main.commit(n === 0 ? { ...rules, ...files } : files));
  const last = commits.at(-1) ?? "";
  const whole = validAs(validateOne(await main.at(last).production(folder)), tag);
  const production: Production | undefined = (whole === undefined ? undefined : pickRun(whole, run))?.production;
  if (production === undefined) throw new Error("refused");
  const found = await askFakes({ main }, (reads) => earlierChanges(reads, last, production));
  return found === "many" ? found : found.map((commit) => commits.indexOf(commit));
};
const words = (description: string, changes = {}): Files => ({ [request]: written({ description, ...changes }) });
const growing = (changes = {}): Files => ({
  [request]: written({
    runs: { list: "runs.txt" },
    inputs: { raw: { dataset: "user.tester.raw.{run}", files: 3 } },
    steps: { fit: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }], out: ["hits.tar"] }) },
    ...changes,
  }),
});

test("Changes of a version's content are found on main, the last first, and none before that version", async () => {
  expect(await earlier([words("one")])).toEqual([]);
  expect(await earlier([words("one"), words("two")])).toEqual([0]);
  expect(await earlier([words("one"), words("two"), { "README.md": "x" }, words("three")])).toEqual([1, 0]);
  expect(await earlier([words("zero", { version: "0.9.0" }), words("one"), words("two")])).toEqual([1]);
  expect(await earlier([words("one"), { [request]: undefined }, words("two")])).toEqual([]);
});

test("An unreadable request may have had the version, and so may one that writes the version with escapes", async () => {
  expect(await earlier([words("one"), { [request]: "1.0.0: {" }, words("two")])).toEqual([1, 0]);
  const escaped = written({ description: "one" }).replace('"1.0.0"', '"1\\u002e0.0"');
  expect(await earlier([{ [request]: escaped }, words("two")])).toEqual([0]);
  expect(await earlier([{ [request]: "nothing: {" }, words("two")])).toEqual([]);
});

test("At most twenty commits of a version are examined for approvals", async () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => words(`words ${n}`));
  expect(await earlier(many(20))).toHaveLength(19);
  expect(await earlier(many(21))).toBe("many");
});

test("A run list that only grew does not change an earlier or later run", async () => {
  const nights = [
    { ...growing(), [list]: "66001\n" },
    { [list]: "66001\n66002\n" },
    { [list]: "66001\n66002\n66003\n" },
  ];
  expect(await earlier(nights, 66001)).toEqual([1, 0]);
  expect(await earlier(nights, 66002)).toEqual([1, 0]);
  expect(await earlier(nights, 66003)).toEqual([0]);
});

test("A commit that changes a run list and another file of the production changes every run", async () => {
  const mixed = { ...growing({ description: "other" }), [list]: "66001\n66002\n" };
  const stories = [{ ...growing(), [list]: "66001\n" }, mixed, { [list]: "66001\n66002\n66003\n" }];

  expect(await earlier(stories, 66003)).toEqual([1, 0]);
  expect(await earlier(stories, 66001)).toEqual([1, 0]);
});

test("A commit that appends runs and changes a file outside of the production still counts as only appending", async () => {
  const nights = [
    { ...growing(), [list]: "66001\n" },
    { [list]: "66001\n66002\n", "README.md": "words" },
    { [list]: "66001\n66002\n66003\n" },
  ];

  expect(await earlier(nights, 66003)).toEqual([0]);
});

test("A run that was removed and added again belongs to the last commit with the addition", async () => {
  const nights = ["66001\n66009\n", "66001\n66002\n", "66002\n", "66002\n66001\n"].map((runs, n) =>
    n === 0 ? { ...growing(), [list]: runs } : { [list]: runs },
  );

  expect(await earlier(nights, 66001)).toEqual([0]);
});

test("A commit that adds a run with other changes is examined together with all earlier ones", async () => {
  const nights = [
    { ...growing(), [list]: "66001\n" },
    { [list]: "66001\n66000\n" },
    { ...growing({ description: "other" }), [list]: "66001\n66000\n66002\n" },
    { [list]: "66001\n66000\n66002\n66003\n" },
  ];

  expect(await earlier(nights, 66002)).toEqual([2, 1, 0]);
  expect(await earlier(nights, 66003)).toEqual([2, 0]);
});

test("An earlier run list that was refused may have contained the run", async () => {
  const nights = [{ ...growing(), [list]: "66001\n66002\n" }, { [list]: "no run\n" }, { [list]: "66001\n66002\n" }];

  expect(await earlier(nights, 66001)).toEqual([1, 0]);
});

test("A commit that does not touch a production brings none of its runs", async () => {
  const nights = [{ ...growing(), [list]: "66001\n" }, { [list]: "66001\n66002\n" }, { "README.md": "words" }];

  expect(await earlier(nights, 66002)).toEqual([1, 0]);
});

test("A shared list that only grew changes no other run, and a commit of it alone brings its runs", async () => {
  const shared = "productions/_shared/runs.txt";
  const reading = growing({ runs: { list: ["runs.txt", "shared:runs.txt"] } });
  const nights = [
    { ...reading, [list]: "66001\n", [shared]: "66004\n" },
    { [shared]: "66004\n66005\n" },
    { "productions/_shared/other.txt": "no run of this production" },
    { [list]: "66001\n66002\n", [shared]: "66004\n66005\n66006\n" },
  ];

  expect(await earlier(nights, 66006)).toEqual([0]);
  expect(await earlier(nights, 66005)).toEqual([1, 0]);
  expect(await earlier(nights.slice(0, 2), 66005)).toEqual([0]);
  expect(await earlier(nights, 66001)).toEqual([1, 0]);
});
