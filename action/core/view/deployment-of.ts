import { partsOfKey, type SubmissionKey } from "../ledger/event.ts";
import { pagePath } from "../ledger/line.ts";
import { isFinal, isLive, type StateKind, type SubmissionState } from "../submission/state.ts";
import { waysOut } from "../submission/ways-out.ts";
import { cut } from "./cut.ts";
import type { Standing } from "./status-text.ts";

/** In GitHub's words. */
export type DeploymentState = "error" | "failure" | "pending" | "in_progress" | "queued" | "success" | "inactive";

/** What GitHub shall show of one version: all of its runs are one deployment. */
export type VersionShown = {
  readonly tag: string;
  readonly version: string;
  /** The commit that brought it. */
  readonly commit: string;
  readonly state: DeploymentState;
  /** At most 140 characters. */
  readonly description: string;
  /** Address of the monitor. */
  readonly log: string;
  /** Its page on the ledger, as a path there. */
  readonly page: string;
  /** Something of it may have reached PanDA, or shall: else nobody would look for it. */
  readonly isWorthNew: boolean;
};

/** How GitHub would name it; `undefined`: it was not promised. What a person must do first comes first in this table. */
const shownAs: Readonly<Record<StateKind, DeploymentState | undefined>> = {
  conflict: "error",
  "duplicate-suspected": "error",
  "needs-person": "error",
  rejected: "error",
  stalled: "error",
  broken: "failure",
  failed: "failure",
  exhausted: "failure",
  aborted: "failure",
  short: "failure",
  withheld: "pending",
  blocked: "pending",
  "in-doubt": "pending",
  running: "in_progress",
  submitted: "in_progress",
  submitting: "queued",
  checked: "queued",
  checking: "queued",
  abandoned: "queued",
  intended: "queued",
  waiting: "queued",
  accepted: "success",
  done: "success",
  closed: "inactive",
  retired: "inactive",
  superseded: "inactive",
  withdrawn: "inactive",
  skipped: undefined,
  none: undefined,
};
const order = Object.keys(shownAs);

type PromisedStanding = {
  readonly key: SubmissionKey;
  readonly state: Extract<SubmissionState, { readonly intent: unknown }>;
};

/** One for each version that was promised. Where something of it goes on, that decides, and what has ended does not. */
export const versionsShown = (standing: readonly Standing[]): readonly VersionShown[] => {
  const promised = standing.flatMap(({ key, state }): readonly PromisedStanding[] =>
    "intent" in state && shownAs[state.kind] !== undefined ? [{ key, state }] : [],
  );
  const versions = Map.groupBy(promised, ({ key }) => {
    const { tag, version } = partsOfKey(key);
    return `${tag} ${version}`;
  });
  return [...versions.values()].flatMap((all) => {
    const live = all.filter(({ state }) => isLive(state));
    return shownBy(live.length > 0 ? live : all) ?? [];
  });
};

const shownBy = (all: readonly PromisedStanding[]): VersionShown | undefined => {
  const [first] = all.toSorted(
    (a, b) =>
      order.indexOf(a.state.kind) - order.indexOf(b.state.kind) || partsOfKey(a.key).block - partsOfKey(b.key).block,
  );
  const state = first === undefined ? undefined : shownAs[first.state.kind];
  if (first === undefined || state === undefined) return undefined;
  const { tag, version, block } = partsOfKey(first.key);
  const { kind, intent } = first.state;
  const run = block === 0 ? "" : `run ${block}: `;
  return {
    ...{ tag, version, state, commit: intent.commit, page: pagePath(first.key), log: logOf(first.state) },
    description: cut(`${run}${kind}: ${waysOut[kind].means}`, longestDescription),
    isWorthNew: !isFinal(kind),
  };
};

/** GitHub takes 140; the cut adds three. */
const longestDescription = 137;

/** Of its first task, once there is one. */
const logOf = (state: PromisedStanding["state"]): string => {
  const { monitor } = state.intent;
  const [task] = "tasks" in state ? state.tasks.map(({ id }) => id).toSorted((a, b) => a - b) : [];
  return encodeURI(task === undefined ? monitor : `${monitor}/task/${task}/`);
};
