import { dirname, join, relative } from "node:path/posix";
import { statusIn } from "../../../action/core/cross-checks/check-sources.ts";
import {
  type ProductionSource,
  requestName,
  type SourceFile,
  textFile,
} from "../../../action/core/text/source-file.ts";
import type { Answers } from "./answers.ts";

/** Texts by path. */
export type Texts = Readonly<Record<string, string>>;

const rules = "productions/conventions.yaml";

/** What git says of the files of a commit that holds these texts alone; nothing of another. */
export const aTree = (commit: string, texts: Texts) => {
  const fileAt = (path: string): readonly SourceFile[] => {
    const text = texts[path];
    return text === undefined ? [] : [textFile(path, text)];
  };
  const production = (folder: string): ProductionSource => ({
    folder,
    file: join(folder, requestName),
    bytes: fileAt(join(folder, requestName))[0]?.bytes ?? new Uint8Array(),
    entries: Object.entries(texts).flatMap(([path, text]) =>
      path.startsWith(`${folder}/`) && path !== join(folder, requestName)
        ? [{ kind: "file" as const, ...textFile(relative(folder, path), text) }]
        : [],
    ),
    conventions: fileAt(rules).map(({ path: file, bytes }) => ({ file, bytes, above: undefined }))[0],
    shared: [],
    foreign: [],
  });
  const folders = Object.keys(texts).flatMap((path) => (path.endsWith(`/${requestName}`) ? [dirname(path)] : []));
  return {
    files: (at, paths) =>
      at === commit ? paths.flatMap((path) => fileAt(path).map((file) => ({ kind: "file" as const, ...file }))) : [],
    production: (at, folder) => production(at === commit ? folder : ""),
    neighbours: (at) => statusIn(at === commit ? folders.map(production) : []),
  } satisfies Answers;
};
