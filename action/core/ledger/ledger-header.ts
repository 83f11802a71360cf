/** The first file of a ledger. Without it the branch is something else, and nothing is read from it. */
export type Foundation = {
  readonly format: 1;
  readonly repository: string;
  /** Main's head when somebody began the ledger. */
  readonly main?: string;
};

export const writeFoundation = (foundation: Foundation): string => `${JSON.stringify(foundation)}\n`;

export const readFoundation = (text: string): Foundation | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("format" in value) || value.format !== 1) return undefined;
    if (!("repository" in value) || typeof value.repository !== "string" || !/^[0-9a-f]{8}$/.test(value.repository))
      return undefined;
    const foundation = { format: 1, repository: value.repository } as const;
    const main = "main" in value ? value.main : undefined;
    return typeof main === "string" && /^[0-9a-f]{40,64}$/.test(main) ? { ...foundation, main } : foundation;
  } catch {
    return undefined;
  }
};

/** Why a version that was on main at `ledger init` is skipped. */
export const beforeLedger = "was on main before the ledger began";
