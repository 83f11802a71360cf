import { isTrial } from "../conventions/version-style.ts";
import { supersededBy } from "../cross-checks/supersedes.ts";
import { partsOfKey, type SubmissionEvent, type SubmissionKey, submissionKey, versionName } from "../ledger/event.ts";
import { noApproval } from "../ledger/held-by.ts";
import { beforeLedger } from "../ledger/line.ts";
import { runNames } from "../ledger/run-names.ts";
import type { KeyedEvent } from "../pass/view.ts";
import { distinctProblems, type Problem, type Severity } from "../problems/problem.ts";
import { placeToRemake, reasonToRemake } from "../production/acknowledge.ts";
import type { Production } from "../production/production.ts";
import { hasEnded } from "../submission/panda-answer.ts";
import type { SubmissionState } from "../submission/state.ts";
import { isStopped, isUnsent, stateTable } from "../submission/states.ts";
import { unreadBecause } from "../submission/unread.ts";
import { andMore, thousands } from "../text/amounts.ts";
import { type Faults, problemAt } from "../text/places.ts";

/** What a merge would do besides submitting, in one sentence each; and what it cannot do. */
export type OnMerge = { readonly effects: readonly MergeEffect[]; readonly problems: readonly Problem[] };

export type MergeEffect = {
  /** By the event that reconcile writes; `supersedes`: later, when the new version is done; `returns`, `data`: none. */
  readonly kind: SubmissionEvent["event"] | "supersedes" | "returns" | "data";
  /** `TAG VERSION` */
  readonly name: string;
  /** A sentence without its subject, the merge. */
  readonly words: string;
};

export type VersionBefore = Pick<Production, "tag" | "version" | "run" | "contentDigest" | "folder"> & {
  readonly request: Pick<Production["request"], "submit" | "acknowledge" | "supersedes" | "events">;
};

/** Productions of the folders that a pull request touches, before and after it. */
export type Merged = { readonly before: readonly VersionBefore[]; readonly after: readonly Production[] };

/** `states`: all versions that the ledger knows of these tags. `written`: what the pass behind the merge writes. */
export const onMerge = (
  { before, after }: Merged,
  states: ReadonlyMap<SubmissionKey, SubmissionState>,
  written: readonly KeyedEvent[],
): OnMerge => {
  const left = joinedEffects(written.flatMap((one) => effectOf(one, states.get(one[0]))));
  const known = new Map(before.map((one) => [identity(one), one]));
  const news = after.filter((one) => !known.has(identity(one)));
  const kept = after.flatMap((one) => wordsChanged(one, known.get(identity(one)), states.get(keyOf(one))));
  const made = Map.groupBy(before, sameContent);
  const reruns = news.flatMap((one) => [...staleReason(one, made.get(sameContent(one)) ?? [])]);
  const again = news.map((one) => returning(one, states.get(keyOf(one))));
  return {
    effects: [...left, ...again.flatMap(({ effects }) => effects), ...leftStopped(news, states)],
    // Runs of one version get the same text.
    problems: distinctProblems([...again.flatMap(({ problems }) => problems), ...kept, ...reruns]),
  };
};

/** Older versions that stopped and were not ended: the newer one mostly replaces them, and says so by a word. */
const leftStopped = (
  news: readonly Production[],
  states: ReadonlyMap<SubmissionKey, SubmissionState>,
): readonly MergeEffect[] => {
  const heirs = new Map(news.map((one) => [one.tag, one]));
  const stopped = [...states].flatMap(([key, state]) => {
    const { tag, version } = partsOfKey(key);
    const heir = heirs.get(tag);
    const named = heir === undefined ? [] : supersededBy(tag, heir.request.supersedes);
    const isLeft = heir !== undefined && heir.version !== version && !named.includes(`${tag}@${version}`);
    return isLeft && isStopped(state.kind) && !isTrial(version) ? [{ tag, version, kind: state.kind }] : [];
  });
  const byName = Map.groupBy(stopped, ({ tag, version }) => `${tag} ${version}`);
  return [...byName].flatMap(([name, [one]]) =>
    one === undefined
      ? []
      : {
          kind: "supersedes" as const,
          name,
          words: `leaves ${name} as it stands, ${one.kind}: \`supersedes: [${one.version}]\` in the new request closes it when the new version is done`,
        },
  );
};

const keyOf = ({ tag, version, run }: Pick<Production, "tag" | "version" | "run">): SubmissionKey =>
  submissionKey(tag, version, run);
const sameContent = ({ tag, contentDigest }: VersionBefore): string => `${tag} ${contentDigest}`;
const identity = (one: VersionBefore): string => `${keyOf(one)} ${one.contentDigest}`;

const effectOf = ([key, { event: kind }]: KeyedEvent, state: SubmissionState | undefined): readonly Leaving[] => {
  const words = effectText[kind];
  return words === undefined || state === undefined ? [] : [{ kind, key, wordsFor: (name) => words(name, state) }];
};

type Leaving = {
  readonly kind: MergeEffect["kind"];
  readonly key: SubmissionKey;
  readonly wordsFor: (name: string) => string;
};

/** Runs of one version with the same text are one sentence. */
const joinedEffects = (left: readonly Leaving[]): readonly MergeEffect[] => {
  const said = Map.groupBy(left, ({ kind, key, wordsFor }) => {
    const { tag, version, run } = partsOfKey(key);
    return run === undefined ? key : JSON.stringify([kind, tag, version, wordsFor("")]);
  });
  return [...said.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const name = others.length === 0 ? versionName(first.key) : `${versionName(first.key)}, ${runNames(others, 5)}`;
    return [{ kind: first.kind, name, words: first.wordsFor(name) }];
  });
};

const effectText: { readonly [E in SubmissionEvent["event"]]?: (name: string, state: SubmissionState) => string } = {
  withdrawn: (name) => `withdraws ${name}, which was not submitted`,
  superseded: (name, state) =>
    isUnapproved(state)
      ? `takes the place of ${name}, which nobody approved: all that it brought is new here too, so review the whole request and not only what changed`
      : `takes the place of ${name}, which was not submitted`,
  "left-main": (name, state) =>
    `removes ${name} from main, but ${running(state)}; they go on until you choose keep or drop`,
  closed: (name, { kind }) => `closes ${name}, which is ${kind}`,
  "back-on-main": (name) => `brings ${name} back to main: nobody has to choose keep or drop any more`,
};

const isUnapproved = (state: SubmissionState): boolean => "intent" in state && state.intent.approval === noApproval;

const running = (state: SubmissionState): string => {
  if (!("tasks" in state) || !("intent" in state)) return "its tasks may be at PanDA";
  const live = state.tasks.filter(({ status }) => !hasEnded(status)).length;
  return `${live} of ${state.intent.steps.length} tasks run`;
};

/** Content that the ledger knows already: it is never submitted a second time. */
const returning = (production: Production, state: SubmissionState | undefined): OnMerge => {
  const fresh: OnMerge = { effects: [], problems: [] };
  if (state === undefined || state.kind === "none") return fresh;
  if ("intent" in state && state.intent.contentDigest !== production.contentDigest) return fresh;
  const name = versionName(keyOf(production));
  // Versions that others made before the ledger began, and versions that are never submitted, may be main's content again.
  if (state.kind === "skipped" && (state.reason === beforeLedger || production.request.submit === "never")) {
    const words = `does not submit ${name}: the ledger has it without its content, so nobody knows whether it changed`;
    const effect: MergeEffect = { kind: "returns", name, words };
    return { ...fresh, effects: [state.held === undefined ? effect : back(name, "nothing is submitted")] };
  }
  const why = unreadBecause(state);
  const sent = "intent" in state && state.past.mayHaveActed;
  if (why !== undefined && !sent) {
    const message = `${name} ${why}: the merge would not submit it.`;
    const place = production.run !== undefined ? ["runs", "list"] : production.variant ? ["tag"] : ["version"];
    return {
      ...fresh,
      problems: [problemAt(production.where, place, "version-ended", { message, hint: "raise the version" })],
    };
  }
  const what = sent ? "it was submitted before, nothing is submitted" : `it is ${state.kind}`;
  return { ...fresh, effects: [back(name, what)] };
};

/** Changes of `submit` and `supersedes` in a version that the ledger has: the values with which it came to main hold. */
const wordsChanged = (
  production: Production,
  before: VersionBefore | undefined,
  state: SubmissionState | undefined,
): readonly Problem[] => [
  ...submitChanged(production, before?.request.submit, state),
  ...(before === undefined ? [] : supersedesChanged(production, before.request.supersedes, state)),
  ...(before === undefined ? [] : eventsChanged(production, before.request.events, state)),
];

function* eventsChanged(
  { where, tag, version, request }: Production,
  was: Production["request"]["events"],
  state: SubmissionState | undefined,
): Faults {
  if (was === request.events || state === undefined || state.kind === "none") return;
  const wanted = was === undefined ? "no number of events" : `${thousands(was)} events`;
  yield problemAt(where, request.events === undefined ? ["version"] : ["events"], "events-changed", {
    message: `${tag} ${version} is on the ledger and wants ${wanted}; another number counts from the next version on.`,
    hint: `${was === undefined ? "remove `events`" : `events: ${was}`}, or change it with the next version`,
  });
}

const supersedesChanged = (
  { where, tag, version, request }: Production,
  before: Production["request"]["supersedes"],
  state: SubmissionState | undefined,
): readonly Problem[] => {
  const [was, is] = [before, request.supersedes].map((written) => supersededBy(tag, written).toSorted().join(", "));
  if (was === is || state === undefined || state.kind === "none") return [];
  const message = `${tag} ${version} is on the ledger with ${was === "" ? "nothing" : was} to supersede; to change the words changes nothing.`;
  const path = request.supersedes === undefined ? ["version"] : ["supersedes"];
  const hint = "leave `supersedes` as it was; the next version may name others";
  return [problemAt(where, path, "supersedes-changed", { message, hint })];
};

/** `made`: of the same content. A reason that stayed in the request when its version was made would let every raise of the version make the sample again. */
function* staleReason({ where, tag, version, trial, request }: Production, made: readonly VersionBefore[]): Faults {
  const same = made.find((one) => one.version !== version);
  const reason = reasonToRemake(request);
  if (trial || reason === undefined || same === undefined || reasonToRemake(same.request) !== reason) return;
  yield problemAt(where, placeToRemake(request), "reason-not-moved", {
    message: `${tag} ${version} would make ${same.version} again, with the reason that ${same.version} has.`,
    hint: `write the reason of this time, or keep version: ${same.version}`,
  });
}

/** A change of `submit` starts nothing: its value when the version came to main holds until a person gives a command. */
const submitChanged = (
  production: Production,
  before: Production["request"]["submit"],
  state: SubmissionState | undefined,
): readonly Problem[] => {
  const { where, tag, version, request } = production;
  const named = `${tag}@${version}${production.run === undefined ? "" : "#*"}`;
  const problem = (message: string, hint: string, severity: Severity = "error"): readonly Problem[] => [
    problemAt(where, ["submit"], "submit-changed", { message, hint, severity }),
  ];
  if (
    (before ?? "auto") === "auto" &&
    (request.submit ?? "auto") !== "auto" &&
    state !== undefined &&
    isUnsent(state) &&
    state.kind !== "held"
  )
    return problem(
      `${tag} ${version} is intended and not yet submitted; it will be, as \`submit\` is read when a version comes to main.`,
      `comment \`/shrek withdraw keep ${named}\` to stop it`,
      "warning",
    );
  if (before === "hold" && (request.submit ?? "auto") === "auto" && state?.kind === "held")
    return problem(
      `${tag} ${version} is held since it came to main with submit: hold; changing \`submit\` submits nothing.`,
      `leave submit: hold, and comment \`/shrek submit ${named}\`; or raise the version`,
    );
  const wasHeld = before === "never" || before === "hold";
  if (wasHeld && request.submit !== "never" && request.submit !== before && state?.kind === "skipped")
    return problem(
      `${tag} ${version} ${state.reason === beforeLedger ? beforeLedger : "was recorded with submit: never"}, and is never submitted.`,
      'raise the version; where nothing else changes, with acknowledge: [{ code: version-without-change, reason: "why" }]',
    );
  return [];
};

const back = (name: string, what: string): MergeEffect => ({
  kind: "returns",
  name,
  words: `brings ${name} back to main; ${what}`,
});

type VersionName = Pick<Production, "tag" | "version">;

/** Whether there is something to supersede: what ended stays as it is. Of other tags, whose states are not read, nobody knows. */
export const isSupersedable = (old: VersionName, states: ReadonlyMap<SubmissionKey, SubmissionState>): boolean => {
  const known = [...states].filter(([key]) => {
    const { tag, version } = partsOfKey(key);
    return tag === old.tag && version === old.version;
  });
  return known.length === 0 || known.some(([, { kind }]) => stateTable[kind].phase !== "ended");
};

/** The readers that main has of what would be superseded. */
export const superseding = (heir: VersionName, old: VersionName, readers: readonly VersionName[]): MergeEffect => {
  const names = [...new Set(readers.map(({ tag, version }) => `${tag} ${version}`))];
  const who = names.length === 0 ? "no production here reads it" : `it is read by ${andMore(names, 10)}`;
  const name = `${old.tag} ${old.version}`;
  return { kind: "supersedes", name, words: `supersedes ${name} when ${heir.tag} ${heir.version} is done; ${who}` };
};
