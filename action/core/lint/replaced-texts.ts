import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { expand, unknown, writtenBy } from "./bash/expand.ts";
import { enough, finding } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import type { LintedStep } from "./linted-step.ts";

/** `sed s/@SEED@/5/ card` of a card that says SEED: sed changes nothing, and says nothing. */
export const checkReplacedTexts = (linted: LintedStep): readonly Problem[] => {
  const { scripts, texts } = linted;
  const written = new Set(
    scripts.flatMap((script) =>
      writtenBy(script, linted.valuesIn(script)).flatMap(({ name, run }) => (run.name === "sed" ? [] : [name])),
    ),
  );
  return scripts
    .flatMap((script) =>
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
    )
    .slice(0, enough);
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
