import type { HeldArchive } from "../../core/submission/panda-answer.ts";
import type { View } from "../gather/ledger-view.ts";
import type { Ready } from "./make-ready.ts";
import type { Pass } from "./pass.ts";

/** `held`: PanDA's answer to its archive. */
export type Uploaded = Ready & { readonly held: HeldArchive };

/**
 * Gives PanDA the archives of those that are still to be checked. That comes before the ledger says `checking`: an
 * upload that fails sent nothing to iDDS, so it may fail for days, costs no attempt and writes no line (SAFETY S13).
 */
export const holdArchives = (pass: Pass, { states }: View, ready: readonly Ready[]): Promise<readonly Uploaded[]> =>
  pass.each(
    ready.filter(({ key }) => states.get(key)?.kind === "intended"),
    async (one) => ({ ...one, held: await pass.ports.cache.hold(one.parcel.archive) }),
  );
