import { revisionNamed } from "../../adapters/git/local.ts";
import { gitSnapshot } from "../../adapters/git/snapshot.ts";
import { Failure } from "../../core/problems/failure.ts";
import { type Problem, refuses } from "../../core/problems/problem.ts";
import { diffJson, diffText } from "../../core/view/plan/diff-view.ts";
import { type Against, diff } from "../../flows/diff.ts";
import { columnsOf } from "../terminal/columns.ts";
import { boundsInTerminal, exiting, print, printJson, reportProblems } from "./command.ts";
import { openWorkPlace, productionAt, type WorkPlace } from "./work-place.ts";

type DiffFlags = { readonly json: boolean; readonly against?: string };

export const runDiff = exiting(async ({ json, against }: DiffFlags, path: string, other?: string) => {
  const bounds = boundsInTerminal(json, (ended) => diffsJson([], ended));
  const place = await openWorkPlace();
  const folder = await productionAt(place, path);
  const { views, problems } = await diff(
    {
      ...place,
      bounds,
      revision: async (name) => {
        const commit = await revisionNamed(place.top, name);
        return commit === undefined ? undefined : gitSnapshot(place.top, commit, place.foreign);
      },
    },
    folder,
    await meant(place, against, other),
  );
  if (json) printJson(diffsJson(views.map(diffJson), problems));
  else {
    reportProblems(problems);
    if (views.length > 0) print(views.map((view) => diffText(view, columnsOf(process.stdout))).join("\n"));
  }
  return refuses(problems) ? 1 : 0;
});

const diffsJson = (diffs: readonly object[], problems: readonly Problem[]): object => ({ diffs, problems });

const meant = async (place: WorkPlace, named: string | undefined, other: string | undefined): Promise<Against> => {
  if (named !== undefined && other !== undefined)
    throw new Failure("A production is compared with --against or with another folder, not with both.", {
      wayOut: "Remove one of them.",
    });
  if (other !== undefined) return { kind: "folder", folder: await productionAt(place, other) };
  return named === undefined ? { kind: "newest" } : { kind: "named", name: named };
};
