import { load } from "js-yaml";
import { requestSchema } from "../request/schema.ts";
import type { Path } from "../text/places.ts";

/** A request of which a part is no YAML, without that part: its lines are empty, so all others keep their places. */
export type LegibleText = { readonly text: string; readonly lost: readonly Path[] };

/** A key with the lines below it that are indented further. */
type Chunk = { readonly from: number; readonly to: number; readonly key: string | undefined };

/** What of an unreadable file can be read key by key: one quote that was never closed hides no payload. */
export const legibleText = (text: string): LegibleText => {
  const lines = text.split("\n");
  const lost: Path[] = [];
  // YAML has no tabs for blanks.
  for (const [at, line] of lines.entries())
    if (/^\t+\S/.test(line)) {
      lines[at] = "";
      lost.push(pathBefore(lines, at));
    }
  const keep = (chunk: Chunk, path: Path): void => {
    if (chunk.key !== undefined && isLegible(lines.slice(chunk.from, chunk.to))) return;
    const mayDivide = path.length < deepest && isLegible(lines.slice(chunk.from, chunk.from + 1));
    const inner = mayDivide ? chunksIn(lines, chunk.from + 1, chunk.to) : [];
    keepEach(inner, path);
    if (inner.length > 0) return;
    lost.push(path);
    lines.fill("", chunk.from, chunk.to);
  };
  const keepEach = (chunks: readonly Chunk[], path: Path): void => {
    const seen = new Set<string>();
    for (const chunk of chunks) {
      const own = chunk.key === undefined ? undefined : [...path, chunk.key];
      // Of a key that is written twice the first, as far as anybody knows.
      if (own !== undefined && seen.has(String(chunk.key))) {
        lost.push(own);
        lines.fill("", chunk.from, chunk.to);
      } else keep(chunk, own ?? (path.length === 0 ? begunBy(lines[chunk.from] ?? "") : path));
      seen.add(String(chunk.key));
    }
  };
  keepEach(chunksIn(lines, 0, lines.length), []);
  return { text: lines.join("\n"), lost };
};

/** The key of the request, or the step, in which a line stands that has no indent to say so. */
const pathBefore = (lines: readonly string[], at: number): Path => {
  const before = lines.slice(0, at);
  const top = before.findLastIndex((line) => /^[A-Za-z]/.test(line));
  const [, key = "steps"] = /^(\w+)/.exec(lines[top] ?? "") ?? [];
  if (key !== "steps") return [key];
  const [step] = chunksIn(lines, top + 1, at).slice(-1);
  return step?.key === undefined ? [key] : [key, step.key];
};

/** A line without its colon is the key that it begins with; any other may be a piece of a step. */
const begunBy = (line: string): Path => {
  const word = /^\w+/.exec(line)?.[0] ?? "";
  return [Object.hasOwn(requestSchema.properties, word) ? word : "steps"];
};

/** `steps`, a step, and its options. */
const deepest = 3;

/** Far more chunks than a person writes; each is read by itself. */
const maxChunks = 2000;

const chunksIn = (lines: readonly string[], from: number, to: number): readonly Chunk[] => {
  const indent = /^ */.exec(lines.slice(from, to).find((line) => /^ *[^\s#]/.test(line)) ?? "")?.[0].length ?? 0;
  const starts = lines.flatMap((line, at) =>
    at >= from && at < to && line.search(/[^ ]/) === indent && !/^ *#/.test(line) ? [at] : [],
  );
  return starts.slice(0, maxChunks).map((start, index) => {
    const key = /^ *["']?([A-Za-z][\w-]*)["']?\s*:(?:\s|$)/.exec(lines[start] ?? "")?.[1];
    return { from: start, to: starts[index + 1] ?? to, key };
  });
};

const isLegible = (lines: readonly string[]): boolean => {
  try {
    load(lines.join("\n"));
    return true;
  } catch {
    return false;
  }
};
