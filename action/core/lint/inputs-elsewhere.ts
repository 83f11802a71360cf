import type { Problem } from "../problems/problem.ts";
import { expand, unknown, type Values } from "./bash/expand.ts";
import { finding, type Script } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import { inputNames, type LintedStep } from "./linted-step.ts";

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
  if (run.name === "popd" || to === undefined || to === "-" || to.startsWith("..") || to.includes(unknown))
    return undefined;
  return to === "." || to === "./" ? folder : to;
};
