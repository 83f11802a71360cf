import { compareText } from "../problems/problem.ts";
import { type Content, firstRows, partSize, type TableContent } from "../production/content.ts";
import { counted } from "../text/amounts.ts";
import type { Json } from "../text/canonical-json.ts";
import type { Change } from "./change.ts";
import { diffLines } from "./line-diff.ts";
import { type LineKind, otherEnd, type PayloadLine, payloadLines } from "./payload-lines.ts";
import { withRenamed } from "./renamed-steps.ts";

/**
 * What differs between two contents: field by field, payloads by kind of line, resources by path under `files`, or
 * under `moved` when the same bytes are elsewhere, and under `modes` when only the right to execute differs. A step
 * with another name and no other change is under `renamed`.
 */
export const contentChanges = (from: Content, to: Content): readonly Change[] => {
  const [before, after] = [flat(from), flat(to)];
  const { renames, request } = withRenamed(before, after);
  const sent = new Set([...from.resources, ...to.resources].map(({ path }) => path.split("/").at(-1) ?? path));
  return [
    ...renames,
    ...withMoves(compare("", request, after))
      .flatMap((change) => byKindOfLine(change, sent))
      .map(byMode),
    ...tableChanges(from.tables, to.tables),
  ];
};

const byMode = (change: Change): Change => {
  const [from, to] = [change.from, change.to].map((one) => (typeof one === "string" ? one.split(" ") : []));
  const same = change.path.startsWith("files.") && from?.[1] !== undefined && from[1] === to?.[1];
  return same ? { path: `modes.${change.path.slice("files.".length)}`, from: from[0], to: to[0] } : change;
};

const payload = /^steps\.[^.]+\.run$/;

const byKindOfLine = (change: Change, sent: ReadonlySet<string>): readonly Change[] => {
  const { path, from, to } = change;
  return payload.test(path) && typeof from === "string" && typeof to === "string"
    ? payloadChanges(path, from, to, sent)
    : [change];
};

/** Of files with the same bytes the first that went is the origin of the first that came: each is looked for once. */
const withMoves = (changes: readonly Change[]): readonly Change[] => {
  const files = changes.filter(({ path }) => path.startsWith("files."));
  const left = Map.groupBy(
    files.filter(({ to }) => to === undefined),
    ({ from }) => from,
  );
  const moved = new Map<Change, Change>();
  for (const change of files.filter(({ from }) => from === undefined)) {
    const gone = left.get(change.to)?.shift();
    if (gone !== undefined) moved.set(change, gone);
  }
  const gone = new Set(moved.values());
  return changes
    .filter((change) => !gone.has(change))
    .map((change) => {
      const origin = moved.get(change);
      if (origin === undefined) return change;
      const [before, after] = [origin.path, change.path].map((path) => path.slice("files.".length));
      return { path: `moved.${after}`, from: before, to: after };
    });
};

const flat = (content: Content): { readonly [key: string]: Json } => ({
  ...(content.request as { readonly [key: string]: Json }),
  files: Object.fromEntries(
    content.resources.map(({ path, mode, sha256 }) => [path.replaceAll(".", "\u2024"), `${mode} ${sha256}`]),
  ),
});

const compare = (path: string, from: Json | undefined, to: Json | undefined): readonly Change[] => {
  if (isTree(from) && isTree(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted(compareText);
    return keys.flatMap((key) => compare(path === "" ? key : `${path}.${key}`, own(from, key), own(to, key)));
  }
  if (path === "defaults" && (from ?? to) !== undefined && (from === undefined || to === undefined)) {
    // Option by option, or a container that goes with all of `defaults` would count as how it runs.
    const options = compare(path, from ?? {}, to ?? {});
    if (options.length > 0) return options;
  }
  return from === to ? [] : [{ path: path.replaceAll("\u2024", "."), from, to }];
};

const own = (tree: { readonly [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(tree, key) ? tree[key] : undefined;

/** Lists count as trees by position: one moved input is one change. */
const isTree = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null;

const largestFirst: readonly LineKind[] = ["executed", "message"];

/** A change of a payload, split by whether its lines are executed: `steps.pileup.run.message`. */
export const payloadChanges = (
  path: string,
  from: string,
  to: string,
  sent?: ReadonlySet<string>,
): readonly Change[] => {
  const diff = diffLines(payloadLines(from, sent), payloadLines(to, sent), ({ key }) => key);
  const isOtherEnd = diff.some(({ side, line }) => side !== "both" && line.kind === "message") && otherEnd(from, to);
  const kindOf = ({ kind }: PayloadLine): LineKind => (isOtherEnd ? "executed" : kind);
  const lines = (kind: LineKind, side: "removed" | "added"): readonly PayloadLine[] =>
    diff.flatMap((one) => (one.side === side && kindOf(one.line) === kind ? [one.line] : []));
  const changes = largestFirst.flatMap((kind): readonly Change[] => {
    const [gone, come] = [lines(kind, "removed"), lines(kind, "added")];
    return gone.length + come.length === 0
      ? []
      : [{ path: `${path}.${kind}`, from: linesText(gone), to: linesText(come) }];
  });
  return changes.length > 0 ? changes : [{ path: `${path}.blanks`, from, to }];
};

const linesText = (lines: readonly PayloadLine[]): string | undefined =>
  lines.length === 0 ? undefined : lines.map(({ text }) => text.trim()).join("\n");

type Tables = NonNullable<Content["tables"]>;

/** Rows that were added after all others, or jobs that lists made in addition, are under `appended`; any other difference is one of the rows that were there. */
const tableChanges = (from: Tables = {}, to: Tables = {}): readonly Change[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .toSorted(compareText)
    .flatMap((step) => changesOf(`tables.${step}`, from[step], to[step]));

const changesOf = (path: string, from: TableContent | undefined, to: TableContent | undefined): readonly Change[] => {
  if (from === undefined || to === undefined) return [{ path, from: rowsIn(from), to: rowsIn(to) }];
  if (from.sha256 === to.sha256) return [];
  const [before, after] = [from.columns, to.columns].map((columns) => columns.join(", "));
  if (before !== after) return [{ path: `${path}.columns`, from: before, to: after }];
  if (from.cut === true && to.cut === true) return cutChanges(path, from, to);
  const first = firstRows(to, from.rows);
  return to.rows > from.rows && first?.sha256 === from.sha256
    ? [{ path: `${path}.appended`, from: rowsIn(from), to: rowsIn(to) }]
    : [{ path: `${path}.rows`, from: rowsIn(from), to: `${rowsIn(to)}${otherRows(from, to, first?.parts)}` }];
};

/** Jobs are known by their keys, so that it matters nowhere in which place a new one stands. */
const cutChanges = (path: string, from: TableContent, to: TableContent): readonly Change[] => {
  const there = new Set(to.parts);
  const gone = from.parts.filter((job) => !there.has(job)).length;
  return gone === 0
    ? [{ path: `${path}.appended`, from: rowsIn(from), to: rowsIn(to) }]
    : [{ path: `${path}.rows`, from: rowsIn(from), to: `${rowsIn(to)}, ${gone} of them with other files, or no more` }];
};

/** Where the first row stands that is another one; nothing, where rows only went from the end. */
const otherRows = (from: TableContent, to: TableContent, now: readonly string[] = []): string => {
  const size = partSize(from.rows);
  const part = now.findIndex((digest, index) => digest !== from.parts[index]);
  const [first, last] = [part * size + 1, Math.min((part + 1) * size, from.rows)];
  if (part === -1 || last > to.rows) return "";
  return first === last
    ? `, row ${first} and maybe others are not as they were`
    : `, one of the rows ${first} to ${last} and maybe others are not as they were`;
};

const rowsIn = (table: TableContent | undefined): string | undefined =>
  table === undefined ? undefined : counted(table.rows, table.cut === true ? "job" : "row");
