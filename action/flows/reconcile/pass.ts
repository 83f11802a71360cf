import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { Planning } from "../../core/pass/planned.ts";
import { type Moment, momentOf, type Reads, type Situation } from "../../core/pass/reads.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import type { Context } from "../../core/submission/observation.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { type Budget, openBudget } from "./budget.ts";
import { keepPacked, type PackedArchives } from "./packed.ts";
import type { ReconcilePorts, Setting } from "./ports.ts";
import { beginReads, type PassReads } from "./reads.ts";

/** One pass of reconcile: what it acts through, who acts, and what it found out so far. Made once, handed to all. */
export type Pass = {
  readonly ports: ReconcilePorts;
  readonly setting: Setting;
  /** What decisions of `core/pass` ask. */
  readonly reads: PassReads;
  /** The right to call is held under this name. */
  readonly context: Context;
  readonly packed: PackedArchives;
  readonly budget: Budget;
  readonly payable: Planning["payable"];
  /** What became of tags that this process made or looked at; they never move, so it stays true. By name and message. */
  readonly tagFaults: Map<string, string | undefined>;
  /** What kept a submission from its next step; the next pass tries it again. */
  readonly troubles: ReadonlyMap<SubmissionKey, string>;
  trouble(key: SubmissionKey, why: string): void;
  /** Work for one submission. A Failure is trouble of it alone and gives `undefined`; a bug ends the pass. */
  attempt<T>(key: SubmissionKey, work: () => Promise<T>): Promise<T | undefined>;
  /** The same for several at once: what came of those that neither failed nor had nothing to give. */
  each<T extends Keyed, R>(ones: readonly T[], work: (one: T) => Promise<R | undefined>): Promise<readonly R[]>;
};

type Keyed = { readonly key: SubmissionKey };

export const beginPass = (ports: ReconcilePorts, setting: Setting): Pass => {
  const budget = openBudget(ports.clock, ports.allowance, setting.seconds);
  const troubles = new Map<SubmissionKey, string>();
  const trouble: Pass["trouble"] = (key, why) => void troubles.set(key, why);
  const attempt: Pass["attempt"] = async (key, work) => {
    const result = await orFailure(work);
    if (!(result instanceof Failure)) return result;
    trouble(key, describeError(result));
    return undefined;
  };
  const { ledger } = ports;
  const append: Ledger["append"] = (...commit) => {
    budget.spend({ pushes: 1 });
    return ledger.append(...commit);
  };
  return {
    ports: { ...ports, ledger: { ...ledger, append } },
    setting,
    reads: beginReads(ports),
    context: { owner: { run: setting.run, nonce: Buffer.from(ports.clock.random(16)).toString("hex") } },
    packed: keepPacked(),
    budget,
    payable: budget.take,
    tagFaults: new Map(),
    troubles,
    trouble,
    attempt,
    each: async (ones, work) => {
      const results = await Promise.all(ones.map((one) => attempt(one.key, () => work(one))));
      return results.flatMap((result) => (result === undefined ? [] : [result]));
    },
  };
};

/** What a pass decides at, when it reads these heads of the ledger and of main. */
export const momentAt = (pass: Pass, ledger: LedgerHead, mainHead: string): Moment =>
  momentOf(situationNow(pass, ledger, pass.reads), mainHead);

export const situationNow = <Asked extends Reads>(
  { ports: { people, clock }, setting: { soleWriter, assumesApproval } }: Pass,
  ledger: LedgerHead,
  reads: Asked,
): Situation & Asked => ({
  ...reads,
  ledgerHead: ledger,
  approvals: people !== undefined ? "asked" : assumesApproval === true ? "assumed" : "not-needed",
  soleWriter,
  now: clock.now().toISOString(),
});
