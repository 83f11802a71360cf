import { type Document, isMap, isPair, isScalar, isSeq, type Node, parseDocument, Scalar } from "yaml";
import type { Problem } from "../../../action/core/problems/problem.ts";
import type { Things } from "../../contracts/snapshot-contract.ts";

/** A wrong request's files, and the problem whose hint is followed. */
export type Case = { readonly things: Things; readonly problem: Problem };
export type Edit = (found: RegExpExecArray, one: Case) => Things | undefined;

export const textOf = ({ things, problem }: Case, file = problem.file): string | undefined => {
  const thing = things[file];
  return typeof thing === "string" ? thing : thing?.kind === "executable" ? thing.text : undefined;
};

export const withText = (
  { things, problem }: Case,
  text: string | undefined,
  file = problem.file,
): Things | undefined =>
  text === undefined || text === textOf({ things, problem }, file) ? undefined : { ...things, [file]: text };

export const offsetOf = (text: string, { line, col }: Problem): number =>
  text
    .split("\n")
    .slice(0, line - 1)
    .join("\n").length +
  (line > 1 ? 1 : 0) +
  col -
  1;

/** Words that the message quotes, then all of its words: what stands at the place is one of them. */
const wordsIn = ({ message }: Problem): readonly string[] => [
  ...[...message.matchAll(/"([^"]+)"|`([^`]+)`/g)].map(([, quoted, code]) => quoted ?? code ?? ""),
  ...message.split(/[\s,:;]+/).map((word) => word.replace(/[.]$/, "")),
];

/** Puts words in the place of what the message speaks of, at the problem's place or behind it. */
export const replaceAtPlace = (one: Case, by: string, what?: string): Things | undefined => {
  const text = textOf(one);
  if (text === undefined) return undefined;
  const at = offsetOf(text, one.problem);
  const end = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
  const line = text.slice(at, end);
  const words = (what === undefined ? wordsIn(one.problem) : [what]).filter((word) => word.length > 0);
  const here =
    words.find((word) => line.replace(/^["'$&{]*/, "").startsWith(word)) ?? words.find((word) => line.includes(word));
  if (here === undefined) return undefined;
  return withText(one, text.slice(0, at) + line.replace(here, () => by) + text.slice(end));
};

/** Changes the line of the problem. */
export const changeLine = (one: Case, change: (line: string, col: number) => string): Things | undefined => {
  const text = textOf(one);
  const lines = text?.split("\n");
  const line = lines?.[one.problem.line - 1];
  if (lines === undefined || line === undefined) return undefined;
  return withText(one, lines.with(one.problem.line - 1, change(line, one.problem.col)).join("\n"));
};

export type Place = { readonly path: readonly (string | number)[]; readonly isKey: boolean };

/** The deepest key or value of the file that begins at the problem's place. */
const placeIn = (document: Document.Parsed, at: number): Place | undefined => {
  let found: Place | undefined;
  const look = (node: unknown, path: Place["path"]): void => {
    if (isMap(node))
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : "";
        if ((pair.key as Node | null)?.range?.[0] === at) found = { path: [...path, key], isKey: true };
        if ((pair.value as Node | null)?.range?.[0] === at) found = { path: [...path, key], isKey: false };
        look(pair.value, [...path, key]);
      }
    if (isSeq(node))
      for (const [index, item] of node.items.entries()) {
        if ((item as Node).range?.[0] === at) found = { path: [...path, index], isKey: false };
        look(item, [...path, index]);
      }
  };
  look(document.contents, []);
  return found;
};

export type InYaml = (document: Document.Parsed, place: Place) => boolean | void;

/** Changes the file as YAML, at the problem's place; the rest of the text stays as it means. `false`: it cannot be done. */
export const changeYaml = (one: Case, change: InYaml, where: "here" | "anywhere" = "here"): Things | undefined => {
  const text = textOf(one);
  if (text === undefined) return undefined;
  const document = parseDocument(text, { uniqueKeys: false });
  if (document.errors.length > 0) return undefined;
  const place = placeIn(document, offsetOf(text, one.problem));
  if (place === undefined && where === "here" && one.problem.line > 1) return undefined;
  if (change(document, place ?? { path: [], isKey: true }) === false) return undefined;
  return withText(one, document.toString({ lineWidth: 0 }));
};

export const setAt = (one: Case, value: unknown): Things | undefined =>
  changeYaml(one, (document, { path }) => document.setIn(path, document.createNode(value)));

export const quoteAt = (one: Case, text: string): Things | undefined =>
  changeYaml(one, (document, { path }) => {
    const scalar = new Scalar(text);
    scalar.type = Scalar.QUOTE_DOUBLE;
    document.setIn(path, scalar);
  });

export const removeAt = (one: Case, key?: string): Things | undefined =>
  changeYaml(one, (document, { path }) => {
    if (key === undefined || path.at(-1) === key) return document.deleteIn(path);
    for (let length = path.length; length >= 0; length--)
      if (document.hasIn([...path.slice(0, length), key])) return document.deleteIn([...path.slice(0, length), key]);
    return false;
  });

export const renameKey = (one: Case, name: string): Things | undefined =>
  changeYaml(one, (document, { path }) => {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    if (!isMap(parent)) return false;
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(path.at(-1)),
    );
    if (pair === undefined) return false;
    pair.key = document.createNode(name);
    return undefined;
  });

/** A key beside or below what stands at the place: in the mapping there, or in the one that holds it. */
export const addKey = (one: Case, key: string, value: unknown): Things | undefined =>
  changeYaml(one, (document, { path }) => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isMap(node)) return void node.set(document.createNode(key), document.createNode(value));
    }
    return false;
  });

export const acknowledge = (one: Case): Things | undefined => {
  const inRequest = one.problem.file.endsWith("production.yaml") ? one.problem.file : undefined;
  const file = inRequest ?? Object.keys(one.things).find((path) => path.endsWith("/production.yaml"));
  const text = file === undefined ? undefined : textOf(one, file);
  if (text === undefined) return undefined;
  const document = parseDocument(text);
  const entry = document.createNode({ code: one.problem.code, reason: "it is meant so" });
  if (document.has("acknowledge")) document.addIn(["acknowledge"], entry);
  else document.set("acknowledge", document.createNode([{ code: one.problem.code, reason: "it is meant so" }]));
  return withText(one, document.toString({ lineWidth: 0 }), file);
};

export const removeLine = (one: Case): Things | undefined =>
  withText(
    one,
    textOf(one)
      ?.split("\n")
      .toSpliced(one.problem.line - 1, 1)
      .join("\n"),
  );

/** A line at the end of the commands of the step that the problem speaks of, or stands in. */
export const addCommand = (one: Case, command: string): Things | undefined => {
  const file = one.problem.file.endsWith("production.yaml")
    ? one.problem.file
    : Object.keys(one.things).find((path) => path.endsWith("/production.yaml"));
  const text = file === undefined ? undefined : textOf(one, file);
  if (text === undefined) return undefined;
  const document = parseDocument(text);
  const place = file === one.problem.file ? placeIn(document, offsetOf(text, one.problem)) : undefined;
  const steps = document.get("steps");
  const names = isMap(steps) ? steps.items.map(({ key }) => String((key as Scalar).value)) : [];
  const here = names.filter((name) => place?.path[0] === "steps" && place.path[1] === name);
  const named = here.length > 0 ? here : names.filter((name) => one.problem.message.includes(`\`${name}\``));
  for (const name of named.length > 0 ? named.slice(0, 1) : names) {
    const run = document.getIn(["steps", name, "run"]);
    if (typeof run === "string")
      document.setIn(
        ["steps", name, "run"],
        /^\S+\.sh\n?$/.test(run) ? `bash ${run.trim()}\n${command}\n` : `${run.trimEnd()}\n${command}\n`,
      );
  }
  return withText(one, document.toString({ lineWidth: 0 }), file);
};

/** Puts words where the same letters stand with other blanks and quotes, or where `what` stands. */
export const replaceAsTyped = (one: Case, by: string, what?: string): Things | undefined => {
  const squashed = (text: string): string => text.replaceAll(/[\s"']/g, "");
  return changeLine(one, (line) => {
    if (what !== undefined && line.includes(what)) return line.replace(what, () => by);
    for (let from = Math.max(0, one.problem.col - 30); from < line.length; from++)
      for (let to = from + 1; to <= Math.min(line.length, from + by.length + 10); to++)
        if (
          squashed(line.slice(from, to)) === squashed(by) &&
          line.slice(from, to) !== by &&
          !/^[\s"]/.test(line.slice(from, to))
        )
          return line.slice(0, from) + by + line.slice(to);
    return line;
  });
};

/** Puts a text in the place of the value that holds characters which nobody sees. */
export const setFile = (one: Case, word: string): Things | undefined =>
  changeYaml(one, (document, { path }) => document.setIn(path, word)) ??
  changeLine(one, (line) => line.replaceAll(/[\u00a0\u200b\u00ad\u0085]/g, ""));
