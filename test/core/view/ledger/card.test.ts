import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import { cardPath, pagePath } from "../../../../action/core/ledger/paths.ts";
import type { StepCompletion } from "../../../../action/core/ledger/step-completion.ts";
import { applyEvent } from "../../../../action/core/submission/fold.ts";
import { type Card, cardOf, cardRows, cardSchema } from "../../../../action/core/view/ledger/card.ts";
import { pagesOf } from "../../../../action/core/view/ledger/pages.ts";
import { productionPage } from "../../../../action/core/view/ledger/production-page.ts";
import { anIntent, aSubmission, aTask, at, foldOf, key, pastOf, stateKinds } from "../../submission/a-submission.ts";

const validator = new Validator(JSON.parse(JSON.stringify(cardSchema)), "2020-12");
const outDS = anIntent().outDS;
const request = {
  build: "ana.530",
  conditions: "ProdA_2026",
  inputs: { raw: { dataset: "sphenix:raw.1" } },
  steps: {
    simulate: { eventsPerJob: 100, jobs: 10, estimate: { seconds: 36, megabytes: 1 }, out: ["hits.tar"] },
    merge: { eventsPerJob: 1000, jobs: 1, estimate: { seconds: 0.36 }, in: [{ from: "simulate" }], out: ["m.tar"] },
  },
};
const recorded = (step: string, cpuSeconds: number | null): StepCompletion => ({
  ...{ step, task: 1, kind: "all", count: 10, first: 1, last: 10, sites: {}, failures: {} },
  used: { jobs: 10, seconds: 60, cpuSeconds, megabytes: 900 },
  printed: { pt: { jobs: 10, sum: 5, least: 0, most: 1, spread: [5, 0, 0, 0, 0, 0, 0, 0, 0, 5] } },
  outputs: { [`${outDS}_000_${step}_hits.tar`]: { files: 10, bytes: 5000 } },
});
const word: SubmissionEvent = {
  event: "person",
  verb: "declare",
  by: "bob",
  id: "11",
  reason: "beam spot",
  quality: "bad",
};
const made = (reason = "beam spot", cpuSeconds: number | null = 18_000) => {
  const intent = anIntent({
    content: { format: 1, request, resources: [] },
    stepJobs: { simulate: 10, merge: 1 },
    seeds: [{ step: "simulate", stream: "signal", first: 101, count: 10 }],
    needs: [
      {
        ...{ kind: "production", input: "hits", require: 1, dataset: "d", step: "make", output: null },
        ...{ tag: "sP26a-up", version: "2.0.0" },
      },
    ],
    pullRequest: 7,
  });
  return foldOf([
    ...pastOf("submitted", { intent }),
    { event: "seen", verdict: "done", tasks: [aTask("simulate", "done"), aTask("merge", "done")] },
    { event: "recorded", steps: [recorded("simulate", cpuSeconds), recorded("merge", 0)] },
    { event: "read-by", tag: "sP26a-reader", version: "1.0.0" },
    { ...word, reason },
    { event: "declared", id: "11", saidOn: at("12:00") },
  ]);
};

test("The card of a production says what was made, of what, by whom, for how much, how good, and who reads it", () => {
  const card = cardOf(key, made());

  expect(validator.validate(card).errors).toEqual([]);
  expect(card).toMatchObject({
    state: "done",
    source: { folder: "productions/toy", pullRequest: 7, request: 7 },
    people: { asked: "Ada", contact: ["@ada"] },
    software: { build: "ana.530", container: null, conditions: "ProdA_2026" },
    steps: [
      {
        step: "simulate",
        eventsAsked: 1000,
        eventsMade: 1000,
        datasets: [{ files: 10, bytes: 5000 }],
        seeds: [{ stream: "signal", first: 101, last: 110 }],
        checks: [{ name: "pt", jobs: 10, sum: 5, least: 0, most: 1, spread: [5, 0, 0, 0, 0, 0, 0, 0, 0, 5] }],
      },
      { step: "merge" },
    ],
    coreHours: { used: 5, foreseen: 10.1 },
    parents: ["sP26a-up@2.0.0/make", "sphenix:raw.1"],
    readers: ["sP26a-reader@1.0.0"],
    quality: "bad",
    words: [{ quality: "bad", by: "bob", reason: "beam spot", step: null, saidOn: at("12:00") }],
  });
  expect(card?.cite).toMatch(
    /^sP26a-toy 1\.0\.0, made from productions\/toy at commit c{12}, pull request 7, content [0-9a-f]{12}$/,
  );
});

test("The card and its page say of each output that arrived its name in Rucio, its files, bytes and events", () => {
  const output = {
    step: "merge",
    did: "mc:all.root",
    files: 1,
    bytes: 2000,
    events: 20,
    at: {},
    compared: "files",
  } as const;
  const uncounted = { ...output, step: "simulate", did: "mc:hits.tar", files: 10, events: null };
  const state = applyEvent(
    made(),
    { event: "arrived", checkedOn: at("11:00"), outputs: [output, uncounted] },
    at("12:00"),
  );

  const card = cardOf(key, state);
  expect(card?.steps.map(({ step, arrived }) => [step, arrived])).toEqual([
    ["simulate", [{ did: "mc:hits.tar", files: 10, bytes: 2000, events: null }]],
    ["merge", [{ did: "mc:all.root", files: 1, bytes: 2000, events: 20 }]],
  ]);
  expect(validator.validate(card).errors).toEqual([]);
  const rows = card === undefined ? [] : cardRows(card);
  expect(rows.filter(([name]) => name.endsWith("in Rucio"))).toEqual([
    ["simulate in Rucio", "mc:hits.tar, 10 files, 2 kB"],
    ["merge in Rucio", "mc:all.root, 1 file, 2 kB, 20 events"],
  ]);
});

test("A figure that no pilot measured is null on the card, and no zero", () => {
  expect(cardOf(key, made("x", null))?.coreHours).toEqual({ used: null, foreseen: 10.1 });
});

test("Every state has a card by the schema, or none", () => {
  const cards = stateKinds.flatMap((kind) => cardOf(key, aSubmission(kind)) ?? []);

  expect(cards.length).toBeGreaterThan(5);
  expect(cards.flatMap((card) => validator.validate(card).errors)).toEqual([]);
  expect(cardOf(key, aSubmission("running"))).toBeUndefined();
  expect(cardOf(key, aSubmission("held"))).toBeUndefined();
});

test("Text of strangers stays text on the card, on its page and as JSON", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (reason) => {
      const hostile = `${reason}|<b>@x\n](https://evil.example)`;
      const pages = pagesOf(new Map(), new Map([[key, made(hostile)]]));
      const of = (path: string) => new TextDecoder().decode(pages.find((page) => page.path === path)?.bytes);
      const card: Card = JSON.parse(of(cardPath(key)));
      expect(card.words[0]?.reason).toBe(hostile);
      expect(validator.validate(card).errors).toEqual([]);
      const page = of(pagePath(key));
      expect(page).not.toMatch(/<b>|@x|\]\(https:\/\/evil/);
      expect(page).toContain("[card](README.json)");
    }),
    { numRuns: 50 },
  );
});

test("The card and its page name the repository and link its commit where the address is known, and else the commit alone", () => {
  const there = "https://github.example/lab/productions";
  const commit = "c".repeat(40);
  const ended = (address?: string) =>
    foldOf([
      ...pastOf("submitted", { intent: anIntent(address === undefined ? {} : { address }) }),
      { event: "seen", verdict: "done", tasks: [aTask("simulate", "done"), aTask("merge", "done")] },
    ]);

  const [known, unknown] = [cardOf(key, ended(there)), cardOf(key, ended())];
  expect(known?.source).toMatchObject({ address: there, commitAddress: `${there}/commit/${commit}` });
  expect(known?.cite).toContain(`made from productions/toy of ${there} at commit ${commit.slice(0, 12)}, content`);
  expect(unknown?.source).toMatchObject({ address: null, commitAddress: null, commit });
  expect(unknown?.cite).toContain("made from productions/toy at commit");
  expect([known, unknown].flatMap((card) => validator.validate(card).errors)).toEqual([]);
  expect(productionPage(key, ended(there))).toContain(`| from commit | [${commit}](${there}/commit/${commit}) |`);
  expect(productionPage(key, ended(there))).toContain(`](${there}) |`);
  expect(productionPage(key, ended())).toContain(`| from commit | ${commit} |`);
  expect(productionPage(key, ended())).not.toContain("| repository |");
});
