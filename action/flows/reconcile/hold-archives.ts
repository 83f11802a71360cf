import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { View } from "../../core/pass/view.ts";
import type { UploadedArchive } from "../../core/submission/panda-answer.ts";
import type { Ready } from "./make-ready.ts";
import type { Pass } from "./pass.ts";

/** `held`: PanDA's answer to its archive. */
export type Uploaded = Ready & { readonly held: UploadedArchive };

/**
 * Gives PanDA the archives of those that are still to be checked. That comes before the ledger says `checking`: an
 * upload that fails sent nothing to iDDS, so it may fail for days, costs no attempt and writes no line (SAFETY S13).
 * Each archive once, and one at a time: an upload holds a process of the server while that calls itself, so a few at
 * once can stop it (docs/panda.md).
 */
export const holdArchives = async (
  pass: Pick<Pass, "each"> & { readonly ports: Pick<Pass["ports"], "cache"> },
  { states }: Pick<View, "states">,
  ready: readonly Ready[],
): Promise<readonly Uploaded[]> => {
  const wanted = ready.filter(({ key }) => states.get(key)?.kind === "intended");
  const held = new Map<SubmissionKey, Uploaded>();
  for (const ones of Map.groupBy(wanted, ({ intent }) => intent.archive).values()) {
    let upload: Promise<UploadedArchive> | undefined;
    const answered = await pass.each(ones, async (one) => {
      upload ??= pass.ports.cache.hold(one.submissionRequest.archive);
      return { ...one, held: await upload };
    });
    for (const one of answered) held.set(one.key, one);
  }
  return wanted.flatMap(({ key }) => held.get(key) ?? []);
};
