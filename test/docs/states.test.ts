import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyEvent } from "../../action/core/submission/fold.ts";
import { next } from "../../action/core/submission/next.ts";
import type { SubmissionState } from "../../action/core/submission/state.ts";
import { verdictOf } from "../../action/core/submission/verdict.ts";
import { needsPerson } from "../../action/core/submission/ways-out.ts";
import { root } from "../../scripts/demo/scene.ts";
import { walkStates, wordsOf } from "../../scripts/states/transitions.ts";
import { drawnAsOne, statesPage } from "../../scripts/states-page.ts";
import { aSubmission, at, context, observations, stateKinds } from "../core/submission/a-submission.ts";

const arrows = walkStates();
const named = arrows.map(({ from, to, on }) => `${from} -> ${to}: ${wordsOf(on)}`);

test("docs/states.md agrees with the state machine of the code", () => {
  expect(readFileSync(join(root, "docs/states.md"), "utf8")).toBe(statesPage());
});

/** Whether its tasks make this state; the shortest past of some states is a shorthand that PanDA never gives. */
const agrees = (state: SubmissionState): boolean =>
  !("tasks" in state) || state.kind === "duplicate-suspected" || verdictOf(state.tasks, state.intent) === state.kind;

test("Every transition of the state machine is in the diagram of docs/states.md", () => {
  const reached = stateKinds.filter((kind) => kind === "none" || arrows.some(({ to }) => to === kind));
  const pairs = reached.flatMap((kind) =>
    observations.flatMap((on) => {
      const before = aSubmission(kind);
      if (!agrees(before)) return [];
      const to = next(before, on, context).events.reduce(
        (state, event) => applyEvent(state, event, at("10:00")),
        before,
      );
      return to.kind === kind ? [] : [`${kind} -> ${to.kind}: ${wordsOf(on)}`];
    }),
  );

  expect(pairs.length).toBeGreaterThan(80);
  expect(pairs.filter((pair) => !named.includes(pair))).toEqual([]);
});

test("States that docs/states.md draws as one lead reconcile to the same next states", () => {
  for (const [name, kinds] of Object.entries(drawnAsOne)) {
    const headsOf = (kind: string): string =>
      [...new Set(arrows.flatMap(({ from, to, on }) => (from === kind && on.kind !== "person" ? [to] : [])))]
        .filter((to) => !kinds.includes(to))
        .toSorted()
        .join();
    expect(new Set(kinds.map(headsOf)).size, name).toBe(1);
  }
});

test("States of one colour in docs/states.md all wait for a person, or all do not", () => {
  expect(drawnAsOne["stopped"]?.every(needsPerson)).toBe(true);
  expect(drawnAsOne["success"]?.some(needsPerson)).toBe(false);
});

test("No flow writes an event that the state machine has not decided, but rebuild, which makes a lost ledger again", () => {
  const files = readdirSync(join(root, "action/flows"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join("action/flows", path));
  // What happens to main, and what is ordered of a pull request, is no event of a submission.
  const written = files.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/\bevent: "([a-z-]+)"/g)].flatMap(([, event]) =>
      event === undefined || /^(main|trial)-/.test(event) ? [] : [`${file} ${event}`],
    ),
  );

  expect([...new Set(written)].toSorted()).toEqual(
    ["checking", "in-doubt", "intended"].map((event) => `action/flows/rebuild.ts ${event}`),
  );
});
