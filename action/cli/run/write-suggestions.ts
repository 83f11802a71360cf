import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suggestedEdits } from "../../core/jobs/suggested-edits.ts";
import type { StepSuggestion } from "../../core/jobs/suggestions.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Production } from "../../core/production/production.ts";
import { editYaml } from "../../core/text/edit-yaml.ts";
import { openWorkPlace } from "./work-place.ts";

/** Puts measured values into the request and changes no other byte. Says what it wrote. */
export const writeSuggestions = async (
  { where, request, variant }: Production,
  suggestions: readonly StepSuggestion[],
): Promise<string> => {
  if (suggestions.length === 0) return "Nothing was written: what was measured suggests no change of the request.";
  if (variant)
    throw new Failure("The request has variants, and each may need other values.", {
      wayOut: "Write the suggested values by hand, at the step or at the variant.",
    });
  const { top } = await openWorkPlace();
  const file = join(top, where.file);
  // Without `ignoreBOM` the decoder would drop the mark at the beginning, and a byte would change.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await readFile(file));
  const edits = suggestions.flatMap(({ step, suggested }) =>
    suggestedEdits(step, request.steps[step] ?? {}, suggested),
  );
  await writeFile(file, editYaml(text, edits));
  return `Written into ${where.file}.`;
};
