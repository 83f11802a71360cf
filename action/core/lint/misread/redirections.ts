import type { Redirect } from "unbash";
import type { Problem } from "../../problems/problem.ts";
import { expand, type LookAtScript, mayBe, unknown, type Values, type WrittenFile, writtenBy } from "../bash/expand.ts";
import { finding, isModest, type Script } from "../bash/script.ts";
import { plainText, type Run } from "../bash/simple-command.ts";

/** `sort list >list`: bash empties the file, then starts the program that would read it. */
export const checkEmptied: LookAtScript = (script, { values }) => {
  const readBefore = ({ name = "", args, redirects }: Run, end: number): readonly string[] => [
    ...(readingAll.has(name) ? args.filter(({ pos }) => pos < end).map((word) => expand(word, values)) : []),
    ...redirects.flatMap((one) =>
      one.type === "Redirect" && one.operator === "<" && one.target !== undefined ? [expand(one.target, values)] : [],
    ),
  ];
  return script.facts.runs.flatMap((run) =>
    outputsOf(run).flatMap(({ target, pos }): readonly Problem[] => {
      const name = target === undefined ? unknown : expand(target, values);
      if (name.includes(unknown) || !readBefore(run, pos).includes(name)) return [];
      const message = `bash empties ${name} before ${run.name ?? "the command"} reads it.`;
      return [
        finding(script, pos, "file-emptied", { message, hint: `write into another file, then mv it to ${name}` }),
      ];
    }),
  );
};

/** They read every file that they name, and write none. */
const readingAll: ReadonlySet<string> = new Set(
  "awk cat column cut gawk head join jq nl od paste sed sort tac tail uniq".split(" "),
);

const outputsOf = ({ redirects }: Run): readonly Redirect[] =>
  redirects.filter(
    (one): one is Redirect => one.type === "Redirect" && (one.operator === ">" || one.operator === ">|"),
  );

/** Redirections that do something else than they look. */
export const checkRedirections: LookAtScript = (script, { values }) => [
  ...script.facts.runs.flatMap((run) => [
    ...errorsKept(script, run),
    ...intoNumber(script, run),
    ...intoTwo(script, run),
  ]),
  ...writtenOver(script, values),
];

const descriptorOf = ({ descriptor }: Redirect): number | undefined =>
  descriptor === undefined ? 1 : descriptor.type === "FileDescriptor" ? descriptor.value : undefined;

/** `2>&1 >log`: errors go to where the output went before. */
const errorsKept = (script: Script, { redirects, piped, subshell }: Run): readonly Problem[] => {
  const [first, second] = redirects;
  if (first?.type !== "Redirect" || second?.type !== "Redirect" || piped || subshell !== undefined) return [];
  const toOutput = first.operator === ">&" && descriptorOf(first) === 2 && first.target?.text === "1";
  if (!toOutput || !/^>>?$/.test(second.operator) || descriptorOf(second) !== 1) return [];
  const file = second.target?.text ?? "";
  if (file === "/dev/null") return [];
  const message = `Errors do not go to ${file}: \`2>&1\` stands in front of \`${second.operator}\`, so they go to the log of the job.`;
  return [finding(script, first.pos, "redirect-misread", { message, hint: `write ${second.operator}${file} 2>&1` })];
};

/** `2>1` makes a file named 1. */
const intoNumber = (script: Script, run: Run): readonly Problem[] =>
  run.name === "["
    ? []
    : outputsOf(run).flatMap((redirect): readonly Problem[] => {
        const number = redirect.target === undefined ? undefined : plainText(redirect.target);
        if (number === undefined || !/^[12]$/.test(number)) return [];
        const message = `This makes a file named ${number}.`;
        const from = redirect.descriptor === undefined ? "" : String(descriptorOf(redirect));
        return [finding(script, redirect.pos, "redirect-misread", { message, hint: `write ${from}>&${number}` })];
      });

/** Of two `>` the last counts; output and errors that each open one file write over each other. */
const intoTwo = (script: Script, run: Run): readonly Problem[] => {
  const outputs = outputsOf(run);
  const [first, last] = outputs.filter((one) => descriptorOf(one) === 1).slice(-2);
  const errors = outputs.find((one) => descriptorOf(one) === 2 && one.target?.text === first?.target?.text);
  if (first !== undefined && last === undefined && errors !== undefined && first.target?.text !== "/dev/null") {
    const message = `Output and errors write over each other in ${first.target?.text}: both open the file for themselves.`;
    return [finding(script, errors.pos, "redirect-misread", { message, hint: "write 2>&1 in place of the second" })];
  }
  if (first === undefined || last === undefined) return [];
  const message = `Only ${last.target?.text} gets the output: ${first.target?.text} stays empty.`;
  return [finding(script, first.pos, "redirect-misread", { message, hint: "keep one of the two, or write | tee" })];
};

/** Two commands after each other make one file, and nothing reads it between them. */
const writtenOver = (script: Script, values: Values): readonly Problem[] => {
  const always = new Set(
    script.tree.commands.flatMap(({ command, background }) => (background === true ? [] : [command.pos])),
  );
  const written = writtenBy(script, values).filter(
    (file) => always.has(file.run.pos) && !file.name.includes(unknown) && isEmptying(file),
  );
  return written.flatMap((second, index): readonly Problem[] => {
    const first = written.slice(0, index).findLast((file) => file.name === second.name && isByHand(file));
    if (first === undefined || second.appends) return [];
    const between = script.facts.runs.filter(({ pos }) => pos > first.run.pos && pos < second.run.pos);
    const used = between.some(
      (run) =>
        !isModest(run.name ?? "") ||
        [...run.args, ...run.redirects.flatMap((one) => ("target" in one ? (one.target ?? []) : []))].some(
          (word) => word !== second.word && mayBe(expand(word, values), second.name),
        ),
    );
    if (used) return [];
    const message = `What ${first.run.name ?? "the command"} before wrote into ${second.name} is lost: \`>\` begins the file anew.`;
    return [finding(script, second.word.pos, "redirect-misread", { message, hint: `write >>${second.word.text}` })];
  });
};

/** `>` of a command that writes text: what other programs do to a file that they name is not known. */
const isByHand = ({ run }: WrittenFile): boolean =>
  ["echo", "printf", "cat", "sed", "awk", "grep"].includes(run.name ?? "");

const isEmptying = ({ run, word }: WrittenFile): boolean => outputsOf(run).some(({ target }) => target === word);
