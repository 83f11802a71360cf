import { dirname, join } from "node:path/posix";
import { readConventions } from "../../core/conventions/read-conventions.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { conventionsName, isConventionsPath, isPassedOver, requestName } from "../../core/text/source-file.ts";
import { validateTemplate } from "../../core/validate/validate-template.ts";
import type { Snapshot } from "../../ports/snapshot.ts";

/** What is wrong with the templates that these conventions name. */
export const validateTemplates = async (
  { files }: Pick<Snapshot, "files">,
  conventions: readonly string[],
): Promise<readonly Problem[]> => {
  const problems: Problem[] = [];
  for (const rules of await files(conventions)) {
    const read = rules.kind === "file" ? readConventions(rules.path, rules.bytes) : undefined;
    if (read?.kind !== "read") continue;
    const home = dirname(rules.path);
    const named = Object.values(read.conventions.templates ?? {}).map(({ folder }) => join(home, folder, requestName));
    for (const template of await files([...new Set(named)]))
      if (template.kind === "file")
        problems.push(...validateTemplate(template, { path: rules.path, conventions: read.conventions }));
  }
  return problems;
};

/** Rules, and files that are not validated as a request. */
export const mayBeOfTemplate = (path: string): boolean =>
  isConventionsPath(path) || (path.endsWith(`/${requestName}`) && dirname(path).split("/").some(isPassedOver));

/** Conventions that a change of these paths touches, or whose templates it may touch. */
export const conventionsAround = (paths: readonly string[]): readonly string[] => [
  ...new Set(
    paths.flatMap((path) => {
      const folders = dirname(path).split("/");
      return folders.map((_, index) => join(...folders.slice(0, index + 1), conventionsName));
    }),
  ),
];
