import { type SubmissionEvent, type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { questionsOf } from "../../../action/core/outcomes/news.ts";
import { anIntent, aTask, at, lineOf } from "../submission/a-submission.ts";

/** A submission of the night: what its ledger says. */
const standing = (tag: string, site: string, events: readonly SubmissionEvent[]) => {
  const key: SubmissionKey = submissionKey(tag, "1.0.0", undefined);
  const content = { format: 1 as const, request: { defaults: { sites: [site] } }, resources: [] };
  const intent = anIntent({
    ...{ tag, folder: `productions/${tag}`, contact: ["@ada"], content, pullRequest: 6, steps: ["signal"] },
    outDS: `user.ada.${tag}-1.0.0-0`,
  });
  const begun: readonly SubmissionEvent[] = [
    { event: "intended", intent, attempt: 1 },
    { event: "checking", owner: { run: "r", nonce: "n" } },
    { event: "checked", names: { signal: [`${intent.outDS}_000_signal`] }, sandbox: "box" },
    { event: "submitting", owner: { run: "r", nonce: "n" }, attempt: 1 },
    { event: "submitted", request: 7, evidence: "answer", pandaDate: at("13:20") },
  ];
  const lines = [...begun, ...events].map((event) => lineOf(event, at("13:30"), key));
  return { key, ...questionsOf(lines) };
};

const failed = (exitCode: number, said?: string): readonly SubmissionEvent[] => {
  const stage = `payload, exit code ${exitCode}`;
  return [
    {
      event: "seen",
      verdict: "failed",
      tasks: [aTask("signal", "failed", { dialog: "1 of 1 files were not processed", files: 2, failed: 2 })],
      pandaDate: at("13:40"),
    },
    {
      event: "recorded",
      steps: [
        {
          ...{ step: "signal", task: 1, kind: "all", count: 2, first: 1, last: 2, sites: { SITE_A: 2 }, outputs: {} },
          failures: { [stage]: exitCode === 1 ? 2 : 1 },
          ...(said === undefined ? { failedJobs: { [stage]: 900 + exitCode } } : { said: { [stage]: said } }),
        },
      ],
    },
  ];
};

const waiting = (site: string, overdue: boolean): SubmissionEvent => ({
  event: "seen",
  verdict: "running",
  ...(overdue ? { overdue } : {}),
  tasks: [aTask("signal", "assigning", { files: 2, site, since: at("13:30") })],
  pandaDate: at(overdue ? "19:45" : "13:45"),
});

const done: readonly SubmissionEvent[] = [
  {
    event: "seen",
    verdict: "done",
    tasks: [aTask("signal", "done", { files: 2, finished: 2 })],
    pandaDate: at("20:30"),
  },
  {
    event: "recorded",
    steps: [
      {
        ...{ step: "signal", task: 1, kind: "all", count: 2, first: 1, last: 2, sites: { SITE_C: 2 }, failures: {} },
        outputs: { out: { files: 2, bytes: 40_000_000 } },
      },
    ],
  },
];

const move: SubmissionEvent = { event: "person", verb: "move", by: "linus", id: "run-9", reason: "", site: "SITE_C" };

/** 300 productions: 40 failed by a file system that was away, 20 by their payload, and 240 wait for a site that is dead. */
export const aNight = (hour: "evening" | "night" | "moved" | "repaired") =>
  Array.from({ length: 300 }, (_, index) => {
    const tag = `sP26c-ph${index}-signal`;
    if (hour === "repaired") return standing(tag, "SITE_A", done);
    if (index < 40) return standing(tag, "SITE_A", failed(42));
    if (index < 60) return standing(tag, "SITE_A", failed(1));
    const waits = waiting("SITE_B", hour !== "evening");
    return standing(tag, "SITE_B", hour === "moved" ? [waits, move] : [waits]);
  });

const words = [
  "gen: cvmfs: Transport endpoint is not connected",
  "setup.sh: line 3: geometry.root: No such file",
  "KeyError: 'beam'",
  "cp: cannot create regular file: Disk quota exceeded",
  "no output was written",
];

/** 100 productions of two jobs each: 60 failed for so many causes, 25 wait for a site, 15 are done. */
export const aNightOfCauses = (causes = words.length) =>
  Array.from({ length: 100 }, (_, index) => {
    const tag = `sP26c-pythia8-jet30-p${index}-pileup`;
    if (index >= 85) return standing(tag, "SITE_A", done);
    if (index >= 60) return standing(tag, "SITE_B", [waiting("SITE_B", false)]);
    const cause = index % causes;
    return standing(
      tag,
      "SITE_A",
      failed(cause + 5, `${"a line of the log before it\n".repeat(9)}${words[cause % words.length]}`),
    );
  });
