import { type Collection, type Did, didText, type Replicas } from "../../../action/core/catalogue/data-seen.ts";
import type { RucioPlace } from "../../../action/core/login/rucio-settings.ts";
import { Failure, Outage } from "../../../action/core/problems/failure.ts";
import type { Catalogue } from "../../../action/ports/catalogue.ts";

/** What may become of the experiment's Rucio, and of the data that it keeps. */
export type OfRucio =
  | "Rucio is away"
  | "Rucio refuses the login"
  | "Rucio's answers cannot be read"
  | "a file leaves the dataset"
  | "a file is lost"
  | "the dataset is gone"
  | "the dataset is opened again"
  | "another account owns the dataset";

export const ofRucio: readonly OfRucio[] = [
  "Rucio is away",
  "Rucio refuses the login",
  "Rucio's answers cannot be read",
  "a file leaves the dataset",
  "a file is lost",
  "the dataset is gone",
  "the dataset is opened again",
  "another account owns the dataset",
];

const did: Did = { scope: "raw", name: "run.1" };
/** What the production reads, and how many files its request says. */
export const modelData = { dataset: didText(did), files: 5 } as const;

const place = { server: "https://rucio.example", account: "reader", login: "userpass" } as const satisfies RucioPlace;
/** Lines of the conventions that name it. */
export const modelRucioRules = `rucio: ${JSON.stringify({ ...place, scopes: [did.scope] })}\ndatasets: { pattern: "." }\n`;

/** Passes after which somebody has mended what was wrong. */
const mendedAfter = 2;

/**
 * A Rucio with one dataset, written from docs/rucio.md and sharing no line with the sandbox. What goes wrong stays so
 * for some passes: longer than one submission takes, and not for ever.
 */
export const modelRucio = () => {
  const now = { mood: undefined as OfRucio | undefined, gone: false, open: false, owner: "reco" };
  const files = { there: modelData.files as number, lost: 0 };
  let passes = 0;

  const answering = <T>(answer: () => T): T => {
    if (now.mood === "Rucio is away") throw new Outage("Rucio cannot be reached", { wayOut: "Try again later." });
    if (now.mood === undefined) return answer();
    throw new Failure(now.mood, { wayOut: "Ask the administrators of Rucio." });
  };
  const collection = (): Collection => ({
    ...{ did, kind: "dataset", open: now.open, account: now.owner, expires: undefined },
    ...{ files: files.there, bytes: 1000 * files.there, events: undefined, datasets: [did] },
  });
  const replicas = (): Replicas => ({
    at: [{ storage: "NEAR_DISK", files: files.there - files.lost }],
    lost: files.lost,
  });
  const catalogue: Catalogue = {
    account: async () => answering(() => place.account),
    collections: async (dids) =>
      answering(() => {
        const isKnown = !now.gone && dids.map(didText).includes(modelData.dataset);
        return new Map(isKnown ? [[modelData.dataset, collection()]] : []);
      }),
    replicas: async (collections) =>
      answering(() => new Map(collections.map((one) => [didText(one.did), replicas()] as const))),
    storages: async () => answering(() => new Map()),
    files: async () => answering(() => []),
    rules: async () => answering(() => ({ rules: [], now: new Date(0) })),
  };
  const happen = (what: OfRucio): void => {
    passes = 0;
    switch (what) {
      case "Rucio is away":
      case "Rucio refuses the login":
      case "Rucio's answers cannot be read":
        now.mood = what;
        return;
      case "a file leaves the dataset":
        files.there = modelData.files - 1;
        return;
      case "a file is lost":
        files.lost = 1;
        return;
      case "the dataset is gone":
        now.gone = true;
        return;
      case "the dataset is opened again":
        now.open = true;
        return;
      case "another account owns the dataset":
        now.owner = "analysis";
    }
  };
  /** Whether all that the request says can be read now. */
  const isWhole = (): boolean => !now.gone && files.there >= modelData.files && files.lost === 0;
  return {
    catalogue,
    happen,
    isWhole,
    isTroubled: (): boolean => now.mood !== undefined || !isWhole(),
    /** A pass is over. */
    wait: (): void => {
      passes += 1;
      if (passes < mendedAfter) return;
      Object.assign(now, { mood: undefined, gone: false });
      Object.assign(files, { there: modelData.files, lost: 0 });
    },
  };
};
