import { statSync } from "node:fs";
import type { LocalFile } from "../../core/jobs/run-report.ts";
import { inputsFile, workflowFile } from "../../core/render/rendering.ts";
import { canonicalJson, type Json, sha256 } from "../../core/text/canonical-json.ts";
import type { SourceFile } from "../../core/text/source-file.ts";

/** What the jobs see; the description of the workflow says how they are run, which `--write` changes. */
export const payloadDigest = (sent: readonly SourceFile[]): string =>
  sha256(
    canonicalJson(
      sent
        .filter(({ path }) => path !== workflowFile && path !== inputsFile)
        .map(({ path, mode, bytes }) => [path, mode, sha256(bytes)]) as Json,
    ),
  );

/** Files are known by name, size and time, as `make` knows them. */
export const jobKey = (content: string, command: string, inputs: readonly LocalFile[]): string => {
  const seen = inputs.map(({ name, path }) => {
    const now = statSync(path, { throwIfNoEntry: false });
    return [name, now?.size ?? -1, now?.mtimeMs ?? -1];
  });
  return sha256(canonicalJson([content, command, seen] as Json));
};
