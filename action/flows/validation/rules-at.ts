import { type Rules, readRules, rulePlaces } from "../../core/policy/rules.ts";
import type { Snapshot } from "../../ports/snapshot.ts";

/** Who may approve what below these folders, as this commit says it. */
export const rulesAt = async (snapshot: Pick<Snapshot, "files">, folders: readonly string[]): Promise<Rules> =>
  readRules(folders.length === 0 ? [] : await snapshot.files(rulePlaces(folders)));
