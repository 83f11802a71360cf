import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { ofShrek } from "../production/parameters.ts";
import { isOneFile } from "../production/production.ts";
import { expand, mayBe, unknown, writtenBy } from "./bash/expand.ts";
import { baseOf, finding, type Script, tokensOf } from "./bash/script.ts";
import { isUntouchedAfter } from "./left-in-folder.ts";
import { type LintedStep, namesInput } from "./linted-step.ts";

/** `>out/DST.root`: the commands name the output with a folder in front, and nothing carries it back. */
export const checkNamedInFolder = (linted: LintedStep): readonly Problem[] => {
  const { step, scripts, texts, resources, opaque } = linted;
  if (scripts.some(({ facts }) => facts.runs.some(({ name }) => entering.has(name ?? "")))) return [];
  const named = scripts.flatMap((script) => {
    const targets = new Set(writtenBy(script, linted.valuesIn(script)).map(({ word }) => word));
    return script.facts.words.flatMap((word) =>
      tokensOf(expand(word, linted.valuesIn(script)))
        // A file of an input, and what SHREK sets, are known to be no output.
        .filter(
          (token) => token.replaceAll(unknown, "") !== "" || !(namesInput(step, word.text) || isOfShrek(word.text)),
        )
        .map((token) => ({ script, word, token, isWritten: targets.has(word) })),
    );
  });
  return step.outputs.flatMap((output) => {
    const { name } = output;
    if (!isOneFile(output) || [...texts.values()].some((text) => text.includes(name))) return [];
    const its = named.filter(({ token }) => mayBe(baseOf(token), name));
    const [first] = its;
    const last = its.at(-1);
    const isElsewhere = ({ token, isWritten }: (typeof its)[number]): boolean =>
      (/^(?:\.\/)*[\w-][\w.-]*\//.test(token) && !resources.has(token)) || (isWritten && token.startsWith("/"));
    if (first === undefined || last === undefined || !its.every(isElsewhere)) return [];
    if (scripts.some((script) => mayMove(script, script === last.script ? last.word : undefined))) return [];
    if (opaque && !isUntouchedAfter(last.script, last.word.pos)) return [];
    const folder = first.token.slice(0, first.token.lastIndexOf("/"));
    const message = `${name} is made in the folder ${folder}, and it is taken from where the job began.`;
    const hint = `write ${name} without the folder`;
    return [finding(first.script, first.word.pos, "result-in-folder", { message, hint })];
  });
};
/** The number or the global tag of the job is no name of a file. */
const isOfShrek = (text: string): boolean => ofShrek.test(/^"?\$\{?(\w+)\}?"?$/.exec(text)?.[1] ?? "");

const entering: ReadonlySet<string> = new Set(["cd", "pushd"]);
const moving: ReadonlySet<string> = new Set(["cp", "mv", "ln", "rsync", "tar", "find", "xrdcp"]);

/** Whether a file may be carried to where the job began, behind the place where it was named last. */
const mayMove = ({ facts }: Script, last: Word | undefined): boolean =>
  facts.runs.some((run) => run.end > (last?.pos ?? 0) && moving.has(run.name ?? "") && run.args.at(-1) !== last);

/** `mv hits.root results/` is the last that happens to it. */
export const checkMovedAway = ({ step, scripts, ...linted }: LintedStep): readonly Problem[] =>
  step.outputs.flatMap(({ name }) =>
    scripts.flatMap((script): readonly Problem[] => {
      const values = linted.valuesIn(script);
      const folders = new Set(
        script.facts.runs.flatMap((run) => (run.name === "mkdir" ? run.args.map((word) => expand(word, values)) : [])),
      );
      const run = script.facts.runs.findLast(({ args }) => args.some((word) => expand(word, values).includes(name)));
      const target = run?.name === "mv" ? run.args.at(-1) : undefined;
      const to = target === undefined ? "" : expand(target, values);
      const isAway = folders.has(to) || (to.endsWith("/") && !/^\.\.?\/$/.test(to));
      if (run === undefined || !isAway || to.includes(unknown) || mayMove(script, target)) return [];
      const message = `${name} is moved into the folder ${to}, and it is taken from where the job began.`;
      return [finding(script, run.pos, "result-in-folder", { message, hint: "write cp in place of mv" })];
    }),
  );

/** `rm -f *.root` at the end takes the result with it. */
export const checkRemoved = ({ step, scripts, ...linted }: LintedStep): readonly Problem[] => {
  const [script, ...others] = scripts;
  if (script === undefined || others.length > 0) return [];
  const { runs } = script.facts;
  if (runs.some(({ name, inFunction }) => inFunction || entering.has(name ?? ""))) return [];
  const values = linted.valuesIn(script);
  return step.outputs.flatMap((output) =>
    runs.flatMap((run, index): readonly Problem[] => {
      if (!isOneFile(output) || run.name !== "rm" || run.conditional || run.subshell !== undefined) return [];
      const after = runs.slice(index + 1);
      const word = run.args.find((one) => isRemoved(expand(one, values), output.name));
      if (word === undefined || !after.every(({ name }) => harmless.has(name ?? ""))) return [];
      if (after.some(({ redirects }) => redirects.length > 0)) return [];
      const message = `rm removes ${output.name}, which is a result: every job fails (exit 30).`;
      return [finding(script, word.pos, "output-not-produced", { message, hint: "name the other files" })];
    }),
  );
};
const harmless: ReadonlySet<string> = new Set(["rm", "rmdir", "echo", "printf", "ls", "date", "true", ":", "exit"]);

const isRemoved = (pattern: string, name: string): boolean =>
  !/[\0[{?!@+(]/.test(pattern) &&
  (/^(?:\.\/)*\*?[^*/]*\*?$/.test(pattern) ? mayBe(baseOf(pattern), name) : pattern === name);
