import type { Collection, Replicas, Storage } from "./data-seen.ts";
import type { NeededData } from "./needed-data.ts";

/** What a look found of one name. */
export type DataFound =
  | { readonly kind: "unknown" }
  | { readonly kind: "known"; readonly collection: Collection; readonly replicas: Replicas };

/** As much of it as is judged and shown. */
export type DataSeen =
  | { readonly kind: "unknown" }
  | {
      readonly kind: "known";
      readonly collection: Pick<Collection, "kind" | "open" | "files" | "bytes" | "events">;
      readonly replicas: Replicas;
    };

/** What a look found, by the names that were asked, and the storage elements that have any of it. */
export type DataLook = {
  readonly found: ReadonlyMap<string, DataSeen>;
  readonly storages: ReadonlyMap<string, Storage>;
};

/** `missing`: it may still come. `lost`: it will not come by itself, so a person decides. */
export type DataFault = { readonly kind: "missing" | "lost"; readonly what: string };

/** What keeps a production from reading it; `undefined`: nothing. */
export const dataFault = ({ dataset, files: wanted }: NeededData, found: DataSeen): DataFault | undefined => {
  if (found.kind === "unknown") return { kind: "missing", what: `${dataset}, which Rucio does not know` };
  const { collection, replicas } = found;
  const { open, files } = collection;
  const lost = replicas.lost ?? 0;
  if (lost > 0)
    return {
      kind: "lost",
      what: `${lost} of ${files} files of ${dataset} are lost: no storage element has a good copy of them`,
    };
  if (files === 0) return open ? waits(`${dataset}, which is empty`) : stays(`${dataset} is empty, and closed`);
  if (wanted !== undefined && files < wanted) {
    return open
      ? waits(`${dataset}, which has ${files} of ${wanted} files`)
      : stays(`${dataset} is closed and has ${files} files, and the request says ${wanted}`);
  }
  return undefined;
};

const waits = (what: string): DataFault => ({ kind: "missing", what });
const stays = (what: string): DataFault => ({ kind: "lost", what });

/** As the state machine hears it; what will not come by itself is said first. */
export const dataObserved = (
  faults: readonly DataFault[],
):
  | { readonly kind: "inputs-missing"; readonly inputs: readonly string[] }
  | { readonly kind: "upstream-lost"; readonly reason: string }
  | undefined => {
  const lost = faults.flatMap(({ kind, what }) => (kind === "lost" ? [what] : []));
  if (lost.length > 0) return { kind: "upstream-lost", reason: lost.join("; ") };
  return faults.length === 0 ? undefined : { kind: "inputs-missing", inputs: faults.map(({ what }) => what) };
};
