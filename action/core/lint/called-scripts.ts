import { dirname, join } from "node:path/posix";
import type { Problem } from "../problems/problem.ts";
import { nearestName } from "../text/nearest-name.ts";
import { problemAt } from "../text/places.ts";
import { arrivals } from "./available-files.ts";
import { expand } from "./bash/expand.ts";
import { baseOf, finding, isPython, isShell, isSource, type Script } from "./bash/script.ts";
import { plainText, type Run } from "./bash/simple-command.ts";
import { calledBy, type LintedStep } from "./linted-step.ts";
import { macroRuns, suggestFile } from "./macros.ts";
import { placeOfResource } from "./resource-place.ts";

/** A script that is called by its name and may not be executed. */
export const checkExecutable = ({ scripts, resources, step, production }: LintedStep): readonly Problem[] => {
  if (scripts.some(({ facts }) => facts.runs.some(({ name }) => name === "chmod" || name === "install"))) return [];
  const plain = new Set(step.resources.flatMap(({ path, mode }) => (mode === "100644" ? [path] : [])));
  return scripts.flatMap((script) =>
    script.facts.runs.flatMap((run): readonly Problem[] => {
      const called = isShell(run.name) || isSource(run.name) ? undefined : calledBy(run, resources);
      if (called === undefined || run.name?.includes("/") !== true || !plain.has(called.path)) return [];
      const message = `${called.path} is not executable in git, so bash refuses to start it.`;
      return [
        finding(script, run.pos, "not-executable", {
          message,
          hint: `chmod +x ${join(dirname(production.where.file), called.path)}, or write bash ${called.path}`,
        }),
      ];
    }),
  );
};

/** A file that is run or read by name and has nothing in it. */
export const checkEmptyFiles = (linted: LintedStep): readonly Problem[] => {
  const { production, step, path, texts, scripts } = linted;
  const empty = [...texts].filter(([, text]) => text.trim() === "").map(([file]) => file);
  if (empty.length === 0) return [];
  const named = new Set([
    ...macroRuns(linted).map(({ macro }) => macro),
    ...scripts.flatMap((script) =>
      script.facts.runs.flatMap(({ name, args }) => [
        name ?? "",
        ...args.map((word) => expand(word, linted.valuesIn(script))),
      ]),
    ),
  ]);
  return empty
    .filter((file) => named.has(file) || named.has(`./${file}`))
    .map((file) =>
      problemAt(production.where, [...path, "resources"], "file-is-empty", {
        message: `${file} has nothing in it, and \`${step.name}\` uses it.`,
        key: true,
      }),
    );
};

/** Marks of a merge that git could not make. */
export const checkConflicts = ({ production, step, texts }: LintedStep): readonly Problem[] =>
  [...texts].flatMap(([file, text]): readonly Problem[] => {
    if (!text.includes("<<<<<<<")) return [];
    const at = text.search(/^<{7} /m);
    if (at === -1 || !/^={7}$/m.test(text) || !/^>{7} /m.test(text)) return [];
    const place = placeOfResource(production, step, file, text);
    return [
      finding(place, at, "conflict-marks", {
        message: `A merge conflict was committed in ${baseOf(file)}.`,
        hint: "keep one of the two versions, and remove the marks",
      }),
    ];
  });

/** A script that the job will not find: `bash prepare.sh` without `prepare.sh`. */
export const checkCalledScripts = (linted: LintedStep): readonly Problem[] => {
  const arriving = arrivals(linted);
  if (arriving === "anything") return [];
  const { resources, scripts, step } = linted;
  const moves = scripts.some(({ facts }) => facts.runs.some(({ name }) => name === "cd" || name === "pushd"));
  const bases = new Set([...resources].map(baseOf));
  const isThere = (path: string): boolean =>
    resources.has(path) || arriving.has(baseOf(path)) || (moves && bases.has(baseOf(path)));
  return scripts.flatMap((script) =>
    script.facts.runs.flatMap((run): readonly Problem[] => {
      const called = calledBy(run, resources) === undefined ? scriptIn(run, script, resources) : undefined;
      if (called === undefined || isThere(called.path)) return [];
      const message = `The script ${called.path} is not among the resources of \`${step.name}\`.`;
      const listed = resources.size === 0 ? `write resources: [${called.path}]` : `add ${called.path} to \`resources\``;
      const near = suggestFile(called.path, [...resources]) ?? listed;
      const hint = run.nameWord?.pos === called.pos ? startedBy(near, linted) : near;
      return [finding(script, called.pos, "script-not-found", { message, hint })];
    }),
  );
};

type CalledScript = { readonly path: string; readonly pos: number };

/** The file that a command runs, where its name is written out and it would lie where the job works. */
const scriptIn = (run: Run, { facts }: Script, resources: ReadonlySet<string>): CalledScript | undefined => {
  if (run.nameWord === undefined || (run.conditional && facts.fileTests.length > 0)) return undefined;
  if (run.name?.includes("/") === true && !isShell(run.name)) return relative(run.name, run.nameWord.pos);
  if (/^[gmn]?awk$/.test(run.name ?? "")) return programOfAwk(run, resources);
  if (!isShell(run.name) && !isSource(run.name) && !isPython(run.name)) return undefined;
  const [word] = run.args;
  const text = word === undefined ? undefined : plainText(word);
  if (word === undefined || text === undefined || run.args.some(({ value }) => takesMore.test(value))) return undefined;
  const plain = run.args.find(({ value }) => !value.startsWith("-"));
  const path = plain === undefined ? undefined : plainText(plain);
  if (plain === undefined || path === undefined) return undefined;
  // `source name` looks along PATH first, where set-up files of the site may lie.
  if (isSource(run.name) && !path.includes("/") && nearestName(path, [...resources]) === undefined) return undefined;
  return relative(path, plain.pos);
};

/** `awk -f FILE`. A name without a folder may be one of awk's own library. */
const programOfAwk = ({ args }: Run, resources: ReadonlySet<string>): CalledScript | undefined => {
  const word = args[args.findIndex(({ value }) => value === "-f") + 1];
  const path = word === undefined || args.every(({ value }) => value !== "-f") ? undefined : plainText(word);
  if (word === undefined || path === undefined) return undefined;
  return path.includes("/") || nearestName(path, [...resources]) !== undefined ? relative(path, word.pos) : undefined;
};

/** Options after which the first plain word is no file. */
const takesMore = /^[-+][a-zA-Z]*[csmoO]$|^--(?:rcfile|init-file)/;

const relative = (path: string, pos: number): CalledScript | undefined =>
  /^[/~$]|[*?]/.test(path) ? undefined : { path: path.replace(/^(?:\.\/+)+/, ""), pos };

/** A script that may not be executed is started by bash. */
const startedBy = (hint: string | undefined, { step }: LintedStep): string | undefined => {
  const [, name] = /^did you mean "(.*)"\?$/.exec(hint ?? "") ?? [];
  const file = step.resources.find(({ path }) => path === name);
  return file?.mode === "100644" && name?.endsWith(".sh") ? `write bash ${name}` : hint;
};
