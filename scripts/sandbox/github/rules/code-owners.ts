import { readObject } from "../objects.ts";
import type { Repository } from "../repository.ts";

type Line = { readonly pattern: RegExp; readonly owners: readonly string[] };

const places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
/** A file above this size is not loaded. */
const most = 3 * 1024 * 1024;

/** The owners of each file by the CODEOWNERS of a commit: its last line that fits; files without owners are left out. */
export const codeOwners = async (
  { dir }: Repository,
  commit: string,
  files: readonly string[],
): Promise<readonly (readonly string[])[]> => {
  const found = await Promise.all(places.map((place) => readObject(dir, `${commit}:${place}`)));
  const bytes = found.find((one) => one?.type === "blob")?.bytes;
  if (bytes === undefined || bytes.length > most) return [];
  const lines = bytes.toString("utf8").split("\n").flatMap(readLine);
  return files.flatMap((file) => {
    const owners = lines.findLast(({ pattern }) => pattern.test(file))?.owners ?? [];
    return owners.length === 0 ? [] : [owners];
  });
};

const readLine = (line: string): readonly Line[] => {
  const [pattern = "", ...owners] = line.replace(/#.*/, "").trim().split(/\s+/);
  return pattern === "" ? [] : [{ pattern: expressionOf(pattern), owners: owners.map((one) => one.replace(/^@/, "")) }];
};

/** As in `.gitignore`: a slash before the end anchors it, a folder holds all below it, and `x/*` only what is in x. */
const expressionOf = (pattern: string): RegExp => {
  const anchored = pattern.slice(0, -1).includes("/");
  const inner = pattern
    .replace(/^\/|\/$/g, "")
    .replace(/\*\*\/|\/\*\*$|\*|\?|[\\^$.|+(){}[\]]/g, (mark) =>
      mark === "**/"
        ? "(?:.*/)?"
        : mark === "/**"
          ? "/.*"
          : mark === "*"
            ? "[^/]*"
            : mark === "?"
              ? "[^/]"
              : `\\${mark}`,
    );
  const below = pattern.endsWith("/") ? "/.*" : pattern.endsWith("/*") ? "" : "(?:/.*)?";
  return new RegExp(`${anchored ? "^" : "(?:^|/)"}${inner}${below}$`);
};
