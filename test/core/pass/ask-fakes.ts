import type { Moment } from "../../../action/core/pass/reads.ts";
import type { LedgerHead } from "../../../action/core/pass/view.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import { beginReads } from "../../../action/flows/reconcile/reads.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../fakes/fake-ledger.ts";
import { fakeMain } from "../../fakes/fake-main.ts";
import { fakePanda } from "../../fakes/fake-panda.ts";
import { fakeTags } from "../../fakes/fake-tags.ts";
import { fakeClock } from "../../flows/reconcile/a-world.ts";
import { type AllReads, readsOf } from "./answers.ts";

/** What the decision gives when these answer, and nobody else knows anything. */
export const askFakes = <T>(ports: Partial<ReconcilePorts>, decide: (reads: AllReads) => Promise<T>): Promise<T> => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const panda = fakePanda("nobody");
  const others: ReconcilePorts = {
    ...{ main: fakeMain(), ledger: fakeLedger(branch), tags: fakeTags(), panda, cache: panda, watch: panda },
    ...{ bash: { complaints: async () => [] }, clock: fakeClock().port, people: undefined },
  };
  const reads = beginReads({ ...others, ...ports }).again();
  return decide({ ...reads, github: reads.githubAt(""), payable: async (works) => works });
};

/** At a head of main, where nobody answers; people can be asked, and an App alone writes the ledger. */
export const aMoment = (mainHead: string, ledger: Partial<LedgerHead> = {}): Moment => ({
  ...readsOf({}),
  mainHead,
  ledgerHead: { ...aLedgerHead, cursor: mainHead, ...ledger },
  approvals: "asked",
  soleWriter: true,
  now: "2026-03-01T10:00:00Z",
});

const aLedgerHead: LedgerHead = {
  commit: "",
  repository: "",
  began: undefined,
  cursor: undefined,
  accepted: undefined,
  releases: undefined,
  refused: [],
  growing: [],
  live: [],
  watched: [],
  ended: { last: [], months: [] },
  trials: [],
  frozen: undefined,
};
