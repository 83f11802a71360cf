import { type Collection, type Did, didOf, didText, type KeepRule } from "../../../action/core/catalogue/data-seen.ts";
import type { RucioPlace } from "../../../action/core/login/rucio-settings.ts";
import { Failure, Outage } from "../../../action/core/problems/failure.ts";
import type { Catalogue } from "../../../action/ports/catalogue.ts";
import type { CatalogueResult, DataKeeper } from "../../../action/ports/data-keeper.ts";
import type { StoredData } from "../../../action/ports/stored-data.ts";
import type { modelPanda } from "./panda.ts";

const place = { server: "https://rucio.example", account: "keeper", login: "userpass" } as const satisfies RucioPlace;
const keep = { at: "NEAR_DISK", for: "1y", most: "5y" };
/** Lines of the conventions that name it. */
export const keptRules = `rucio: ${JSON.stringify({ ...place, scopes: ["user.tester"], keep })}\n`;
/** What the kept production makes. */
export const keptOutputs = ["hits.tar", "log.tar"] as const;

type OpenRule = { -readonly [K in keyof KeepRule]: KeepRule[K] };
/** `away`: nothing is read; `broken`: what is read cannot be used; `cut`: lists lack their end. Of one change: what becomes of it. */
type Mood = "away" | "broken" | "cut" | undefined;
export type ChangeAnswer = "lost, done" | "lost, not done" | "refused" | undefined;

const files = 10;
const hour = 3_600_000;

/** A Rucio that keeps what a production made, written from docs/rucio.md and sharing no line with the sandbox. */
export const modelKeptRucio = (panda: ReturnType<typeof modelPanda>) => {
  const rules = new Map<string, OpenRule>();
  const gone = new Set<string>();
  const is = { mood: undefined as Mood, answer: undefined as ChangeAnswer, grown: 0, made: 0 };
  const now = (): Date => new Date(panda.date());
  const later = (seconds: number | undefined): Date | undefined =>
    seconds === undefined ? undefined : new Date(panda.date() + seconds * 1000);
  /** What was ended ends within the hour (RUCIO C13). */
  const hasEnded = ({ until }: KeepRule): boolean => until !== undefined && until.getTime() <= panda.date() + hour;
  const rulesOf = (did: Did): OpenRule[] => [...rules.values()].filter((rule) => didText(rule.did) === didText(did));
  const collections = (): ReadonlyMap<string, Collection> =>
    new Map(
      panda.tasks
        .filter(({ status }) => status === "done")
        .flatMap(({ name }) => keptOutputs.map((output) => didOf(`${name}_${output}`)))
        .filter((did) => !gone.has(didText(did)))
        .map((did) => [didText(did), collectionOf(did, is.grown)] as const),
    );
  const make = (rule: Omit<OpenRule, "id" | "state">): string => {
    is.made += 1;
    const id = `rule ${is.made}`;
    rules.set(id, { ...rule, id, state: "OK" });
    return id;
  };
  const set = (id: string, until: Date | undefined): undefined => {
    Object.assign(rules.get(id) ?? {}, { until });
  };
  const ordered = (act: () => string | undefined): CatalogueResult => {
    const { answer, mood } = is;
    is.answer = undefined;
    if (mood === "away" || mood === "broken") return { kind: "unanswered", arrived: "no", message: mood };
    if (answer === "refused") return { kind: "refused", why: "AccessDenied", message: "no" };
    const id = answer === "lost, not done" ? undefined : act();
    if (answer === undefined) return { kind: "done", id };
    return { kind: "unanswered", arrived: "maybe", message: "the connection broke" };
  };
  const isTwin = ({ did, account, where, copies }: Pick<KeepRule, "did" | "account" | "where" | "copies">): boolean =>
    rulesOf(did).some((rule) => rule.account === account && rule.where === where && rule.copies === copies);
  const keeper: DataKeeper = {
    keep: async ({ seconds, ...rule }) =>
      isTwin(rule)
        ? { kind: "refused", why: "DuplicateRule", message: "there is one" }
        : ordered(() => make({ ...rule, isLocked: false, until: later(seconds) })),
    extend: async (id, seconds) => ordered(() => set(id, later(seconds))),
    end: async (id) =>
      ordered(() => set(id, new Date(Math.min(panda.date() + hour, rules.get(id)?.until?.getTime() ?? Infinity)))),
    describe: async () => ordered(() => undefined),
    makeContainer: async () => ordered(() => undefined),
    attach: async () => ordered(() => undefined),
  };
  /** Its daemons: rules that ended go, and data that no rule keeps. */
  const clean = (): void => {
    for (const [id, rule] of rules) {
      if (!hasEnded(rule)) continue;
      rules.delete(id);
      if (!rulesOf(rule.did).some((one) => !hasEnded(one))) gone.add(didText(rule.did));
    }
  };
  return { is, rules, rulesOf, hasEnded, collections, make, later, now, keeper, clean };
};
export type ModelKeptRucio = ReturnType<typeof modelKeptRucio>;

const collectionOf = (did: Did, grown: number): Collection => ({
  ...{ did, kind: "container", open: false, account: "keeper", expires: undefined, datasets: [did] },
  ...{ files, bytes: 1000 * files + grown, events: undefined },
});

/** What anybody may read of it. */
export const keptReadings = ({ is, rulesOf, collections, now }: ModelKeptRucio) => {
  /** A list whose end another question of the adapter knows. */
  const whole = <T>(answer: () => T): T => {
    if (is.mood === "cut") throw new Outage("Rucio left something out of its list", { wayOut: "Try again later." });
    return answering(answer);
  };
  const answering = <T>(answer: () => T): T => {
    if (is.mood === "away") throw new Outage("Rucio cannot be reached", { wayOut: "Try again later." });
    if (is.mood === "broken") throw new Failure("no answer of Rucio", { wayOut: "Ask its administrators." });
    return answer();
  };
  const isKnown = (did: Did): boolean => collections().has(didText(did));
  const catalogue: Catalogue = {
    account: async () => answering(() => place.account),
    collections: async (dids) =>
      whole(() => {
        const asked = dids.map(didText);
        return new Map([...collections()].filter(([name]) => asked.includes(name)));
      }),
    replicas: async (ones) =>
      answering(() => new Map(ones.map(({ did }) => [didText(did), { at: [], lost: 0 }] as const))),
    storages: async () => answering(() => new Map()),
    files: async () => answering(() => []),
    rules: async (did, made = []) => {
      const own = rulesOf(did);
      const isCut = is.mood === "cut" && own.every(({ id }) => !made.includes(id));
      return (isCut ? answering : whole)(() => {
        if (!isKnown(did)) throw new Failure(`no ${didText(did)}`, { wayOut: "Check the name." });
        return { rules: isCut ? [] : own.map((rule) => ({ ...rule })), now: now() };
      });
    },
  };
  const file = { bytes: 1000, adler32: undefined, md5: undefined, at: ["NEAR_DISK"] };
  const stored: StoredData = {
    files: async (did) =>
      whole(() => {
        const made = Array.from({ length: files }, (_, at) => ({ ...file, name: `${did.name}.${at}` }));
        return isKnown(did) ? { files: made, events: undefined, readOn: now().toISOString() } : undefined;
      }),
    meta: async () => answering(() => ({})),
    members: async () => answering(() => undefined),
  };
  return { catalogue, stored };
};
