import { type Verb, verbNames } from "../../../action/core/command/verbs.ts";
import type { JobSeen } from "../../../action/core/ledger/completion.ts";
import {
  type GivenCommand,
  type Intent,
  type LedgerEvent,
  type SubmissionEvent,
  submissionKey,
  type TaskSeen,
} from "../../../action/core/ledger/event.ts";
import { candidateNames } from "../../../action/core/ledger/names.ts";
import { type Content, contentDigest } from "../../../action/core/production/content.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import type { Context, Observation } from "../../../action/core/submission/observation.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";

export const key = submissionKey("sP26a-toy", "1.0.0", undefined);
export const mine = { run: "this run", nonce: "mine" };
export const theirs = { run: "another run", nonce: "theirs" };
export const context: Context = { owner: mine };

const content: Content = { format: 1, request: { schema: 1 }, resources: [] };

export const anIntent = (change: Partial<Intent> = {}): Intent => ({
  repository: "0a1b2c3d",
  tag: "sP26a-toy",
  version: "1.0.0",
  folder: "productions/toy",
  commit: "c".repeat(40),
  validatedAt: "b".repeat(40),
  requester: "Ada",
  contact: ["@ada"],
  content,
  contentDigest: contentDigest(change.content ?? content),
  renderingDigest: "e".repeat(64),
  renderer: 1,
  supersedes: [],
  panda: {
    url: "http://127.0.0.1:25080",
    vo: "wlcg",
    role: "production",
    userName: "Ada Lovelace",
    prodSourceLabel: "managed",
    workingGroup: "sphenix",
  },
  outDS: "user.ada.sP26a-toy-1.0.0-0",
  steps: ["simulate", "merge"],
  jobs: 3,
  accept: {},
  needs: [],
  archive: "f".repeat(64),
  seeds: [{ step: "simulate", stream: "toy", first: 1, count: 2 }],
  label: "0123456789ab",
  pullRequest: null,
  monitor: "https://monitor.example.org",
  approval: "not asked: loopback",
  ...change,
});

/** A time of day of the one day on which everything happens; hours go beyond 24. */
export const at = (time: string): string => {
  const [hours, minutes] = time.split(":").map(Number);
  return new Date(Date.UTC(2026, 2, 1, hours, minutes)).toISOString();
};

export const aTask = (step: string, status: string, change: Partial<TaskSeen> = {}): TaskSeen => ({
  step,
  id: step === "simulate" ? 1 : 2,
  name: `user.ada.sP26a-toy-1.0.0-0_000_${step}`,
  status,
  files: 10,
  finished: status === "done" ? 10 : 0,
  failed: 0,
  dialog: "",
  attemptNr: 1,
  ...change,
});
export const bothTasks = (status: string): readonly TaskSeen[] => [aTask("simulate", status), aTask("merge", status)];

type Past = { readonly intent?: Intent; readonly attempt?: number; readonly owner?: typeof mine };

/** The shortest past that ends in this state. */
// oxlint-disable-next-line max-lines-per-function -- one past a state, and the compiler asks for each
export const pastOf = (kind: StateKind, past: Past = {}): readonly SubmissionEvent[] => {
  const { intent = anIntent(), attempt = 1, owner = mine } = past;
  const intended: SubmissionEvent = { event: "intended", intent, attempt };
  const checking = [intended, { event: "checking", owner }] as const;
  const checked = [...checking, { event: "checked", names: candidateNames(intent), sandbox: "box.tar.gz" }] as const;
  const submitting = [...checked, { event: "submitting", owner, attempt }] as const;
  const submitted = [
    ...submitting,
    { event: "submitted", request: 7, evidence: "answer", pandaDate: at("10:00") },
  ] as const;
  const reason = "why";
  switch (kind) {
    case "none":
      return [];
    case "skipped":
      return [{ event: "skipped", reason }];
    case "intended":
      return [intended];
    case "waiting":
      return [intended, { event: "waiting", inputs: ["signal"] }];
    case "blocked":
    case "held":
    case "conflict":
    case "needs-person":
      return [intended, { event: kind, reason }];
    case "checking":
      return checking;
    case "checked":
      return checked;
    case "submitting":
      return submitting;
    case "not-sent":
      return [...submitting, { event: "not-sent", reason }];
    case "in-doubt":
      return [...submitting, { event: "in-doubt", arrived: "maybe", reason }];
    case "rejected":
      return [...submitting, { event: "rejected", reason }];
    case "submitted":
      return submitted;
    case "running":
    case "done":
    case "completed-partially":
    case "incomplete":
    case "failed":
    case "aborted":
    case "broken":
    case "exhausted":
    case "stalled":
      return [
        ...submitted,
        {
          event: "seen",
          verdict: kind,
          tasks: bothTasks(kind === "done" ? "done" : "finished"),
          pandaDate: at("10:00"),
        },
      ];
    case "duplicate-suspected":
      return [
        ...submitted,
        { event: "seen", verdict: "running", tasks: bothTasks("running"), pandaDate: at("10:00") },
        { event: "duplicate-suspected", reason },
      ];
    case "closed":
      return [...submitting, { event: "rejected", reason }, { event: "closed", reason }];
    case "retired":
      return [
        ...submitted,
        { event: "seen", verdict: "done", tasks: bothTasks("done") },
        { event: "retired", data: "keep" },
      ];
    case "superseded":
      return [
        ...submitted,
        { event: "seen", verdict: "done", tasks: bothTasks("done") },
        { event: "superseded", by: "1.1.0" },
      ];
    case "withdrawn":
      return [intended, { event: "withdrawn", data: "drop" }];
  }
};

export const foldOf = (
  events: readonly SubmissionEvent[],
  when = at("10:00"),
  from: SubmissionState = { kind: "none" },
): SubmissionState => events.reduce<SubmissionState>((state, event) => applyEvent(state, event, when), from);

export const aSubmission = (kind: StateKind, past: Past = {}): SubmissionState => foldOf(pastOf(kind, past));

/** Doubt with the facts that a test is about. */
export const inDoubt = ({
  from = "submitting",
  arrived = "maybe",
  looks = [],
  ...past
}: Past & {
  readonly from?: "checking" | "submitting";
  readonly arrived?: "no" | "maybe";
  readonly looks?: readonly string[];
} = {}): SubmissionState =>
  foldOf([
    ...pastOf(from, past),
    { event: "in-doubt", arrived, reason: "the answer was lost" },
    ...looks.map((pandaDate): SubmissionEvent => ({ event: "looked", pandaDate })),
  ]);

export const lineOf = (event: SubmissionEvent, when = at("10:00"), of = key): LedgerEvent => ({
  ...event,
  key: of,
  at: when,
});

export const stateKinds: readonly StateKind[] = Object.keys({
  none: true,
  skipped: true,
  intended: true,
  waiting: true,
  blocked: true,
  held: true,
  checking: true,
  checked: true,
  submitting: true,
  "not-sent": true,
  "in-doubt": true,
  rejected: true,
  "needs-person": true,
  conflict: true,
  submitted: true,
  running: true,
  done: true,
  "completed-partially": true,
  incomplete: true,
  failed: true,
  aborted: true,
  broken: true,
  exhausted: true,
  stalled: true,
  "duplicate-suspected": true,
  closed: true,
  retired: true,
  superseded: true,
  withdrawn: true,
} satisfies Record<StateKind, true>) as StateKind[];

const person = { by: "ada", id: "c1", reason: "because" } as const;
export const byPerson = (verb: Verb, change: Partial<GivenCommand> = {}): Observation => ({
  kind: "person",
  verb,
  ...person,
  ...change,
});

/** A job that the pilot ended for memory. */
export const aFailedJob = (change: Partial<JobSeen> = {}): JobSeen => ({
  id: 100,
  status: "failed",
  site: "SITE_A",
  exitCode: undefined,
  fault: "pilot 1235",
  outOfMemory: true,
  askedMemory: undefined,
  outputs: [],
  ...change,
});

export const aGoodJob = (change: Partial<JobSeen> = {}): JobSeen =>
  aFailedJob({ status: "finished", site: "BNL", exitCode: 0, fault: undefined, outOfMemory: false, ...change });

const lackingOutput = { did: "user.ada:out", what: "user.ada:out, which Rucio does not know" };

/** One of every kind, with each of its answers. A record, so that the compiler asks for a new kind. */
const eachKind: { readonly [K in Observation["kind"]]: readonly Extract<Observation, { kind: K }>[] } = {
  "new-intent": [{ kind: "new-intent", intent: anIntent() }],
  "not-to-submit": [{ kind: "not-to-submit", reason: "history", held: anIntent() }],
  "inputs-missing": [{ kind: "inputs-missing", inputs: ["signal"] }],
  "upstream-lost": [{ kind: "upstream-lost", reason: "signal failed" }],
  "not-allowed": [{ kind: "not-allowed", reason: "not approved" }],
  ready: [{ kind: "ready" }],
  "identity-changed": [{ kind: "identity-changed", reason: "user" }],
  "check-answered": [
    {
      kind: "check-answered",
      answer: { kind: "accepted", names: { simulate: ["a"], merge: ["b"] }, sandbox: "box.tar.gz" },
    },
    { kind: "check-answered", answer: { kind: "rejected", message: "no" } },
    { kind: "check-answered", answer: { kind: "unanswered", arrived: "no", message: "refused" } },
    { kind: "check-answered", answer: { kind: "unanswered", arrived: "maybe", message: "reset" } },
  ],
  "all-absent": ["10:00", "10:30", "16:30", "17:00", "9:00"].map((time) => ({
    kind: "all-absent" as const,
    pandaDate: at(time),
  })),
  ours: [{ kind: "ours", request: 8, pandaDate: at("10:05") }],
  foreign: [{ kind: "foreign", reason: "task 5 has no mark" }],
  "too-late": [{ kind: "too-late" }],
  "call-answered": [
    { kind: "call-answered", answer: { kind: "accepted", request: 9, pandaDate: at("10:05") } },
    { kind: "call-answered", answer: { kind: "refused", message: "no" } },
    { kind: "call-answered", answer: { kind: "unanswered", arrived: "no", message: "refused" } },
    { kind: "call-answered", answer: { kind: "unanswered", arrived: "maybe", message: "reset" } },
  ],
  orphaned: [{ kind: "orphaned" }],
  tasks: [
    { kind: "tasks", tasks: [], pandaDate: at("10:05") },
    { kind: "tasks", tasks: [], pandaDate: at("40:00") },
    ...["running", "done", "finished", "failed", "broken", "aborted", "exhausted", "odd"].map((status) => ({
      kind: "tasks" as const,
      tasks: bothTasks(status),
      pandaDate: at("500:00"),
    })),
    ...["Transforming", "SubFinished"].map((requestStatus) => ({
      kind: "tasks" as const,
      tasks: [aTask("simulate", "done")],
      pandaDate: at("500:00"),
      requestStatus,
    })),
  ],
  "second-effect": [
    {
      kind: "second-effect",
      reason: "requests 7 and 8",
      effects: { requests: [7, 8], tasks: [1, 2] },
      tasks: bothTasks("running"),
    },
  ],
  "on-main": [{ kind: "on-main" }],
  "left-main": [{ kind: "left-main", reason: "reverted to 0.9.0" }],
  replaced: [{ kind: "replaced", by: "1.1.0" }],
  "newer-submitted": [{ kind: "newer-submitted", by: "1.1.0" }],
  succeeded: [{ kind: "succeeded", by: "2.0.0" }],
  adopted: [{ kind: "adopted", request: 9, tasks: [5] }],
  "failed-jobs": [{ kind: "failed-jobs", task: 1, jobs: [aFailedJob({ id: 100 })] }],
  "tag-conflict": [{ kind: "tag-conflict", reason: "the git tag records other content" }],
  "tag-refused": [{ kind: "tag-refused", reason: "the remote allows no such tag" }],
  queued: [{ kind: "queued", why: { atMost: 2 } }],
  "expiry-refused": [{ kind: "expiry-refused", id: "c1", reason: "somebody reads them" }],
  "declaration-told": [{ kind: "declaration-told", id: "c1", saidOn: at("10:00") }],
  "read-by": [{ kind: "read-by", tag: "other", version: "1.0.0" }],
  "input-declared": [
    { kind: "input-declared", input: { tag: "other", version: "1.0.0" }, quality: "bad", by: "bob", reason: "why" },
  ],
  "command-done": [{ kind: "command-done", id: "c1" }],
  "order-due": [{ kind: "order-due", order: { verb: "kill", task: 1, attemptNr: 0, command: "c1" } }],
  "order-refused": [
    { kind: "order-refused", order: { verb: "kill", task: 1, attemptNr: 0, command: "c1" }, reason: "PanDA says no" },
  ],
  recorded: [{ kind: "recorded", steps: [{ step: "simulate", task: 1, kind: "not-known", reason: "no answer" }] }],
  arrived: [
    { kind: "arrived", pandaDate: at("500:00"), checkedOn: at("10:00"), outputs: [] },
    { kind: "arrived", pandaDate: at("500:00"), checkedOn: at("10:00"), outputs: [], lacks: [lackingOutput] },
  ],
  described: [{ kind: "described", containers: [] }],
  "keep-asked": [{ kind: "keep-asked", keep: "2y", owner: "@ada" }],
  ending: [{ kind: "ending", id: "c1", dids: ["user.ada:out"] }],
  expired: [{ kind: "expired", id: "c1", dids: ["user.ada:out"] }],
  kept: [{ kind: "kept", until: null, dids: ["user.ada:out"] }],
  person: verbNames.map((verb) => ({ kind: "person" as const, verb, ...person })),
};
export const observations: readonly Observation[] = Object.values(eachKind).flat();
