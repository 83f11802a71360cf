import { nearestName } from "../nearest-name.ts";
import type { Problem } from "../problem.ts";
import { problemAt } from "../request/places.ts";
import { expand, mayBe, unknown } from "./expand.ts";
import type { LintedStep } from "./linted-step.ts";
import { warning } from "./script.ts";
import { type Written, writtenBy } from "./written-files.ts";

/** An output that nothing makes: every job would end with exit 30, after all its work. */
export const judgeOutputs = (linted: LintedStep): readonly Problem[] => {
  if (linted.opaque) return [];
  const { production, step, path } = linted;
  const written = linted.scripts.flatMap((script) =>
    writtenBy(script, linted.valuesIn(script)).map((file) => ({ ...file, script })),
  );
  return step.outputs.flatMap((output, index) => {
    if (isMade(linted, output, written)) return [];
    const other = misnamed(step.outputs, output, written);
    if (other !== undefined) {
      const message = `The commands write ${other.name}, \`out\` says ${output}.`;
      return [warning(other.script, other.word.pos, "output-not-made", message)];
    }
    const message = `Nothing in \`${step.name}\` makes ${output}: its name stands in no command and in no resource.`;
    return [
      problemAt(production.where, [...path, "out", index], "output-not-made", message, {
        severity: "warning",
        hint: "a job without it counts as failed (exit 30)",
      }),
    ];
  });
};

const isMade = (linted: LintedStep, output: string, written: readonly Written[]): boolean => {
  const stem = output.replace(/\.[^.]*$/, "");
  if ([...linted.texts.values()].some((text) => text.includes(stem))) return true;
  if (written.some(({ name }) => mayBe(baseOf(name), output) || name.endsWith("/") || name === ".")) return true;
  return linted.scripts.some((script) =>
    script.facts.words.some((word) => {
      const text = expand(word, linted.valuesIn(script));
      // What is wholly unknown could be any name; it only counts where a file is written, above.
      return (
        text.includes(stem) ||
        (text.replaceAll(/[\0*?]/g, "").length > 1 && tokens(text).some((token) => mayBe(token, output)))
      );
    }),
  );
};

const baseOf = (name: string): string => name.split("/").at(-1) ?? name;

/** The strings and names within `macro.C(10,"out.root")`. */
const tokens = (text: string): readonly string[] =>
  text.split(/[\s"'(),;=]+/).filter((token) => token.replaceAll(/[\0*?]/g, "").length > 1);

/** The file that was meant to be the output: written by a command, near in name, and no output itself. */
const misnamed = <W extends Written>(
  outputs: readonly string[],
  output: string,
  written: readonly W[],
): W | undefined => {
  const candidates = written.filter(
    ({ name, run }) =>
      !name.includes(unknown) &&
      !name.includes("/") &&
      !/[*?]/.test(name) &&
      !outputs.includes(name) &&
      run.name !== "ln",
  );
  const near = nearestName(
    output,
    candidates.map(({ name }) => name),
  );
  return candidates.find(({ name, run }) => name === near || (run.name === "tar" && sameEnd(name, output)));
};

const sameEnd = (a: string, b: string): boolean => a.split(".").at(-1) === b.split(".").at(-1);
