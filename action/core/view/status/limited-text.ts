import { byPolicy } from "../../policy/runs-rule.ts";
import { type FoundFiles, foundFiles } from "../../submission/found-files.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { counted } from "../../text/amounts.ts";

/**
 * Where PanDA found other files than the request expects, and where a limit replaced an approval, the files that were
 * taken. PanDA does not say how many exist.
 */
export const limitedText = (state: SubmissionState): readonly string[] =>
  "tasks" in state ? foundFiles(state.intent, state.tasks).flatMap((one) => wordsOf(one, isByLimit(state.intent))) : [];

const wordsOf = ({ step, input, files, found, asWhole }: FoundFiles, isLimited: boolean): readonly string[] => {
  if (found < files)
    return [
      `step ${step} found ${counted(found, "file")} of \`${input}\`, and the request expects ${files}: what is made of the others is missing`,
    ];
  if (found > files && asWhole)
    return [
      `step ${step} found more files of \`${input}\` than the ${files} that the request expects, so its job runs nothing`,
    ];
  return isLimited
    ? [
        `step ${step} takes ${counted(found, "file")} of its input and no more, as its request expects and the limit counts; others may stand there, which PanDA does not tell`,
      ]
    : [];
};

const isByLimit = ({ approval, trial }: { readonly approval: string; readonly trial?: unknown }): boolean =>
  trial !== undefined || approval.startsWith(byPolicy);
