import type { StepCompletion } from "../../ledger/step-completion.ts";
import { cut } from "../../markdown/doc.ts";
import { ownFault } from "../../render/job-exits.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Unassigned, unassignedOf } from "../../submission/unassigned.ts";
import { asksPerson, isUntaken } from "../../submission/ways-out.ts";
import { canonicalJson, sha256 } from "../../text/canonical-json.ts";
import { describeState } from "./state-text.ts";

/** Why a submission asks for a person, as far as several can share it. */
export type Cause = {
  /** Equal for submissions with one cause; `causeId` is its short form. */
  readonly key: string;
  /** Follows the state's name: `step simulate: payload, exit code 1, at SITE_A`. */
  readonly words: string;
  readonly said: string | undefined;
  /** Whose jobs failed; `undefined`: it is another cause. */
  readonly failed: ReadStep | undefined;
  /** Every job of this step ended in the payload with this one exit code: to run it again gives the same. */
  readonly payload: PayloadFault | undefined;
};

type PayloadFault = { readonly step: string; readonly exitCode: string };

/** `undefined`: it asks for nobody. Of submissions with one `key` the same order is likely the right one. */
export const causeOf = (state: SubmissionState): Cause | undefined => {
  if (!asksPerson(state) || !("past" in state)) return undefined;
  const { leftMain } = state.past;
  const untaken = leftMain === undefined && isUntaken(state) ? unassignedOf(state)[0] : undefined;
  if (untaken !== undefined) return noSite(untaken);
  // Jobs of a killed task fail because of that.
  const failed = leftMain === undefined && state.kind !== "aborted" ? failedStep(state) : undefined;
  if (failed === undefined) {
    const words = leftMain?.reason ?? describeState(state);
    return {
      key: causeKey([state.kind, alike(words, state)]),
      words: cut(words, maxCauseLength),
      said: undefined,
      failed: undefined,
      payload: undefined,
    };
  }
  const stage = mostFrequent(failed.failures);
  const said = failed.said?.[stage];
  const site = siteOf(failed);
  return {
    key: causeKey([state.kind, failed.step, stage, alike(said?.split("\n").at(-1) ?? "", state), site]),
    words: `step ${failed.step}: ${stage}, at ${site}`,
    said,
    failed,
    payload: payloadFault(failed),
  };
};

const maxCauseLength = 300;

/** Since when says the page: what came an hour later waits for the same. */
const noSite = ({ step, status, site = "" }: Unassigned): Cause => ({
  key: causeKey(["no-site", step, status, site]),
  words: `no site takes step ${step}: it is ${status}${site === "" ? "" : ` at ${site}`}`,
  said: undefined,
  failed: undefined,
  payload: undefined,
});

export type ReadStep = Exclude<StepCompletion, { readonly kind: "not-known" }>;
type PastState = Extract<SubmissionState, { readonly past: unknown }>;

/** The first step of the request that has failed jobs and is not done in spite of them. */
const failedStep = ({ intent, past }: PastState): ReadStep | undefined => {
  const { tasks = [], steps = [] } = past.completion ?? {};
  const done = new Set(tasks.flatMap(({ step, status }) => (status === "done" ? [step] : [])));
  return steps
    .flatMap((step) => (step.kind === "not-known" || failuresIn(step) === 0 || done.has(step.step) ? [] : [step]))
    .toSorted((a, b) => intent.steps.indexOf(a.step) - intent.steps.indexOf(b.step))[0];
};

export const failuresIn = ({ failures }: ReadStep): number =>
  Object.values(failures).reduce((all, count) => all + count, 0);

const mostFrequent = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts).toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? "";

const siteOf = ({ sites }: ReadStep): string => {
  const [only = "no site", ...others] = Object.keys(sites);
  return others.length === 0 ? only : "several sites";
};

const payloadFault = (step: ReadStep): PayloadFault | undefined => {
  const [stage = "", ...others] = Object.keys(step.failures);
  const exitCode = ownFault(stage);
  const isEvery = step.kind === "all" && others.length === 0 && failuresIn(step) === step.count;
  return isEvery && exitCode !== undefined ? { step: step.step, exitCode } : undefined;
};

/** Names of one production, and numbers such as tasks and seeds, make no other cause. */
const alike = (words: string, { intent }: PastState): string =>
  [intent.outDS, intent.folder, intent.tag, intent.version, intent.label]
    .reduce((all, own) => (own !== "" && all.includes(own) ? all.replace(wordOf(own), "*") : all), words)
    .replace(/\b[0-9a-f]{7,}\b|\d+/g, "0");

const wordOf = (name: string): RegExp => new RegExp(`(?<![\\w.-])${name.replace(/[^\w]/g, "\\$&")}(?![\\w-])`, "g");

const causeKey = (parts: readonly string[]): string => canonicalJson(parts);

/** Eight hex digits that identify a cause, in the field `cause` of the form. */
export const causeId = ({ key }: Cause): string => sha256(key).slice(0, 8);
