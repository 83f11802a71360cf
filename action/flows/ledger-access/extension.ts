import { validateOne } from "../../core/cross-checks/check-sources.ts";
import { partsOfKey } from "../../core/ledger/event.ts";
import { writtenIn } from "../../core/ledger/intended-steps.ts";
import { extensionFault, lostJobsOf } from "../../core/outcomes/extension.ts";
import { deliveredOfSample, samplesOf } from "../../core/outcomes/samples.ts";
import { type Plan, planProduction } from "../../core/plan/plan.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import { formatProblem, refuses } from "../../core/problems/problem.ts";
import type { ValidProduction } from "../../core/production/valid-production.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { thousands } from "../../core/text/amounts.ts";
import { exactText, type ProductionSource } from "../../core/text/source-file.ts";
import { type ExtensionValues, extendedText, extensionJobs, type MoreEvents } from "../../core/versioning/extension.ts";
import { moveVersions } from "../../core/versioning/move-versions.ts";
import { jobsText } from "../../core/view/plan/cost-text.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { pastOfTag, readableState } from "./history.ts";

/** Which version is extended, and by how much; `lost`: by what it was to make and did not. */
export type ExtensionAsked = {
  readonly tag: string;
  readonly version: string;
  readonly more: number | "lost" | { readonly jobs: number };
};

export type Extension =
  | { readonly kind: "refused"; readonly why: string }
  | {
      readonly kind: "extended";
      readonly file: string;
      readonly bytes: Uint8Array;
      readonly values: ExtensionValues;
      /** `20 jobs, 1 000 events`: of all steps, as the plan counts them. */
      readonly amount: string;
      /** What was asked for as a number, of `lost` too. */
      readonly more: MoreEvents;
    };

/**
 * The request of the version that extends another one, made of the request that stands there now. It is never submitted:
 * people merge it, and the check judges it as any other. `sourceOf`: the production of a folder; `undefined`: none.
 */
export const extendProduction = async (
  ledger: Ledger,
  sourceOf: (folder: string) => Promise<ProductionSource | undefined>,
  { tag, version, more }: ExtensionAsked,
): Promise<Extension> => {
  const head = await ledger.head();
  const read = await ledger.read(head, await ledger.submissions(head, tag));
  const all = [...read].flatMap(([key, lines]) => {
    const state = readableState(lines);
    return state === undefined ? [] : [{ key, state }];
  });
  const fault = extensionFault(all, tag, version);
  if (fault !== undefined) return { kind: "refused", why: fault };
  const state = all.find(({ key }) => partsOfKey(key).version === version)?.state;
  if (state === undefined || !("intent" in state))
    return { kind: "refused", why: `The ledger has no ${tag} ${version}.` };
  const source = await sourceOf(state.intent.folder);
  const valid = source === undefined ? undefined : validAs(source, tag);
  if (source === undefined || valid === undefined)
    return { kind: "refused", why: `${state.intent.folder} holds no valid request of ${tag} any more.` };
  const onMain = valid.production.version;
  const other = onMain === version ? undefined : extensionFault(all, tag, onMain);
  if (other !== undefined) return { kind: "refused", why: `${state.intent.folder} holds ${onMain}. ${other}` };
  const wanted = moreOf(state, more, all.find((one) => isExtending(one.state, version))?.key);
  if ("why" in wanted) return { kind: "refused", why: wanted.why };
  const jobs = extensionJobs(valid.production, wanted);
  if (jobs.kind === "impossible") return { kind: "refused", why: `${tag} ${version} cannot be extended: ${jobs.why}.` };
  const values = { extends: version, jobs: jobs.jobs, events: wantedAfter(valid, all, version, jobs.events) };
  const past = await pastOfTag(ledger, head, tag);
  const extension = await orFailure(async () => writtenBy(source, tag, { ...values, version: onMain }, past));
  if (extension instanceof Failure) return { kind: "refused", why: describeError(extension) };
  if (extension.kind === "refused") return extension;
  const { planned, ...written } = extension;
  const amount = [
    jobsText(planned.total.jobs),
    ...(jobs.events === undefined ? [] : [`${thousands(jobs.events)} events`]),
  ].join(", ");
  return { ...written, amount, more: wanted };
};

type ExtensionWritten =
  | Extract<Extension, { kind: "refused" }>
  | (Omit<Extract<Extension, { kind: "extended" }>, "amount" | "more"> & { readonly planned: Plan });

/** First the amounts, which say how far the version has to move. */
const writtenBy = (
  source: ProductionSource,
  tag: string,
  values: ExtensionValues,
  past: Awaited<ReturnType<typeof pastOfTag>>,
): ExtensionWritten => {
  const withMore = withValues(source, values);
  const valid = validAs(withMore, tag);
  if (valid === undefined) return { kind: "refused", why: `${tag} cannot be extended: ${faultsOf(withMore)}` };
  const variant = { ...valid, past, index: 0, ownVersion: false };
  const moved = moveVersions([variant], { size: "least", trial: false }, true);
  const [move] = moved.moves;
  if (refuses(moved.problems) || move === undefined)
    return {
      kind: "refused",
      why: moved.problems.map(formatProblem).join("\n") || `${tag} has the next version already.`,
    };
  const whole = { ...values, version: move.to };
  const done = withValues(source, whole);
  const next = validAs(done, tag);
  return next === undefined
    ? { kind: "refused", why: `${tag} cannot be extended: ${faultsOf(done)}` }
    : {
        kind: "extended",
        ...{ file: source.file, bytes: done.bytes, values: whole },
        planned: planProduction(next.production),
      };
};

const withValues = (source: ProductionSource, values: ExtensionValues): ProductionSource => ({
  ...source,
  bytes: new TextEncoder().encode(extendedText(exactText(source.bytes), values)),
});

const validAs = (source: ProductionSource, tag: string): ValidProduction | undefined =>
  validateOne(source).find(({ valid }) => valid?.production.tag === tag)?.valid;

const faultsOf = (source: ProductionSource): string =>
  validateOne(source)
    .flatMap(({ problems }) => problems)
    .filter((problem) => refuses([problem]))
    .map(formatProblem)
    .join("\n");

const isExtending = (state: SubmissionState, version: string): boolean =>
  "intent" in state && writtenIn(state.intent, "extends") === version;

const moreOf = (
  state: SubmissionState,
  more: ExtensionAsked["more"],
  extended: Parameters<typeof partsOfKey>[0] | undefined,
): MoreEvents | { readonly why: string } => {
  if (more !== "lost") return typeof more === "number" ? { events: more } : more;
  if (extended !== undefined)
    return {
      why: `${partsOfKey(extended).version} extends it already, and may have made what was lost: say how many events are missing, events=N.`,
    };
  const lost = lostJobsOf(state);
  if (lost.kind === "unknown") return { why: `How many of its jobs are lost is not known: ${lost.why}.` };
  return lost.jobs === 0
    ? { why: "None of its jobs is lost: say how many events are missing, events=N." }
    : { jobs: lost.jobs };
};

/** What is wanted grows with what is asked for; `undefined`: it is enough, or no number is wanted. */
const wantedAfter = (
  { production }: ValidProduction,
  all: Parameters<typeof samplesOf>[0],
  version: string,
  more: number | undefined,
): number | undefined => {
  const { events } = production.request;
  const sample = samplesOf(all).find(({ versions }) => versions.some((one) => one.version === version));
  if (events === undefined || more === undefined || sample === undefined) return undefined;
  const sum = deliveredOfSample(sample).events + more;
  return sum > events ? sum : undefined;
};
