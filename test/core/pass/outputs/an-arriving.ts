import type { SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import { type ArrivingState, awaitsArrival, hasArrived } from "../../../../action/core/submission/arriving.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import { anIntent, lineOf, pastOf } from "../../submission/a-submission.ts";

type Recorded = Extract<SubmissionEvent, { readonly event: "recorded" }>["steps"];
type Arrived = Omit<Extract<SubmissionEvent, { readonly event: "arrived" }>, "event">;

export const place = { server: "https://rucio.example.org", account: "keeper", login: "userpass" } as const;

/** Done at PanDA at 10:00, with what its jobs reported; and perhaps in Rucio. */
export const anArriving = (
  steps: Recorded,
  change: Parameters<typeof anIntent>[0] = {},
  { tasks, arrived }: { readonly tasks?: SubmissionEvent; readonly arrived?: Arrived } = {},
): ArrivingState => {
  const intent = anIntent({ arrives: { place, at: {}, experiment: "sPHENIX" }, ...change });
  const state = fold(
    [
      ...pastOf("done", { intent }),
      ...(tasks === undefined ? [] : [tasks]),
      { event: "recorded", steps } as const,
      ...(arrived === undefined ? [] : [{ event: "arrived", ...arrived } as const]),
    ].map((event) => lineOf(event)),
  );
  if (!awaitsArrival(state) && !hasArrived(state)) throw new Error(`It is ${state.kind}.`);
  return state;
};

/** What the jobs of a task reported, all of them read. */
export const allRead = (step: string, task: number, outputs: Readonly<Record<string, number>>): Recorded[number] => ({
  ...{ step, task, kind: "all", count: 2, first: 1, last: 2, sites: {}, failures: {} },
  outputs: Object.fromEntries(Object.entries(outputs).map(([name, files]) => [name, { files, bytes: 1 }])),
});

export const someRead = (step: string, task: number): Recorded[number] => ({
  ...{ step, task, kind: "unsuccessful", count: 0, first: 1, last: 2, sites: {}, failures: {}, outputs: {} },
});
