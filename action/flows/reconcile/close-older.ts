import { type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { loadView, type View } from "../gather/ledger-view.ts";
import { mainAt } from "./main-now.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

/** What stopped before PanDA had it is over when the newer version that main holds now is at PanDA (SAFETY rule 11). */
export const closeOlder = async (pass: Pass, from: View, mainHead: string): Promise<View> => {
  const stopped = [...from.states].flatMap(([key, state]) => (isStopped(state) ? [{ key, state }] : []));
  if (stopped.length === 0) return from;
  const main = mainAt(
    pass,
    mainHead,
    stopped.map(({ state }) => state.intent),
  );
  const replaced = await pass.each(stopped, async ({ key, state: { intent } }) => {
    const seen = await main(intent);
    if (seen?.kind !== "replaced") return undefined;
    return { key, by: seen.by, heir: submissionKey(intent.tag, seen.by.slice(intent.tag.length + 1), intent.block) };
  });
  if (replaced.length === 0) return from;
  const view = await loadView(pass.ports.ledger, [...from.states.keys(), ...replaced.map(({ heir }) => heir)]);
  const seen = new Map<SubmissionKey, Observation>(
    replaced.flatMap(({ key, by, heir }) =>
      isAtPanda(view.states.get(heir)) ? [[key, { kind: "newer-submitted", by }]] : [],
    ),
  );
  return record(pass, view, seen, "A newer version is at PanDA:");
};

/** What waits or is withheld follows main as soon as main moves. */
type Stopped = Extract<SubmissionState, { kind: "rejected" | "needs-person" }>;
const isStopped = (state: SubmissionState): state is Stopped =>
  state.kind === "rejected" || state.kind === "needs-person";

const isAtPanda = (state: SubmissionState | undefined): boolean => state !== undefined && "request" in state;
