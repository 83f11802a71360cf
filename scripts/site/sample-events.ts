import {
  type Intent,
  keyOf,
  type LedgerEvent,
  type SubmissionEvent,
  type TaskSeen,
} from "../../action/core/ledger/event.ts";
import { submissionLabel } from "../../action/core/ledger/names.ts";
import type { StepCompletion } from "../../action/core/ledger/step-completion.ts";
import { contentDigest } from "../../action/core/production/content.ts";
import type { Json } from "../../action/core/text/canonical-json.ts";

/** What a page must show as it is written, in each field that somebody else writes. */
export const hostile = `<img src=x onerror="document.title='owned'">'"&lt;\u202e[a](javascript:alert(1))`;

/** A tag that the ledger takes, and sites, as only who writes it by hand or a server that lies would name them. */
export const hostileTag = "__proto__";
const hostileSites = [hostileTag, hostile] as const;

const repository = "0a1b2c3d";
const sites = ["BNL_OSG_SPHENIX", "CERN-P1", "NERSC_Perlmutter"];
const kinds = [
  "done",
  "done",
  "done",
  "done",
  "running",
  "failed",
  "held",
  "waiting",
  "incomplete",
  "intended",
] as const;
type Kind = (typeof kinds)[number];
const steps = ["generate", "simulate", "overlay", "merge"] as const;

/** As a request keeps it: each step has the events of the first, file by file. */
const requestOf = (n: number): { readonly [key: string]: Json } => ({
  schema: 1,
  build: `ana.${500 + (n % 7)}`,
  conditions: "ProdA_2026",
  steps: {
    generate: { jobs: 100, eventsPerJob: 1000 + n, estimate: { seconds: 0.5 }, out: ["hits.root"], run: "generate" },
    simulate: {
      ...{ eventsPerJob: 1000 + n, estimate: { seconds: 9 } },
      in: [{ from: "generate", filesPerJob: 1 }],
      out: ["g4.root"],
      run: "simulate",
    },
    overlay: {
      ...{ eventsPerJob: 1000 + n, estimate: { seconds: 2 } },
      in: [
        { from: "simulate", filesPerJob: 1 },
        { from: "generate", filesPerJob: 1, reuse: true },
      ],
      out: ["o.root"],
      run: "overlay",
    },
    merge: {
      ...{ eventsPerJob: 1000 + n, estimate: { seconds: 1 } },
      in: [{ from: "overlay", filesPerJob: 1 }],
      out: ["dst.root"],
      run: `merge ${n}`,
    },
  },
});

const intentOf = (n: number, named: { tag: string; version: string; run?: number }, words: string): Intent => {
  const content = { format: 1 as const, request: requestOf(n % 5), resources: [] };
  return {
    ...named,
    repository,
    folder: `productions/${named.tag}`,
    commit: n.toString(16).padStart(40, "c"),
    validatedAt: "b".repeat(40),
    requester: ["ada", "bert", "chen", words][n % 4] ?? words,
    contact: ["@sphenix-production"],
    content,
    contentDigest: contentDigest(content),
    ...{ renderingDigest: "e".repeat(64), renderer: 1, supersedes: [], archive: "f".repeat(64) },
    label: submissionLabel(repository, named.tag, named.version, named.run),
    panda: {
      url: "https://pandaserver.example.org/server/panda",
      ...{ vo: "sphenix", role: "production", userName: "Production Manager", prodSourceLabel: "managed" },
      workingGroup: ["simulation", "reconstruction", words][n % 3] ?? words,
    },
    outDS: `group.sphenix.${named.tag}.v${named.version}`,
    steps,
    jobs: 400,
    stepJobs: { generate: 100, simulate: 100, overlay: 100, merge: 100 },
    ...{ accept: {}, needs: [], seeds: [], pullRequest: n + 1 },
    monitor: "https://panda-doma.example.org",
    approval: `approved by fatima: ${words}`,
  };
};

const siteOf = (n: number): string => (n % 7 === 5 ? hostileSites[n % 2] : sites[n % 3]) ?? "";

const tasksOf = (n: number, kind: Kind, share: number): readonly TaskSeen[] =>
  steps.map((step, index) => {
    const part = kind === "done" ? 1 : Math.max(0, Math.min(1, share * 2 - index * 0.4));
    const status = part === 1 ? "done" : kind === "failed" && index === 1 ? "failed" : "running";
    const finished = Math.floor(100 * (status === "failed" ? 0.4 : part));
    return {
      ...{ step, id: 10 * n + index, name: `group.sphenix.${n}_${step}`, status, files: 100, finished },
      failed: status === "failed" ? 60 : 0,
      dialog: status === "failed" ? hostile : "",
      site: siteOf(n),
    };
  });

const recordOf = (n: number, kind: Kind): readonly StepCompletion[] =>
  steps.map((step, index) => {
    const failed = kind === "failed" && index === 1 ? 60 : n % 3;
    const site = siteOf(n + index);
    const failures = [
      ["payload, exit code 1", failed],
      [`pilot ${hostile}`, failed === 60 ? 3 : 0],
      ["__proto__", failed === 60 ? 2 : 0],
    ] as const;
    const known = Object.fromEntries(failures.filter(([, count]) => count > 0));
    return {
      ...{
        step,
        task: 10 * n + index,
        kind: "all",
        count: 100,
        first: 1,
        last: 100,
        sites: { [site]: 100 },
        failures: known,
      },
      ...(failed === 0
        ? {}
        : { failedAt: { [site]: known }, said: { "payload, exit code 1": `Error: no space left\n${hostile}` } }),
      used: { jobs: 100 - failed, seconds: 3600, cpuSeconds: 250_000 * (index + 1), megabytes: 1900 },
      outputs: { [`group.sphenix.${n}_${step}.dst`]: { files: 100 - failed, bytes: 37_000_000_000 } },
    };
  });

const hour = 3_600_000;

/** One submission, by its number: most are done, some stand in each other way. */
export const sampleEvents = (
  n: number,
  named: { tag: string; version: string; run?: number },
  begun: number,
): readonly LedgerEvent[] => {
  const kind = kinds[n % kinds.length] ?? "done";
  const words = n % 11 === 0 ? hostile : "looks good";
  const own: SubmissionEvent[] = [{ event: "intended", intent: intentOf(n, named, words), attempt: 1 }];
  if (kind === "held") own.push({ event: "held", reason: `approval of ${words} is missing` });
  if (kind === "waiting") own.push({ event: "waiting", inputs: ["sP26a-signal@1.0.0/merge"] });
  if (!["held", "waiting", "intended"].includes(kind)) own.push(...submitted(n, kind, begun));
  return own.map((event, index) => ({ ...event, key: keyOf(named), at: new Date(begun + index * hour).toISOString() }));
};

const submitted = (n: number, kind: Kind, begun: number): readonly SubmissionEvent[] => {
  const owner = { run: "1", nonce: "a" };
  const dateOf = (index: number): string => new Date(begun + (4 + index) * hour).toISOString();
  const verdict = kind === "done" || kind === "failed" || kind === "incomplete" ? kind : "running";
  return [
    { event: "checking", owner },
    { event: "checked", names: {}, sandbox: "box.tar.gz" },
    { event: "submitting", owner, attempt: 1 },
    { event: "submitted", request: n + 1, evidence: "answer", pandaDate: dateOf(0) },
    ...[0.2, 0.5, 0.8].map(
      (share, index): SubmissionEvent => ({
        event: "seen",
        verdict: "running",
        tasks: tasksOf(n, "running", share),
        pandaDate: dateOf(index + 1),
      }),
    ),
    { event: "seen", verdict, tasks: tasksOf(n, kind, 0.9), pandaDate: dateOf(4) },
    ...(verdict === "running" ? [] : [{ event: "recorded", steps: recordOf(n, kind) } as const]),
    ...(kind === "failed"
      ? [{ event: "person", verb: "retry", by: "ada", id: `c${n}`, reason: hostile } as const]
      : []),
  ];
};
