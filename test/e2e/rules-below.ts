/** The rules of this repository as a folder below its root may repeat them: some is said at the root alone, or not at all where an App writes the ledger. */
export const rulesBelow = (rules: string): string =>
  rules.replace(/^mayWiden:\n(?: .*\n)+/m, "").replace(/^ledger: .*\n/m, "");
