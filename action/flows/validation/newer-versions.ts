import type { UpkeepKind } from "../../core/command/form-names.ts";
import { conventionsNearest } from "../../core/conventions/read-conventions.ts";
import { versionStyle } from "../../core/conventions/version-pattern.ts";
import { isAllowed } from "../../core/request/git-address.ts";
import type { Request } from "../../core/request/request.ts";
import type { Json } from "../../core/text/canonical-json.ts";
import { type Located, problemAt } from "../../core/text/places.ts";
import { readYaml } from "../../core/text/read-yaml.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import { joined, type Moving, noMoves } from "../../core/versioning/move-versions.ts";
import { moveInputs, productionsRead, type Reach } from "../../core/versioning/newest-inputs.ts";
import { isNewerWithinMajor } from "../../core/versioning/upkeep.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { RemoteHead } from "../../ports/remote-head.ts";
import { type History, pastOfTag } from "../ledger-access/history.ts";

export type WrittenRequest = { readonly request: Partial<Request>; readonly where: Located };

/** What of a kind is newer than a request says, within its major; of the source no other file is read. */
export const newerOf = async (
  { ledger, remote }: { readonly ledger: Ledger; readonly remote: RemoteHead },
  source: ProductionSource,
  kind: UpkeepKind,
): Promise<Moving> => {
  const [written, conventions] = [readRequest(source), conventionsNearest(source)];
  if (written === undefined || conventions?.kind !== "read") return noMoves;
  const style = versionStyle(conventions.conventions);
  if (kind === "resources") return moveCommits(remote, source.folder, written, conventions.conventions.gitHosts ?? []);
  const { moves, problems } = await movedInputs(
    written,
    { ledger, head: await ledger.head() },
    { style, beyondMajor: false },
  );
  return { moves: moves.filter(({ from, to }) => isNewerWithinMajor(style, from, to)), problems };
};

/** As far as it can be read; the validation reports what is wrong with it. */
export const readRequest = ({ file, bytes }: ProductionSource): WrittenRequest | undefined => {
  const read = readYaml(file, bytes);
  return read.kind === "read" && typeof read.value === "object" && read.value !== null && !Array.isArray(read.value)
    ? { request: read.value as Partial<Request>, where: { file, places: read.places } }
    : undefined;
};

/** Each version that a request reads, to the newest that can be read within its reach. */
export const movedInputs = async ({ request }: WrittenRequest, history: History, reach: Reach): Promise<Moving> => {
  if (history === undefined) return noMoves;
  const written = request as { readonly [key: string]: Json };
  const pasts = productionsRead(written).map(
    async (tag) => [tag, await pastOfTag(history.ledger, history.head, tag)] as const,
  );
  return { moves: moveInputs(written, new Map(await Promise.all(pasts)), reach), problems: [] };
};

/** Each resource, to the newest commit of its branch. */
export const moveCommits = async (
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
      const newest = await remote.newest(folder, { git, branch, commit });
      if (newest.kind === "not-in-force" || newest.kind === "aside") return noMoves; // the validation reports the first
      if (newest.kind === "missing")
        return { moves: [], problems: [problemAt(where, at, "git-unreachable", { message: newest.message })] };
      const move = { path: [...at, "commit"], what: `${at.join(".")} (${git})`, from: commit, to: newest.commit };
      return { moves: newest.commit === commit ? [] : [move], problems: [] };
    }),
  );
  return joined(parts);
};
