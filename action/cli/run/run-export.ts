import { join, resolve } from "node:path";
import { writeFolder } from "../../adapters/disk/folder-writer.ts";
import { filesIn } from "../../adapters/jobs/files-in.ts";
import { needFolder } from "../../adapters/jobs/run-folder.ts";
import { beyondCwl } from "../../core/export/beyond-cwl.ts";
import { knownJobs } from "../../core/export/known-jobs.ts";
import { archiveName, type OutsideFile, standardCwl } from "../../core/export/standard-cwl.ts";
import { outsideInputs } from "../../core/plan/streams.ts";
import { Failure } from "../../core/problems/failure.ts";
import { refuses } from "../../core/problems/problem.ts";
import type { Production } from "../../core/production/production.ts";
import { bindRendering, packArchive, provisionalBindings, renderProduction } from "../../core/render/rendering.ts";
import { counted } from "../../core/text/amounts.ts";
import { exiting, print, reportProblems, tell } from "./command.ts";
import { meantRun, oneProduction, withEvents } from "./one-production.ts";

type ExportFlags = {
  readonly output: string;
  readonly from?: string;
  readonly events?: number;
  readonly tag?: string;
  readonly run?: number;
};

/** Seeds begin at 1, as for `shrek run`. */
export const runExportCwl = exiting(async ({ output: out, from, events, tag, run }: ExportFlags, path: string) => {
  const { valid, problems } = await oneProduction(path, tag);
  reportProblems(problems);
  if (valid === undefined || refuses(problems)) return 1;
  const production = withEvents(meantRun(valid, run), events);
  const reasons = beyondCwl(production);
  for (const reason of reasons) tell(reason);
  if (reasons.length > 0) return 1;
  if (from !== undefined) await needFolder(resolve(from));
  const outside = await outsideFiles(production, from);
  const names = new Map([...outside].map(([input, files]) => [input, files.map(({ name }) => name)]));
  const bindings = provisionalBindings(production);
  const known = knownJobs(production, bindings, names);
  if (typeof known === "string") {
    tell(known);
    return 1;
  }
  const archive = await packArchive(bindRendering(renderProduction(production).sent, bindings));
  const files = [
    ...standardCwl(production, known, outside),
    { path: archiveName, mode: "100644", bytes: archive } as const,
  ];
  await writeFolder(out, files, ["workflow.cwl", archiveName]);
  const jobs = known.reduce((sum, one) => sum + one.jobs.length, 0);
  print(`${files.length} files in ${out}: ${counted(known.length, "step")}, ${counted(jobs, "job")}`);
  return 0;
});

const outsideFiles = async (
  { steps }: Production,
  from: string | undefined,
): Promise<ReadonlyMap<string, readonly OutsideFile[]>> => {
  const found = new Map<string, readonly OutsideFile[]>();
  for (const name of outsideInputs(steps)) {
    const files = from === undefined ? undefined : await filesIn(resolve(join(from, name)));
    if (files === undefined)
      throw new Failure(
        `The input ${name} comes from outside of this production: its files must be known, so that jobs can be cut.`,
        { wayOut: `Put them into a folder DIR/${name}, and add --from DIR.` },
      );
    found.set(name, files);
  }
  return found;
};
