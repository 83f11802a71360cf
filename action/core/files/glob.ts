import { folderPattern, type PatternNames } from "./folder-pattern.ts";

/** `*` and `?` within a folder, `**` for any. Node's matcher expands braces: `{1..1000000}` took it a minute. */
export const matchesGlob = (path: string, glob: string): boolean => matcherOf(glob)(path);

/** A literal name, or a pattern. */
export const fitsGlob = (path: string, glob: string): boolean => path === glob || matchesGlob(path, glob);

const namesOf = (glob: string): PatternNames =>
  glob
    .split("/")
    .map((name) =>
      name === "**"
        ? "folders"
        : [...name].map((letter) => (letter === "*" ? "many" : letter === "?" ? undefined : letter)),
    );

const matcherOf = (glob: string): ((path: string) => boolean) => {
  const known = matchers.get(glob) ?? folderPattern(namesOf(glob));
  matchers.set(glob, known);
  return known;
};
/** A glob is asked about each file of a folder, and requests have few globs. */
const matchers = new Map<string, (path: string) => boolean>();
