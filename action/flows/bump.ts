import { versionStyle } from "../core/conventions/choose-style.ts";
import { type ConventionsRead, readConventions } from "../core/conventions/read-conventions.ts";
import { isTrial } from "../core/conventions/trial.ts";
import type { VersionStyle } from "../core/conventions/version-style.ts";
import { validateOne } from "../core/cross-checks/check-sources.ts";
import { type Problem, refuses } from "../core/problems/problem.ts";
import { isAllowed } from "../core/request/git-address.ts";
import type { Request, Variant } from "../core/request/request.ts";
import { type Edit, editYaml } from "../core/text/edit-yaml.ts";
import { type Located, type Path, problemAt } from "../core/text/places.ts";
import { readYaml } from "../core/text/read-yaml.ts";
import type { ProductionSource } from "../core/text/source-file.ts";
import type { Validation } from "../core/validate/validate-production.ts";
import type { PastVersion } from "../core/versioning/check-version.ts";
import { moveVersions, type VariantVersion, type VersionChoice } from "../core/versioning/move-versions.ts";
import { type EditMove, joined, type Move, type Moving, noMoves } from "../core/versioning/moving.ts";
import { newestIn, type Ranged, rangedInputs } from "../core/versioning/newest-inputs.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { RemoteHead } from "../ports/remote-head.ts";
import { type History, historyOf, noHistory, pastOfTag } from "./ledger-access/history.ts";

type BumpPorts = {
  readonly ledger: Ledger;
  readonly remote: RemoteHead;
  /** The production with other bytes for its request, and what those name. */
  readonly withBytes: (source: ProductionSource, bytes: Uint8Array) => Promise<ProductionSource>;
};

export type BumpOptions = {
  readonly version: VersionChoice;
  readonly resources: boolean;
};

export type Bumped = {
  readonly moves: readonly Move[];
  /** The request with everything moved; written only when no problem refuses it. */
  readonly bytes: Uint8Array;
  readonly problems: readonly Problem[];
};

/**
 * Moves what a request says of versions: commits of resources, versions that ranges are bound to, and then its own
 * version, which has to be honest about all of it.
 */
export const bump = async (ports: BumpPorts, source: ProductionSource, asked: BumpOptions): Promise<Bumped> => {
  const [history, conventions] = [await historyOf(ports.ledger), conventionsOf(source)];
  const notes = history.found === undefined ? [noHistory(source.file, history.why)] : [];
  const written = readRequest(source);
  const edits =
    written === undefined || conventions?.kind !== "read"
      ? { moves: [], problems: [] }
      : joined([
          await moveBounds(written, history.found, versionStyle(conventions.conventions)),
          asked.resources
            ? await moveCommits(ports.remote, source.folder, written, conventions.conventions.gitHosts ?? [])
            : noMoves,
        ]);
  const moved = await edited(ports, source, edits.moves);
  const judgements = validateOne(moved);
  const own = [...edits.problems, ...withoutReported(judgements, edits.problems), ...notes];
  const accepted = judgements.flatMap((judgement) => judgement.accepted ?? []);
  if (refuses(own) || accepted.length === 0) return { moves: [], bytes: source.bytes, problems: own };
  const given = readRequest(moved)?.request.variants;
  const variants = accepted.map(async (one, index): Promise<VariantVersion> => {
    const past =
      history.found === undefined ? [] : await pastOfTag(history.found.ledger, history.found.head, one.production.tag);
    return { ...one, past, index, ownVersion: given?.[index]?.version !== undefined };
  });
  const versions = moveVersions(await Promise.all(variants), asked.version);
  const problems = [...own, ...versions.problems];
  const moves = [...edits.moves, ...versions.moves];
  const done = refuses(problems) ? moved : await edited(ports, moved, versions.moves);
  // The new text is validated as well: a correction should not spoil a request.
  const spoiled =
    done === moved ? [] : validateOne(done).flatMap((one) => one.problems.filter((reported) => refuses([reported])));
  return spoiled.length === 0
    ? { moves, bytes: done.bytes, problems }
    : { moves: [], bytes: source.bytes, problems: [...problems, ...spoiled] };
};

/** "Run `shrek bump`" is no way out for somebody who did. */
const withoutReported = (judgements: readonly Validation[], reported: readonly Problem[]): readonly Problem[] =>
  judgements
    .flatMap(({ problems }) => problems)
    .filter(
      ({ code, line, col }) =>
        code !== "bound-missing" || reported.every((other) => other.line !== line || other.col !== col),
    );

const conventionsOf = ({ conventions }: ProductionSource): ConventionsRead | undefined =>
  conventions === undefined ? undefined : readConventions(conventions.file, conventions.bytes);

/** As far as it can be read; the validation reports what is wrong with it. */
const readRequest = ({ file, bytes }: ProductionSource): WrittenRequest | undefined => {
  const read = readYaml(file, bytes);
  return read.kind === "read" && typeof read.value === "object" && read.value !== null && !Array.isArray(read.value)
    ? { request: read.value as Partial<Request>, where: { file, places: read.places } }
    : undefined;
};

type WrittenRequest = { readonly request: Partial<Request>; readonly where: Located };

const edited = async (
  { withBytes }: BumpPorts,
  source: ProductionSource,
  moves: readonly EditMove[],
): Promise<ProductionSource> => {
  if (moves.length === 0) return source;
  const edits = moves.map(({ path, to, after }): Edit & { readonly after?: string } => ({
    path,
    text: to,
    ...(after === undefined ? {} : { after }),
  }));
  // Without `ignoreBOM` the decoder would drop the mark at the beginning, and a byte would change.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(source.bytes);
  return withBytes(source, new TextEncoder().encode(editYaml(text, edits)));
};

const moveBounds = async (
  { request: { inputs, variants = [] }, where }: WrittenRequest,
  history: History,
  style: VersionStyle,
): Promise<Moving> => {
  if (history === undefined || typeof inputs !== "object") return noMoves;
  const own = Array.isArray(variants)
    ? variants.flatMap((variant, index) => rangedOfVariant(inputs, variant, index, style))
    : [];
  const parts = [...rangedInputs(inputs, style).map(ofAll), ...own].map(async (ranged): Promise<Moving> => {
    const { tag, range, bound, path: input, after } = ranged;
    const past = await pastOfTag(history.ledger, history.head, tag);
    const newest = newestIn(range, past, style);
    if (newest === undefined && bound === undefined)
      return { moves: [], problems: [nothingIn({ where, path: [...input, after] }, ranged, past, style)] };
    const path = [...input, "bound"];
    const what = `${path.join(".")} (${tag} ${range})`;
    const stays = newest === undefined || newest === bound;
    return { moves: stays ? [] : [{ path, what, from: bound, to: newest, after }], problems: [] };
  });
  return joined(await Promise.all(parts));
};

type RangedAt = Ranged & { readonly path: Path; readonly after: string };
const ofAll = (ranged: Ranged): RangedAt => ({ ...ranged, path: ["inputs", ranged.name], after: "version" });

/** What a variant gives to an input that a range names: it is bound there, and apart from the others. */
const rangedOfVariant = (
  inputs: NonNullable<Request["inputs"]>,
  variant: Variant,
  index: number,
  style: VersionStyle,
): readonly RangedAt[] =>
  Object.entries(variant.inputs ?? {}).flatMap(([name, given]) => {
    const after = (["version", "production", "bound"] as const).find((key) => given[key] !== undefined);
    const shared = inputs[name];
    return after === undefined || shared === undefined
      ? []
      : rangedInputs({ [name]: { ...shared, ...given } }, style).map((ranged) => ({
          ...ranged,
          // What all variants are bound to may move, and then it would no longer be what this one was bound to.
          bound: given.bound,
          path: ["variants", index, "inputs", name],
          after,
        }));
  });

const nothingIn = (
  { where, path }: { readonly where: Located; readonly path: Path },
  { tag, range }: Pick<Ranged, "tag" | "range">,
  past: readonly PastVersion[],
  style: VersionStyle,
): Problem => {
  const versions = past.filter(({ submitted, made }) => submitted && made === "here").map(({ version }) => version);
  const releases = versions.filter((version) => !isTrial(version)).toSorted(style.compare);
  return problemAt(where, path, "unknown-version", {
    message: `The range ${range} contains no submitted release of ${tag}.`,
    hint:
      releases.length > 0
        ? `submitted releases: ${releases.slice(-5).join(", ")}`
        : `${tag} has no submitted release${versions.length > 0 ? ", only trials" : ""}; submit one first, or correct the tag`,
  });
};

const moveCommits = async (
  remote: RemoteHead,
  folder: string,
  { request: { steps }, where }: WrittenRequest,
  hosts: readonly string[],
): Promise<Moving> => {
  if (typeof steps !== "object") return noMoves;
  const found = Object.entries(steps).flatMap(([step, { resources = [] }]) =>
    resources.flatMap((resource, index) =>
      typeof resource === "string" || !isAllowed(resource.git, hosts)
        ? []
        : [{ ...resource, at: ["steps", step, "resources", index] }],
    ),
  );
  const parts = await Promise.all(
    found.map(async ({ at, git, commit, branch }): Promise<Moving> => {
      const newest = await remote.newest(folder, git, branch);
      if (newest.kind === "not-in-force") return noMoves; // the validation reports it
      if (newest.kind === "missing")
        return { moves: [], problems: [problemAt(where, at, "git-unreachable", { message: newest.message })] };
      const move = { path: [...at, "commit"], what: `${at.join(".")} (${git})`, from: commit, to: newest.commit };
      return { moves: newest.commit === commit ? [] : [move], problems: [] };
    }),
  );
  return joined(parts);
};
