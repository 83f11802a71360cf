import { isLookedUp } from "../core/catalogue/judge-data.ts";
import type { Conventions } from "../core/conventions/conventions.ts";
import { conventionsNearest } from "../core/conventions/read-conventions.ts";
import { versionStyle } from "../core/conventions/version-pattern.ts";
import { validateOne } from "../core/cross-checks/check-sources.ts";
import { measuredEdits } from "../core/ledger/measured-edits.ts";
import { type Problem, refuses } from "../core/problems/problem.ts";
import { lockName } from "../core/request/named-sources.ts";
import type { Request } from "../core/request/request.ts";
import { counted } from "../core/text/amounts.ts";
import { type Json, mapping } from "../core/text/canonical-json.ts";
import { type Edit, editYaml } from "../core/text/edit-yaml.ts";
import type { Path } from "../core/text/places.ts";
import { exactText, type ProductionSource, type SourceFile, textFile } from "../core/text/source-file.ts";
import { lockOf } from "../core/validate/cutting/lock-of.ts";
import {
  type EditMove,
  joined,
  type Move,
  type Moving,
  moveVersions,
  noMoves,
  type VariantVersion,
  type VersionChoice,
} from "../core/versioning/move-versions.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { RemoteHead } from "../ports/remote-head.ts";
import { type History, historyOf, noHistory, pastOfTag } from "./ledger-access/history.ts";
import { measuredBefore } from "./ledger-access/measured-before.ts";
import { moveCommits, movedInputs, readRequest, type WrittenRequest } from "./validation/newer-versions.ts";

type FilesThere = (
  conventions: Conventions,
  datasets: readonly string[],
) => Promise<ReadonlyMap<string, { readonly files: number; readonly events: number | undefined }>>;

type BumpPorts = {
  /** What the experiment's Rucio has of data; left out where nobody asked for a look. */
  readonly filesThere?: FilesThere;
  readonly ledger: Ledger;
  readonly remote: RemoteHead;
  /** The production with other bytes for its request, and what those name. */
  readonly withBytes: (source: ProductionSource, bytes: Uint8Array) => Promise<ProductionSource>;
};

export type BumpOptions = {
  readonly version: VersionChoice;
  readonly resources: boolean;
  /** Inputs move beyond the major of what is read. */
  readonly major: boolean;
  /** Estimates, memory and walltime become what the last trial or release measured. */
  readonly measured?: boolean;
  /** These move, and nothing is looked up. */
  readonly given?: readonly EditMove[];
};

export type Bumped = {
  readonly moves: readonly Move[];
  /** The request with everything moved; written only when no problem refuses it. */
  readonly bytes: Uint8Array;
  /** The lock beside it, where lists were cut into other jobs than it says. */
  readonly lock: SourceFile | undefined;
  readonly problems: readonly Problem[];
  readonly offered: readonly Move[];
};

/**
 * Moves what a request says of versions: commits of resources, versions of inputs, and then its own
 * version, which has to be honest about all of it. Lists of files are cut into jobs before,
 * for their lock is content.
 */
export const bump = async (ports: BumpPorts, unlocked: ProductionSource, asked: BumpOptions): Promise<Bumped> => {
  const { lock, moves: locked } = lockAgain(unlocked);
  const withBytes: BumpPorts["withBytes"] = async (source, bytes) =>
    withLock(await ports.withBytes(source, bytes), lock);
  const bumped = await bumpLocked({ ...ports, withBytes }, withLock(unlocked, lock), asked);
  return refuses(bumped.problems)
    ? { ...bumped, moves: [], lock: undefined }
    : { ...bumped, moves: [...locked, ...bumped.moves], lock };
};

/** The request with these moves and the own version that they want; nothing else is looked up. `read`: it with these bytes. */
export const bumpTo =
  (ports: Pick<BumpPorts, "ledger" | "remote">) =>
  (
    source: ProductionSource,
    given: readonly EditMove[],
    read: (bytes: Uint8Array) => Promise<ProductionSource>,
  ): Promise<Bumped> =>
    bump({ ...ports, withBytes: (_, bytes) => read(bytes) }, source, {
      version: { size: "least", trial: false },
      resources: false,
      major: false,
      given,
    });

const bumpLocked = async (
  ports: BumpPorts,
  source: ProductionSource,
  asked: BumpOptions,
): Promise<Omit<Bumped, "lock">> => {
  const history = await historyOf(ports.ledger);
  const notes = history.found === undefined ? [noHistory(source.file, history.why)] : [];
  const edits =
    asked.given === undefined
      ? await lookedUp(ports, source, asked, history.found)
      : { moves: asked.given, problems: [] };
  const alone = await edited(ports, source, edits.moves);
  const measured = await measuredMoves(history.found, alone);
  const moved = asked.measured ? await edited(ports, alone, measured) : alone;
  const offered = asked.measured ? [] : measured;
  const judgements = validateOne(moved);
  const own = [...edits.problems, ...judgements.flatMap(({ problems }) => problems), ...notes];
  const valid = judgements.flatMap((judgement) => judgement.valid ?? []);
  if (refuses(own) || valid.length === 0) return { moves: [], bytes: source.bytes, problems: own, offered };
  const given = readRequest(moved)?.request.variants;
  const listed = Array.isArray(given) ? given : undefined;
  const variants = valid.map(async (one, index): Promise<VariantVersion> => {
    const past =
      history.found === undefined ? [] : await pastOfTag(history.found.ledger, history.found.head, one.production.tag);
    return { ...one, past, index, ownVersion: listed?.[index]?.version !== undefined };
  });
  const versions = moveVersions(
    await Promise.all(variants),
    asked.version,
    given === undefined || listed !== undefined,
  );
  const problems = [...own, ...versions.problems];
  const moves = [...edits.moves, ...(asked.measured ? measured : []), ...versions.moves];
  const done = refuses(problems) ? moved : await edited(ports, moved, versions.moves);
  // The new text is validated as well: a correction should not spoil a request.
  const spoiled =
    done === moved ? [] : validateOne(done).flatMap((one) => one.problems.filter((reported) => refuses([reported])));
  return spoiled.length === 0
    ? { moves, bytes: done.bytes, problems, offered }
    : { moves: [], bytes: source.bytes, problems: [...problems, ...spoiled], offered };
};

const lookedUp = async (
  ports: BumpPorts,
  source: ProductionSource,
  asked: BumpOptions,
  history: History,
): Promise<Moving> => {
  const [written, conventions] = [readRequest(source), conventionsNearest(source)];
  if (written === undefined || conventions?.kind !== "read") return noMoves;
  return joined([
    await movedInputs(written, history, { style: versionStyle(conventions.conventions), beyondMajor: asked.major }),
    await movedCounts(ports.filesThere, written, conventions.conventions),
    asked.resources
      ? await moveCommits(ports.remote, source.folder, written, conventions.conventions.gitHosts ?? [])
      : noMoves,
  ]);
};

/** Of a request with variants nothing: each may need other values. */
export const measuredMoves = async (history: History, source: ProductionSource): Promise<readonly EditMove[]> => {
  const [valid] = validateOne(source).flatMap((one) => one.valid ?? []);
  if (history === undefined || valid === undefined || valid.production.variant) return [];
  const measured = await measuredBefore(history.ledger, history.head, valid);
  if (measured === undefined) return [];
  const { version, trial } = measured.intent;
  const by = `measured by ${trial === undefined ? "release" : "trial"} ${version}`;
  return measuredEdits(valid.production, measured).map(({ path, text, after }) => ({
    path,
    after,
    what: `${path.join(".")} (${by})`,
    from: writtenAt(valid.production.request, path),
    to: JSON.stringify(text),
    text,
  }));
};

const writtenAt = (request: Request, path: Path): string => {
  const value = path.reduce<Json | undefined>((at, key) => mapping(at)[key], { ...request } as Json);
  return value === undefined ? "nothing" : JSON.stringify(value);
};

/** The lock that the lists give, if the one that is there says something else. */
const lockAgain = (source: ProductionSource): Pick<Bumped, "lock" | "moves"> => {
  const text = lockOf(source);
  const there = source.entries.find(({ path }) => path === lockName);
  const before = there?.kind === "file" ? new TextDecoder().decode(there.bytes) : undefined;
  if (text === undefined || before?.replaceAll("\r\n", "\n") === text) return { lock: undefined, moves: [] };
  const lines = (lock: string): string => counted(lock.trimEnd().split("\n").length - 1, "line");
  const from = before === undefined ? "nothing" : lines(before);
  return { lock: textFile(lockName, text), moves: [{ what: lockName, from, to: lines(text) }] };
};

const withLock = (source: ProductionSource, lock: SourceFile | undefined): ProductionSource =>
  lock === undefined
    ? source
    : { ...source, entries: [...source.entries.filter(({ path }) => path !== lockName), { kind: "file", ...lock }] };

const edited = async (
  { withBytes }: BumpPorts,
  source: ProductionSource,
  moves: readonly EditMove[],
): Promise<ProductionSource> => {
  if (moves.length === 0) return source;
  const edits = moves.map(({ path, to, text, after }): Edit & { readonly after?: string } => ({
    path,
    text: text ?? to,
    ...(after === undefined ? {} : { after }),
  }));
  return withBytes(source, new TextEncoder().encode(editYaml(exactText(source.bytes), edits)));
};

/** Of names without a field or a run: what those stand for differs from submission to submission. */
const movedCounts = async (
  filesThere: FilesThere | undefined,
  { request: { inputs } }: WrittenRequest,
  conventions: Conventions,
): Promise<Moving> => {
  if (filesThere === undefined || typeof inputs !== "object") return noMoves;
  const named = Object.entries(inputs).flatMap(([input, { dataset, ...counts }]) =>
    typeof dataset === "string" && isLookedUp(conventions, dataset) ? [{ input, dataset, counts }] : [],
  );
  const there = await filesThere(conventions, [...new Set(named.map(({ dataset }) => dataset))]);
  const moves = named.flatMap(({ input, dataset, counts }) =>
    (["files", "events"] as const).flatMap((key): readonly EditMove[] => {
      const [from, to] = [counts[key], there.get(dataset)?.[key]];
      // Events are written where the author counts them, and Rucio does.
      if (to === undefined || from === to || (key === "events" && from === undefined)) return [];
      return [
        {
          path: ["inputs", input, key],
          what: `inputs.${input}.${key}`,
          from: String(from ?? "nothing"),
          to: String(to),
          text: to,
          after: "dataset",
        },
      ];
    }),
  );
  return { moves, problems: [] };
};
