import type { Intent } from "../ledger/event.ts";
import type { Wired } from "../production/connected-step.ts";
import { type Request } from "../request/request.ts";
import { requestOfIntent, wiredOfIntent } from "./facts-of-intent.ts";

/** What an experiment's PanDA may not be able to do, as people know it (ADR 5, ADR 6). */
export const splittingKinds = [
  "joins by identity",
  "groups by a key",
  "files divided by events",
  "files of a pattern",
] as const;

export type SplittingKind = (typeof splittingKinds)[number];

/** What a submission that succeeded has shown to work. */
export const splittingsOf = (intent: Intent): readonly SplittingKind[] => {
  const request = requestOfIntent(intent);
  if (request === undefined) return [];
  const steps = wiredOfIntent(request);
  return splittingKinds.filter((kind) => uses[kind](request, steps, intent));
};

const uses: Readonly<Record<SplittingKind, (request: Request, steps: readonly Wired[], intent: Intent) => boolean>> = {
  "joins by identity": ({ steps: written }, steps, intent) =>
    steps.some(({ inputs }) => inputs.filter(({ pair }) => pair).length > 1) ||
    // A task that hands on rows is joined with the readers.
    intent.steps.some((step) => !Object.hasOwn(written, step)),
  "groups by a key": (_, steps) => steps.some(({ naming }) => naming?.grouped === true),
  "files divided by events": ({ steps }) =>
    Object.values(steps).some(({ in: inputs = [] }) => inputs.some(({ eventsPerFile }) => eventsPerFile !== undefined)),
  "files of a pattern": ({ steps }) =>
    Object.values(steps).some(({ out }) => out.some((one) => typeof one !== "string" && one.files !== undefined)),
};
