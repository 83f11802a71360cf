import { versionStyle } from "../core/conventions/version-pattern.ts";
import { validateOne } from "../core/cross-checks/check-sources.ts";
import { Failure } from "../core/problems/failure.ts";
import type { Problem } from "../core/problems/problem.ts";
import type { Content } from "../core/production/content.ts";
import type { ValidProduction } from "../core/production/valid-production.ts";
import { newestRelease, type PastVersion } from "../core/versioning/check-version.ts";
import { type FileLines, leastBump } from "../core/versioning/least-bump.ts";
import { type DiffView, diffView } from "../core/view/plan/diff-view.ts";
import { type Bounds, boundless } from "../ports/bounds.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import { type History, historyOf, noHistory, pastOfTag } from "./ledger-access/history.ts";
import { changedLines } from "./validation/changed-lines.ts";

type DiffPorts = {
  readonly snapshot: Snapshot;
  readonly ledger: Ledger;
  readonly bounds?: Bounds;
  /** The repository at a revision; `undefined`: there is no such revision here. */
  readonly revision: (name: string) => Promise<Snapshot | undefined>;
};

/** With what a production is compared: the newest release by default. */
export type Against =
  | { readonly kind: "newest" }
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "folder"; readonly folder: string };

export type Diff = { readonly views: readonly DiffView[]; readonly problems: readonly Problem[] };

/** Compares a production on disk with an earlier one. What is wrong with its version is no obstacle here. */
export const diff = async (ports: DiffPorts, folder: string, against: Against): Promise<Diff> => {
  const { bounds = boundless } = ports;
  const [source, history] = await Promise.all([ports.snapshot.production(folder), historyOf(ports.ledger)]);
  const judgements = bounds.run(() => validateOne(source));
  const views = await Promise.all(
    judgements
      .flatMap(({ valid }) => valid ?? [])
      .map((valid) => compare(ports, history.found, valid, { against, variants: judgements.length })),
  );
  const notes = history.found === undefined ? [noHistory(source.file, history.why)] : [];
  return { views, problems: [...judgements.flatMap(({ problems }) => problems), ...notes] };
};
type Before = { readonly name: string; readonly content: Content } | undefined;

/** `variants`: how many productions the request is. */
type Comparison = { readonly against: Against; readonly variants: number };

const compare = async (
  ports: DiffPorts,
  history: History,
  valid: ValidProduction,
  wanted: Comparison,
): Promise<DiffView> => {
  const { tag } = valid.production;
  const past = history === undefined ? undefined : await pastOfTag(history.ledger, history.head, tag);
  const before = await beforeOf(ports, past, valid, wanted);
  return diffView(valid, before, past, await filesOf(ports, valid, before, wanted.against));
};

/** The bytes before are in the other folder, at the revision, or at the commit that made the version on the ledger. */
const filesOf = async (
  { snapshot, revision }: DiffPorts,
  { production, content }: ValidProduction,
  before: Before,
  against: Against,
): Promise<readonly FileLines[]> => {
  if (before === undefined) return [];
  const { reasons } = leastBump(before.content, content);
  if (against.kind === "folder") return changedLines([snapshot], production, reasons, against.folder);
  const names = [...(against.kind === "named" ? [against.name] : []), "HEAD", "origin/main", "main"];
  const there = await Promise.all(names.map(revision));
  return changedLines(
    there.filter((one) => one !== undefined),
    production,
    reasons,
  );
};

const beforeOf = async (
  { snapshot, revision }: DiffPorts,
  past: readonly PastVersion[] | undefined,
  { production }: ValidProduction,
  { against, variants }: Comparison,
): Promise<Before> => {
  const { folder, tag, conventions } = production;
  switch (against.kind) {
    case "folder":
      return contentIn(snapshot, { folder: against.folder, name: against.folder }, tag, variants);
    case "named": {
      const same = past?.find(({ version }) => version === against.name);
      if (same !== undefined) return { name: same.version, content: same.content };
      const there = await revision(against.name);
      if (there === undefined)
        throw new Failure(`"${against.name}" is neither a version of ${tag} on the ledger nor a revision here.`, {
          wayOut: `Known versions: ${past?.map(({ version }) => version).join(", ") || "none"}.`,
        });
      return contentIn(there, { folder, name: against.name }, tag, variants);
    }
    case "newest": {
      if (past === undefined) {
        const last = await revision("HEAD");
        return last === undefined ? undefined : contentIn(last, { folder, name: "the last commit" }, tag, variants);
      }
      const newest = newestRelease(past, versionStyle(conventions));
      return newest === undefined ? undefined : { name: newest.version, content: newest.content };
    }
  }
};

/** The same production elsewhere: of several variants the one with this tag. */
const contentIn = async (
  snapshot: Snapshot,
  { folder, name }: { readonly folder: string; readonly name: string },
  tag: string,
  variants: number,
): Promise<Before> => {
  if (!(await snapshot.productions(folder)).includes(folder)) return undefined;
  const judgements = validateOne(await snapshot.production(folder));
  const found =
    judgements.find(({ valid }) => valid?.production.tag === tag) ??
    (judgements.length === 1 && variants === 1 ? judgements[0] : undefined);
  // A variant that was appended has nothing before it.
  if (found === undefined && variants > 1 && judgements.every(({ valid }) => valid !== undefined)) return undefined;
  if (found?.valid === undefined)
    throw new Failure(`${folder} at ${name} cannot be read as ${tag}.`, {
      wayOut: "Compare with a version that was accepted.",
    });
  return { name, content: found.valid.content };
};
