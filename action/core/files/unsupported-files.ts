import { chainOf } from "../conventions/read-conventions.ts";
import { makeProblem, type Problem } from "../problems/problem.ts";
import type { FolderEntry, OddKind, ProductionSource } from "../text/source-file.ts";

const oddText: Readonly<Record<OddKind, string>> = {
  link: "a symbolic link",
  submodule: "a git submodule",
  folder: "a folder",
  special: "no file that git can hold",
};

const notPlain = (file: string, odd: OddKind): Problem =>
  makeProblem({ file }, "not-a-plain-file", {
    message: `${file} is ${oddText[odd]}, which SHREK does not follow.`,
    hint: "put a plain file in its place",
  });

/** A request or conventions that are no file: to pass them over would let other rules hold, or nothing, without a word. */
export const checkUnusual = ({ file, odd, conventions }: ProductionSource): readonly Problem[] => [
  ...(odd === undefined ? [] : [notPlain(file, odd)]),
  ...chainOf(conventions).flatMap((one) => (one.odd === undefined ? [] : [notPlain(one.file, one.odd)])),
];

/** The same of the conventions that a pull request puts there, also where no production is below them yet. */
export const checkUnusualConventions = (
  paths: readonly string[],
  entries: readonly FolderEntry[],
): readonly Problem[] => {
  const folders = new Set(paths.flatMap((path) => /^(.*\/)?conventions\.yaml(?=\/)/s.exec(path)?.[0] ?? []));
  return [
    ...[...folders].map((path) => notPlain(path, "folder")),
    ...entries.flatMap(({ kind, path }) => (kind === "link" || kind === "submodule" ? [notPlain(path, kind)] : [])),
  ];
};
