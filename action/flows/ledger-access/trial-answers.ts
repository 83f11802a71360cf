import { readLines } from "../../core/ledger/line.ts";
import type { TrialAnswer } from "../../core/ledger/main-event.ts";
import { trialsPath } from "../../core/ledger/paths.ts";
import { unreadableLedger } from "../../core/ledger/unreadable-ledger.ts";
import type { At } from "./made-lists.ts";

/** What became of the order with this name; `undefined`: nothing yet, or there is none. */
export const answerTo = async ({ ledger, head }: At, confirms: string): Promise<TrialAnswer | undefined> => {
  const path = trialsPath(confirms);
  const [text] = await ledger.texts(head, [path]);
  const lines = readLines(text ?? "");
  if (lines.kind === "unreadable") throw unreadableLedger(`${path}:${lines.line}`);
  for (const line of lines.events) if (line.event === "trial-answered" && line.confirms === confirms) return line;
  return undefined;
};
