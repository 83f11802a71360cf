import { type Json, mapping } from "../text/canonical-json.ts";
import { readYaml } from "../text/read-yaml.ts";
import { isAllowed } from "./git-address.ts";

/** The files that a request asks for: found before it is validated, so that these are read or fetched and no others. */
export type NamedSources = {
  readonly own: readonly string[];
  readonly shared: readonly string[];
  readonly foreign: readonly ForeignFiles[];
};

export type ForeignFiles = { readonly git: string; readonly commit: string; readonly globs: readonly string[] };

const none: NamedSources = { own: [], shared: [], foreign: [] };

/**
 * Reads a request as far as it can be read; the validation reports what is wrong with it. Most requests name nothing,
 * which a look at the text shows. `hosts` finds those of the conventions: no other host is asked, so that a pull
 * request cannot send its check anywhere.
 */
export const namedSources = (file: string, bytes: Uint8Array, hosts: () => readonly string[]): NamedSources => {
  const written = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!["resources", "table", "runs", "list"].some((key) => written.includes(key))) return none;
  const read = readYaml(file, bytes, "first-reading");
  if (read.kind === "unreadable") return none;
  const { inputs, steps, variants } = mapping(read.value);
  const named = [
    ...membersOf(steps).flatMap(({ resources }) => (Array.isArray(resources) ? (resources as readonly Json[]) : [])),
    ...[...membersOf(steps), ...membersOf(variants).flatMap((one) => membersOf(one.steps))].flatMap(
      ({ table }) => table ?? [],
    ),
  ];
  const foreign = named.flatMap((resource) => {
    const { git, commit, path } = mapping(resource);
    if (typeof git !== "string" || typeof commit !== "string" || !/^[0-9a-f]{40}$/.test(commit)) return [];
    return isAllowed(git, hosts()) && typeof path === "string" ? [{ git, commit, path }] : [];
  });
  const lists = fileListsOf(inputs);
  const resources = named.filter((resource) => typeof resource === "string");
  const texts = [...new Set([...resources, ...lists, ...runListsOf(mapping(read.value).runs)])];
  const [shared, own] = [true, false].map((is) => texts.filter((glob) => glob.startsWith(inShared) === is));
  return {
    // With lists the lock that says into which jobs they were cut.
    own: [...(own ?? []), ...(lists.length === 0 ? [] : [lockName])],
    shared: (shared ?? []).map((glob) => glob.slice(inShared.length)),
    foreign: byCommit(foreign),
  };
};

const membersOf = (value: Json | undefined): readonly { readonly [key: string]: Json }[] =>
  typeof value === "object" && value !== null ? Object.values(value).map(mapping) : [];

const runListsOf = (runs: Json | undefined): readonly string[] => {
  const { list } = mapping(runs);
  return [list].flat().filter((one) => typeof one === "string");
};

const fileListsOf = (inputs: Json | undefined): readonly string[] =>
  membersOf(inputs).flatMap(({ list }) => (typeof list === "string" ? [list] : []));

/** Beside a request that reads lists of files: what they were cut into, as it is approved. */
export const lockName = "inputs.lock";

export const inShared = "shared:";

/** A commit with several globs is one. */
const byCommit = (
  named: readonly { readonly git: string; readonly commit: string; readonly path: string }[],
): readonly ForeignFiles[] => {
  const found = new Map<string, ForeignFiles>();
  for (const { git, commit, path } of named) {
    const key = `${git} ${commit}`;
    const globs = found.get(key)?.globs ?? [];
    found.set(key, { git, commit, globs: globs.includes(path) ? globs : [...globs, path] });
  }
  return [...found.values()];
};
