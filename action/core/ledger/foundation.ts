/** The first file of a ledger. Without it the branch is something else, and nothing is read from it. */
export type Foundation = {
  readonly format: 1;
  readonly repository: string;
  /** Main's head when somebody began the ledger; earlier versions wrote none. */
  readonly main?: string;
};

export const writeFoundation = (foundation: Foundation): string => `${JSON.stringify(foundation)}\n`;

export const readFoundation = (text: string): Foundation | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("format" in value) || value.format !== 1) return undefined;
    if (!("repository" in value) || typeof value.repository !== "string" || !/^[0-9a-f]{8}$/.test(value.repository))
      return undefined;
    const main = "main" in value && typeof value.main === "string" ? { main: value.main } : {};
    return { format: 1, repository: value.repository, ...main };
  } catch {
    return undefined;
  }
};

/** Why a version that was on main at `ledger init --baseline` is skipped. */
export const beforeLedger = "was on main before the ledger began";
