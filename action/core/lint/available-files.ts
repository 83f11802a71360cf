import { expand, unknown } from "./bash/expand.ts";
import { baseOf } from "./bash/script.ts";
import { plainText, type Run } from "./bash/simple-command.ts";
import { calledBy, type LintedStep, namesInput } from "./linted-step.ts";

/** Names of files that the payload may fetch, unpack, copy or write itself before something runs them. */
export const arrivals = (linted: LintedStep): "anything" | ReadonlySet<string> => {
  const names = new Set<string>();
  for (const script of linted.scripts) {
    const values = linted.valuesIn(script);
    for (const run of script.facts.runs) {
      const words = run.args.map((word) => expand(word, values));
      if (brings(run, words, linted) || isStrange(run, names)) return "anything";
      for (const name of copied(run, words, linted)) names.add(name);
      for (const redirect of run.redirects)
        if (redirect.type === "Redirect" && redirect.target !== undefined)
          names.add(baseOf(expand(redirect.target, values)));
    }
  }
  return names;
};

const copying: readonly string[] = ["cp", "ln", "mv", "rsync", "xrdcp", "scp", "gfal-copy"];
const writing: readonly string[] = [...copying, "tee", "sed"];
const fetching: readonly string[] = ["git", "curl", "wget", "svn", "make", "cmake", "xargs", "eval"];

/** A copy has the name of what was copied, or its own. Out of a folder of ours come the files in it. */
const copied = ({ name }: Run, words: readonly string[], { resources }: LintedStep): readonly string[] => {
  if (!writing.includes(name ?? "")) return [];
  const bases = words.map(baseOf);
  const several = copying.includes(name ?? "") && (words.some((word) => /[*?]/.test(word)) || isDeep(words));
  return several ? [...bases, ...[...resources].map(baseOf)] : bases;
};

const isDeep = (words: readonly string[]): boolean => words.some((word) => /^-[a-zA-Z]*[rRa]|^--recursive/.test(word));

/** From outside, out of an archive that is no input, or by a program of unknown powers. Our own scripts are read for themselves. */
const brings = (run: Run, words: readonly string[], { step, resources, scripts }: LintedStep): boolean => {
  const { name } = run;
  if (name === undefined) return run.nameWord !== undefined;
  if (copying.includes(name)) return bringsAnything(words);
  if (name === "tar" || name === "unzip")
    return !/^-?c/.test(words[0] ?? "") && !run.args.some(({ text }) => namesInput(step, text));
  if (calledBy(run, resources) !== undefined || scripts.some(({ facts }) => facts.functions.has(name))) return false;
  return fetching.includes(name) || /^[/~]/.test(name);
};

/** A program that came as no resource: one that is not there brings nothing, and one that arrived may bring anything. */
const isStrange = ({ name = "", args }: Run, arrived: ReadonlySet<string>): boolean => {
  if (/^\./.test(name)) return arrived.has(baseOf(name));
  if (!/^(?:python|perl)/.test(name)) return false;
  const [script] = args;
  const path = script === undefined ? undefined : plainText(script);
  return path === undefined || path.startsWith("-") || arrived.has(baseOf(path));
};

/** A copy of one file has a name that is read; of a folder or a pattern outside, or of what is not known, nobody knows what comes. */
const bringsAnything = (words: readonly string[]): boolean => {
  const plain = words.filter((word) => !word.startsWith("-"));
  const into = words.some((word) => word === "-t" || word.startsWith("--target"));
  return (into ? plain : plain.slice(0, -1)).some(
    (source) =>
      baseOf(source).includes(unknown) ||
      (isOutside(source) && (source.endsWith("/") || /[*?]/.test(source) || isDeep(words))),
  );
};

const isOutside = (path: string): boolean => /^[/~]|:\/\//.test(path) || path.startsWith(unknown);
