import { compareText } from "../problems/problem.ts";
import type { Content } from "../production/content.ts";
import type { Json } from "../text/canonical-json.ts";
import type { Change } from "./change.ts";
import { payloadChanges } from "./payload-changes.ts";
import { withRenamed } from "./renamed-steps.ts";
import { tableChanges } from "./table-changes.ts";

/**
 * What differs between two contents: field by field, payloads by kind of line, resources by path under `files`, or
 * under `moved` when the same bytes stand elsewhere, and under `modes` when only the right to execute differs. A step
 * with another name and nothing else stands under `renamed`.
 */
export const contentChanges = (from: Content, to: Content): readonly Change[] => {
  const [before, after] = [flat(from), flat(to)];
  const { renames, request } = withRenamed(before, after);
  return [
    ...renames,
    ...withMoves(compare("", request, after))
      .flatMap(byKindOfLine)
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

const byKindOfLine = (change: Change): readonly Change[] => {
  const { path, from, to } = change;
  return payload.test(path) && typeof from === "string" && typeof to === "string"
    ? payloadChanges(path, from, to)
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
