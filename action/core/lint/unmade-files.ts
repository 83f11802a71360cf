import { distance } from "fastest-levenshtein";
import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { arrivals } from "./available-files.ts";
import { createdArchive, expand, hasGlob, unknown, writtenBy } from "./bash/expand.ts";
import { enough, finding, isSource, modest, type Script, tokensOf } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import type { LintedStep } from "./linted-step.ts";
import { isMade } from "./outputs.ts";

/** `tar cf hits.tar hit.root` where only hits.root is made: every job fails at its end. */
export const checkUnmadeFiles = (linted: LintedStep): readonly Problem[] => {
  if (arrivals(linted) === "anything") return [];
  const written = linted.scripts.flatMap((script) => writtenBy(script, linted.valuesIn(script)));
  const isPlain = linted.scripts.length === 1 && written.length > 0 && linted.scripts.every(isOnlyModest);
  return linted.scripts.flatMap((script) =>
    script.facts.runs
      .flatMap((run) =>
        run.conditional || run.subshell !== undefined ? [] : mustBeThere(run).map((word) => ({ run, word })),
      )
      .slice(0, enough)
      .flatMap(({ run, word }): readonly Problem[] => {
        const name = expand(word, linted.valuesIn(script)).replace(/^(?:\.\/+)+/, "");
        if (!isPlainName(word, name) || linted.resources.has(name) || isFolder(linted, name)) return [];
        if (isMade(linted, name, written, word)) return [];
        const meant = almostSaid(linted, script, { run, name });
        if (!isPlain && meant === undefined) return [];
        const message = `Nothing in \`${linted.step.name}\` makes ${name}, which ${run.name} reads here.`;
        const hint = meant === undefined ? undefined : `did you mean "${meant}"?`;
        return [finding(script, word.pos, "file-not-made", { message, hint })];
      }),
  );
};

const isOnlyModest = ({ facts }: Script): boolean =>
  facts.runs.every(({ name, nameWord }) => nameWord === undefined || (modest.has(name ?? "") && !isSource(name)));

/** A file that another command names, one letter away; of numbered files each is another one. */
const almostSaid = (
  linted: LintedStep,
  script: Script,
  { run: { pos, end }, name }: { readonly run: Run; readonly name: string },
): string | undefined =>
  script.facts.words
    .filter((word) => word.pos < pos || word.pos >= end)
    .slice(0, 1000)
    .flatMap((word) => tokensOf(expand(word, linted.valuesIn(script))))
    .find((token) => isFileName.test(token) && withoutDigits(token) !== withoutDigits(name) && isSlip(token, name));

const isSlip = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase() || (other.length > 5 && one.length < 200 && distance(one, other) === 1);
const withoutDigits = (name: string): string => name.replace(/[0-9]/g, "");

/** The words of files that must be there. */
const mustBeThere = ({ name, args }: Run): readonly Word[] => {
  const plain = args.filter(({ value }) => !value.startsWith("-"));
  const archive = name === "tar" ? createdArchive(args) : undefined;
  if (archive !== undefined && !args.some(({ value }) => /^-C|^--|^-T/.test(value)))
    return plain.filter((word) => word.pos > archive.pos);
  if (name === "cp" || name === "mv") return plain.slice(0, -1);
  return name === "hadd" ? plain.filter(({ value }) => !/^[0-9]+$/.test(value)).slice(1) : [];
};

const isFileName = /^[\w.-]+\.[A-Za-z]\w*$/;

const isPlainName = (word: Word, name: string): boolean =>
  !hasGlob(word) && !name.includes(unknown) && isFileName.test(name);

const isFolder = ({ resources }: LintedStep, name: string): boolean =>
  [...resources].some((path) => path.startsWith(`${name}/`));

/** `sed s/@SEED@/5/ card` of a card that says SEED: sed changes nothing, and says nothing. */
export const checkReplacedTexts = (linted: LintedStep): readonly Problem[] => {
  const { scripts, texts } = linted;
  const written = new Set(
    scripts.flatMap((script) =>
      writtenBy(script, linted.valuesIn(script)).flatMap(({ name, run }) => (run.name === "sed" ? [] : [name])),
    ),
  );
  return scripts.flatMap((script) =>
    script.facts.runs.flatMap((run): readonly Problem[] => {
      if (run.name !== "sed") return [];
      const values = linted.valuesIn(script);
      const [commands, files] = readBy(run);
      const names = files.map((word) => expand(word, values).replace(/^(?:\.\/+)+/, ""));
      const known = names.map((name) => (written.has(name) ? undefined : texts.get(name)));
      if (names.length === 0 || known.includes(undefined)) return [];
      return commands.flatMap((word) =>
        replacedBy(expand(word, values))
          .filter((text) => known.every((one) => one !== undefined && !one.includes(text)))
          .map((text) => {
            const message = `${names.join(" and ")} ${names.length === 1 ? "does" : "do"} not contain ${text}, so sed replaces nothing.`;
            return finding(script, word.pos, "text-not-there", {
              message,
              hint: "compare it with the file letter by letter",
            });
          }),
      );
    }),
  );
};

/** The commands of sed, and the files that it reads. */
const readBy = ({ args, redirects }: Run): readonly [readonly Word[], readonly Word[]] => {
  const isCommand = (index: number): boolean => /^(?:-[nEri]*e|--expression)$/.test(args[index - 1]?.value ?? "");
  const said = args.filter((_, index) => isCommand(index));
  const plain = args.filter(({ value }, index) => !value.startsWith("-") && !isCommand(index));
  const input = redirects.flatMap((one) =>
    one.type === "Redirect" && one.operator === "<" && one.target !== undefined ? [one.target] : [],
  );
  // In place there is no other input; a file of commands is not read here.
  if (args.some(({ value }) => /^-[nEr]*f$|^--file/.test(value))) return [[], []];
  return said.length > 0 ? [said, [...plain, ...input]] : [plain.slice(0, 1), [...plain.slice(1), ...input]];
};

/** What is looked for letter by letter: a placeholder, and no pattern. An earlier command may make a text for a later one. */
const replacedBy = (commands: string): readonly string[] => {
  if (commands.length > 2000) return [];
  const found = [...commands.matchAll(/(?:^|[;\n{])\s*s([/|,#!:@%])((?:(?!\1)[^\n]){2,80})\1/g)].map(
    ([, , text = ""]) => text,
  );
  const made = commands.split(/[/|,#!:@%]/);
  return found.filter(
    (text) =>
      /^[@%_{}A-Za-z0-9:=-]+$/.test(text) &&
      /[A-Za-z]/.test(text) &&
      !text.includes(unknown) &&
      made.filter((part) => part.includes(text)).length < 2,
  );
};
