import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { pagePath } from "../../../../action/core/ledger/paths.ts";
import { applyEvent } from "../../../../action/core/submission/fold.ts";
import type { StateKind } from "../../../../action/core/submission/state.ts";
import { pagesOf } from "../../../../action/core/view/ledger/pages.ts";
import { overviewMarkdown } from "../../../../action/core/view/status/overview-markdown.ts";
import { statusMarkdown } from "../../../../action/core/view/status/status-markdown.ts";
import { statusText } from "../../../../action/core/view/status/status-terminal.ts";
import { anIntent, at, foldOf, pastOf } from "../../submission/a-submission.ts";

const someRuns = (kind: StateKind, from: number, count: number, pullRequest = 7, approval = "bob") =>
  Array.from({ length: count }, (_, index) => {
    const run = from + index;
    const key = submissionKey("run3pp-calo", "1.0.0", run);
    const intent = anIntent({ tag: "run3pp-calo", version: "1.0.0", run, pullRequest, approval });
    return { key, state: foldOf(pastOf(kind, { intent })), since: undefined };
  });
const all = [...someRuns("running", 66001, 280), ...someRuns("done", 66401, 12), ...someRuns("failed", 66501, 8)];
/** Without the code marks that keep GitHub from reading a run as an issue. */
const plain = (markdown: string): string => markdown.replaceAll("`", "");

test("300 runs of a production are one part of the status comment: counts, and names of the failed ones", () => {
  const text = plain(statusMarkdown(all));

  expect(text.length).toBeLessThan(3000);
  expect(text.split("\n")[0]).toBe("**run3pp-calo 1.0.0: 300 runs: 280 running, 12 done, 8 failed.**");
  expect(text).toContain("A person has to act on 8 of them, for 1 cause");
  expect(text).toContain(
    "**run3pp-calo 1.0.0 #66501, #66502, #66503, #66504, #66505, #66506, #66507, #66508**: failed",
  );
  expect(text).toContain("/shrek retry run3pp-calo@1.0.0#*");
  expect(text).not.toContain("#66001");
  expect(text).toContain("shrek status run3pp-calo@1.0.0");
});

test("A single failed run is shown with commands for this run only", () => {
  const text = plain(statusMarkdown([...someRuns("running", 66001, 5), ...someRuns("failed", 66501, 1)]));

  expect(text).toContain("/shrek retry run3pp-calo@1.0.0#66501");
  expect(text).not.toContain("#*");
});

test("A few runs are shown one by one with their numbers", () => {
  const text = plain(statusMarkdown(someRuns("running", 66001, 3)));

  expect(text.split("\n")[0]).toBe("**3 runs: 3 running.**");
  expect(text).toContain("**run3pp-calo 1.0.0 #66002**: running");
});

test("Runs that began by a rule without an approval are marked once, with the rule", () => {
  const approval = "the policy of productions/conventions.yaml, and no person (appended runs, 4 of 9 core-hours a day)";
  const [first, ...others] = someRuns("running", 66001, 6, 7, approval);
  if (first === undefined) throw new Error("no run");
  const text = plain(statusMarkdown([...someRuns("running", 65001, 1), first, ...others]));

  expect(text.split("\n").at(-1)).toBe(`#66001, #66002, #66003, #66004, #66005, #66006: approved by ${approval}.`);
  expect(plain(statusMarkdown(someRuns("running", 66001, 6)))).not.toContain("approved by");
});

test("The status of many productions with many failed runs fits into a comment", () => {
  const kinds: readonly StateKind[] = ["failed", "stalled", "aborted", "exhausted", "broken", "rejected", "running"];
  const ofOne = kinds.flatMap((kind, index) => someRuns(kind, 60000 + 1000 * index, 300));
  const standing = Array.from({ length: 20 }, (_, production) =>
    ofOne.map(({ key, state }) => ({
      key: submissionKey(`run3pp-calo${production}`, "1.0.0", Number(key.split("/")[2])),
      state,
    })),
  ).flat();

  expect(statusMarkdown(standing).length).toBeLessThan(65_536);
});

test("The overview has one row for the runs in progress, and one entry for runs that wait for the same", () => {
  const text = plain(
    overviewMarkdown({
      page: "https://github.com/sphenix/productions",
      ranAt: "2026-11-25T09:47:12.000Z",
      live: all.filter(({ state }) => state.kind !== "done"),
      troubles: new Map(),
      refused: [],
      postponed: [],
      memory: { ended: [] },
      outage: undefined,
    }),
  );

  expect(text).toContain("### Waits for a person (1)");
  expect(text).toContain("**run3pp-calo 1.0.0 #66501, #66502");
  expect(text).toContain("/shrek retry run3pp-calo@1.0.0#*");
  expect(text).toContain("### Under way (280)");
  expect(text).toMatch(/\| run3pp-calo 1\.0\.0 \| .*280 runs: 280 running \|/);
});

test("The ledger's first page summarises the runs of a production, and each run has its own page", () => {
  const states = new Map(all.map(({ key, state }) => [key, state]));

  const pages = pagesOf(states, new Map([...states].slice(0, 1)));

  const readme = new TextDecoder().decode(pages.find(({ path }) => path === "README.md")?.bytes);
  expect(readme).toContain("| run3pp-calo/1.0.0 | 288 runs | 8 failed, 280 running; for a person: #66501, #66502");
  expect(pages.map(({ path }) => path)).toContain(pagePath(submissionKey("run3pp-calo", "1.0.0", 66001)));
});

test("The status in a terminal shows each run with its number", () => {
  expect(statusText(someRuns("failed", 66501, 1))).toContain("shrek retry run3pp-calo@1.0.0#66501");
});

test("Runs that wait for a site say so, each alone and how many together", () => {
  const offline = { event: "queued", step: "fit", offline: "BNL: its storage is moved" } as const;
  const waiting = someRuns("intended", 66101, 12).map(({ key, state, since }) => ({
    ...{ key, since, state: applyEvent(state, offline, at("11:00")) },
  }));
  const words = "for a site: every one of step fit is offline (BNL: its storage is moved)";
  expect(plain(statusMarkdown(waiting))).toContain(`12 runs: 12 intended; 12 wait ${words}`);
  expect(statusText(waiting.slice(0, 1))).toContain(`#66101: intended, waits ${words}`);
});

test("Status, overview and the ledger's page say how many runs wait for a place, and of how many", () => {
  const running = someRuns("running", 66001, 20);
  const queued = someRuns("intended", 66101, 1980).map(({ key, state, since }) => ({
    key,
    state: applyEvent(state, { event: "queued", atMost: 20 }, at("11:00")),
    since,
  }));
  const words = "20 running, 1 980 intended; 1 980 wait for a place, at most 20 are at PanDA at one time";
  const live = [...running, ...queued];

  expect(plain(statusMarkdown(live))).toContain(`**run3pp-calo 1.0.0**: 2 000 runs: ${words}`);
  expect(statusText(queued.slice(0, 1))).toContain(
    "run3pp-calo 1.0.0 #66101: intended, waits for a place: at most 20 of its runs are at PanDA at one time",
  );
  const states = new Map(live.map(({ key, state }) => [key, state]));
  const page = pagesOf(states, states).map(({ bytes }) => new TextDecoder().decode(bytes));
  expect(page.join("\n")).toContain(words);
});

test("Status, overview and the ledger's page say how many runs the ceiling of a day holds back, and that another day ends it", () => {
  const queued = someRuns("intended", 66101, 1980).map(({ key, state, since }) => ({
    key,
    state: applyEvent(state, { event: "queued", startsPerDay: 400 }, at("11:00")),
    since,
  }));
  const live = [...someRuns("running", 66001, 20), ...queued];
  const words = "20 running, 1 980 intended; 1 980 wait for another day: 400 jobs a day begin by themselves";

  expect(plain(statusMarkdown(live))).toContain(`**run3pp-calo 1.0.0**: 2 000 runs: ${words}`);
  expect(statusText(queued.slice(0, 1))).toContain(
    "run3pp-calo 1.0.0 #66101: intended, waits for another day: 400 jobs a day begin by themselves",
  );
  const states = new Map(live.map(({ key, state }) => [key, state]));
  const page = pagesOf(states, states).map(({ bytes }) => new TextDecoder().decode(bytes));
  expect(page.join("\n")).toContain(words);
  const view = { page: "https://github.com/sphenix/productions", ranAt: at("11:00"), troubles: new Map(), refused: [] };
  expect(plain(overviewMarkdown({ ...view, live, postponed: [], memory: { ended: [] }, outage: undefined }))).toContain(
    words,
  );
});

test("The status of runs that wait for the first runs says for how many, and when the share cannot be reached any more", () => {
  const first = { runs: 10, good: 8 };
  const waiting = (lost: boolean) =>
    someRuns("intended", 66101, 128).map(({ key, state, since }) => ({
      key,
      state: applyEvent(state, { event: "queued", first, lost }, at("11:00")),
      since,
    }));
  const live = [...someRuns("running", 66001, 10), ...waiting(false)];
  const wait = "waits until 8 of the first 10 runs of its version are good";

  expect(plain(statusMarkdown(live))).toContain(
    "**run3pp-calo 1.0.0**: 138 runs: 10 running, 128 intended; 128 wait until 8 of the first 10 runs of its version are good",
  );
  expect(statusText(waiting(false).slice(0, 1))).toContain(`run3pp-calo 1.0.0 #66101: intended, ${wait}`);
  expect(statusText(waiting(true).slice(0, 1))).toContain(
    `${wait}, which cannot be reached any more: a new version ends it, or a lower \`first\` in the request on main`,
  );
});
