import { expect, test } from "vitest";
import { submissionKey, type TaskSeen } from "../../../../action/core/ledger/event.ts";
import type { StateKind } from "../../../../action/core/submission/state.ts";
import { overviewMarkdown } from "../../../../action/core/view/status/overview-markdown.ts";
import { memoryIn, memoryLine, type OverviewView } from "../../../../action/core/view/status/overview-memory.ts";
import { rendered } from "../../../gfm.ts";
import { anIntent, aSubmission, aTask, foldOf, pastOf } from "../../submission/a-submission.ts";

const since = "2026-11-25T07:12:33.000Z";
const row = (kind: StateKind, name = `sP26a-${kind}`, pullRequest = 7) => ({
  key: submissionKey(name, "1.0.0", undefined),
  state: foldOf(pastOf(kind, { intent: anIntent({ pullRequest, contact: ["@ada"] }) })),
  since: kind === "running" ? undefined : since,
});
const aView = (change: Partial<OverviewView> = {}): OverviewView => ({
  page: "https://github.com/sphenix/productions",
  ranAt: "2026-11-25T09:47:12.000Z",
  live: [],
  troubles: new Map(),
  refused: [],
  postponed: [],
  memory: { ended: [] },
  outage: undefined,
  ...change,
});

test("The overview begins with what waits, with the time, the persons, the link and the commands to copy", () => {
  const text = overviewMarkdown(aView({ live: [row("running"), row("failed"), row("held")] }));

  expect(text.split("\n")[0]).toBe("**2 things wait for a person.**");
  const failed = text.split("\n\n").find((part) => part.startsWith("**sP26a-failed"));
  expect(failed).toContain("2026-11-25 07:12 UTC");
  expect(failed).toContain("`@ada`");
  expect(failed).toContain("(https://github.com/sphenix/productions/pull/7)");
  expect(failed).toContain("`/shrek retry sP26a-failed@1.0.0`");
  expect(text.indexOf("### Waits for a person (2)")).toBeLessThan(text.indexOf("### Under way (1)"));
});

test("The overview says in which quarter of an hour reconcile ran last, and the hour alone where nothing is under way", () => {
  expect(overviewMarkdown(aView({ live: [row("running")] }))).toContain("last ran after 2026-11-25 09:45 UTC.");
  expect(overviewMarkdown(aView())).toContain("last ran after 2026-11-25 09:00 UTC.");
});

test("The overview shows of each step that is not done how far it is, and what failed", () => {
  const at = (name: string, tasks: readonly TaskSeen[]) => {
    const seen = { event: "seen", verdict: "running", tasks, pandaDate: since } as const;
    return { ...row("running", name), state: foldOf([...pastOf("running"), seen]) };
  };
  const tasks = [aTask("simulate", "done"), aTask("merge", "running", { finished: 4, failed: 1 })];
  const many = Array.from({ length: 8 }, (_, index) => aTask(`step${index}`, "running", { files: 0 }));

  const text = overviewMarkdown(aView({ live: [at("sP26a-two", tasks), at("sP26a-eight", many)] }));

  expect(text).toContain("1 of 2 tasks done, 14 of 20 inputs done: merge `====x.....` 4 of 10, 1 failed |");
  expect(text).toContain("; step4 number not known yet; and 3 more steps |");
});

test("A version of many runs has one bar in the overview, with its numbers", () => {
  const seen = (finished: number, failed: number) =>
    ({
      event: "seen",
      verdict: "running",
      tasks: [aTask("simulate", "running", { finished, failed })],
      pandaDate: since,
    }) as const;
  const live = [seen(10, 0), seen(5, 1), seen(0, 0), seen(0, 0)].map((event, run) => ({
    key: submissionKey("sP26a-runs", "1.0.0", run + 1),
    state: foldOf([...pastOf("running"), event]),
    since: undefined,
  }));

  expect(overviewMarkdown(aView({ live }))).toContain("| `===x......` 15 of 40 inputs done, 1 failed; 4 runs: ");
});

test("A reconcile pass within the same quarter of an hour without news makes the same overview", () => {
  const at = (ranAt: string): string => overviewMarkdown(aView({ ranAt, live: [row("failed"), row("running")] }));

  expect(at("2026-11-25T09:45:00.000Z")).toBe(at("2026-11-25T09:59:59.000Z"));
  expect(at("2026-11-25T10:00:00.000Z")).not.toBe(at("2026-11-25T09:59:59.000Z"));
});

test("The overview shows each trouble of a pass with its reason and the time since when", () => {
  const waiting = row("intended");
  const troubles = new Map([[waiting.key, "PanDA's cache cannot be read."]]);

  const text = overviewMarkdown(aView({ live: [waiting, row("running")], troubles }));

  expect(
    text.match(/Postponed to the next pass \(intended since .* UTC\): PanDA's cache cannot be read\./g),
  ).toHaveLength(1);
});

test("The overview shows an outage with its begin, and remembers the begin", () => {
  const text = overviewMarkdown(
    aView({ live: [row("running")], memory: { ended: [], outage: since }, outage: "PanDA cannot be reached." }),
  );

  expect(text.split("\n")[0]).toBe("**PanDA does not answer.**");
  expect(text).toContain("PanDA has not answered since 2026-11-25 07:12 UTC: PanDA cannot be reached.");
  expect(text).toContain("1 submission waits for it");
  expect(memoryIn(text)).toEqual({ ended: [], outage: since });
});

test("The overview asks keep or drop for a withdrawal", () => {
  const asked = row("running", "sP26a-gone");
  if (!("past" in asked.state)) throw new Error("a state without a past");
  const state = { ...asked.state, past: { ...asked.state.past, leftMain: { reason: "reverted by abc", since } } };

  const text = overviewMarkdown(aView({ live: [{ ...asked, state, since }] }));

  expect(text).toContain("### Keep or drop? (1)");
  expect(text).toContain("`/shrek withdraw keep sP26a-gone@1.0.0` or `/shrek withdraw drop sP26a-gone@1.0.0`");
});

test("An overview of thousands of submissions fits on GitHub, and counts what is left out", () => {
  const live = Array.from({ length: 3000 }, (_, index) =>
    row(index % 2 === 0 ? "failed" : "running", `sP26a-${index}`),
  );

  const text = overviewMarkdown(aView({ live }));

  expect(text.length).toBeLessThanOrEqual(60_000);
  expect(text).toContain("**1 thing waits for a person, about 1 500 submissions.**");
  expect(text).toContain("### Under way (1500)");
  expect(text).toContain("and 1497 more");
});

test("Text of strangers in the overview makes no mention, no link and no broken table", () => {
  const state = aSubmission("held");
  if (!("reason" in state)) throw new Error("a state without a reason");
  const hostile = { ...state, reason: "@sphenix/admins | [x](https://evil.example) <!-- --> \n\n# x" };
  const text = overviewMarkdown(
    aView({ live: [{ key: submissionKey("a", "1.0.0", undefined), state: hostile, since }] }),
  );

  const html = rendered(text).replace(/<code>[\s\S]*?<\/code>/g, "");
  expect(html).not.toContain("@sphenix");
  expect(html).not.toContain("evil.example");
  expect(html.match(/<h1/g)).toBeNull();
});

test("Unreadable memory of the overview is dropped", () => {
  const good = { key: submissionKey("a--b", "1.0.0", undefined), kind: "done", at: since, pullRequest: 7 } as const;
  const memory = { outage: since, rewritten: true, ended: [good] };

  expect(memoryLine(memory)).not.toContain("a--b");
  expect(memoryIn(`words\n\n${memoryLine(memory)}`)).toEqual(memory);
  expect(memoryIn(undefined)).toEqual({ ended: [] });
  expect(memoryIn("<!-- shrek:memory {broken -->")).toEqual({ ended: [] });
  const bad = [
    { ...good, key: "../x" },
    { ...good, kind: "no" },
    { ...good, at: "today" },
    { ...good, pullRequest: "7" },
    1,
  ];
  expect(memoryIn(`<!-- shrek:memory ${JSON.stringify({ outage: 5, ended: [...bad, good] })} -->`)).toEqual({
    ended: [good],
  });
});

test("The overview shows the priority of a request's steps next to the state, once for all runs of a version", () => {
  const content = {
    format: 1 as const,
    resources: [],
    request: { defaults: { priority: 900 }, steps: { simulate: {}, merge: {} } },
  };
  const state = foldOf(pastOf("running", { intent: anIntent({ content }) }));
  const runs = [1, 2, 3, 4].map((run) => ({ key: submissionKey("run3", "1.0.0", run), state, since: undefined }));
  const other = {
    ...content,
    request: { defaults: { priority: 900 }, steps: { simulate: { priority: 1050 }, merge: {} } },
  };
  const alone = { ...row("running"), state: foldOf(pastOf("running", { intent: anIntent({ content: other }) })) };

  const text = overviewMarkdown(aView({ live: [...runs, alone, row("running", "sP26a-usual")] }));

  expect(text.match(/priority [0-9]+/g)).toEqual(["priority 900", "priority 1050"]);
  expect(text).toMatch(/4 runs: 4 running, priority 900/);
});

test("A failed version with a finished newer one is shown with the command that ends the failed one", () => {
  const ended = {
    key: submissionKey("sP26a-toy", "10.0.0", undefined),
    kind: "done",
    at: since,
    pullRequest: 8,
  } as const;
  const old = { ...row("failed"), key: submissionKey("sP26a-toy", "2.0.0", undefined) };

  const [replaced, alone] = [[ended], []].map((all) =>
    overviewMarkdown(aView({ live: [old], memory: { ended: all } })),
  );

  expect(replaced).toContain(
    "sP26a-toy 10.0.0 is newer and takes its place; `/shrek close sP26a-toy@2.0.0` ends this one.",
  );
  expect(alone).not.toContain("takes its place");
});
