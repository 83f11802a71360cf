import { pushesOfTags } from "../../../action/core/pass/turns/payable-submits.ts";
import type { StateKind } from "../../../action/core/submission/state.ts";
import type { ReconcilePorts, Setting } from "../../../action/flows/reconcile/ports.ts";
import { aWorld, file, written } from "../../../test/flows/reconcile/a-world.ts";

/** How often a pass called each port, and what stands behind it. */
export type WaitingPass = {
  readonly calls: ReadonlyMap<string, number>;
  readonly kinds: ReadonlyMap<StateKind, number>;
  readonly postponed: readonly string[];
  /** Of the ledger, and of tags, which adapters send together. */
  readonly pushes: number;
  /** Bytes of the archives in the order of their uploads. */
  readonly uploads: readonly number[];
  /** Of its clock. */
  readonly seconds: number;
};

const runList = "productions/p/runs.txt";
const linesOf = (count: number): string => Array.from({ length: count }, (_, n) => `${10_001 + n}\n`).join("");

/** So many runs of one production that one merge brought, and passes with an early end, where an upload takes so many seconds. */
export const waitingRuns = (count: number) => {
  const world = aWorld({ [file]: written({ runs: { list: "runs.txt" } }), [runList]: linesOf(count) });
  const { branch, clock } = world;
  const pass = async (seconds: number, slowness: number, setting: Partial<Setting> = {}): Promise<WaitingPass> => {
    const calls = new Map<string, number>();
    const uploads: number[] = [];
    let tagPushes = 0;
    let inThisBatch = 0;
    const began = clock.at;
    const cache = {
      hold: (archive: Uint8Array) => {
        clock.at += slowness * 1000;
        uploads.push(archive.length);
        return world.panda.hold(archive);
      },
    };
    const { ledger, main, panda, watch } = world.ports;
    const tags = {
      ...world.ports.tags,
      create: (...tag: Parameters<typeof world.ports.tags.create>) => {
        inThisBatch += 1;
        if (inThisBatch <= pushesOfTags) tagPushes += 1;
        return world.ports.tags.create(...tag);
      },
    };
    const append: typeof ledger.append = (...commit) => {
      inThisBatch = 0;
      return ledger.append(...commit);
    };
    const done = await world.run(
      countedPorts({ ledger: { ...ledger, append }, main, panda, watch, tags, cache }, calls),
      { ...setting, seconds },
    );
    // Of ten thousand submissions no memory holds all commits.
    for (const commit of branch.commits.keys()) if (commit !== branch.head) branch.commits.set(commit, new Map());
    const kinds = Map.groupBy(done.submissions, ({ state }) => state.kind);
    return {
      calls,
      pushes: (calls.get("ledger.append") ?? 0) + tagPushes,
      kinds: new Map([...kinds].map(([kind, all]) => [kind, all.length])),
      postponed: done.postponed,
      uploads,
      seconds: (clock.at - began) / 1000,
    };
  };
  const append = (more: number): void => void world.main.commit({ [runList]: linesOf(count + more) });
  const submitted = (): readonly string[] => world.panda.calls.submit.map(({ outDS }) => outDS);
  return { pass, append, submitted };
};

const countedPorts = (ports: Partial<ReconcilePorts>, calls: Map<string, number>): Partial<ReconcilePorts> =>
  Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, counted(name, port ?? {}, calls)]));

const counted = (name: string, port: object, calls: Map<string, number>): object =>
  Object.fromEntries(
    Object.entries(port).map(([verb, value]: readonly [string, unknown]) => [
      verb,
      typeof value !== "function"
        ? value
        : (...args: readonly unknown[]): unknown => {
            const call = `${name}.${verb}`;
            calls.set(call, (calls.get(call) ?? 0) + 1);
            return Reflect.apply(value, port, args);
          },
    ]),
  );
