import { type SplittingKind, splittingKinds, splittingsOf } from "../../core/cross-checks/facts-of-intent.ts";
import type { Finding } from "../../core/doctor/finding.ts";
import { versionName } from "../../core/ledger/event.ts";
import { joinedWords } from "../../core/policy/login.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { readableState } from "../ledger-access/history.ts";
import { examine, leftOutFindings } from "./step.ts";

type Shown = ReadonlyMap<SplittingKind, string>;

/** What a submission that succeeded there, a trial above all, has shown this PanDA to do. */
export const lookAtJoins = async (
  openLedger: () => Promise<Ledger>,
  url: string | undefined,
): Promise<readonly Finding[]> => {
  if (url === undefined) return leftOutFindings(["joins"], "skipped: settings are missing");
  const { findings } = await examine("joins", async () => shownAt(await openLedger(), url), joinsFinding);
  return findings;
};

const shownAt = async (ledger: Ledger, url: string): Promise<Shown> => {
  const head = await ledger.head();
  const shown = new Map<SplittingKind, string>();
  for (const part of byParts(await ledger.submissions(head), atOneTime)) {
    if (shown.size === splittingKinds.length) break;
    for (const [key, lines] of await ledger.read(head, part)) {
      const state = readableState(lines);
      if (state?.kind !== "done" || state.intent.panda.url !== url) continue;
      for (const kind of splittingsOf(state.intent)) shown.set(kind, shown.get(kind) ?? versionName(key));
    }
  }
  return shown;
};

const joinsFinding = (shown: Shown): Omit<Finding, "about"> => {
  const open = splittingKinds.filter((kind) => !shown.has(kind));
  const seen = [...shown].map(([kind, name]) => `${kind} (${name})`);
  const words = seen.length === 0 ? "no submission has shown any" : `shown to work: ${seen.join(", ")}`;
  return {
    verdict: "good",
    says: open.length === 0 ? words : `${words}; a trial shows whether PanDA can do ${joinedWords(open, "and")}`,
  };
};
