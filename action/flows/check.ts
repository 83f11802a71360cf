import { Failure } from "../core/failure.ts";
import type { OnTree } from "../core/index/beside.ts";
import { compareText, type Problem } from "../core/problem.ts";
import type { Bash } from "../ports/bash.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import type { History } from "./gather/history.ts";
import { type Judged, judgeSources } from "./gather/judge-sources.ts";
import { lintPayloads } from "./gather/lint-payloads.ts";
import { lookAround } from "./gather/on-tree.ts";

export type Check = { readonly judged: readonly Judged[]; readonly notes: readonly Problem[] };
type Ports = { readonly snapshot: Snapshot; readonly bash: Bash; readonly ledger: Ledger };

/**
 * Judges productions as they stand, with everything that stands beside them on the same tree. Without a ledger in
 * reach it goes on and says so, because an author on a train should still see a typo.
 */
export const check = async (
  { snapshot, bash, ledger }: Ports,
  folders: readonly string[],
  { place, judgedBefore = new Set() }: { readonly place: string; readonly judgedBefore?: ReadonlySet<string> },
): Promise<Check> => {
  const asked = historyOf(ledger);
  const onTree = async (): Promise<OnTree> => {
    const { found } = await asked;
    const index = found === undefined ? undefined : await found.ledger.index(found.head);
    return lookAround(snapshot, place, index, new Set(folders));
  };
  const sources = await snapshot.all(folders.toSorted(compareText));
  const judged = await judgeSources(
    { bash, history: asked.then(({ found }) => found), onTree, lint: lintPayloads, judgedBefore },
    sources,
  );
  const history = await asked;
  const [first] = sources;
  const notes: readonly Problem[] =
    history.found === undefined && first !== undefined
      ? [
          {
            code: "no-history",
            severity: "note",
            file: first.file,
            line: 1,
            col: 1,
            message: `Versions were not compared with what was submitted before: ${history.why}`,
          },
        ]
      : [];
  return { judged, notes };
};

const historyOf = async (ledger: Ledger): Promise<{ readonly found: History; readonly why: string }> => {
  try {
    return { found: { ledger, head: await ledger.head() }, why: "" };
  } catch (error) {
    if (error instanceof Failure) return { found: undefined, why: error.message };
    throw error;
  }
};
