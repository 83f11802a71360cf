import { writeFolder } from "../../adapters/disk/folder-writer.ts";
import { refuses } from "../../core/problems/problem.ts";
import { bindRendering, provisionalBindings, renderProduction } from "../../core/render/rendering.ts";
import { exiting, print, printJson, reportProblems } from "./command.ts";
import { meantRun, oneProduction } from "./one-production.ts";

type RenderFlags = { readonly json: boolean; readonly output: string; readonly tag?: string; readonly run?: number };

/** Seeds are allotted when a submission is intended; here each range begins at 1. */
export const runRender = exiting(async ({ json, output, tag, run }: RenderFlags, path: string) => {
  const { valid, problems } = await oneProduction(path, tag);
  if (valid === undefined) {
    if (json) printJson({ problems });
    else reportProblems(problems);
    return 1;
  }
  const production = meantRun(valid, run);
  const rendering = renderProduction(production);
  const files = [...bindRendering(rendering.sent, provisionalBindings(production)), ...rendering.documents];
  await writeFolder(output, files);
  const digests = { contentDigest: production.contentDigest, renderingDigest: rendering.digest };
  if (!json) reportProblems(problems);
  if (json) printJson({ ...digests, files: files.map((file) => file.path), problems });
  else
    print(
      [
        `${files.length} files in ${output}`,
        `content digest   ${digests.contentDigest}`,
        `rendering digest ${digests.renderingDigest}`,
      ].join("\n"),
    );
  return refuses(problems) ? 1 : 0;
});
