import { newestIn, rangedInputs } from "../core/advice/newest-inputs.ts";
import { proposeVersion, type Wish } from "../core/advice/propose-version.ts";
import { type ConventionsRead, readConventions } from "../core/conventions/read-conventions.ts";
import type { Judgement } from "../core/judge/judge-production.ts";
import { judgeOne } from "../core/judge/judge-sources.ts";
import { judgeVersion, type Past } from "../core/judge/judge-version.ts";
import { type Problem, refuses } from "../core/problem.ts";
import { type Edit, editYaml } from "../core/request/edit-yaml.ts";
import { isAllowed } from "../core/request/named-sources.ts";
import { type Path, problemAt } from "../core/request/places.ts";
import { readYaml } from "../core/request/read-yaml.ts";
import type { Request } from "../core/request/request.ts";
import type { ProductionSource } from "../core/source-file.ts";
import { isTrial } from "../core/tag/trial.ts";
import { type VersionStyle, versionStyle } from "../core/tag/version-style.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { RemoteHead } from "../ports/remote-head.ts";
import { type History, historyOf, noHistory, pastOfTag } from "./gather/history.ts";

type Ports = {
  readonly ledger: Ledger;
  readonly remote: RemoteHead;
  /** The production with other bytes for its request, and what those name. */
  readonly withBytes: (source: ProductionSource, bytes: Uint8Array) => Promise<ProductionSource>;
};

export type Asked = {
  readonly version: Wish | { readonly exactly: string };
  readonly resources: boolean;
};

export type Move = { readonly what: string; readonly from: string | undefined; readonly to: string };
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
export const bump = async (ports: Ports, source: ProductionSource, asked: Asked): Promise<Bumped> => {
  const [history, conventions] = [await historyOf(ports.ledger), conventionsOf(source)];
  const notes = history.found === undefined ? [noHistory(source.file, history.why)] : [];
  const request = readRequest(source);
  const edits =
    request === undefined || conventions?.kind !== "read"
      ? { moves: [], problems: [] }
      : joined([
          await moveBounds(request, history.found, versionStyle(conventions.conventions)),
          asked.resources
            ? await moveCommits(ports.remote, source, request, conventions.conventions.gitHosts ?? [])
            : nothing,
        ]);
  const moved = await edited(ports, source, edits.moves);
  const judgements = judgeOne(moved);
  const own = [...edits.problems, ...judgements.flatMap(({ problems }) => problems), ...notes];
  const accepted = judgements.flatMap((judgement) => judgement.accepted ?? []);
  if (refuses(own) || accepted.length === 0) return { moves: [], bytes: source.bytes, problems: own };
  const parts = await Promise.all(
    sharingVersion(accepted, readRequest(moved)).map(async ({ path, productions }): Promise<Moving> => {
      const from = productions[0]?.production.version;
      const { version, problems } = await chooseVersion(productions, history.found, asked.version);
      const stays = version === from || refuses(problems);
      return { moves: stays ? [] : [{ path, what: path.join("."), from, to: version }], problems };
    }),
  );
  const versions = joined(parts);
  const problems = [...own, ...versions.problems];
  const done = await edited(ports, moved, versions.moves);
  return { moves: [...edits.moves, ...versions.moves], bytes: done.bytes, problems };
};

type Shared = { readonly path: Path; readonly productions: readonly Accepted[] };

/** Variants have one version, but for those that give their own. */
const sharingVersion = (accepted: readonly Accepted[], request: Partial<Request> | undefined): readonly Shared[] => {
  const own = accepted.map((_, index) => request?.variants?.[index]?.version !== undefined);
  const shared = accepted.filter((_, index) => own[index] === false);
  return [
    ...(shared.length === 0 ? [] : [{ path: ["version"], productions: shared }]),
    ...accepted.flatMap((one, index) =>
      own[index] === true ? [{ path: ["variants", index, "version"], productions: [one] }] : [],
    ),
  ];
};

type EditMove = Move & { readonly path: Path; readonly after?: string };
type Moving = { readonly moves: readonly EditMove[]; readonly problems: readonly Problem[] };
const nothing: Moving = { moves: [], problems: [] };
const joined = (parts: readonly Moving[]): Moving => ({
  moves: parts.flatMap(({ moves }) => moves),
  problems: parts.flatMap(({ problems }) => problems),
});

const conventionsOf = ({ conventions }: ProductionSource): ConventionsRead | undefined =>
  conventions === undefined ? undefined : readConventions(conventions.file, conventions.bytes);

/** As far as it can be read; what is wrong with it is the judge's to say. */
const readRequest = ({ file, bytes }: ProductionSource): Partial<Request> | undefined => {
  const read = readYaml(file, bytes);
  return read.kind === "read" && typeof read.value === "object" && read.value !== null && !Array.isArray(read.value)
    ? (read.value as Partial<Request>)
    : undefined;
};

const edited = async (
  { withBytes }: Ports,
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

const moveBounds = async ({ inputs }: Partial<Request>, history: History, style: VersionStyle): Promise<Moving> => {
  if (history === undefined || typeof inputs !== "object") return nothing;
  const moves = await Promise.all(
    rangedInputs(inputs, style).map(async ({ name, tag, range, bound }): Promise<readonly EditMove[]> => {
      const newest = newestIn(range, await pastOfTag(history.ledger, history.head, tag), style);
      const path = ["inputs", name, "bound"];
      return newest === undefined || newest === bound
        ? []
        : [{ path, what: `inputs.${name}.bound (${tag} ${range})`, from: bound, to: newest, after: "version" }];
    }),
  );
  return { moves: moves.flat(), problems: [] };
};

const moveCommits = async (
  remote: RemoteHead,
  source: ProductionSource,
  { steps }: Partial<Request>,
  hosts: readonly string[],
): Promise<Moving> => {
  const read = readYaml(source.file, source.bytes);
  if (read.kind === "unreadable" || typeof steps !== "object") return nothing;
  const where = { file: source.file, places: read.places };
  const found = Object.entries(steps).flatMap(([step, { resources = [] }]) =>
    resources.flatMap((resource, index) =>
      typeof resource === "string" || !isAllowed(resource.git, hosts)
        ? []
        : [{ ...resource, at: ["steps", step, "resources", index] }],
    ),
  );
  const parts = await Promise.all(
    found.map(async ({ at, git, commit, branch }): Promise<Moving> => {
      const newest = await remote.newest(git, branch);
      if (newest.kind === "missing")
        return { moves: [], problems: [problemAt(where, at, "git-unreachable", newest.message)] };
      const move = { path: [...at, "commit"], what: `${at.join(".")} (${git})`, from: commit, to: newest.commit };
      return { moves: newest.commit === commit ? [] : [move], problems: [] };
    }),
  );
  return joined(parts);
};

type Accepted = NonNullable<Judgement["accepted"]>;

/** Of productions that share a version, the one that moves furthest decides. */
const chooseVersion = async (
  accepted: readonly Accepted[],
  history: History,
  wish: Asked["version"],
): Promise<{ readonly version: string; readonly problems: readonly Problem[] }> => {
  const pasts = await Promise.all(
    accepted.map(
      async ({ production }): Promise<readonly Past[]> =>
        history === undefined ? [] : pastOfTag(history.ledger, history.head, production.tag),
    ),
  );
  const proposals = accepted.map((one, index) =>
    "exactly" in wish ? wish.exactly : proposeVersion(one, pasts[index] ?? [], wish),
  );
  const version = proposals.reduce((one, other) => {
    const [first] = accepted;
    return first !== undefined && versionStyle(first.production.conventions).compare(other, one) > 0 ? other : one;
  });
  const problems = accepted.flatMap(
    ({ production, content }, index) =>
      faultOf(production, version) ??
      judgeVersion({ ...production, version, trial: isTrial(version) }, content, pasts[index] ?? []),
  );
  return { version, problems };
};

const faultOf = (production: Accepted["production"], version: string): readonly Problem[] | undefined => {
  const { fault, example } = versionStyle(production.conventions);
  const message = fault(version);
  return message === undefined
    ? undefined
    : [problemAt(production.where, ["version"], "bad-version", message, { hint: `such as ${example}` })];
};
