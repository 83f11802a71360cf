import { join } from "node:path/posix";
import { matchesGlob } from "../files/glob.ts";
import type { Production, Step } from "../production/production.ts";
import { placeOnly } from "../text/places.ts";
import { placeInText, type Script } from "./bash/script.ts";

/**
 * Where problems of a script are reported: in its file when it lies in the production's folder; else where the request
 * names it, because annotations and editors know no file of another folder or repository by its name at the site.
 */
export const placeOfResource = (
  { request, where, folder }: Production,
  step: Step,
  path: string,
  text: string,
): Pick<Script, "file" | "placeOf" | "inside"> => {
  const named = request.steps[step.name]?.resources ?? [];
  const placeOf = placeInText(text);
  const isOwn = named.some((one) => typeof one === "string" && (one === path || matchesGlob(path, one)));
  if (isOwn) return { file: join(folder, path), placeOf };
  const index = named.findIndex((one) => {
    const glob = typeof one === "string" ? one.replace(/^shared:/, "") : one.path;
    return glob === path || matchesGlob(path, glob);
  });
  return {
    file: where.file,
    placeOf: placeOnly(where.places.at(["steps", step.name, "resources", index])),
    inside: (offset) => `${path}, line ${placeOf(offset).line}: `,
  };
};
