import { didText } from "../../../action/core/catalogue/data-seen.ts";
import { badWord, goodWord } from "../../../action/core/ledger/declared.ts";
import { isOfMain, type LedgerEvent, type SubmissionKey } from "../../../action/core/ledger/event.ts";
import { givenUpDids, outputDids } from "../../../action/core/ledger/keeping.ts";
import type { LedgerHead } from "../../../action/core/pass/view.ts";
import { fold } from "../../../action/core/submission/fold.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { isFinal, isSuccess } from "../../../action/core/submission/states.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import { type Breach, isOf, statesOf } from "./breach.ts";
import type { ModelKept } from "./kept.ts";
import { keptReaderKey, type ModelWorld } from "./world.ts";

const rule = "invariant 20";
const broken = (what: string): Breach => ({ rule, what });

/** What this process asked, and was answered, behind the beginning of its pass. */
type Heard = { readonly bytes: Map<string, number>; readonly ended: Set<string> };

/** The same ports of one process, where data are kept: judged at each change of a rule, and at each line that promises one. */
export const withJudgedKept = (ports: ReconcilePorts, world: ModelWorld, breaches: Breach[]): ReconcilePorts => {
  const { kept } = world;
  if (kept === undefined) return ports;
  const { ledger, panda } = ports;
  const heard: Heard = { bytes: new Map(), ended: new Set() };
  const [catalogue, keeper] = [kept.catalogue(), kept.keeper()];
  const judgeReader = async (outDS: string): Promise<void> => {
    if (isOf(keptReaderKey, outDS)) breaches.push(...breachesOfReader(await statesOf(world), kept));
  };
  return {
    ...ports,
    ledger: {
      ...ledger,
      append: async (at, events, ...rest) => {
        const appended = await ledger.append(at, events, ...rest);
        if (appended.kind === "written") breaches.push(...(await breachesOfEnding(world, kept, { at, events, heard })));
        return appended;
      },
    },
    catalogue: () => ({
      ...catalogue,
      collections: async (dids) => {
        const found = await catalogue.collections(dids);
        for (const [name, { bytes }] of found) heard.bytes.set(name, bytes);
        return found;
      },
      rules: async (...asked) => {
        const found = await catalogue.rules(...asked);
        for (const one of found.rules) if (kept.hasEnded(one)) heard.ended.add(one.id);
        return found;
      },
    }),
    keeper: () => ({
      ...keeper,
      extend: async (id, seconds) => {
        breaches.push(...breachesOfExtend(world, kept, id, seconds));
        return keeper.extend(id, seconds);
      },
      end: async (id) => {
        breaches.push(...breachesOfEnd(kept, await statesOf(world), id, heard));
        const answer = await keeper.end(id);
        if (answer.kind === "done") heard.ended.add(id);
        return answer;
      },
    }),
    panda: {
      ...panda,
      check: async (request, ...more) => {
        await judgeReader(request.outDS);
        return panda.check(request, ...more);
      },
      submit: async (request, ...more) => {
        await judgeReader(request.outDS);
        return panda.submit(request, ...more);
      },
    },
  };
};

/** By themselves lifetimes only lengthen, by Rucio's own clock. */
const breachesOfExtend = (
  { panda }: ModelWorld,
  { rules }: ModelKept,
  id: string,
  seconds: number | undefined,
): readonly Breach[] => {
  const one = rules.get(id);
  if (one === undefined) return [];
  const later = seconds === undefined ? Number.POSITIVE_INFINITY : panda.date() + seconds * 1000;
  const before = one.until?.getTime() ?? Number.POSITIVE_INFINITY;
  return [
    ...(later < before ? [broken(`${id} of ${didText(one.did)} ends ${(before - later) / 3_600_000} h earlier`)] : []),
    ...(one.comment.startsWith("shrek") ? [] : [broken(`${id} of ${one.account} is changed`)]),
  ];
};

const breachesOfEnd = (
  { rules, letGo, key }: ModelKept,
  states: ReadonlyMap<SubmissionKey, SubmissionState>,
  id: string,
  { ended }: Heard,
): readonly Breach[] => {
  const one = rules.get(id);
  if (one === undefined) return [];
  const name = didText(one.did);
  const state = states.get(key);
  // Another process may have ended it meanwhile, and written that.
  const isClaimed = state !== undefined && "past" in state && givenUpDids(state.past).includes(name);
  const isNamed = letGo.some(({ shown }) => shown.has(name));
  return [
    ...(one.comment.startsWith("shrek") ? [] : [broken(`${id} of ${one.account} is ended`)]),
    ...(ended.has(id) ? [broken(`${id} of ${name} is ended a second time`)] : []),
    ...(isNamed ? [] : [broken(`${id} of ${name} is ended, which no command named`)]),
    ...(isClaimed ? [] : [broken(`${id} of ${name} is ended, and the ledger does not say that it is about to`)]),
  ];
};

type Written = { readonly at: LedgerHead; readonly events: readonly LedgerEvent[]; readonly heard: Heard };

/** On the head of the ledger on which it is written: what is about to end was shown as it is now, and nobody needs it; what is about to be called reads nothing bad. */
const breachesOfEnding = async (
  { ledger }: ModelWorld,
  { letGo, key }: ModelKept,
  { at, events, heard }: Written,
): Promise<readonly Breach[]> => {
  const ending = events.flatMap((event) => (!isOfMain(event) && event.event === "ending" ? [event] : []));
  const calls = events.some((event) => !isOfMain(event) && event.key === keptReaderKey && event.event === "submitting");
  if (ending.length === 0 && !calls) return [];
  const lines = await ledger.read(at, [key, keptReaderKey]);
  const [own, reader] = [fold(lines.get(key) ?? []), fold(lines.get(keptReaderKey) ?? [])];
  const isRead = "intent" in reader && !isFinal(reader.kind) && !isSuccess(reader.kind);
  const declared = "past" in own ? own.past.declared : [];
  const bad = badWord(declared, ["simulate"]);
  const reads = calls && bad !== undefined ? [broken(`${keptReaderKey} reads what ${bad.by} declared bad`)] : [];
  const ended = ending.flatMap(({ id, dids }) => {
    const shown = letGo.find((one) => `${one.id}` === id)?.shown ?? new Map<string, number>();
    const other = dids.filter((did) => shown.get(did) !== heard.bytes.get(did) || !shown.has(did));
    return [
      ...(other.length > 0 ? [broken(`${other.join()} is about to end, and has another size than was shown`)] : []),
      ...(isRead ? [broken(`${dids.join()} is about to end, and ${keptReaderKey} is ${reader.kind}`)] : []),
      ...(goodWord(declared, ["simulate"]) !== undefined
        ? [broken(`${dids.join()} is about to end, and was declared good`)]
        : []),
    ];
  });
  return [...reads, ...ended];
};

const breachesOfReader = (
  states: ReadonlyMap<SubmissionKey, SubmissionState>,
  { key }: ModelKept,
): readonly Breach[] => {
  const state = states.get(key);
  if (state === undefined || !("past" in state)) return [];
  const { ending, expired } = state.past;
  const hits = [...expired, ...ending.flatMap(({ dids }) => dids)].filter((did) => did.endsWith("hits.tar"));
  return hits.map((did) => broken(`a call of ${keptReaderKey}, which reads ${did}, that is about to end`));
};

/** Judged when all is quiet: what nobody named stands as long as anybody ever said, and nobody else's rule was touched. */
export const breachesOfKept = async (world: ModelWorld): Promise<readonly Breach[]> => {
  const { kept } = world;
  if (kept === undefined) return [];
  const state = (await statesOf(world)).get(kept.key);
  const endedWell = state !== undefined && "past" in state ? state.past.endedWell : undefined;
  if (state === undefined || !("past" in state) || endedWell === undefined)
    return [{ rule: "liveness", what: `${kept.key} did not end well` }];
  const { past } = state;
  const wished = Date.parse(endedWell) + 365 * 24 * 3_600_000 - 3_600_000;
  const named = new Set(kept.letGo.flatMap(({ shown }) => [...shown.keys()]));
  const outputs = outputDids(state.intent, "tasks" in state ? state.tasks : (past.completion?.tasks ?? []));
  const own = [...kept.rules.values()].filter(({ comment }) => comment.startsWith("shrek"));
  return outputs.flatMap(({ did }) => {
    const name = didText(did);
    const rules = own.filter((one) => didText(one.did) === name);
    const stands = rules.some(({ until }) => until === undefined || until.getTime() >= wished);
    if (!named.has(name) && !stands) return [broken(`${name} is not kept for a year, and nobody let it go`)];
    if (past.expiring.length > 0) return [{ rule: "liveness", what: `an order that lets ${name} go stays unanswered` }];
    if (past.expired.includes(name) && rules.some((one) => !kept.hasEnded(one)))
      return [{ rule: "stop", what: `${name} was let go, and its rule stands` }];
    return rules.length > 1 ? [broken(`${name} has ${rules.length} rules`)] : [];
  });
};
