/** The rules of this repository as a folder below its root may repeat them: what may be widened is said at the root alone. */
export const rulesBelow = (rules: string): string => rules.replace(/^mayWiden:\n(?: .*\n)+/m, "");
