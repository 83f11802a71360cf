import fc from "fast-check";
import { expect, test } from "vitest";
import { type SubmissionEvent, submissionKey } from "../../../../action/core/ledger/event.ts";
import {
  cardPath,
  endedPath,
  livePath,
  pagePath,
  readKeys,
  watchedPath,
} from "../../../../action/core/ledger/paths.ts";
import type { StepCompletion } from "../../../../action/core/ledger/step-completion.ts";
import type { Content } from "../../../../action/core/production/content.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { isLive } from "../../../../action/core/submission/states.ts";
import { readWatched } from "../../../../action/core/submission/watch.ts";
import type { SourceFile } from "../../../../action/core/text/source-file.ts";
import { pagesOf } from "../../../../action/core/view/ledger/pages.ts";
import { anIntent, aSubmission, aTask, at, foldOf, key, pastOf, stateKinds } from "../../submission/a-submission.ts";

const none = new Map<never, never>();
const textOf = (pages: readonly SourceFile[], path: string): string =>
  new TextDecoder().decode(pages.find((page) => page.path === path)?.bytes);

test("The first page of an empty ledger says that no submission is under way", () => {
  const pages = pagesOf(none, none);

  expect(pages.map(({ path }) => path)).toEqual([livePath, watchedPath, "README.md"]);
  expect(readKeys(textOf(pages, livePath))).toEqual([]);
  expect(textOf(pages, "README.md")).toContain("There are no active submissions.");
});

test("With ten thousand active submissions GitHub still renders the ledger's page, and those that wait for a person are first", () => {
  const [running, waits] = [aSubmission("running"), aSubmission("needs-person")];
  const states = Array.from({ length: 10_000 }, (_, n): readonly [typeof key, SubmissionState] => [
    submissionKey("toy", `1.${n}.0`, undefined),
    n % 100 === 99 ? waits : running,
  ]);

  const page = textOf(pagesOf(new Map(states), none), "README.md");

  expect(Buffer.byteLength(page)).toBeLessThan(512 * 1024);
  const rows = page.split("\n").filter((line) => line.startsWith("| ["));
  expect(rows.slice(0, 101).map((row) => row.includes("| needs-person |"))).toEqual([...Array(100).fill(true), false]);
  expect(page).toContain(`\n${10_000 - rows.length} more are active: [live.json](live.json) names them all.\n`);
  expect(textOf(pagesOf(new Map(states.slice(0, 5)), none), "README.md")).not.toContain("more are active");
});

test("Each submission that a commit changes is listed as active or ended by its new state, and gets its page", () => {
  const [a, b, c] = ["1.0.0", "1.1.0", "1.2.0"].map((version) => submissionKey("toy", version, undefined));
  if (a === undefined || b === undefined || c === undefined) throw new Error("three keys");
  const before = new Map([
    [a, aSubmission("running")],
    [c, aSubmission("running")],
  ]);
  const touched = new Map([
    [c, aSubmission("done")],
    [b, aSubmission("intended")],
  ]);

  const pages = pagesOf(before, touched);

  expect(readKeys(textOf(pages, livePath))).toEqual([a, b]);
  expect(pages.map(({ path }) => path).slice(3)).toEqual([pagePath(c), cardPath(c), pagePath(b), endedPath]);
});

test("Active and ended runs are shown on the ledger's page by the number that people use", () => {
  const runs = [10, 2, 1].map((run) => submissionKey("toy", "1.0.0", run));
  const both = [10, 9].map((minor) => submissionKey("toy", `1.${minor}.0`, undefined));
  const [running, done] = [aSubmission("running"), aSubmission("done")];
  const touched = [...runs.map((run) => [run, running] as const), ...both.map((version) => [version, done] as const)];

  const pages = pagesOf(none, new Map(touched));

  const rows = [...textOf(pages, "README.md").matchAll(/^\| \[(.*?)\]/gm)].map(([, name]) => name);
  expect(rows).toEqual(["toy/1.0.0/1", "toy/1.0.0/2", "toy/1.0.0/10", "toy/1.9.0/0", "toy/1.10.0/0"]);
  // What is stored for programs stays in the order of its bytes.
  expect(readKeys(textOf(pages, livePath))).toEqual(["toy/1.0.0/1", "toy/1.0.0/10", "toy/1.0.0/2"]);
});

test("The share of files that was enough is shown in percent without rounding errors", () => {
  const accepted = aSubmission("completed-partially", { intent: anIntent({ accept: { simulate: 0.29 } }) });
  const pages = pagesOf(none, new Map([[key, accepted]]));

  expect(textOf(pages, pagePath(key))).toContain("simulate 29 %");
});

test("A successful submission is kept in the common file of watched ones until its state changes", () => {
  const [a, b] = [submissionKey("toy", "1.0.0", undefined), submissionKey("toy", "1.1.0", undefined)];
  const watchedIn = (pages: readonly SourceFile[]) => readWatched(textOf(pages, watchedPath)) ?? [];

  const first = watchedIn(pagesOf(none, new Map([[b, aSubmission("done")]])));
  expect(first).toEqual([
    {
      key: b,
      label: "0123456789ab",
      attempt: 1,
      userName: "Ada Lovelace",
      since: at("10:00"),
      requests: [7],
      tasks: [
        [1, 1],
        [2, 1],
      ],
    },
  ]);
  const both = watchedIn(pagesOf(none, new Map([[a, aSubmission("completed-partially")]]), { watched: first }));
  expect(both.map(({ key: of }) => of)).toEqual([a, b]);
  expect(watchedIn(pagesOf(none, new Map([[a, aSubmission("superseded")]]), { watched: both }))).toEqual(first);
  expect(["{}", "[1]", '[{"key":"a"}]', "x"].map(readWatched)).toEqual([undefined, undefined, undefined, undefined]);
});

test.each(stateKinds)(
  "A submission in the state %s has a page, and is in the ledger's overview as active while live and then as ended",
  (kind) => {
    const state = aSubmission(kind);
    const pages = pagesOf(none, new Map([[key, state]]));

    expect(textOf(pages, pagePath(key))).toContain(`**${kind}**: `);
    const [active = "", ended = ""] = textOf(pages, "README.md").split("## Ended last");
    const isEnded = !isLive(state) && kind !== "none" && kind !== "skipped";
    expect([active.includes(key), ended.includes(key)]).toEqual([isLive(state), isEnded]);
  },
);

test("The page of a production says what ran, from which commit, who requested and approved, where data are and how many", () => {
  const content: Content = {
    format: 1,
    request: {
      defaults: { eventsPerJob: 100 },
      steps: {
        simulate: { out: ["hits.tar", { name: "log.tar", optional: true }], jobs: 10, estimate: { megabytes: 0.5 } },
        merge: { out: ["dst.tar"], estimate: { megabytes: 1 } },
        sum: { out: ["sum.tar"], estimate: { megabytes: 1 } },
      },
    },
    resources: [],
  };
  const intent = anIntent({
    pullRequest: 7,
    approval: "grace",
    requester: "Ada",
    content,
    folder: "productions/toy",
    lists: [{ list: "runs.txt", source: "run database", date: "2026-11-29" }],
    stepJobs: { simulate: 10, sum: 2 },
  });
  const tasks = [
    aTask("simulate", "done"),
    aTask("merge", "finished", { finished: 9, failed: 1 }),
    aTask("sum", "done", { finished: 2 }),
  ];
  const steps: readonly StepCompletion[] = [
    {
      step: "simulate",
      task: 1,
      kind: "all",
      count: 12,
      first: 100,
      last: 140,
      sites: { BNL: 11, CERN: 1 },
      failures: { "stage-out": 2 },
      outputs: {
        [`${tasks[0]?.name}_hits.tar`]: { files: 9, bytes: 4096 },
        [`${tasks[0]?.name}_log.tar`]: { files: 10, bytes: null },
        other: { files: 1, bytes: 5 },
      },
    },
    {
      step: "sum",
      task: 3,
      kind: "all",
      count: 1,
      first: 7,
      last: 7,
      sites: { BNL: 1 },
      failures: { payload: 1 },
      outputs: {},
    },
    { step: "merge", task: 2, kind: "not-known", reason: "PanDA told no job of it" },
  ];
  const seen = { event: "seen", verdict: "completed-partially", tasks } as const;
  const events: readonly SubmissionEvent[] = [...pastOf("submitted", { intent }), seen, { event: "recorded", steps }];
  const done = foldOf(events);

  const page = textOf(pagesOf(none, new Map([[key, done]])), pagePath(key));

  const rowOf = (name: string): string => page.split("\n").find((line) => line.startsWith(`| ${name} |`)) ?? "";
  expect(rowOf("what ran")).toContain("productions/toy: steps simulate, merge; 3 jobs");
  expect(rowOf("from commit")).toContain(`${intent.commit}, pull request 7`);
  expect(rowOf("where a list is from")).toContain("runs.txt was made from run database on 2026-11-29.");
  expect(rowOf("who asked")).toContain("Ada");
  expect(rowOf("who approved")).toContain("grace");
  expect(rowOf("where it is")).toContain("completed-partially since 2026-03-01");
  expect(rowOf("request")).toContain("7");
  expect(rowOf("quality")).toContain("says the request");
  expect(rowOf("simulate")).toContain("10 of 10 | 0 | 1000, 100 a job");
  expect(rowOf("merge")).toContain("9 of 10 | 1 | 100 a job");
  const plain = (text: string): string =>
    text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  const filesOf = (dataset: string): string | undefined =>
    page
      .split("\n")
      .map(plain)
      .find((line) => line.includes(`${dataset} |`))
      ?.split(" | ")
      .slice(2)
      .join(" | ");
  expect(filesOf("hits.tar")).toBe("10 | 9 | about 500000000 in all of the step | 4096 |");
  expect(filesOf("log.tar")).toBe("at most 10 | 10 | about 500000000 in all of the step | not known |");
  expect(filesOf("other")).toBe("none | 1 | about 500000000 in all of the step | 5 |");
  expect(filesOf("dst.tar")).toBe("not known | not known | not said | not known |");
  expect(filesOf("sum.tar")).toBe("2 | 0 | about 200000000 | 0 |");
  const running = foldOf([...pastOf("submitted", { intent }), { ...seen, verdict: "running" }]);
  expect(plain(textOf(pagesOf(none, new Map([[key, running]])), pagePath(key)))).toContain(
    "sum.tar | 2 | when it has ended | about 200000000 | when it has ended |",
  );
  expect(page).toContain("| simulate | 12, 100 to 140 | BNL 11, CERN 1 | stage-out 2 |");
  expect(page).toContain("| merge | not known: PanDA told no job of it |");
  const later = foldOf([...events, { event: "superseded", by: "1.1.0" }]);
  expect(textOf(pagesOf(none, new Map([[key, later]])), pagePath(key))).toContain("| simulate | 12, 100 to 140 |");
});

test("Equal states make equal ledger pages, whatever the order of the submissions", () => {
  const states = stateKinds.map(
    (kind, index) => [submissionKey("toy", `1.${index}.0`, undefined), aSubmission(kind)] as const,
  );
  const inOrder = (files: readonly SourceFile[]) => files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const expected = inOrder(pagesOf(new Map(states), new Map(states.slice(0, 9))));

  fc.assert(
    fc.property(fc.shuffledSubarray(states, { minLength: states.length }), (shuffled) => {
      const touched = shuffled.filter((one) => states.slice(0, 9).includes(one));
      expect(inOrder(pagesOf(new Map(shuffled), new Map(touched)))).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

const hostile = [
  "\u001b[2J\u202ea\u200b\u115f",
  "a | b | c",
  "|---|---|",
  "line\nbreak",
  "line\r\n\r\n# heading",
  "\n- list\n- list",
  "@everyone look",
  "@octo/team",
  "mail@example.org",
  "[click](https://evil.example)",
  "![pixel](https://evil.example/p.png)",
  "[ref]: https://evil.example",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<!-- hidden",
  "<https://evil.example>",
  "https://evil.example/a?b=c",
  "HTTP://evil.example www.evil.example WWW.evil.example",
  "`code` and ``` fence",
  "```\nfence\n```",
  "**bold** __bold__ *a* ~~gone~~",
  "\\| \\` \\\\",
  "&#124; &lt;b&gt; &amp;",
  "#12 and octo/repo#34 and GH-56",
  "$\\href{https://evil.example}{x}$",
  "\u2028\u0085\u000b\u000c tab\t",
] as const;

/** Everywhere that a stranger's text can come to stand on a page. */
const pageWith = (text: string): readonly string[] => {
  const intent = anIntent({
    requester: text,
    folder: text,
    outDS: text,
    panda: { ...anIntent().panda, userName: text, url: text },
    seeds: [{ step: "simulate", stream: text, first: 1, count: 2 }],
  });
  const failed = [aTask("simulate", "failed", { dialog: text }), aTask("merge", text)];
  const states = new Map<typeof key, SubmissionState>([
    [key, foldOf([...pastOf("submitted", { intent }), { event: "seen", verdict: "failed", tasks: failed }])],
    [
      submissionKey("toy", "2.0.0", undefined),
      foldOf([...pastOf("intended", { intent }), { event: "conflict", reason: text }]),
    ],
  ]);
  return pagesOf(none, states)
    .filter(({ path }) => path.endsWith(".md"))
    .map(({ bytes }) => new TextDecoder().decode(bytes));
};

const decoded = (markdown: string): string =>
  markdown.replaceAll("&#8203;", "").replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

test.each(hostile)("A stranger's text %j stays in its cell of the ledger's page, without links or mentions", (text) => {
  const pages = pageWith(text);
  const harmless = pageWith("harmless");
  const bare = (page: string) => page.replace(/&#\d+;/g, "");
  const markup = (page: string) => page.replace(/[^|\n[\]()<>`*~#@!$&]/g, "");
  const addresses = (page: string) => page.match(/:\/\/|www\./gi);

  for (const [index, page] of pages.entries()) {
    const expected = bare(harmless[index] ?? "");
    expect(markup(bare(page))).toBe(markup(expected));
    expect(addresses(bare(page))).toEqual(addresses(expected));
    expect(page).not.toMatch(/@|&#64;(?!&#8203;)/);
    expect(page).not.toMatch(/(?!\n)[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u);
    expect(decoded(page)).toContain(text.replace(/[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]+/gu, " "));
  }
});

test("The address of the monitor cannot end its link on the ledger's page", () => {
  const monitor = "https://m.example/a)|<b>@x`](https://evil.example";
  const state = foldOf([
    ...pastOf("submitted", { intent: anIntent({ monitor }) }),
    { event: "seen", verdict: "running", tasks: [aTask("simulate", "running")] },
  ]);
  const page = textOf(pagesOf(none, new Map([[key, state]])), pagePath(key));
  const row = page.split("\n").find((line) => line.startsWith("| simulate |")) ?? "";

  expect(row.match(/\|/g)).toHaveLength(7);
  expect(row.match(/[)\]<`@]/g)).toEqual(["]", ")"]);
});
