import type { SubmissionKey } from "../../core/ledger/event.ts";
import { next } from "../../core/submission/next.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { decideAndWrite, namesIn, stateIn, type View } from "../gather/ledger-view.ts";
import type { Pass } from "./pass.ts";

/** An answer is never lost: whatever the ledger says by now, it is decided on and written. */
export const record = async (
  { ports, context }: Pass,
  from: View,
  seen: ReadonlyMap<SubmissionKey, Observation>,
  why: string,
): Promise<View> => {
  const { view } = await decideAndWrite(
    ports,
    [...seen.keys()],
    (at) => {
      const events = [...seen].flatMap(([key, observation]) =>
        next(stateIn(at, key), observation, context).events.map((event) => [key, event] as const),
      );
      return { events, why: `${why} ${namesIn(events)}` };
    },
    from,
  );
  return view;
};
