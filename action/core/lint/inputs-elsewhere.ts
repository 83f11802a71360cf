import type { Problem } from "../problems/problem.ts";
import { expand, unknown, type Values } from "./bash/expand.ts";
import { finding, type Script } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import type { LintedStep } from "./linted-step.ts";

/** `cd work`, and then `"${IN1[0]}"`: files of inputs are names in the folder where the job began. */
export const checkInputsElsewhere = (linted: LintedStep): readonly Problem[] =>
  linted.scripts
    .filter(({ reading }) => reading === "payload" || reading === "sourced")
    .flatMap((script) => firstElsewhere(script, linted.valuesIn(script)));

const firstElsewhere = (script: Script, values: Values): readonly Problem[] => {
  if ([...script.facts.assigned].some((name) => /^IN[0-9]+$/.test(name))) return [];
  const folders = new Map<number | undefined, string | undefined>();
  for (const run of script.facts.runs) {
    const folder = folders.has(run.subshell) ? folders.get(run.subshell) : folders.get(undefined);
    if (changing.has(run.name ?? "")) folders.set(run.subshell, folderEntered(run, folder, values));
    else if (folder !== undefined && !telling.has(run.name ?? "")) {
      const word = run.args.find(({ text }) => plainInput.test(text));
      const input = plainInput.exec(word?.text ?? "")?.[1];
      if (word !== undefined && input !== undefined) {
        const message = `The files of ${input} are in the folder where the job began, and this command runs in ${folder}.`;
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
const plainInput = /(?:^|["'\s=(,])\$\{?(IN[0-9]+)\b/;

/** `undefined`: where the job began, or unknown. */
const folderEntered = (run: Run, folder: string | undefined, values: Values): string | undefined => {
  const to = run.args.map((word) => expand(word, values)).find((word) => word === "-" || !word.startsWith("-"));
  if (run.name === "popd" || to === undefined || to === "-" || to.startsWith("..") || to.includes(unknown))
    return undefined;
  return to === "." || to === "./" ? folder : to;
};
