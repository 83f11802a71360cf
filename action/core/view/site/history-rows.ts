import type { LedgerEvent, SubmissionEvent } from "../../ledger/event.ts";
import type { HistoryRow } from "./site-data.ts";

type Own = Extract<LedgerEvent, { readonly key: unknown }>;

/** What happened, for people: what a look at PanDA found only where it was news. */
export const historyRows = (events: readonly Own[]): readonly HistoryRow[] => {
  const rows: HistoryRow[] = [];
  let verdict: string | undefined;
  for (const event of events) {
    const isNews = event.event !== "seen" || event.verdict !== verdict;
    if (event.event === "seen") verdict = event.verdict;
    const what = isNews ? wordsOf(event) : undefined;
    if (what !== undefined) rows.push({ at: event.at, what });
  }
  return rows;
};

// oxlint-disable-next-line max-lines-per-function -- one sentence an event, and the compiler asks for each
const wordsOf = (event: SubmissionEvent): string | undefined => {
  switch (event.event) {
    case "skipped":
      return `recorded, not to be submitted: ${event.reason}`;
    case "intended":
      return event.attempt === 1 ? "entered" : `entered again, attempt ${event.attempt}`;
    case "waiting":
      return `waits for ${event.inputs.join(", ")}`;
    case "checking":
      return "PanDA's check was begun";
    case "checked":
      return "PanDA's check accepted it";
    case "submitting":
      return "the submit was begun";
    case "submitted":
      return event.request === 0 ? "its tasks were adopted" : `submitted: request ${event.request}`;
    case "seen":
      return event.verdict;
    case "recorded":
      return "its jobs were read";
    case "arrived":
      return event.lacks === undefined ? "its outputs arrived in Rucio" : "outputs lack in Rucio";
    case "described":
      return "Rucio was told what its outputs are";
    case "person":
      return `${event.by} asked to ${event.verb}${event.reason === "" ? "" : `: ${event.reason}`}`;
    case "commanding":
      return `PanDA was told to ${event.verb} task ${event.task}`;
    case "order-refused":
      return `PanDA refused ${event.verb} of task ${event.task}: ${event.reason}`;
    case "command-rejected":
      return `a command is not obeyed: ${event.reason}`;
    case "input-declared":
      return `${event.by} said that data which it reads are ${event.quality}: ${event.reason}`;
    case "read-by":
      return `${event.tag}@${event.version} reads its data`;
    case "kept":
      return `kept in Rucio ${event.until === null ? "for ever" : `until ${event.until.slice(0, 10)}`}`;
    case "ending":
      return "its rules in Rucio are about to end";
    case "expired":
      return "its rules in Rucio were ended";
    case "back-on-main":
      return "main holds it again";
    case "superseded":
      return `superseded by ${event.by}`;
    case "retired":
      return `retired; data: ${event.data}`;
    case "withdrawn":
      return `withdrawn${event.reason === undefined ? "" : `: ${event.reason}`}; data: ${event.data}`;
    case "blocked":
    case "held":
    case "rejected":
    case "not-sent":
    case "in-doubt":
    case "again":
    case "conflict":
    case "needs-person":
    case "duplicate-suspected":
    case "left-main":
    case "closed":
      return `${event.event}: ${event.reason}`;
    case "queued":
    case "looked":
    case "diagnosed":
    case "watched":
    case "declared":
    case "keep-asked":
    case "completed":
      return undefined;
  }
};
