import {
  type Copy,
  commandsOf,
  fieldsAt,
  isBash,
  matchesIn,
  type Span,
  spliced,
  textOf,
  valuesAt,
  withText,
} from "../copy.ts";
import { type Slip, slipOf } from "../slip.ts";
import { misspelt } from "../typing.ts";

const listed = matchesIn(valuesAt("steps.*.resources"), /[\w*?][\w./*?:-]*/);
const sent = (copy: Copy): readonly string[] => [...copy.files.keys()].filter((file) => !file.includes(":"));

const otherNameOf = (file: string): string => file.replace(/(\.\w+)?$/, (ending) => `_v2${ending}`);

const moved = (copy: Copy, from: string, to: string): Copy => {
  const files = new Map(copy.files);
  files.delete(from);
  return { ...copy, files: files.set(to, textOf(copy, from)) };
};

/** A slip of one of the files that are sent along. */
const ofFile = (
  name: string,
  about: string,
  make: (text: string) => string | undefined,
  which: (file: string, text: string) => boolean = () => true,
): Slip => ({
  name,
  about,
  make: (copy, by) => {
    const files = sent(copy).filter((file) => which(file, textOf(copy, file)) && textOf(copy, file).trim() !== "");
    if (files.length === 0) return undefined;
    const file = by.of(files);
    const text = make(textOf(copy, file));
    return text === undefined
      ? undefined
      : { copy: withText(copy, file, text), words: [file, file.split("/").at(-1) ?? file] };
  },
});

const scripts = (file: string, text: string): boolean => isBash(file, text);

/** The files beside the request. */
export const fileSlips: readonly Slip[] = [
  slipOf("resource-misspelt", "a file misspelt in `resources`", listed, misspelt),
  slipOf(
    "resource-forgotten",
    "a file is not in `resources`",
    (copy) =>
      fieldsAt("steps.*.resources")(copy).map(
        ({ key, value }): Span => ({ ...key, end: value.end, text: copy.request.slice(key.start, value.end) }),
      ),
    (text) =>
      text.includes("\n")
        ? undefined
        : text.replace(/^resources: \[[^,\]]+(?:, )?/, "resources: [").replace(/^resources: \[\]$/, ""),
  ),
  {
    name: "file-renamed",
    about: "a file renamed in its folder, and nowhere else",
    make: (copy, by) => {
      const files = sent(copy);
      if (files.length === 0) return undefined;
      const file = by.of(files);
      const base = file.split("/").at(-1) ?? file;
      return { copy: moved(copy, file, otherNameOf(file)), words: [file, base] };
    },
  },
  {
    name: "file-renamed-not-in-commands",
    about: "a file renamed in its folder and in `resources`, and not in the commands",
    make: (copy, by) => {
      const files = sent(copy).filter((file) => listed(copy).some(({ text }) => text === file));
      if (files.length === 0) return undefined;
      const file = by.of(files);
      const changed = listed(copy)
        .filter(({ text }) => text === file)
        .toReversed()
        .reduce((now, span) => spliced(now, span, otherNameOf(file)), moved(copy, file, otherNameOf(file)));
      return { copy: changed, words: [file, file.split("/").at(-1) ?? file] };
    },
  },
  {
    name: "file-not-committed",
    about: "a file that is not in the folder",
    make: (copy, by) => {
      const files = sent(copy);
      if (files.length === 0) return undefined;
      const file = by.of(files);
      const left = new Map(copy.files);
      left.delete(file);
      return { copy: { ...copy, files: left }, words: [file, file.split("/").at(-1) ?? file] };
    },
  },
  {
    name: "executable-bit-lost",
    about: "a script that is called by its name is not executable",
    make: (copy, by) => {
      const byName = (file: string): boolean =>
        matchesIn(commandsOf, /^ *(?:\.\/)?[\w/.-]+/)(copy).some(({ text }) => text.trim().replace("./", "") === file);
      const files = sent(copy).filter(byName);
      if (files.length === 0) return undefined;
      const file = by.of(files);
      return { copy, plain: [file], words: [file, file.split("/").at(-1) ?? file] };
    },
  },
  ofFile("script-with-crlf", "a script saved on Windows", (text) => text.replaceAll("\n", "\r\n"), scripts),
  ofFile("file-emptied", "a file saved empty", () => ""),
  ofFile("file-cut", "the end of a file was lost in an editor", (text) => text.slice(0, Math.floor(text.length * 0.6))),
  ofFile("conflict-in-file", "marks of a merge conflict in a file", (text) =>
    text.replace(/^(.*\S.*)$/m, (line) => `<<<<<<< HEAD\n${line}\n=======\n${line}\n>>>>>>> other`),
  ),
  ofFile(
    "macro-function-renamed",
    "the function of a macro has another name than its file",
    (text) => {
      const renamed = text.replace(/^((?:int|void) )(\w+)\(/m, "$1$2_v2(");
      return renamed === text ? undefined : renamed;
    },
    (file) => file.endsWith(".C"),
  ),
  ofFile(
    "macro-parameter-added",
    "a macro takes one more argument, and its call was left",
    (text) => {
      const more = text.replace(/^((?:int|void) \w+\([^)]*)\)/m, "$1, const int verbosity)");
      return more === text ? undefined : more;
    },
    (file) => file.endsWith(".C"),
  ),
];
