import type { LackingOutput } from "../../ledger/arrival.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { awaitsArrival } from "../../submission/arriving.ts";
import type { SubmissionState } from "../../submission/state.ts";

/** Follows what a submission has made: whether the experiment's Rucio has it; empty where nobody asks. */
export const arrivalText = (state: SubmissionState): string => {
  if (!("past" in state) || state.intent.arrives === undefined || state.past.completion === undefined) return "";
  const { arrival } = state.past;
  if (arrival === undefined) return awaitsArrival(state) ? "; its outputs are looked for in Rucio" : "";
  const { checkedOn, lacks = [], wasWhole, accepted } = arrival;
  if (lacks.length === 0) return `; Rucio has all of it since ${utcMinute(checkedOn)}`;
  const missing =
    wasWhole === true
      ? `lost in Rucio what it had on ${utcMinute(checkedOn)}: ${lackText(lacks)}`
      : `did not arrive in Rucio: ${lackText(lacks)}`;
  return accepted === undefined ? `; ${missing}` : `; ${accepted} took it as it is, though it ${missing}`;
};

const maxNamed = 3;

const lackText = (lacks: readonly LackingOutput[]): string => {
  const more = lacks.length > maxNamed ? `; and ${lacks.length - maxNamed} more` : "";
  return `${lacks
    .slice(0, maxNamed)
    .map(({ what }) => what)
    .join("; ")}${more}`;
};
