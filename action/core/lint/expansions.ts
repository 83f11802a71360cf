import type { Word, WordPart } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { baseOf, finding, isInserted, isRoot, type Script } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import { isKnownProgram } from "./bash/usual-programs.ts";
import { inputNames, type LintedStep } from "./linted-step.ts";

const partsOf = (word: Word): readonly WordPart[] =>
  (word.parts ?? []).flatMap((part): readonly WordPart[] => (part.type === "DoubleQuoted" ? part.parts : [part]));

/** `$(uniqueId)` runs a program of that name, and `$fit[0]` is the first file with `[0]` after it. */
export const checkExpansions = (linted: LintedStep): readonly Problem[] => {
  const { given: names } = linted;
  return linted.scripts.flatMap((script) => [
    ...script.facts.runs.flatMap((run): readonly Problem[] => {
      const { name = "", pos } = run;
      const isName = names.has(name) || (script.facts.assigned.has(name) && !isKnownProgram(name));
      if (run.args.length > 0 || !isName || script.facts.functions.has(name)) return [];
      const message = `\`$(${name})\` runs a program named ${name}, and inserts nothing.`;
      return isInserted(script, run)
        ? [finding(script, pos, "wrong-expansion", { message, hint: `write \${${name}}` })]
        : [];
    }),
    ...script.facts.words.flatMap((word) => [
      ...arraysWithoutBraces(linted, script, word),
      ...rangeByName(script, word),
    ]),
    ...script.facts.runs.flatMap((run) => filesAsOneWord(linted, script, run)),
  ]);
};

const arraysWithoutBraces = ({ step }: LintedStep, script: Script, word: Word): readonly Problem[] => {
  const parts = partsOf(word);
  return parts.flatMap((part, index): readonly Problem[] => {
    const name = part.type === "SimpleExpansion" ? part.text.slice(1) : "";
    const next = parts[index + 1];
    if (!inputNames(step).includes(name) || next === undefined || !("text" in next) || !next.text.startsWith("["))
      return [];
    const inside = /^\[[^\]]*\]/.exec(word.text.slice(word.text.indexOf(`$${name}[`) + name.length + 1))?.[0] ?? "[0]";
    const message = `\`$${name}${inside}\` is the first file with ${inside} behind its name.`;
    return [finding(script, word.pos, "wrong-expansion", { message, hint: `write "\${${name}${inside}}"` })];
  });
};

const range = /^\{(\w+|\$\w+|\$\{\w+\})\.\.(\w+|\$\w+|\$\{\w+\})\}$/;

/** `{1..$nEvents}`: bash makes the list before it puts values in. */
const rangeByName = (script: Script, { text, pos }: Word): readonly Problem[] => {
  const [, first = "", last = ""] = range.exec(text) ?? [];
  if (!first.includes("$") && !last.includes("$")) return [];
  const message = `\`${text}\` is one word and no list: bash makes a list only of numbers that are written there.`;
  return [finding(script, pos, "wrong-expansion", { message, hint: `write $(seq ${first} ${last})` })];
};

/** `"${fit[*]}"` among the words of a program: all names are one word, with blanks within. */
const filesAsOneWord = ({ step }: LintedStep, script: Script, { name = "", args }: Run): readonly Problem[] =>
  ownDollar.test(baseOf(name))
    ? []
    : args.flatMap((word): readonly Problem[] => {
        const held = /^"\$\{?(\w+)\}?"$/.exec(word.text)?.[1];
        const value = held === undefined ? word.text : (script.facts.values.get(held)?.text ?? "");
        const input = (held === undefined ? /^"\$\{(\w+)\[\*\]\}"$/ : /^"?\$\{(\w+)\[[*@]\]\}"?$/).exec(value)?.[1];
        const files = step.inputs.find((one) => one.name === input)?.filesPerJob;
        if (files === undefined || files === 1) return [];
        const message = `\`${word.text}\` is one word with the names of all files, and ${name || "the program"} looks for a file of that name.`;
        return [finding(script, word.pos, "wrong-expansion", { message, hint: `write "\${${input}[@]}"` })];
      });

/** Programs that take a text of their own with `$`, or that print what another program reads. */
const ownDollar =
  /^(?:[gmn]?awk|sed|perl|python[0-9.]*|ruby|jq|find|xargs|(?:ba|da|k|z)?sh|trap|ssh|eval|envsubst|parallel|[ef]?grep|echo|printf|cat|tee|git|make)$/;

/** `'sim.C($nEvents)'`: single quotes keep bash from inserting anything. */
export const checkSingleQuotes = (linted: LintedStep): readonly Problem[] => {
  const { given: names } = linted;
  return linted.scripts.flatMap((script) =>
    script.facts.runs.flatMap((run) => {
      if (ownDollar.test(baseOf(run.name ?? ""))) return [];
      return run.args.flatMap((word): readonly Problem[] =>
        (word.parts ?? []).flatMap((part): readonly Problem[] => {
          if (part.type !== "SingleQuoted") return [];
          const name = [...part.value.matchAll(/\$\{?([A-Za-z_]\w*)/g)]
            .map(([, one = ""]) => one)
            .find((one) => names.has(one));
          if (name === undefined) return [];
          const message = `Single quotes: ${run.name ?? "the command"} gets \`$${name}\` as it is written here, and not its value.`;
          return [
            finding(script, word.pos, "variable-not-expanded", {
              message,
              hint: 'use "..." and write \\" for quotes within',
            }),
          ];
        }),
      );
    }),
  );
};

const naming: readonly string[] = [
  "export",
  "declare",
  "local",
  "readonly",
  "unset",
  "read",
  "typeset",
  "printenv",
  "mapfile",
  "readarray",
  "[",
  "test",
  "echo",
  "printf",
  "for",
  "let",
  "getopts",
  "shift",
];

/** `simulate nEvents`: a name of SHREK's where its value was meant. */
export const checkBareNames = (linted: LintedStep): readonly Problem[] => {
  const names = new Set(["nEvents", "uniqueId"]);
  // Also words that say what to do, so that only a program which reads files gives them away.
  const withInputs = new Set([...names, ...inputNames(linted.step).filter((name) => !linted.resources.has(name))]);
  return linted.scripts.flatMap((script) =>
    script.facts.runs.flatMap((run) =>
      naming.includes(run.name ?? "") || run.name === undefined
        ? []
        : run.args.flatMap((word): readonly Problem[] => {
            const name = bareNameIn(run, word, readsFiles.test(run.name ?? "") ? withInputs : names);
            return name === undefined
              ? []
              : [
                  finding(script, word.pos, "variable-not-expanded", {
                    message: `\`${name}\` without \`$\` is a word like any other.`,
                    hint: `write $${name}`,
                  }),
                ];
          }),
    ),
  );
};

const readsFiles = /^(?:cat|cp|mv|ln|hadd|tar|wc|sort|head|tail|gzip|gunzip|sha256sum|md5sum)$/;

const bareNameIn = (run: Run, word: Word, names: ReadonlySet<string>): string | undefined => {
  if (names.has(word.value) && !word.text.startsWith("'")) return word.text.includes("$") ? undefined : word.value;
  if (!isRoot(run.name)) return undefined;
  return [...word.text.matchAll(/(?<=[(,]\s*)([A-Za-z]\w*)(?=\s*[,)])/g)]
    .map(([name]) => name)
    .find((name) => names.has(name));
};
