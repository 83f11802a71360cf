import { fitsGlob } from "../../files/glob.ts";
import { namedPlace } from "../../files/named-place.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Request } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";
import type { SourceFile } from "../../text/source-file.ts";
import { listsOf } from "./run-lists.ts";

/**
 * Files that are sent along are content. With a list of runs among them every appended run would change the content of
 * all runs: the intended runs would leave main, and nothing could be appended without a new version.
 */
export const checkListsSent = (
  where: Located,
  { runs, steps }: Request,
  source: Parameters<typeof namedPlace>[1],
  sent: ReadonlyMap<string, { readonly files: readonly SourceFile[] }>,
): readonly Problem[] => {
  const lists = (runs === undefined ? [] : listsOf(runs)).flatMap((name) => {
    const { path, entries } = namedPlace(name, source);
    const list = entries.find((one) => one.path === path);
    return list?.kind === "file" ? [{ name, list }] : [];
  });
  return lists.flatMap(({ name, list }) =>
    [...sent].flatMap(([step, { files }]) => {
      if (!files.some(({ bytes }) => bytes === list.bytes)) return [];
      const named = (steps[step]?.resources ?? []).findIndex((one) => typeof one === "string" && fitsGlob(name, one));
      return problemAt(where, ["steps", step, "resources", named], "run-list-sent", {
        message: `"${list.path}" is a list of runs: as a file of \`${step}\` it would make every appended run a change of all runs.`,
        hint: "name the other files; the payload has the run as `$run`, and the columns of its line",
      });
    }),
  );
};
