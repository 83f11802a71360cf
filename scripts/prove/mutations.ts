import { memoryMutations } from "./memory-mutations.ts";
import type { ByStories, Mutation } from "./mutation.ts";
import { runsMutations } from "./runs-mutations.ts";
import { trialMutations } from "./trial-mutations.ts";

const flows = "action/flows/reconcile";
const submission = "action/core/submission";

/** Changes that a proof has to notice: those that docs/safety.md names, and holes that once were there. */
export const mutations: readonly (Mutation & ByStories)[] = [
  {
    name: "the right to check is written after the check",
    edits: [
      {
        file: `${flows}/wave.ts`,
        from: "  const claimed = await claim(pass, made.view, uploaded);\n  const answers = await askChecks(pass, claimed);",
        to: "  const since = pass.ports.clock.monotonic();\n  const answers = await askChecks(pass, { view: made.view, winners: uploaded, since });\n  const claimed = await claim(pass, made.view, uploaded);",
      },
    ],
    breaks: "invariant 2",
    theme: "processes",
    most: 150,
  },
  {
    name: "a refused write counts as written",
    edits: [
      {
        file: "action/flows/ledger-access/ledger-view.ts",
        from: 'appended.kind === "moved" ? "moved" : { head: appended.head,',
        to: 'appended.kind === "moved" ? { head: view.head, states: new Map([...view.states, ...touched]) } : { head: appended.head,',
      },
    ],
    breaks: "invariant 2",
    theme: "processes",
    most: 150,
  },
  {
    name: "what was decided is written again on another head",
    edits: [
      {
        file: "action/flows/ledger-access/ledger-view.ts",
        from: "  for (let round = 0; round < patience; round++) {",
        to: "  let kept: T | undefined;\n  for (let round = 0; round < patience; round++) {",
      },
      {
        file: "action/flows/ledger-access/ledger-view.ts",
        from: "const decided = await decide(view);",
        to: "const decided = (kept ??= await decide(view));",
      },
    ],
    breaks: "invariant 3",
    theme: "processes",
    most: 150,
  },
  {
    name: "a submit without an answer is sent again",
    edits: [
      {
        file: `${flows}/wave.ts`,
        from: "const answer = await pass.ports.panda.submit(submissionRequest, sandbox);",
        to: 'const answer = await pass.ports.panda.submit(submissionRequest, sandbox).then((one) => (one.kind === "unanswered" ? pass.ports.panda.submit(submissionRequest, sandbox) : one));',
      },
    ],
    breaks: "invariant 1",
    theme: "answers",
    most: 150,
  },
  {
    name: "anybody may check what another one is checking",
    edits: [{ file: `${flows}/claim.ts`, from: 'wins = decision?.action.kind === "check";', to: "wins = true;" }],
    breaks: "invariant 2",
    theme: "processes",
    most: 150,
  },
  {
    name: "anybody may call what another one is calling",
    edits: [
      {
        file: `${submission}/next.ts`,
        from: '    case "submitting":\n      return whileCalling(state, seen, context);',
        to: '    case "submitting":\n      return seen.kind === "all-absent" ? { events: [{ event: "submitting", owner: context.owner, attempt: state.attempt }], action: { kind: "submit" } } : whileCalling(state, seen, context);',
      },
      {
        file: `${flows}/record-checks.ts`,
        from: 'if (state.kind !== "checked") return',
        to: 'if (state.kind !== "checked" && state.kind !== "submitting") return',
      },
    ],
    breaks: "no bug",
    theme: "processes",
    most: 1000,
  },
  {
    name: "a look does not ask iDDS",
    edits: [
      {
        file: `${flows}/look.ts`,
        from: "const request = requests.find((id) => id !== undefined);",
        to: "const request = requests.find(() => false);",
      },
      {
        file: `${flows}/look.ts`,
        from: "  if (task !== undefined)\n",
        to: "  if (task !== undefined && request !== undefined)\n",
      },
    ],
    breaks: "invariant 6",
    theme: "answers",
    most: 150,
  },
  {
    name: "tasks of strangers are adopted",
    edits: [
      {
        file: `${flows}/look.ts`,
        from: "const isForeign = ({ mark }: Task) => !isOurs(",
        to: "const isForeign = ({ mark }: Task) => false && !isOurs(",
      },
      {
        file: `${flows}/look.ts`,
        from: "  if (task !== undefined)\n",
        to: '  if (task !== undefined) return { kind: "ours", request: 0 };\n  if (task !== undefined)\n',
      },
    ],
    breaks: "invariant 8",
    theme: "strangers",
    most: 150,
  },
  {
    name: "the tag is made before the promise",
    edits: [
      {
        file: `${flows}/enter.ts`,
        from: 'import { type Brought, prepare } from "./prepare.ts";',
        to: 'import { type Brought, prepare } from "./prepare.ts";\nimport { ensureTag } from "./tags.ts";',
      },
      {
        file: `${flows}/enter.ts`,
        from: "  const tag = tagName(intent);",
        to: "  await ensureTag(pass, intent);\n  const tag = tagName(intent);",
      },
    ],
    breaks: "liveness",
    theme: "processes",
    most: 150,
  },
  {
    name: "main is not asked before a call",
    edits: [
      {
        file: `${flows}/derive.ts`,
        from: "const head = await main.head();",
        to: "const head = await main.head().then((now) => cursor ?? now);",
      },
    ],
    breaks: "invariant 16",
    theme: "main",
    most: 150,
  },
  {
    name: "the minute counts from behind the write",
    edits: [
      {
        file: `${flows}/wave.ts`,
        from: "{ calling, since }: ChecksRecorded): Promise<Answers> =>\n  callInTime(pass, calling, since,",
        to: "{ calling }: ChecksRecorded): Promise<Answers> =>\n  callInTime(pass, calling, pass.ports.clock.monotonic(),",
      },
    ],
    breaks: "rule 3",
    theme: "processes",
    most: 150,
  },
  {
    name: "a slow write is not followed by a look at the ledger",
    edits: [{ file: `${flows}/call-in-time.ts`, from: "const slowWrite = 5_000;", to: "const slowWrite = 60_000;" }],
    breaks: "rule 3",
    theme: "processes",
    most: 150,
  },
  {
    name: "another user may send what was checked for the first",
    edits: [{ file: `${flows}/make-ready.ts`, from: "attempt === 1 && !past.isBound &&", to: "attempt === 1 &&" }],
    breaks: "invariant 6",
    theme: "identity",
    most: 2500,
  },
  {
    name: "what succeeded at the first attempt is not watched",
    edits: [
      {
        file: `${submission}/watch.ts`,
        from: "  if (attempt === 1 && tasks.every(({ attemptNr }) => attemptNr === undefined)) return undefined;",
        to: "  if (attempt === 1) return undefined;",
      },
    ],
    breaks: "invariant 7",
    theme: "login",
    most: 150,
  },
  {
    name: "the id that iDDS tells is not compared with the ledger's",
    edits: [
      {
        file: `${submission}/watch.ts`,
        from: "known.length === 0 ? ids.slice(1) : ids.filter((id) => !known.includes(id));",
        to: "ids.slice(known.length);",
      },
    ],
    breaks: "invariant 7",
    theme: "identity",
    most: 600,
  },
  {
    name: "a check that never arrived costs an attempt",
    edits: [
      {
        file: `${submission}/answer-event.ts`,
        from: 'return answer.arrived === "no"\n        ? { event: "abandoned"',
        to: 'return answer.message === ""\n        ? { event: "abandoned"',
      },
    ],
    breaks: "S13",
    theme: "answers",
    most: 150,
  },
  {
    name: "a day of silence is counted from a date of our own clock",
    edits: [
      {
        file: `${submission}/next-requested.ts`,
        from: "hasPassed(state.submittedOn, pandaDate, maxSilence)",
        to: "hasPassed(state.since, pandaDate, maxSilence)",
      },
    ],
    breaks: "rule 10",
    theme: "looks",
    most: 150,
  },
  {
    name: "iDDS is not asked for a step whose task does not come",
    edits: [
      {
        file: `${flows}/poll.ts`,
        from: "await askIdds(pass, requestToAsk(state, tasks, pandaDate))",
        to: "await askIdds(pass, tasks.length > 99 ? requestToAsk(state, tasks, pandaDate) : undefined)",
      },
    ],
    breaks: "liveness",
    theme: "steps",
    most: 150,
  },
  {
    name: "a doubt ends before the server has given up its file",
    edits: [{ file: `${submission}/next-in-doubt.ts`, from: "const window = 360 * minute;", to: "const window = 0;" }],
    breaks: "invariant 4",
    theme: "answers",
    most: 150,
  },
  ...runsMutations,
  ...memoryMutations,
  ...trialMutations,
];
