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
import { type Slip, type Slipped, slipOf } from "../slip.ts";
import { misspelt } from "../typing.ts";

const listed = matchesIn(valuesAt("steps.*.resources"), /[\w*?][\w./*?:-]*/);
const sent = (copy: Copy): readonly string[] => [...copy.files.keys()].filter((file) => !file.includes(":"));

const otherNameOf = (file: string): string => file.replace(/(\.\w+)?$/, (ending) => `_v2${ending}`);

const moved = (copy: Copy, from: string, to: string): Copy => {
  const files = new Map(copy.files);
  files.delete(from);
  return { ...copy, files: files.set(to, textOf(copy, from)) };
};

/** A slip of one of these files; its line is told by the file's path or name. */
const ofOne = (
  name: string,
  about: string,
  among: (copy: Copy) => readonly string[],
  make: (copy: Copy, file: string) => Omit<Slipped, "words"> | undefined,
): Slip => ({
  name,
  about,
  make: (copy, by) => {
    const files = among(copy);
    if (files.length === 0) return undefined;
    const file = by.of(files);
    const made = make(copy, file);
    return made && { ...made, words: [file, file.split("/").at(-1) ?? file] };
  },
});

/** A slip in the text of one of the files that are sent along. */
const ofFile = (
  name: string,
  about: string,
  make: (text: string) => string | undefined,
  which: (file: string, text: string) => boolean = () => true,
): Slip =>
  ofOne(
    name,
    about,
    (copy) => sent(copy).filter((file) => which(file, textOf(copy, file)) && textOf(copy, file).trim() !== ""),
    (copy, file) => {
      const text = make(textOf(copy, file));
      return text === undefined ? undefined : { copy: withText(copy, file, text) };
    },
  );

const scripts = (file: string, text: string): boolean => isBash(file, text);

/** By its name, as a program. */
const isCalled =
  (copy: Copy) =>
  (file: string): boolean =>
    matchesIn(commandsOf, /^ *(?:\.\/)?[\w/.-]+/)(copy).some(({ text }) => text.trim().replace("./", "") === file);

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
  ofOne("file-renamed", "a file renamed in its folder, and nowhere else", sent, (copy, file) => ({
    copy: moved(copy, file, otherNameOf(file)),
  })),
  ofOne(
    "file-renamed-not-in-commands",
    "a file renamed in its folder and in `resources`, and not in the commands",
    (copy) => sent(copy).filter((file) => listed(copy).some(({ text }) => text === file)),
    (copy, file) => ({
      copy: listed(copy)
        .filter(({ text }) => text === file)
        .toReversed()
        .reduce((now, span) => spliced(now, span, otherNameOf(file)), moved(copy, file, otherNameOf(file))),
    }),
  ),
  ofOne("file-not-committed", "a file that is not in the folder", sent, (copy, file) => {
    const left = new Map(copy.files);
    left.delete(file);
    return { copy: { ...copy, files: left } };
  }),
  ofOne(
    "executable-bit-lost",
    "a script that is called by its name is not executable",
    (copy) => sent(copy).filter(isCalled(copy)),
    (copy, file) => ({ copy, plain: [file] }),
  ),
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
