import type { Problem } from "../problems/problem.ts";
import { isOneFile } from "../production/production.ts";
import { expand, mayBe, unknown, type Values } from "./bash/expand.ts";
import { baseOf, finding, isModest, type Script, tokensOf } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import { inputNames, type LintedStep } from "./linted-step.ts";

/** An output that is made in a folder which the payload entered, and is not carried back. */
export const checkLeftInFolder = (linted: LintedStep): readonly Problem[] => {
  const outputs = linted.step.outputs.filter(isOneFile).map(({ name }) => name);
  return outputs.flatMap((output) => linted.scripts.flatMap((script) => leftIn(linted, script, output)));
};

const leftIn = (linted: LintedStep, script: Script, output: string): readonly Problem[] => {
  const values = linted.valuesIn(script);
  const placed = placesOf(script, values);
  if (placed === undefined) return [];
  const naming = placed.filter(({ words }) => words.some((word) => namesOutput(word, output)));
  const [first] = naming.filter(({ folder }) => folder !== undefined);
  // Named where the job began as well, or by a path: it may be made or fetched there.
  if (first?.folder === undefined || naming.some(({ folder }) => folder === undefined)) return [];
  if (linted.opaque && !isUntouchedAfter(script, first.run.pos)) return [];
  if (placed.some(({ words, run }) => carries(run, words, output) || words.some((word) => isPathOf(word, output))))
    return [];
  const message = `${output} is made in the folder ${first.folder}, and it is taken from where the job began.`;
  return [
    finding(script, first.run.pos, "result-in-folder", { message, hint: "go back with `cd ..` before it is made" }),
  ];
};

/** Whatever a program of unknown powers did before, nothing behind this place of the payload can fetch a file. */
export const isUntouchedAfter = ({ reading, facts }: Script, pos: number): boolean =>
  reading === "payload" && facts.runs.every((run) => run.pos <= pos || isModest(run.name ?? ""));

type PlacedRun = { readonly run: Run; readonly folder: string | undefined; readonly words: readonly string[] };

/** Each command with the folder that it runs in; `undefined`: one enters an unknown folder. */
const placesOf = (script: Script, values: Values): readonly PlacedRun[] | undefined => {
  const folders = new Map<number | undefined, string | undefined>();
  const placed: PlacedRun[] = [];
  for (const run of script.facts.runs) {
    const targets = run.redirects.flatMap((one) =>
      one.type === "Redirect" && one.target !== undefined ? [one.target] : [],
    );
    const words = [...run.args, ...targets].map((word) => expand(word, values));
    const folder = folders.has(run.subshell) ? folders.get(run.subshell) : folders.get(undefined);
    if (changing.has(run.name ?? "")) {
      const to = run.name === "popd" ? "-" : words.find((word) => word === "-" || !word.startsWith("-"));
      if (to === undefined || to.startsWith("~")) return undefined;
      if (to.includes(unknown)) {
        const made = run.args.map(({ text }) => madeFor(script, text)).find((name) => name !== undefined);
        if (made === undefined) return undefined;
        folders.set(run.subshell, made);
      } else folders.set(run.subshell, folderWithin(folder, to));
    } else placed.push({ run, folder, words });
  }
  return placed;
};

/** `cd "$work"` behind `work=$(mktemp -d)`, or both in one. */
const madeFor = ({ facts }: Script, text: string): string | undefined => {
  if (/^"?\$\(mktemp -d\b[^)]*\)"?$/.test(text)) return text.replaceAll('"', "");
  const name = /^"?\$\{?(\w+)\}?"?$/.exec(text)?.[1];
  return name !== undefined && /\bmktemp\b/.test(facts.values.get(name)?.text ?? "") ? `$${name}` : undefined;
};

const folderWithin = (folder: string | undefined, to: string): string | undefined => {
  if (to === "." || to === "./") return folder;
  return to === "-" || to.startsWith("..") ? undefined : to;
};

/** By itself, or within the arguments of a macro. */
const namesOutput = (word: string, output: string): boolean =>
  tokensOf(word).some((token) => token.replace(/^(?:\.\/+)+/, "") === output);

const isPathOf = (word: string, output: string): boolean =>
  tokensOf(word).some((token) => /[^.]\/|\.\.\//.test(token) && mayBe(baseOf(token), output));

/** Copies or moves it, or everything, to another place. */
const carries = ({ name }: Run, words: readonly string[], output: string): boolean =>
  ["cp", "mv", "ln", "rsync"].includes(name ?? "") &&
  words.slice(0, -1).some((word) => mayBe(baseOf(word), output)) &&
  /^(?:[/~]|\.\.|\0)/.test(words.at(-1) ?? "");

/** `cd work`, and then `"${hits[0]}"`: files of inputs are names in the folder where the job began. */
export const checkInputsElsewhere = (linted: LintedStep): readonly Problem[] =>
  linted.scripts
    .filter(({ reading }) => reading === "payload" || reading === "sourced")
    .flatMap((script) => firstElsewhere(inputNames(linted.step), script, linted.valuesIn(script)));

const firstElsewhere = (names: readonly string[], script: Script, values: Values): readonly Problem[] => {
  if (names.some((name) => script.facts.assigned.has(name))) return [];
  const inputIn = (text: string): string | undefined =>
    [...text.matchAll(beginsName)].map(([, name = ""]) => name).find((name) => names.includes(name));
  const folders = new Map<number | undefined, string | undefined>();
  for (const run of script.facts.runs) {
    const folder = folders.has(run.subshell) ? folders.get(run.subshell) : folders.get(undefined);
    if (changing.has(run.name ?? "")) folders.set(run.subshell, folderEntered(run, folder, values));
    else if (folder !== undefined && !telling.has(run.name ?? "")) {
      const word = run.args.find(({ text }) => inputIn(text) !== undefined);
      const input = inputIn(word?.text ?? "");
      if (word !== undefined && input !== undefined) {
        const message = `The files of \`${input}\` are in the folder where the job began, and this command runs in ${folder}.`;
        // `$OLDPWD` is another folder after a second `cd`.
        const hint = `write start=$PWD in front of the first \`cd\`, and here "$start/\${${input}[0]}"`;
        return [finding(script, word.pos, "input-elsewhere", { message, hint })];
      }
    }
  }
  return [];
};

const changing: ReadonlySet<string> = new Set(["cd", "pushd", "popd"]);
/** These need no file of the name. */
const telling: ReadonlySet<string> = new Set(["echo", "printf", "basename", "dirname", "[", "test"]);
/** At the beginning of a name: without a path in front. */
const beginsName = /(?:^|["'\s=(,])\$\{?(\w+)/g;

/** `undefined`: where the job began, or unknown. */
const folderEntered = (run: Run, folder: string | undefined, values: Values): string | undefined => {
  const to = run.args.map((word) => expand(word, values)).find((word) => word === "-" || !word.startsWith("-"));
  return run.name === "popd" || to === undefined || to.includes(unknown) ? undefined : folderWithin(folder, to);
};
