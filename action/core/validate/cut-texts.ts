import type { Problem } from "../problems/problem.ts";
import type { Json } from "../text/canonical-json.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";

/** Most files have no such line. A comment of words has a blank after its `#`; `#2` was meant as text. */
const mayCut = /^(?! *#).*\S[ \t]+#[^\s#!]/m;

/** Text that YAML ends at ` #`, because what follows is a comment. */
export const checkCutTexts = (where: Located, bytes: Uint8Array, request: Json): readonly Problem[] => {
  const text = new TextDecoder().decode(bytes);
  if (!mayCut.test(text)) return [];
  const lines = text.split(/\r?\n/);
  return textsIn(request, []).flatMap(({ path, value }) => {
    const written = where.places.written(path);
    const { line, col } = where.places.at(path);
    const rest = lines[line - 1]?.slice(col - 1) ?? "";
    // In commands bash reads a comment too.
    if (written === undefined || path.at(-1) === "run" || !rest.startsWith(written)) return [];
    const [, comment] = /^[ \t]+(#[^\s#!].*)$/.exec(rest.slice(written.length)) ?? [];
    if (comment === undefined) return [];
    const name = path.filter((key) => typeof key === "string").join(".");
    return problemAt(where, path, "text-cut-short", {
      message: `\`${name}\` is ${JSON.stringify(value)}: for YAML \`${comment}\` behind it is a comment.`,
      severity: "note",
      hint: "put the text in quotes, if it goes on there",
    });
  });
};

const textsIn = (value: Json, path: Path): readonly { readonly path: Path; readonly value: string }[] => {
  if (typeof value === "string") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    textsIn(child as Json, [...path, Array.isArray(value) ? Number(key) : key]),
  );
};
