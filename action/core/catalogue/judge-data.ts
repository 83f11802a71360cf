import type { Conventions } from "../conventions/conventions.ts";
import type { Production } from "../production/production.ts";
import { andMore, counted } from "../text/amounts.ts";
import { type Collection, didOf, isDid, type Replicas, type Storage } from "./data-seen.ts";

/** Data from outside that a production reads by name. */
export type NeededData = {
  readonly dataset: string;
  /** What its request says is there. */
  readonly files: number | undefined;
  /** Where the steps that read it would run; left out: anywhere. */
  readonly sites?: readonly string[];
  /** No file may come any more. */
  readonly closed?: true;
  /** Of data that grow these files, by name, and no others. */
  readonly only?: readonly string[];
};

/** Each once, of the scopes that the experiment's Rucio has; the output of a task that is waited for is PanDA's. */
export const neededData = ({
  steps,
  stepsOfRuns = [],
  request,
  conventions,
}: Pick<Production, "steps" | "stepsOfRuns" | "request" | "conventions">): readonly NeededData[] => {
  const read = new Map<string, NeededData>();
  const reading = [steps, ...stepsOfRuns].flat();
  for (const one of reading.flatMap(({ inputs, sites }) => inputs.map((input) => ({ ...input, at: sites })))) {
    const { source, only, at } = one;
    if (source.kind !== "dataset" || source.task !== undefined || !isLookedUp(conventions, source.dataset)) continue;
    const { files, when } = request.inputs?.[source.input] ?? {};
    const before = read.get(source.dataset);
    read.set(source.dataset, {
      dataset: source.dataset,
      files: typeof files === "number" ? Math.max(files, before?.files ?? 0) : before?.files,
      sites: [...new Set([...(before?.sites ?? []), ...at])],
      ...(when === "closed" || before?.closed === true ? { closed: true } : {}),
      ...(only === undefined ? {} : { only }),
    });
  }
  return [...read.values()];
};

/** A name with a brace still lacks a run. */
export const isLookedUp = ({ rucio }: Pick<Conventions, "rucio">, dataset: string): boolean => {
  const did = didOf(dataset);
  return rucio !== undefined && rucio.scopes.includes(did.scope) && isDid(did);
};

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
type DataFault = { readonly kind: "missing" | "lost"; readonly what: string };

/** What keeps a production from reading it; `undefined`: nothing. */
export const dataFault = (need: NeededData, found: DataSeen): DataFault | undefined => {
  const { dataset, files: wanted, closed, only } = need;
  if (found.kind === "unknown") return { kind: "missing", what: `${dataset}, which Rucio does not know` };
  const { collection, replicas } = found;
  if (only !== undefined) return partFault(dataset, only, replicas);
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
  return open && closed === true
    ? waits(`${dataset}, which is open: it has ${counted(files, "file")}, and more may come`)
    : undefined;
};

/** Of data that grow these files alone count: each must still be there, with a good copy. */
const partFault = (dataset: string, only: readonly string[], { files }: Replicas): DataFault | undefined => {
  if (files === undefined) return waits(`${dataset}, whose files could not be counted one by one`);
  const [good, lost] = [new Set(files.good), new Set(files.lost)];
  const [gone, bad] = [only.filter((one) => !good.has(one) && !lost.has(one)), only.filter((one) => lost.has(one))];
  const of = `of ${counted(only.length, "file")} of this run`;
  if (gone.length > 0) return stays(`${gone.length} ${of} left ${dataset}: ${andMore(gone, filesNamed)}`);
  return bad.length === 0
    ? undefined
    : stays(
        `${bad.length} ${of} are lost, and no storage element has a good copy of them: ${andMore(bad, filesNamed)}`,
      );
};
const filesNamed = 3;

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
