import { isDeepStrictEqual } from "node:util";
import type { Exchange } from "./exchange.ts";
import type { PackedFiles } from "./packed-files.ts";

/** `undefined` is "not there". */
export type Difference = { readonly at: string; readonly ours: unknown; readonly theirs: unknown };
export type Compared = { readonly keys: number; readonly differences: readonly Difference[] };

/** Everything that one client sent and the other one did not, or not so. `at` begins with the mode. */
export const compareExchanges = (mode: "check" | "submit", ours: Exchange, theirs: Exchange): Compared =>
  merged([
    compareMaps(`${mode}: calls of `, ours.calls, theirs.calls),
    ...[...ours.messages].flatMap(([call, message]) => {
      const other = theirs.messages.get(call);
      return other === undefined ? [] : [compareMaps(`${mode}: ${call} `, message, other)];
    }),
  ]);

/** pchain packs the folder twice: for its parser and, when it submits, for the jobs. */
export const compareArchives = (ours: PackedFiles, forParser: PackedFiles, forJobs: PackedFiles): Compared =>
  merged([compareMaps("parser's archive: ", ours, forParser), compareMaps("jobs' archive: ", ours, forJobs)]);

const merged = (parts: readonly Compared[]): Compared => ({
  keys: parts.reduce((sum, { keys }) => sum + keys, 0),
  differences: parts.flatMap(({ differences }) => differences),
});

const compareMaps = (
  prefix: string,
  ours: ReadonlyMap<string, unknown>,
  theirs: ReadonlyMap<string, unknown>,
): Compared => {
  const names = [...new Set([...ours.keys(), ...theirs.keys()])];
  return {
    keys: names.length,
    differences: names
      .filter((name) => !isDeepStrictEqual(ours.get(name), theirs.get(name)))
      .map((name) => ({ at: `${prefix}${name}`, ours: ours.get(name), theirs: theirs.get(name) })),
  };
};
