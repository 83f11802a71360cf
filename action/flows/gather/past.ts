import type { Past } from "../../core/judge/judge-version.ts";
import type { Ledger, LedgerHead } from "../../ports/ledger.ts";

/** Every version of a tag that the ledger has promised or submitted. */
export const pastOf = async (ledger: Ledger, head: LedgerHead, tag: string): Promise<readonly Past[]> => {
  const events = await ledger.read(head, await ledger.submissions(head, tag));
  return [...events.values()].flatMap((lines) => {
    const last = lines.findLast((line) => line.event === "intended");
    if (last?.event !== "intended") return [];
    const { version, contentDigest, content } = last.intent;
    return [{ version, contentDigest, content, submitted: lines.some(({ event }) => event === "checking") }];
  });
};
