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

export const wiredOfIntent = (request: Request): readonly Wired[] => wireSteps(nowhere, request, anyVersion).steps;

/** The ledger's intent of a version that is on no tree any more. `undefined`: written in another language. */
export const factsOfIntent = (intent: Intent): Facts | undefined => {
  const { tag, version, outDS, contentDigest, folder, seeds } = intent;
  const request = requestOfIntent(intent);
  if (request === undefined) return undefined;
  const made = wiredOfIntent(request).map((wired) => makeStep(request, wired, tag));
  const facts = stepFacts(made, request, folder).map((step) => asPromised(step, intent, request));
  const runs = promisedCounts(intent);
  return {
    kind: "accepted",
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
export const promisedCounts = ({ run, stepJobs = {}, content }: Intent): Facts["runs"] => {
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
const asPromised = (step: StepFacts, { stepJobs }: Intent, request: Request): StepFacts => {
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
