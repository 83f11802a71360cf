import type { Intent, SubmissionEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import { identityFault } from "../../core/ledger/make-intent.ts";
import { Failure } from "../../core/problems/failure.ts";
import { applyEvent } from "../../core/submission/fold.ts";
import { next } from "../../core/submission/next.ts";
import type { Context, Observation } from "../../core/submission/observation.ts";
import { makeParcel, type Parcel } from "../../core/submission/parcel.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { once } from "../../core/text/once.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import { decideAndWrite, type View } from "../gather/ledger-view.ts";
import { look } from "./look.ts";
import type { Pass, ReconcilePorts } from "./ports.ts";
import { prepareAgain } from "./prepare.ts";
import { sourcesAt } from "./sources.ts";
import { ensureTag } from "./tags.ts";

/** So many submissions share their commits, and their doubt when a process dies. */
export const waveSize = 8;
/** Milliseconds between the decision to submit and the call; later, somebody else may have acted. */
const longestDelay = 60_000;

type Ready = { readonly key: SubmissionKey; readonly parcel: Parcel };

/** One wave: tags, a commit with its `checking`, its checks at once, a commit with `submitting`, its calls at once, a commit with the answers. */
export const submitWave = async (
  ports: ReconcilePorts,
  setting: Pass,
  context: Context,
  from: View,
  keys: readonly SubmissionKey[],
  troubles: Map<SubmissionKey, string>,
): Promise<View> => {
  const made = await makeReady(ports, setting, from, keys, troubles);
  if (made.ready.length === 0) return made.view;
  const { view, winners: checking } = await claim(ports, context, made.view, made.ready);
  const checked = await atOnce(checking, troubles, async ({ key, parcel }) => {
    setting.tell(`${key}: PanDA's check is asked`);
    return [key, { kind: "check-answered", answer: await ports.panda.check(parcel) }] as const;
  });
  const { view: told, calling } = await recordChecks(ports, context, view, made.ready, checked, troubles);
  const decidedAt = ports.clock.monotonic();
  const answered = await atOnce(
    calling,
    troubles,
    async ({ key, parcel, sandbox }): Promise<readonly [SubmissionKey, Observation]> => {
      if (ports.clock.monotonic() - decidedAt > longestDelay) return [key, { kind: "too-late" }];
      setting.tell(`${key}: submitted to PanDA`);
      return [key, { kind: "call-answered", answer: await ports.panda.submit(parcel, sandbox) }];
    },
  );
  return record(ports, context, told, new Map(answered), "PanDA's answers for");
};

/** Renders what was promised and makes its tag. A promise that cannot be kept as it stands is made anew, or given to a person. */
const makeReady = async (
  ports: ReconcilePorts,
  setting: Pass,
  from: View,
  keys: readonly SubmissionKey[],
  troubles: Map<SubmissionKey, string>,
): Promise<{ readonly view: View; readonly ready: readonly Ready[] }> => {
  const { view, decided } = await decideAndWrite(
    ports,
    keys,
    async (at) => {
      const promised = keys.flatMap((key) => {
        const state = at.states.get(key);
        if (state?.kind !== "intended" && state?.kind !== "checked") return [];
        return state.intent.needs.some(isUnbound) ? [] : [{ key, state }];
      });
      const sourceOf = sourcesOf(ports, promised);
      const outcomes = await atOnce(promised, troubles, async ({ key, state }) => ({
        key,
        state,
        outcome: await readyOrWhy(ports, setting, at, state, () => sourceOf(state)),
      }));
      const events = outcomes.flatMap(({ key, outcome }) =>
        "events" in outcome
          ? outcome.events.map((event): readonly [SubmissionKey, SubmissionEvent] => [key, event])
          : [],
      );
      const ready = outcomes.flatMap(({ key, state, outcome }) =>
        "archive" in outcome
          ? [{ key, parcel: makeParcel(state.intent, at.head.repository, state.attempt, outcome.archive) }]
          : [],
      );
      return { events, ready, why: `Promise anew ${[...new Set(events.map(([key]) => key))].join(", ")}` };
    },
    from,
  );
  return { view, ready: decided.ready };
};

/** As they were promised; those of one commit are read together. */
const sourcesOf = (
  { main }: Pick<ReconcilePorts, "main">,
  promised: readonly { readonly state: Promised }[],
): ((state: Promised) => Promise<ProductionSource>) => {
  const intents = promised.map(({ state }) => state.intent);
  const readers = new Map(
    intents.map(({ judgedAt }) => {
      const folders = intents.flatMap((intent) => (intent.judgedAt === judgedAt ? [intent.folder] : []));
      return [judgedAt, sourcesAt(main, judgedAt, folders)] as const;
    }),
  );
  return async ({ intent: { judgedAt, folder } }) =>
    readers.get(judgedAt)?.(folder) ?? main.at(judgedAt).production(folder);
};

type Promised = Extract<SubmissionState, { kind: "intended" | "checked" }>;

const readyOrWhy = async (
  ports: ReconcilePorts,
  setting: Pass,
  view: View,
  state: Promised,
  source: () => Promise<ProductionSource>,
): Promise<{ readonly archive: Uint8Array } | { readonly events: readonly SubmissionEvent[] }> => {
  const today = await prepareAgain(setting, view.head, state.intent, source);
  if (today === undefined)
    return { events: [{ event: "needs-person", reason: "today's judge refuses what was promised" }] };
  const fault = identityFault(state.intent, today.intent);
  if (fault !== undefined) {
    return {
      events: [
        state.attempt === 1 && sameNames(state.intent, today.intent)
          ? { event: "intended", intent: today.intent, attempt: 1 }
          : { event: "needs-person", reason: fault },
      ],
    };
  }
  const tagFault = await ensureTag(ports, setting, state.intent);
  return tagFault === undefined ? { archive: today.archive } : { events: [{ event: "conflict", reason: tagFault }] };
};

/** A promise may be made anew for the same thing only; another tag, version or name is another submission. */
const sameNames = (promised: Intent, today: Intent): boolean =>
  promised.contentDigest === today.contentDigest &&
  promised.tag === today.tag &&
  promised.version === today.version &&
  promised.outDS === today.outDS &&
  promised.label === today.label;

/** Writes the state that gives this process the right to act, for those that may still have it. */
const claim = async (
  ports: ReconcilePorts,
  context: Context,
  from: View,
  ready: readonly Ready[],
): Promise<{ readonly view: View; readonly winners: readonly Ready[] }> => {
  const { view, decided } = await decideAndWrite(
    ports,
    ready.map(({ key }) => key),
    (at) => {
      const decisions = ready.map((one) => ({
        one,
        ...next(at.states.get(one.key) ?? { kind: "none" }, { kind: "ready" }, context),
      }));
      const winners = decisions.filter(({ action }) => action.kind === "check");
      return {
        events: decisions.flatMap(({ one, events }) => events.map((event) => [one.key, event] as const)),
        winners: winners.map(({ one }) => one),
        why: `Ask PanDA's check for ${winners.map(({ one }) => one.key).join(", ")}`,
      };
    },
    from,
  );
  return { view, winners: decided.winners };
};

type Calling = Ready & { readonly sandbox: string };

/** The checks' answers and, for what PanDA does not hold yet, `submitting`, in one commit. */
const recordChecks = async (
  ports: ReconcilePorts,
  context: Context,
  from: View,
  ready: readonly Ready[],
  answers: readonly (readonly [SubmissionKey, Observation])[],
  troubles: Map<SubmissionKey, string>,
): Promise<{ readonly view: View; readonly calling: readonly Calling[] }> => {
  const heard = new Map(answers);
  const { view, decided } = await decideAndWrite(
    ports,
    ready.map(({ key }) => key),
    async (at) => {
      const health = once(() => ports.panda.health());
      const outcomes = await Promise.all(
        ready.map(async (one) => ({
          key: one.key,
          ...(await afterCheck(ports, context, at, one, heard.get(one.key), health, troubles)),
        })),
      );
      const events = outcomes.flatMap(({ key, events }) => events.map((event) => [key, event] as const));
      const calling = outcomes.flatMap(({ calling: one }) => one ?? []);
      return { events, calling, why: `Checked ${[...new Set(events.map(([key]) => key))].join(", ")}` };
    },
    from,
  );
  return { view, calling: decided.calling };
};

const afterCheck = async (
  ports: ReconcilePorts,
  context: Context,
  view: View,
  one: Ready,
  heard: Observation | undefined,
  health: () => ReturnType<ReconcilePorts["panda"]["health"]>,
  troubles: Map<SubmissionKey, string>,
): Promise<{ readonly events: readonly SubmissionEvent[]; readonly calling?: Calling }> => {
  const before: SubmissionState = view.states.get(one.key) ?? { kind: "none" };
  const mine = "owner" in before && before.owner.nonce === context.owner.nonce;
  const first = heard !== undefined && mine ? next(before, heard, context).events : [];
  const state = first.reduce<SubmissionState>((at, event) => applyEvent(at, event, ""), before);
  if (state.kind !== "checked") return { events: first };
  try {
    const seen = await look(ports, view.head, state.intent, state.attempt, state.names, health());
    const { events, action } = next(state, seen, context);
    return {
      events: [...first, ...events],
      ...(action.kind === "submit" ? { calling: { ...one, sandbox: state.sandbox } } : {}),
    };
  } catch (error) {
    trouble(troubles, one.key, error);
    return { events: first };
  }
};

/** An answer is never lost: whatever the ledger says by now, it is decided on and written. */
export const record = async (
  ports: ReconcilePorts,
  context: Context,
  from: View,
  seen: ReadonlyMap<SubmissionKey, Observation>,
  why: string,
): Promise<View> => {
  if (seen.size === 0) return from;
  const { view } = await decideAndWrite(
    ports,
    [...seen.keys()],
    (at) => {
      const events = [...seen].flatMap(([key, observation]) =>
        next(at.states.get(key) ?? { kind: "none" }, observation, context).events.map((event) => [key, event] as const),
      );
      return { events, why: `${why} ${[...new Set(events.map(([key]) => key))].join(", ")}` };
    },
    from,
  );
  return view;
};

/** Everything at once; a Failure belongs to its own submission and holds up no other. */
const atOnce = async <T extends { readonly key: SubmissionKey }, R>(
  ones: readonly T[],
  troubles: Map<SubmissionKey, string>,
  act: (one: T) => Promise<R>,
): Promise<readonly R[]> => {
  const outcomes = await Promise.all(
    ones.map(async (one) => {
      try {
        return [await act(one)];
      } catch (error) {
        trouble(troubles, one.key, error);
        return [];
      }
    }),
  );
  return outcomes.flat();
};

const trouble = (troubles: Map<SubmissionKey, string>, key: SubmissionKey, error: unknown): void => {
  if (!(error instanceof Failure)) throw error;
  troubles.set(key, error.message);
};
