import { distance } from "fastest-levenshtein";
import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { expand, mayBe, unknown } from "./bash/expand.ts";
import { baseOf, finding, type Script, tokensOf } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";

type SpokenFile = { readonly script: Script; readonly word: Word; readonly file: string };

/** Names of files in one payload; with more, what is near is chance. */
const maxNames = 200;

/** `out: [DST.tar]` and `tar cf DTS.tar`: nearly the output's name is written. Also where an unknown program runs. */
export const almostOutput = (linted: LintedStep, output: string): Problem | undefined => {
  if (!/^[\w-]{2,}\.\w/.test(output)) return undefined;
  const named = namesIn(linted);
  const texts = [...linted.texts.values()];
  if (named.length > maxNames || texts.some((text) => text.includes(output))) return undefined;
  if (named.some(({ file }) => mayBe(file, output))) return undefined;
  const outputs = new Set(linted.step.outputs.map(({ name }) => name));
  const near = named.find(
    ({ file }) => !outputs.has(file) && !linted.resources.has(file) && !/[\0*?]/.test(file) && isNear(file, output),
  );
  if (near !== undefined)
    return finding(near.script, near.word.pos, "output-not-produced", {
      message: `The commands have ${near.file}, \`out\` says ${output}.`,
    });
  const numbered = named.find(({ file }) => isNumbered(file, output));
  if (numbered === undefined) return undefined;
  const message = `The commands have ${numbered.file.replaceAll(unknown, "...")}, \`out\` says ${output}.`;
  const hint = `write ${output} in every job: PanDA gives each file a name of its own`;
  return finding(numbered.script, numbered.word.pos, "output-not-produced", { message, hint });
};

/** `DST_$uniqueId.root` for DST.root: each job has its file by that name, and PanDA looks for the other. */
const isNumbered = (file: string, output: string): boolean => {
  const [stem, ending] = apart(output);
  const rest = file.slice(stem.length);
  return (
    file.startsWith(stem) &&
    rest.endsWith(`.${ending}`) &&
    new RegExp(`^[_.-]${unknown}\\.`).test(rest) &&
    stem.length > 2
  );
};

/** Words, and names within `macro.C(10,"out.root")`, without the folder before them. */
const namesIn = (linted: LintedStep): readonly SpokenFile[] =>
  linted.scripts.flatMap((script) => {
    const values = linted.valuesIn(script);
    return script.facts.words.flatMap((word) =>
      tokensOf(expand(word, values))
        .map(baseOf)
        .filter((file) => file.replaceAll(unknown, "").length > 2)
        .map((file) => ({ script, word, file })),
    );
  });

const isNear = (file: string, output: string): boolean => {
  const [stem, ending] = apart(file);
  const [stemOf, endingOf] = apart(output);
  if (ending === "") return false;
  if (ending === endingOf) return stemOf.length > 2 && !/\d/.test(stem + stemOf) && slips(stem, stemOf);
  return stem === stemOf && (slips(ending, endingOf) || (results.test(ending) && results.test(endingOf)));
};

/** One letter more, less, other, in another case, or two that changed places. */
const slips = (one: string, other: string): boolean => {
  if (one.toLowerCase() === other.toLowerCase()) return true;
  const far = distance(one, other);
  return (
    far === 1 ||
    (far === 2 && one.length === other.length && [...one].toSorted().join("") === [...other].toSorted().join(""))
  );
};

/** Usual results of jobs; a list, a log or a configuration of the same stem is another thing. */
const results = /^(?:tar|tgz|tar\.gz|root)$/;

const apart = (file: string): readonly [string, string] => {
  const dot = file.indexOf(".", 1);
  return dot === -1 ? [file, ""] : [file.slice(0, dot), file.slice(dot + 1)];
};
