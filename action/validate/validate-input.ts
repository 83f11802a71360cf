import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { gitDiffLines } from "../adapters/git/diff-lines.ts";
import { knownRefs } from "../adapters/git/local.ts";
import { gitRevisions, hostsAt, hostsOfMain } from "../adapters/git/revisions.ts";
import { gitTags } from "../adapters/git/tags.ts";
import { gitLedger } from "../adapters/ledger/git-ledger.ts";
import { systemBash } from "../adapters/system/system-bash.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { maxSuggestions } from "../core/markdown/suggestion.ts";
import { Failure } from "../core/problems/failure.ts";
import { checkRevision } from "../flows/check-revision.ts";
import { suggestFixes, suggestMeasured } from "../flows/suggestions.ts";
import { type ValidationAnswer, type ValidationInput, validationAnswer } from "./input.ts";

/** Validates a change from git's objects. Who started this process ends it at a limit. */
export const validateInput = async (input: ValidationInput): Promise<ValidationAnswer> => {
  const { clone, cache, base, head, comment } = input;
  // The clone ends with the job.
  const refs = { ...knownRefs(clone), stays: false };
  const clock = systemClock();
  const hosts = comment === undefined ? hostsAt(clone, async () => base) : hostsOfMain(clone, refs);
  const ports = {
    revisions: gitRevisions(clone, gitForeign({ cache, hosts })),
    ledger: gitLedger({ dir: clone, refs, clock }),
    tags: gitTags(clone, refs, clock),
    bash: systemBash(),
    clock,
  };
  try {
    const main = comment === undefined ? undefined : await refs.read(`refs/heads/${comment.into}`);
    const checked = await checkRevision(ports, base, head, {
      main,
      authors: comment?.authors ?? [],
      isNobodys: comment?.isNobodys ?? false,
    });
    const suggesting = { ...ports, diff: gitDiffLines(clone) };
    const suggested =
      comment === undefined
        ? []
        : [
            ...(await suggestFixes(suggesting, base, head, checked.validated)),
            ...(await suggestMeasured(suggesting, base, head, checked.validated)),
          ];
    return validationAnswer(input, checked, main, suggested.slice(0, maxSuggestions));
  } catch (error) {
    if (error instanceof Failure) return { kind: "failure", message: error.message, wayOut: error.wayOut };
    throw error;
  }
};
