import { type Intent, type SubmissionKey, type TaskSeen, versionName } from "../../ledger/event.ts";
import { eventsOf } from "../../ledger/intended-steps.ts";
import { cardPath } from "../../ledger/paths.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import { lastSeed } from "../../ledger/streams.ts";
import { address, cell } from "../../markdown/page-cell.ts";
import { compareText } from "../../problems/problem.ts";
import { originText } from "../../production/list-origin.ts";
import { lastTasks } from "../../submission/orders.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { shownState } from "../../submission/states.ts";
import { inHundredths } from "../../text/amounts.ts";
import { notesOf } from "../status/notes-text.ts";
import { describeState } from "../status/state-text.ts";
import { cardOf, cardRows, commitAddressOf } from "./card.ts";
import { filesPart } from "./files-part.ts";

type WithIntent = Extract<SubmissionState, { readonly intent: Intent }>;
type Fact = readonly [name: string, value: string, link?: string | undefined];

/** For somebody who knows nothing: what ran, from which commit, who asked, who approved, where it is, what came out. */
export const productionPage = (key: SubmissionKey, state: SubmissionState): string => {
  const title = `# ${versionName(key)}\n\n**${shownState(state)}**: ${cell(describeState(state))}\n`;
  if (!("intent" in state)) return title;
  const notes = notesOf(state).map((note): Fact => ["note", note]);
  const card = cardOf(key, state);
  const facts = [
    ...asked(state.intent),
    ...whereItIs(state),
    ...quality(state),
    ...notes,
    ...(card === undefined ? [] : cardRows(card)),
  ];
  const table = facts
    .map(([name, value, to]) => `| ${name} | ${to === undefined ? cell(value) : `[${cell(value)}](${address(to)})`} |`)
    .join("\n");
  const json = card === undefined ? "" : `\nThe same for programs: [card](${cardPath(key).replace(/.*\//, "")}).\n`;
  return `${title}\n| | |\n|---|---|\n${table}\n${json}\n## What came out\n\n${outcome(state)}`;
};

const asked = (intent: Intent): readonly Fact[] => [
  ["what ran", `${intent.folder}: steps ${intent.steps.join(", ")}; ${intent.jobs ?? "an unknown number of"} jobs`],
  ["content digest", intent.contentDigest],
  ...(intent.address === undefined ? [] : [["repository", intent.address, intent.address] as const]),
  [
    "from commit",
    `${intent.commit}${intent.pullRequest === null ? "" : `, pull request ${intent.pullRequest}`}`,
    commitAddressOf(intent),
  ],
  ...(intent.lists ?? []).map((one): Fact => ["where a list is from", originText(one)]),
  ["who asked", `${intent.requester}${intent.contact.length === 0 ? "" : `; contact ${intent.contact.join(", ")}`}`],
  ["who approved", intent.approval],
  ...intent.seeds.map(
    (range): Fact => [`seeds of ${range.step}`, `${range.first} to ${lastSeed(range)} of ${range.stream}`],
  ),
];

const whereItIs = (state: WithIntent): readonly Fact[] => {
  const { intent, attempt } = state;
  return [
    ["where it is", `${shownState(state)} since ${state.since}`],
    ["PanDA", `${intent.panda.url} as ${intent.panda.userName}, ${intent.panda.prodSourceLabel}`],
    ["outDS", intent.outDS],
    ["attempt", String(attempt)],
    ...("request" in state ? [["request", String(state.request)] as const] : []),
  ];
};

/** Whether what came out is good, and whose word that is. */
const quality = (state: WithIntent): readonly Fact[] => {
  const { kind } = state;
  switch (kind) {
    case "done":
      return [["quality", "every file was made, says PanDA"]];
    case "completed-partially": {
      const shares = Object.entries(state.intent.accept).map(
        ([step, share]) => `${step} ${inHundredths(share * 100)} %`,
      );
      return [["quality", `enough files were made, says the request (${shares.join(", ")})`]];
    }
    case "incomplete":
    case "failed":
    case "exhausted":
    case "aborted":
    case "broken":
      return [["quality", `not good, says PanDA: ${kind}`]];
    case "retired":
    case "withdrawn":
      return [["quality", `${kind}; data: ${state.data}`]];
    case "superseded":
    case "closed":
      return [["quality", `${kind}, ${state.reason}`]];
    case "intended":
    case "waiting":
    case "blocked":
    case "held":
    case "checking":
    case "checked":
    case "submitting":
    case "not-sent":
    case "in-doubt":
    case "rejected":
    case "needs-person":
    case "conflict":
    case "submitted":
    case "running":
    case "stalled":
    case "duplicate-suspected":
      return [];
  }
};

const outcome = (state: WithIntent): string => {
  const { completion } = state.past;
  const tasks = lastTasks(state);
  if (tasks.length === 0) return "Nothing that the ledger knows of.\n";
  const head = "| step | task | status | files done | failed | events asked for |\n|---|---|---|---|---|---|\n";
  const { intent } = state;
  return `${head}${tasks.map((task) => taskRow(intent, task)).join("\n")}\n${filesPart(intent, tasks, completion?.steps)}${completion === undefined ? "" : jobsPart(completion.steps)}`;
};

const taskRow = (intent: Intent, task: TaskSeen): string => {
  const { step, id, status, files, finished, failed } = task;
  const link = `[${id}](${address(intent.monitor)}/task/${id}/)`;
  const cells = [step, link, cell(status), `${finished} of ${files}`, failed, events(intent, step)];
  return `| ${cells.join(" | ")} |`;
};

const events = (intent: Intent, step: string): string => {
  const asks = eventsOf(intent, step);
  if (asks === undefined) return "not counted";
  return asks.all === undefined ? `${asks.perJob} a job` : `${asks.all}, ${asks.perJob} a job`;
};

/** What the jobs reported when it ended; an unreported figure is "not known". */
const jobsPart = (steps: readonly StepCompletion[]): string => {
  const head = "\n| step | jobs | sites | failures |\n|---|---|---|---|\n";
  return `${head}${steps.map((step) => `| ${jobsRow(step).map(cell).join(" | ")} |`).join("\n")}\n`;
};

const jobsRow = (record: StepCompletion): readonly string[] => {
  const { step } = record;
  if (record.kind === "not-known") return [step, `not known: ${record.reason}`, "not known", "not known"];
  const { kind, count, first, last, sites, failures } = record;
  const jobs = `${count}, ${first} to ${last}`;
  if (kind === "unsuccessful")
    return [step, `of those that did not succeed: ${jobs}`, countsOf(sites), countsOf(failures)];
  return [step, jobs, countsOf(sites), countsOf(failures) || "none"];
};

const countsOf = (counts: Readonly<Record<string, number>>): string =>
  sorted(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");

const sorted = <T>(entries: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(entries).toSorted(([a], [b]) => compareText(a, b));
