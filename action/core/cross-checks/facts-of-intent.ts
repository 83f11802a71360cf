import { semverStyle } from "../conventions/version-semver.ts";
import type { VersionStyle } from "../conventions/version-style.ts";
import validateRequest from "../generated/validate-request.js";
import type { Intent } from "../ledger/event.ts";
import type { Wired } from "../production/connected-step.ts";
import { type Request, readsList } from "../request/request.ts";
import { mapping } from "../text/canonical-json.ts";
import { makeStep } from "../validate/make-step.ts";
import { nowhere } from "../validate/wiring/nowhere.ts";
import { wireSteps } from "../validate/wiring/wiring.ts";
import { type Facts, needFacts, type StepFacts, stepFacts } from "./facts.ts";

/** As the ledger keeps it, without what nothing depends on. */
export const requestOfIntent = ({ content, version }: Pick<Intent, "content" | "version">): Request | undefined => {
  const request: unknown = { ...Object(content.request), ...unrecorded, version, tag: {} };
  return isRequest(request) ? request : undefined;
};

const wiredOfIntent = (request: Request): readonly Wired[] => wireSteps(nowhere, request, anyVersion).steps;

/** The ledger's intent of a version that is on no tree any more. `undefined`: written in another language. */
export const factsOfIntent = (intent: Intent): Facts | undefined => {
  const { tag, version, outDS, contentDigest, folder, seeds } = intent;
  const request = requestOfIntent(intent);
  if (request === undefined) return undefined;
  const made = wiredOfIntent(request).map((wired) => makeStep(request, wired, tag));
  const facts = stepFacts(made, request, folder).map((step) => asIntended(step, intent, request));
  const runs = intendedCounts(intent);
  return {
    kind: "valid",
    path: folder,
    tag,
    version,
    outDS,
    digest: contentDigest,
    build: request.build,
    conditions: request.conditions,
    steps: facts,
    needs: needFacts(made),
    seeds: seeds.map(({ stream, count }) => ({ stream, count })),
    supersedes: [],
    ...(runs === undefined ? {} : { runs }),
  };
};

/** Of a production with a submission for each run, the counts of this one. */
export const intendedCounts = ({ run, stepJobs = {}, content }: Intent): Facts["runs"] => {
  if (run === undefined) return undefined;
  const steps = mapping(mapping(content.request).steps);
  const isByPattern = (step: string): boolean =>
    [mapping(steps[step]).out].flat().some((output) => mapping(output).files !== undefined);
  return new Map([
    [
      run,
      new Map(
        Object.entries(stepJobs).flatMap(([step, jobs]) =>
          isByPattern(step) ? [] : [[step, { jobs, most: jobs }] as const],
        ),
      ),
    ],
  ]);
};

/** What was counted then, with rows and data of others that the content does not count. */
const asIntended = (step: StepFacts, { stepJobs }: Intent, request: Request): StepFacts => {
  if (step.byPattern === true) return step;
  const known = Object.entries(stepJobs ?? {}).find(([name]) => name === step.name)?.[1];
  const ofRows = Object.values(request.steps).some((one) => one.table !== undefined || readsList(request, one));
  return { ...step, jobs: known ?? (ofRows ? null : step.jobs) };
};

/** The references were checked before the intent was written; only their targets matter here. */
const anyVersion: VersionStyle = { ...semverStyle, fault: () => undefined };

/** Left out of the content, and no fact depends on them. */
const unrecorded = { description: "-", contact: ["@ledger"] };
const isRequest = (value: unknown): value is Request => validateRequest(value);

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
