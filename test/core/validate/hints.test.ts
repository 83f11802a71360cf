import { expect, test } from "vitest";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import type { ProductionSource } from "../../../action/core/text/source-file.ts";
import { lintPayloads } from "../../../action/flows/validation/lint-payloads.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { revealing } from "../hints/by-hand.ts";
import { inFull, requests } from "./fixtures.ts";

/** A hint that says what to write at its place, and what it replaces there. */
type Edit = { readonly from: RegExp; readonly text: string };

const word = /^(?:"(?:[^"\n]|\\.)*"|\$\([^)]*\)|[^\s;])+/;
/** An operator and the word behind it. */
const redirection = /^[0-9]*>+&?[0-9]*\s*[^\s;]+(?:\s+[0-9]*>+&?\s*[^\s;]+)?/;

/** What an author would type who follows the hint; `undefined`: it leaves him to decide. */
const editOf = ({ hint = "", code, message }: Problem): Edit | undefined => {
  const meant = /^did you mean "(.*)"\?$/.exec(hint)?.[1];
  if (meant !== undefined) return { from: wrongName(message), text: meant };
  const value = /^write ([0-9.]+%?)(?:: .*)?$/.exec(hint)?.[1];
  if (value !== undefined) return { from: /^(?:"[^"\n]*"|[^,\]}\n]+)/, text: value };
  const list = /^(?:put it in brackets|write it as a list): (\[.*\])$/.exec(hint)?.[1];
  if (list !== undefined) return { from: /^(?:\{[^}\n]*\}|"[^"\n]*"|[^,\]}\n]+)/, text: list };
  const written = /^write (\S.*)$/.exec(hint)?.[1];
  if (written === undefined || written.startsWith(">>")) return undefined;
  if (code === "wrong-test") return { from: written.startsWith("-") ? redirection : word, text: written };
  if (code === "redirect-misread") return { from: redirection, text: written };
  const replacesWord = inOneWord.has(code) && /^(?:["$]|\w+=)\S*$/.test(written);
  return replacesWord ? { from: word, text: written } : undefined;
};

/** Their hints are the word that belongs in the place of another. */
const inOneWord: ReadonlySet<string> = new Set([
  "wrong-expansion",
  "variable-not-expanded",
  "doubtful-test",
  "not-a-program",
]);

/** The first name in the message that stands at the place, or behind it in the line. */
const wrongName = (message: string): RegExp => {
  const names = [...message.matchAll(/["`]([^"`]+)["`]|(\S+) is no/g)].flatMap(
    ([, quoted, bare]) => quoted ?? bare ?? [],
  );
  const literal = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return new RegExp(`(?<=^[^\\n]*)(?<![\\w-])(?:${literal})(?![\\w-])`);
};

const offsetOf = (text: string, { line, col }: Problem): number =>
  text
    .split("\n")
    .slice(0, line - 1)
    .join("\n").length +
  (line > 1 ? 1 : 0) +
  col -
  1;

const applied = (source: ProductionSource, problem: Problem, { from, text }: Edit): ProductionSource | undefined => {
  const before = new TextDecoder().decode(source.bytes);
  const at = offsetOf(before, problem);
  const rest = before.slice(at).replace(from, () => text);
  if (rest === before.slice(at)) return undefined;
  const after = before.slice(0, at) + rest;
  return { ...source, bytes: new TextEncoder().encode(after) };
};

const judge = async (source: ProductionSource): Promise<readonly Problem[]> =>
  (await validateSources({ ...inFull, lint: lintPayloads }, [source])).flatMap(({ problems }) => problems);

/** Those where hints.test.ts leaves a hint open: of all others it follows each. */
const sources = async (): Promise<readonly ProductionSource[]> => {
  const tree = workTree(requests, noForeign);
  const paths = await Promise.all(Object.keys(revealing).map((name) => tree.productions(`bad/${name}`)));
  return Promise.all(paths.flat().map((path) => tree.production(path)));
};

test("A hint that says what to write ends its problem also where another mistake stands behind it", async () => {
  const still: string[] = [];
  let tried = 0;
  const applyTo = async (source: ProductionSource): Promise<void> => {
    for (const problem of await judge(source)) {
      const edit = problem.file === source.file ? editOf(problem) : undefined;
      const edited = edit === undefined ? undefined : applied(source, problem, edit);
      if (edited === undefined) continue;
      tried += 1;
      const after = await judge(edited);
      if (
        after.some(
          ({ code, line, message }) => line === problem.line && code === problem.code && message === problem.message,
        )
      )
        still.push(`${problem.file}:${problem.line}:${problem.col} ${problem.code}: ${problem.hint}`);
    }
  };
  await Promise.all((await sources()).map(applyTo));

  expect(still).toEqual([]);
  expect(tried).toBeGreaterThan(5);
});
