import type { Reconciled } from "../../../action/flows/reconcile/reconcile.ts";

/** What a pass gives that found nothing, but for this. */
export const aReconciled = (change: Partial<Reconciled> = {}): Reconciled => ({
  submissions: [],
  problems: [],
  refused: [],
  skipped: [],
  moved: [],
  trialsRefused: [],
  begun: { submissions: new Set(), refused: new Set() },
  troubles: new Map(),
  rewritten: undefined,
  entersNone: false,
  postponed: [],
  would: [],
  ...change,
});
