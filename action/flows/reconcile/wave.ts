import { Failure } from "../../core/failure.ts";
import type { Intent, SubmissionEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import { identityFault } from "../../core/ledger/make-intent.ts";
import type { ProductionSource } from "../../core/source-file.ts";
import { applyEvent } from "../../core/submission/fold.ts";
import { next } from "../../core/submission/next.ts";
import type { Context, Observation } from "../../core/submission/observation.ts";
import { makeParcel, type Parcel } from "../../core/submission/parcel.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { decideAndWrite, type View } from "../gather/ledger-view.ts";
import { look } from "./look.ts";
import type { ReconcilePorts, Setting } from "./ports.ts";
import { prepareAgain } from "./prepare.ts";
import { ensureTag } from "./tags.ts";

/** So many submissions share their commits, and their doubt when a process dies. */
export const waveSize = 8;
/** Milliseconds between the decision to submit and the call; later, somebody else may have acted. */
const longestDelay = 60_000;

type Ready = { readonly key: SubmissionKey; readonly parcel: Parcel };

/** One wave: tags, a commit with its `checking`, its checks at once, a commit with `submitting`, its calls at once, a commit with the answers. */
export const submitWave = async (
  ports: ReconcilePorts,
  setting: Setting,
  context: Context,
  keys: readonly SubmissionKey[],
  troubles: Map<SubmissionKey, string>,
): Promise<void> => {
  const ready = await makeReady(ports, setting, keys, troubles);
  if (ready.length === 0) return;
  const checking = await claim(ports, context, ready);
  const checked = await atOnce(checking, troubles, async ({ key, parcel }) => {
    setting.tell(`${key}: PanDA's check is asked`);
    return [key, { kind: "check-answered", answer: await ports.panda.check(parcel) }] as const;
  });
  const calling = await recordChecks(ports, context, ready, checked, troubles);
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
  await record(ports, context, new Map(answered), "PanDA's answers for");
};

/** Renders what was promised and makes its tag. A promise that cannot be kept as it stands is made anew, or given to a person. */
const makeReady = async (
  ports: ReconcilePorts,
  setting: Setting,
  keys: readonly SubmissionKey[],
  troubles: Map<SubmissionKey, string>,
): Promise<readonly Ready[]> => {
  const ready: Ready[] = [];
  await decideAndWrite(ports, keys, async (view) => {
    ready.length = 0;
    const events: (readonly [SubmissionKey, SubmissionEvent])[] = [];
    const promised = keys.flatMap((key) => {
      const state = view.states.get(key);
      if (state?.kind !== "intended" && state?.kind !== "checked") return [];
      return state.intent.needs.some(isUnbound) ? [] : [{ key, state }];
    });
    const sources = sourcesOf(
      ports,
      promised.map(({ state }) => state.intent),
    );
    const outcomes = await atOnce(promised, troubles, async ({ key, state }) => ({
      key,
      state,
      outcome: await readyOrWhy(ports, setting, view, state, await sources(state.intent)),
    }));
    for (const { key, state, outcome } of outcomes) {
      if ("archive" in outcome)
        ready.push({ key, parcel: makeParcel(state.intent, view.head.repository, state.attempt, outcome.archive) });
      else events.push(...outcome.events.map((event) => [key, event] as const));
    }
    return { events, why: `Promise anew ${[...new Set(events.map(([key]) => key))].join(", ")}` };
  });
  return ready;
};

/** As they were promised; those of one commit are read together. One that cannot be read there is asked for alone, and fails alone. */
const sourcesOf = (
  { main }: Pick<ReconcilePorts, "main">,
  intents: readonly Intent[],
): ((intent: Intent) => Promise<ProductionSource>) => {
  const together = new Map(
    [...new Set(intents.map(({ judgedAt }) => judgedAt))].map((commit) => {
      const folders = intents.flatMap(({ judgedAt, folder }) => (judgedAt === commit ? [folder] : []));
      const read = main
        .at(commit)
        .all(folders)
        .catch((error: unknown) => {
          if (error instanceof Failure) return [];
          throw error;
        });
      return [commit, read] as const;
    }),
  );
  return async ({ judgedAt, folder }) =>
    (await together.get(judgedAt))?.find((source) => source.folder === folder) ?? main.at(judgedAt).production(folder);
};

type Promised = Extract<SubmissionState, { kind: "intended" | "checked" }>;

const readyOrWhy = async (
  ports: ReconcilePorts,
  setting: Setting,
  view: View,
  state: Promised,
  source: ProductionSource,
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
  const tagFault = await ensureTag(ports, state.intent);
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
const claim = async (ports: ReconcilePorts, context: Context, ready: readonly Ready[]): Promise<readonly Ready[]> => {
  const { decided } = await decideAndWrite(
    ports,
    ready.map(({ key }) => key),
    (view) => {
      const decisions = ready.map((one) => ({
        one,
        ...next(view.states.get(one.key) ?? { kind: "none" }, { kind: "ready" }, context),
      }));
      const winners = decisions.filter(({ action }) => action.kind === "check");
      return {
        events: decisions.flatMap(({ one, events }) => events.map((event) => [one.key, event] as const)),
        winners: winners.map(({ one }) => one),
        why: `Ask PanDA's check for ${winners.map(({ one }) => one.key).join(", ")}`,
      };
    },
  );
  return decided.winners;
};

type Calling = Ready & { readonly sandbox: string };

/** The checks' answers and, for what PanDA does not hold yet, `submitting`, in one commit. */
const recordChecks = async (
  ports: ReconcilePorts,
  context: Context,
  ready: readonly Ready[],
  answers: readonly (readonly [SubmissionKey, Observation])[],
  troubles: Map<SubmissionKey, string>,
): Promise<readonly Calling[]> => {
  const heard = new Map(answers);
  const { decided } = await decideAndWrite(
    ports,
    ready.map(({ key }) => key),
    async (view) => {
      const events: (readonly [SubmissionKey, SubmissionEvent])[] = [];
      const calling: Calling[] = [];
      for (const one of ready) {
        const decided = await afterCheck(ports, context, view, one, heard.get(one.key), troubles);
        events.push(...decided.events.map((event) => [one.key, event] as const));
        if (decided.calling !== undefined) calling.push(decided.calling);
      }
      return { events, calling, why: `Checked ${[...new Set(events.map(([key]) => key))].join(", ")}` };
    },
  );
  return decided.calling;
};

const afterCheck = async (
  ports: ReconcilePorts,
  context: Context,
  view: View,
  one: Ready,
  heard: Observation | undefined,
  troubles: Map<SubmissionKey, string>,
): Promise<{ readonly events: readonly SubmissionEvent[]; readonly calling?: Calling }> => {
  const before: SubmissionState = view.states.get(one.key) ?? { kind: "none" };
  const mine = "owner" in before && before.owner.nonce === context.owner.nonce;
  const first = heard !== undefined && mine ? next(before, heard, context).events : [];
  const state = first.reduce<SubmissionState>((at, event) => applyEvent(at, event, ""), before);
  if (state.kind !== "checked") return { events: first };
  try {
    const seen = await look(ports, view.head, state.intent, state.attempt, state.names);
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
  seen: ReadonlyMap<SubmissionKey, Observation>,
  why: string,
): Promise<View | undefined> => {
  if (seen.size === 0) return undefined;
  const { view } = await decideAndWrite(ports, [...seen.keys()], (at) => {
    const events = [...seen].flatMap(([key, observation]) =>
      next(at.states.get(key) ?? { kind: "none" }, observation, context).events.map((event) => [key, event] as const),
    );
    return { events, why: `${why} ${[...new Set(events.map(([key]) => key))].join(", ")}` };
  });
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
