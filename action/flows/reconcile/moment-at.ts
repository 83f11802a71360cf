import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import type { Moment } from "../../core/pass/moment.ts";
import type { Pass } from "./pass.ts";

/** What a pass decides at, when it reads these heads of the ledger and of main. */
export const momentAt = (pass: Pass, ledger: LedgerHead, mainHead: string): Moment => ({
  ...standingNow(pass, ledger),
  mainHead,
  asOf: { asOf: mainHead },
});

/** The same where main's head is asked for. */
export const standingNow = (
  { ports: { people, clock }, setting: { soleWriter, assumesApproval } }: Pass,
  ledger: LedgerHead,
): Omit<Moment, "mainHead" | "asOf"> => ({
  ledger,
  approvals: people !== undefined ? "asked" : assumesApproval === true ? "assumed" : "not-needed",
  soleWriter,
  now: clock.now().toISOString(),
});
