import { globSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Makes `target` what `fresh` is, file by file, so that a command that starts meanwhile finds its program: what is imported
 * comes before what imports it, and what nobody imports any more goes last.
 */
export const putInPlace = (fresh: string, target: string): void => {
  const paths = filesOf(fresh);
  for (const path of paths.toSorted((a, b) => Number(isEntry(a)) - Number(isEntry(b)))) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    renameSync(join(fresh, path), join(target, path));
  }
  const kept = new Set(paths);
  for (const path of filesOf(target)) if (!kept.has(path)) rmSync(join(target, path));
  rmSync(fresh, { recursive: true, force: true });
};

/** The names of chunks end in a hash of their content: `archive-BLgGGJ0s.js`. */
const isEntry = (path: string): boolean => !/-[\w-]{8}\.js$/.test(path);

const filesOf = (dir: string): readonly string[] =>
  globSync("**", { cwd: dir }).filter((path) => statSync(join(dir, path)).isFile());
