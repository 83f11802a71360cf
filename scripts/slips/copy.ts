import { isMap, isPair, isScalar, isSeq, type Node, parseDocument } from "yaml";

/** A production as its author has it open: the request, and the text files beside it. */
export type Copy = { readonly request: string; readonly files: ReadonlyMap<string, string> };

/** A piece of a file, by offsets. The request has the name `production.yaml`. */
export type Span = { readonly file: string; readonly start: number; readonly end: number; readonly text: string };

/** A key of the request with its value, as they are written. */
export type Field = { readonly path: readonly (string | number)[]; readonly key: Span; readonly value: Span };

export const requestName = "production.yaml";

export const textOf = (copy: Copy, file: string): string =>
  file === requestName ? copy.request : (copy.files.get(file) ?? "");

export const withText = (copy: Copy, file: string, text: string): Copy =>
  file === requestName ? { ...copy, request: text } : { ...copy, files: new Map(copy.files).set(file, text) };

export const spanAt = (copy: Copy, file: string, start: number, end: number): Span => ({
  file,
  start,
  end,
  text: textOf(copy, file).slice(start, end),
});

export const spliced = (copy: Copy, { file, start, end }: Span, text: string): Copy => {
  const before = textOf(copy, file);
  return withText(copy, file, before.slice(0, start) + text + before.slice(end));
};

/** Every key of the request, in the order of the file. */
export const fieldsOf = (copy: Copy): readonly Field[] => {
  const found: Field[] = [];
  const spanOf = ({ range }: Node): Span => spanAt(copy, requestName, range?.[0] ?? 0, range?.[1] ?? 0);
  const walk = (node: unknown, path: readonly (string | number)[]): void => {
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
    if (!isMap(node)) return;
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const at = [...path, String(pair.key.value)];
      if (pair.value !== null) found.push({ path: at, key: spanOf(pair.key), value: spanOf(pair.value as Node) });
      walk(pair.value, at);
    }
  };
  walk(parseDocument(copy.request).contents, []);
  return found;
};

/** Fields whose path fits a pattern of its parts: `steps.*.jobs`. */
export const fieldsAt =
  (...patterns: readonly string[]) =>
  (copy: Copy): readonly Field[] => {
    const fits = patterns.map((pattern) => new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", "[^.]+")}$`));
    return fieldsOf(copy).filter(({ path }) => fits.some((one) => one.test(path.join("."))));
  };

export const valuesAt =
  (...patterns: readonly string[]) =>
  (copy: Copy): readonly Span[] =>
    fieldsAt(...patterns)(copy).map(({ value }) => value);

/** The commands of all steps, as they stand in the request. */
export const commandsOf = (copy: Copy): readonly Span[] => valuesAt("steps.*.run", "defaults.run")(copy);

export const isBash = (file: string, text: string): boolean => file.endsWith(".sh") || /^#!.*\b(?:ba)?sh\b/.test(text);

/** Bash of the request and of scripts beside it. */
export const bashOf = (copy: Copy): readonly Span[] => [
  ...commandsOf(copy),
  ...[...copy.files]
    .filter(([file, text]) => isBash(file, text))
    .map(([file, text]) => spanAt(copy, file, 0, text.length)),
];

/** What a pattern finds in these. */
export const matchesIn =
  (pieces: (copy: Copy) => readonly Span[], pattern: RegExp) =>
  (copy: Copy): readonly Span[] =>
    pieces(copy).flatMap(({ file, start, text }) =>
      [...text.matchAll(new RegExp(pattern, "gm"))].map((match) =>
        spanAt(copy, file, start + match.index, start + match.index + match[0].length),
      ),
    );

/** The whole line around a place, its line end included. */
export const lineAround = (copy: Copy, { file, start }: Span): Span => {
  const text = textOf(copy, file);
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const end = text.indexOf("\n", start);
  return spanAt(copy, file, from, end === -1 ? text.length : end + 1);
};
