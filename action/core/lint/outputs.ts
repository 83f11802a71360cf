import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { isOneFile } from "../production/production.ts";
import { nearestName } from "../text/nearest-name.ts";
import { problemAt } from "../text/places.ts";
import { expand, mayBe, unknown, type WrittenFile, writtenBy } from "./bash/expand.ts";
import { baseOf, finding, isPython, tokensOf } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";
import { macroRuns, misspeltMacros } from "./macros.ts";
import { almostOutput } from "./misspelt-outputs.ts";

/** An output that nothing makes: every job would end with exit 30, after all its work. */
export const checkOutputs = (linted: LintedStep): readonly Problem[] => {
  const { production, step, path } = linted;
  const asCommand = outputsRun(linted);
  if (asCommand.length > 0) return asCommand;
  const written = linted.scripts.flatMap((script) =>
    writtenBy(script, linted.valuesIn(script)).map((file) => ({ ...file, script })),
  );
  const names = step.outputs.map(({ name }) => name);
  return step.outputs.flatMap((one, index) => {
    const { name: output } = one;
    if (!isOneFile(one)) return [];
    if (linted.opaque || isMade(linted, output, written)) return almostOutput(linted, output) ?? [];
    const other = misnamed(names, output, written);
    if (other !== undefined) {
      const message = `The commands write ${other.name}, \`out\` says ${output}.`;
      return [finding(other.script, other.word.pos, "output-not-produced", { message })];
    }
    const message = `Nothing in \`${step.name}\` makes ${output}: no command and no resource contains its name.`;
    return problemAt(production.where, [...path, "out", index], "output-not-produced", {
      message,
      hint: "write the file under this name, or correct `out`: a job without it fails (exit 30)",
    });
  });
};

/** `date | out.txt`: bash looks for a program of that name. */
const outputsRun = ({ scripts, step }: LintedStep): readonly Problem[] => {
  const names = new Set(step.outputs.map(({ name }) => name));
  return scripts.flatMap((script) =>
    script.facts.runs
      .filter(({ name = "" }) => names.has(name))
      .slice(0, 1)
      .map(({ name, pos }) => {
        const message = `bash runs ${name} here as a program: nothing is written to it.`;
        return finding(script, pos, "output-not-produced", { message, hint: `write >${name}` });
      }),
  );
};

/** `except`: the word of which this is asked. */
export const isMade = (linted: LintedStep, output: string, written: readonly WrittenFile[], except?: Word): boolean => {
  const stem = output.replace(/\.[^.]*$/, "");
  const said = spokenBy(linted, output, except);
  const holds = wholeName(stem);
  return (
    [...linted.texts.values()].some(holds) ||
    written.some(({ name }) => mayBe(baseOf(name), output) || name.endsWith("/") || name === ".") ||
    said.some(
      // What is wholly unknown could be any name; it only counts where a file is written, above.
      (text) => holds(text) || (isTelling(text) && tellingTokens(text).some((token) => mayBe(token, output))),
    ) ||
    isComposed(linted, stem, said)
  );
};

/** `G4Hit` is no whole name in `G4Hits.root`. Linear, for texts of strangers. */
const wholeName =
  (stem: string) =>
  (text: string): boolean => {
    for (let at = text.indexOf(stem); at !== -1; at = text.indexOf(stem, at + 1))
      if (!/[A-Za-z0-9]/.test(text[at + stem.length] ?? "")) return true;
    return false;
  };

const spokenBy = (linted: LintedStep, output: string, except: Word | undefined): readonly string[] =>
  linted.scripts.flatMap((script) => {
    const values = linted.valuesIn(script);
    const read = new Set(
      script.facts.runs.flatMap(({ name = "", nameWord, args }) => [
        ...(nameWord === undefined ? [] : [nameWord]),
        ...(printing.has(name) ? args : []),
      ]),
    );
    return script.facts.words.flatMap((word) => {
      const text = expand(word, values);
      return word === except || (text === output && read.has(word)) ? [] : [text];
    });
  });

/** What these are given they read, and what they make goes where they are sent: `awk ... hits.txt` lacks its `>`. */
const printing = new Set("awk gawk mawk cat sort grep egrep head tail cut wc seq uniq tr nl paste".split(" "));

const isTelling = (text: string): boolean => text.replaceAll(/[\0*?]/g, "").length > 1;

const tellingTokens = (text: string): readonly string[] => tokensOf(text).filter(isTelling);

/** A macro can put a name together: `"DST_" + type + ".root"`. It then has all the pieces, or they are handed to it. */
const isComposed = (linted: LintedStep, stem: string, said: readonly string[]): boolean => {
  const macros = macroRuns(linted);
  const misspelt = misspeltMacros(linted);
  if (macros.some(({ macro }) => !linted.resources.has(macro) && !misspelt.has(macro))) return true;
  const pieces = new Set([...linted.texts.values(), ...said].flatMap((text) => text.match(/[A-Za-z]+|[0-9]+/g) ?? []));
  return (
    (macros.length > 0 || linted.scripts.some(({ facts }) => facts.runs.some(({ name }) => isPython(name)))) &&
    (stem.match(/[A-Za-z]+|[0-9]+/g) ?? []).every((piece) => isMadeOf(piece, pieces))
  );
};

const isMadeOf = (piece: string, pieces: ReadonlySet<string>): boolean =>
  pieces.has(piece) ||
  [...piece].some((_, at) => at > 0 && pieces.has(piece.slice(0, at)) && pieces.has(piece.slice(at)));

/** The file that was meant to be the output: written by a command, near in name, and no output itself. */
const misnamed = <W extends WrittenFile>(
  outputs: readonly string[],
  output: string,
  written: readonly W[],
): W | undefined => {
  const candidates = written.filter(
    ({ name, run }) =>
      !name.includes(unknown) &&
      !name.includes("/") &&
      !/[*?]/.test(name) &&
      !outputs.includes(name) &&
      run.name !== "ln",
  );
  const near = nearestName(
    output,
    candidates.map(({ name }) => name),
  );
  return candidates.find(({ name, run }) => name === near || (run.name === "tar" && sameEnd(name, output)));
};

const sameEnd = (a: string, b: string): boolean => a.split(".").at(-1) === b.split(".").at(-1);
