import { type Rules, readRules, rulePlaces } from "../../core/policy/rules.ts";
import type { Snapshot } from "../../ports/snapshot.ts";

/** The people who may approve changes below these folders, by the files of this commit. */
export const rulesAt = async (snapshot: Pick<Snapshot, "files">, folders: readonly string[]): Promise<Rules> =>
  readRules(folders.length === 0 ? [] : await snapshot.files(rulePlaces(folders)));
