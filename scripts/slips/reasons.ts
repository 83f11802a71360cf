/** Why a slip of a kind may pass, for the page. */
export const reasons: Readonly<Record<string, string>> = {};
