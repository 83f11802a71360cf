import { describe, expect, test } from "vitest";
import { type Intent, type SubmissionEvent, submissionKey } from "../../../../action/core/ledger/event.ts";
import { remakeOf } from "../../../../action/core/outcomes/extension.ts";
import { productionPage } from "../../../../action/core/view/ledger/production-page.ts";
import { submissionData } from "../../../../action/core/view/site/submission-data.ts";
import { overviewMarkdown } from "../../../../action/core/view/status/overview-markdown.ts";
import { statusMarkdown } from "../../../../action/core/view/status/status-markdown.ts";
import { statusJson, statusText } from "../../../../action/core/view/status/status-terminal.ts";
import type { SubmissionStatus } from "../../../../action/core/view/status/status-text.ts";
import { aRequest, aStep, type Draft, valid } from "../../a-production.ts";
import { anIntent, aTask, at, foldOf, pastOf } from "../../submission/a-submission.ts";

const step = aStep({ out: ["hits.root"], jobs: 10, run: 'make "$uniqueId"\n' });

const intentOf = (tag: string, change: Partial<Intent> = {}, request: Draft = {}): Intent => {
  const { content } = valid(aRequest({ steps: { simulate: step }, ...request }));
  return anIntent({
    ...{ tag, content, folder: `productions/${tag}`, outDS: `user.ada.${tag}`, steps: ["simulate"] },
    ...{ stepJobs: { simulate: 10 }, seeds: [{ step: "simulate", stream: tag, first: 1, count: 10 }] },
    ...change,
  });
};

type Ends = { readonly verdict: "completed-partially" | "incomplete" | "failed"; readonly good: number };
const ended = (intent: Intent, { verdict, good }: Ends, exitCode?: number): SubmissionStatus => {
  const bad = 10 - good;
  const failures = { [exitCode === undefined ? "site error" : `payload, exit code ${exitCode}`]: bad };
  const recorded: SubmissionEvent = {
    event: "recorded",
    steps: [
      {
        ...{ step: "simulate", task: 1, kind: "all", count: bad, first: 1, last: 2 },
        sites: { A: bad },
        failures,
        outputs: {},
      },
    ],
  };
  const state = foldOf([
    ...pastOf("submitted", { intent }),
    {
      ...{ event: "seen", verdict, pandaDate: at("10:00") },
      tasks: [
        aTask("simulate", verdict === "failed" ? "failed" : "finished", { files: 10, finished: good, failed: bad }),
      ],
    },
    recorded,
  ]);
  return { key: submissionKey(intent.tag, intent.version, intent.run), state };
};

const withRemake = (one: SubmissionStatus, all: readonly SubmissionStatus[] = [], hasApp = true): SubmissionStatus => ({
  ...one,
  remake: remakeOf(one, all, hasApp),
});

/** Every page on which people read what they can do. */
const pages = (all: readonly SubmissionStatus[]): Readonly<Record<string, string>> => ({
  "status comment": statusMarkdown(all),
  overview: overviewMarkdown({
    ...{ page: "https://github.com/a/b", ranAt: at("20:00"), troubles: new Map(), refused: [], postponed: [] },
    ...{ memory: { ended: [] }, live: all.map((one) => ({ ...one, times: 1, since: at("10:00") })), outage: undefined },
  }),
  terminal: statusText(all),
  JSON: JSON.stringify(statusJson(all)),
  "ledger page": all.map(({ key, state }) => productionPage(key, state)).join("\n"),
  site: JSON.stringify(all.map((one) => submissionData({ ...one, events: [] }))),
});
const partly: Ends = { verdict: "completed-partially", good: 8 };
const stopped: Ends = { verdict: "incomplete", good: 8 };

describe.each([
  ["variants", withRemake(ended(intentOf("sP26a-v", { variant: true }), partly))],
  ["runs", withRemake(ended(intentOf("sP26a-r", { run: 7 }), partly))],
  ["no number of its own", withRemake(ended(intentOf("sP26a-n", { seeds: [] }), partly))],
])("A production of a form that cannot be extended: %s", (_, one) => {
  test.each(Object.entries(pages([one])))("%s offers no extension", (_name, text) => {
    expect(text).not.toContain("shrek extend");
  });
  test.each(["status comment", "terminal", "JSON", "site"])("%s says how its lost jobs are made again", (name) => {
    expect(pages([one])[name]).toMatch(/the results of 2 jobs of simulate are missing/);
    expect(pages([one])[name]).toMatch(/version/);
  });
});

test("Without a GitHub App the extension is a command of a clone, on every page", () => {
  const one = withRemake(ended(intentOf("sP26a-toy"), partly), [], false);

  for (const text of Object.values(pages([one]))) expect(text).not.toContain("/shrek extend");
  for (const name of ["status comment", "terminal", "JSON", "site"])
    expect(pages([one])[name]).toContain("shrek extend sP26a-toy@1.0.0 --events lost");
});

test("With a GitHub App a comment orders the extension", () => {
  const one = withRemake(ended(intentOf("sP26a-toy"), partly));

  for (const name of ["status comment", "terminal", "JSON", "site"])
    expect(pages([one])[name]).toContain("/shrek extend sP26a-toy@1.0.0 jobs=2");
});

test("What a later version has made again is closed, not made a second time", () => {
  const next = intentOf("sP26a-toy", { version: "1.1.0" }, { version: "1.1.0", extends: "1.0.0" });
  const made = ended(next, { verdict: "completed-partially", good: 10 });
  const one = withRemake(ended(intentOf("sP26a-toy"), stopped), [made]);

  for (const text of Object.values(pages([one]))) expect(text).not.toContain("shrek extend");
  expect(statusMarkdown([one])).toContain("```text\n/shrek close sP26a-toy@1.0.0\n```");
  expect(statusText([one])).toMatch(/1\.1\.0, which extends it, may have made them/);
  for (const text of Object.values(pages([one]))) expect(text).not.toContain("/shrek retry");
});

test("Where the later version stopped, too, a retry is still offered, behind the end", () => {
  const next = intentOf("sP26a-toy", { version: "1.1.0" }, { version: "1.1.0", extends: "1.0.0" });
  const one = withRemake(ended(intentOf("sP26a-toy"), stopped), [ended(next, { verdict: "failed", good: 0 })]);

  const text = statusText([one]);
  expect(text.indexOf("/shrek close")).toBeGreaterThan(0);
  expect(text.indexOf("/shrek close")).toBeLessThan(text.indexOf("/shrek retry"));
});

test("Where a retry helps it comes first, the extension last, and no note repeats it", () => {
  const text = statusText([withRemake(ended(intentOf("sP26a-toy"), stopped))]);

  expect(text.indexOf("/shrek retry")).toBeGreaterThan(0);
  expect(text.indexOf("/shrek extend sP26a-toy@1.0.0 jobs=2")).toBeGreaterThan(text.indexOf("/shrek withdraw drop"));
  expect(text).not.toContain("are missing");
});

test("Where the payload is at fault, terminal, JSON and site begin with its correction, and offer no extension of it", () => {
  const failed = ended(intentOf("sP26a-toy"), { verdict: "failed", good: 0 }, 7);
  const one = withRemake(failed);
  const [first] = submissionData({ ...one, events: [] }).commands;

  expect(first?.line).toBe("shrek bump productions/sP26a-toy");
  expect(statusText([one])).toContain("  shrek bump productions/sP26a-toy  ");
  expect(statusText([one]).indexOf("shrek bump")).toBeLessThan(statusText([one]).indexOf("/shrek retry"));
  expect(JSON.stringify(statusJson([one]))).toContain('"orders":[{"line":"shrek bump productions/sP26a-toy"');
  for (const text of Object.values(pages([one]))) expect(text).not.toContain("shrek extend");
});

test("Where requests of several folders fail alike at one site, the site comes before their payloads, once", () => {
  const failed = ["sP26a-a", "sP26a-b", "sP26a-c"].map((tag) =>
    ended(intentOf(tag), { verdict: "failed", good: 0 }, 7),
  );
  const alone = statusMarkdown(failed.slice(0, 1));
  const many = statusMarkdown(failed);

  expect(alone).toContain("Every job of simulate ended in the payload with exit code 7");
  expect(alone).not.toContain("look at the site first");
  expect(many.match(/3 requests failed alike, all at A: look at the site first\./g)).toHaveLength(1);
  expect(many).not.toContain("it likely ends so again");
});

test("The way out of a lost part is said once a cause, not once a production", () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    withRemake(ended(intentOf(`sP26a-v${index}`, { variant: true }), { verdict: "failed", good: 5 })),
  );
  const done = many.map((one, index) => withRemake(ended(intentOf(`sP26a-d${index}`, { variant: true }), partly)));

  expect(statusMarkdown(many)).not.toContain("are missing");
  expect(statusMarkdown(done).match(/are missing/g)).toHaveLength(1);
  expect(statusMarkdown(done)).toContain("the results of 60 jobs of simulate are missing, in 30 productions");
});

test("No command is cut in its middle", () => {
  const three = ["a".repeat(60), "b".repeat(60)].map((name) => withRemake(ended(intentOf(`sP26a-${name}`), partly)));

  for (const text of [statusMarkdown(three), statusMarkdown([...three, ...three.map((one) => ({ ...one }))])])
    for (const [, command = ""] of text.matchAll(/`(\/shrek [^`]*)`/g)) expect(command).toMatch(/ jobs=2$/);
});
