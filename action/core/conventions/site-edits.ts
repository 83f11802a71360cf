import { Failure } from "../problems/failure.ts";
import { editYaml } from "../text/edit-yaml.ts";
import { suggestName } from "../text/nearest-name.ts";
import { exactText, type SourceFile } from "../text/source-file.ts";
import type { Conventions } from "./conventions.ts";
import { readConventions } from "./read-conventions.ts";

/** What becomes of a site for all: `reason` takes it out, `undefined` takes it back. */
export type SiteTurn = { readonly site: string; readonly reason: string | undefined };

export type SiteTurned = {
  readonly changed: readonly SourceFile[];
  /** Files of folders that have it offline for a reason of their own. */
  readonly left: readonly string[];
  readonly online: ReadonlySet<string>;
};

/**
 * Conventions with other bytes, and the sites that are online then. `files`: those furthest up first. A folder below may
 * not have online what is offline above it, so it is changed too; what it took out for a reason of its own stays out.
 */
export const turnSite = (files: readonly SourceFile[], turn: SiteTurn): SiteTurned => {
  const all = files.map((file) => ({ file, conventions: readOrFail(file) }));
  const [top] = all;
  const known = Object.keys(top?.conventions.sites ?? {});
  const was = top !== undefined && known.includes(turn.site) ? top.conventions.sites[turn.site] : undefined;
  if (top === undefined || was === undefined)
    throw new Failure(`${top?.file.path ?? "The repository"} knows no site "${turn.site}".`, {
      wayOut: suggestName(turn.site, known) ?? "Name a site of the conventions.",
    });
  const entries = all.flatMap(({ file, conventions: { sites } }) => {
    const entry = Object.hasOwn(sites, turn.site) ? sites[turn.site] : undefined;
    return entry === undefined ? [] : [{ file, entry }];
  });
  const isOwn = ({ file, entry }: (typeof entries)[number]): boolean =>
    file !== top.file && entry.state === "offline" && (entry.reason === undefined || entry.reason !== was.reason);
  const changed = entries.flatMap((one) => (isOwn(one) ? [] : (edited(one.file, one.entry, turn) ?? [])));
  const is = readOrFail(changed.find(({ path }) => path === top.file.path) ?? top.file).sites;
  return {
    changed,
    left: entries.filter(isOwn).map(({ file }) => file.path),
    online: new Set(Object.keys(is).filter((name) => is[name]?.state === "online")),
  };
};

const readOrFail = (file: SourceFile): Conventions => {
  const read = readConventions(file.path, file.bytes);
  if (read.kind === "read") return read.conventions;
  const [first] = read.problems;
  throw new Failure(`${file.path}:${first?.line ?? 1} cannot be used: ${first?.message ?? ""}`, {
    wayOut: "Correct it; `shrek check` shows all of it.",
  });
};

type SiteEntry = NonNullable<Conventions["sites"][string]>;

const edited = (file: SourceFile, entry: SiteEntry, { site, reason }: SiteTurn): SourceFile | undefined => {
  const state = reason === undefined ? "online" : "offline";
  const edits = [
    ...(entry.state === state ? [] : [{ path: ["sites", site, "state"], text: state }]),
    ...(entry.reason === reason ? [] : [{ path: ["sites", site, "reason"], text: reason, after: "state" }]),
  ];
  if (edits.length === 0) return undefined;
  return { ...file, bytes: new TextEncoder().encode(editYaml(exactText(file.bytes), edits)) };
};
