import { parseJson } from "../text/parse-json.ts";
import type { Storage } from "./data-seen.ts";
import type { DataLook, DataSeen } from "./judge-data.ts";

/** What the job that looks data up hands on to the one that comments: what there is, or why it could not be asked. */
export type LookAnswer =
  | { readonly kind: "looked"; readonly at: Date; readonly look: DataLook }
  | { readonly kind: "not"; readonly why: string };

export const writeLook = (answer: LookAnswer): string =>
  JSON.stringify(
    answer.kind === "not"
      ? answer
      : {
          kind: "looked",
          at: answer.at.toISOString(),
          found: [...answer.look.found].map(([dataset, seen]) => ({ dataset, ...asWritten(seen) })),
          storages: [...answer.look.storages.values()],
        },
  );

const asWritten = (seen: DataSeen): object => {
  if (seen.kind === "unknown") return { kind: "unknown" };
  const { kind, open, files, bytes, events } = seen.collection;
  return { kind: "known", collection: { kind, open, files, bytes, events }, replicas: seen.replicas };
};

/** `undefined`: no such answer. The other job runs main's program too, but a job that holds a secret is not believed blindly. */
export const readLook = (text: string): LookAnswer | undefined => {
  const value = parseJson(text);
  if (!isRow(value)) return undefined;
  if (value["kind"] === "not") return typeof value["why"] === "string" ? { kind: "not", why: value["why"] } : undefined;
  const { at, found, storages } = value;
  const when = new Date(typeof at === "string" ? at : Number.NaN);
  if (Number.isNaN(when.getTime()) || !Array.isArray(found) || !Array.isArray(storages)) return undefined;
  if (!found.every(isFound) || !storages.every(isStorage)) return undefined;
  return {
    kind: "looked",
    at: when,
    look: {
      found: new Map(found.map(({ dataset, ...seen }) => [dataset, seen])),
      storages: new Map(storages.map((storage) => [storage.name, storage])),
    },
  };
};
const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): boolean => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const isCountOrNone = (value: unknown): boolean => value === undefined || isCount(value);

const isFound = (value: unknown): value is DataSeen & { readonly dataset: string } => {
  if (!isRow(value) || typeof value["dataset"] !== "string") return false;
  const { kind, collection, replicas } = value;
  if (kind === "unknown") return true;
  if (kind !== "known" || !isRow(collection) || !isRow(replicas)) return false;
  const { at, lost } = replicas;
  return (
    (collection["kind"] === "dataset" || collection["kind"] === "container") &&
    typeof collection["open"] === "boolean" &&
    isCount(collection["files"]) &&
    isCount(collection["bytes"]) &&
    isCountOrNone(collection["events"]) &&
    isCountOrNone(lost) &&
    Array.isArray(at) &&
    at.every((one: unknown) => isRow(one) && typeof one["storage"] === "string" && isCount(one["files"]))
  );
};

const isStorage = (value: unknown): value is Storage =>
  isRow(value) &&
  typeof value["name"] === "string" &&
  (value["medium"] === "disk" || value["medium"] === "tape" || value["medium"] === "other") &&
  typeof value["readable"] === "boolean" &&
  (value["site"] === undefined || typeof value["site"] === "string");
