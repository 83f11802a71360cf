import { readFileSync } from "node:fs";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { isConventionsPath } from "../../../action/core/text/source-file.ts";
import { loadView } from "../../../action/flows/ledger-access/ledger-view.ts";
import type { ReconcilePorts, Setting } from "../../../action/flows/reconcile/ports.ts";
import { type Reconciled, reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import type { Clock } from "../../../action/ports/clock.ts";
import { aRequest, type Draft } from "../../core/a-production.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../fakes/fake-ledger.ts";
import { fakeMain } from "../../fakes/fake-main.ts";
import { fakePanda } from "../../fakes/fake-panda.ts";
import { fakeTags } from "../../fakes/fake-tags.ts";

export const conventions = readFileSync(new URL("../../requests/conventions.yaml", import.meta.url), "utf8");
export const user = "Ada Lovelace";
export const tag = "sP26a-hfcharm-signal";
export const key = submissionKey(tag, "1.0.0", undefined);
export const file = "productions/p/production.yaml";
export const written = (changes: Draft = {}): string => JSON.stringify(aRequest(changes));

/** A clock that stands until a test moves it; its chance differs from call to call. */
export const fakeClock = () => {
  const clock = { at: 1_000_000, drawn: 0 };
  const port: Clock = {
    now: () => new Date("2026-03-01T10:00:00Z"),
    monotonic: () => clock.at,
    sleep: async () => undefined,
    random: (bytes) => new Uint8Array(bytes).fill(++clock.drawn),
  };
  return Object.assign(clock, { port });
};

/** The same with releases that are nobody's official data: a lost attempt is made again by itself. */
export const ownReleases = (): Readonly<Record<string, string>> => ({
  [file]: written(),
  "productions/conventions.yaml": conventions.replace("release: group.sphenix", "release: user.tester"),
});

/** A repository whose main holds one production, an empty ledger, and a PanDA that accepts; all in memory. */
export const aWorld = (requests: Readonly<Record<string, string | undefined>> = { [file]: written() }) => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const main = fakeMain();
  // Rules with which main begins need no approval.
  const { rules = [], others = [] } = Object.groupBy(Object.entries(requests), ([path]) =>
    isConventionsPath(path) ? "rules" : "others",
  );
  main.commit({ "productions/conventions.yaml": conventions, ...Object.fromEntries(rules) });
  const merged = main.commit(Object.fromEntries(others));
  const [clock, panda, tags, ledger] = [fakeClock(), fakePanda(user), fakeTags(), fakeLedger(branch)];
  const told: string[] = [];
  const ports: ReconcilePorts = {
    main,
    ledger,
    tags,
    panda,
    cache: panda,
    watch: panda,
    clock: clock.port,
    bash: { complaints: async (scripts) => scripts.map(() => "") },
    people: undefined,
  };
  const setting: Setting = {
    panda: { url: "http://panda.example", vo: "sphenix", role: "production", userName: user },
    monitor: undefined,
    run: "run 1",
    dryRun: false,
    soleWriter: true,
    tell: (line) => told.push(line),
  };
  const run = (change: Partial<ReconcilePorts> = {}, as: Partial<Setting> = {}): Promise<Reconciled> =>
    reconcile({ ...ports, ...change }, { ...setting, ...as });
  const state = async (of = key): Promise<SubmissionState> =>
    (await loadView(ledger, [of])).states.get(of) ?? { kind: "none" };
  const kind = async (of = key): Promise<StateKind> => (await state(of)).kind;
  return { branch, main, merged, clock, panda, tags, ledger, told, ports, setting, run, state, kind };
};

/** The same ledger, and the words of its commits. */
export const wordsOfCommits = (ledger: ReturnType<typeof fakeLedger>) => {
  const words: string[] = [];
  const append: typeof ledger.append = (...args) => {
    words.push(args[3]);
    return ledger.append(...args);
  };
  return { words, ledger: { ...ledger, append } };
};
