import { didText } from "../../../action/core/catalogue/data-seen.ts";
import type { LedgerEvent } from "../../../action/core/ledger/event.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import type { OpenCatalogue } from "../../../action/flows/validation/look-at-data.ts";
import type { Breach } from "./breach.ts";
import { modelData } from "./rucio.ts";

/** What Rucio answered last of the data that the production reads, behind the last look at main. */
type DataHeard = { isAnswered: boolean; files: number | undefined; lost: number | undefined };
const nothingHeard = (): DataHeard => ({ isAnswered: false, files: undefined, lost: undefined });

/** The same ports of one process, where its production reads data: judged is what it knew of them when it acted. */
export const withJudgedData = (ports: ReconcilePorts, breaches: Breach[]): ReconcilePorts => {
  if (ports.catalogue === undefined) return ports;
  const heard = nothingHeard();
  const { main, ledger, tags, panda } = ports;
  const judge = (call: string): void => void breaches.push(...breachesOfCall(call, heard));
  return {
    ...ports,
    catalogue: heardCatalogue(ports.catalogue, heard),
    main: {
      ...main,
      head: async () => {
        Object.assign(heard, nothingHeard());
        return main.head();
      },
    },
    ledger: {
      ...ledger,
      append: async (at, events, ...rest) => {
        const appended = await ledger.append(at, events, ...rest);
        if (appended.kind === "written") breaches.push(...breachesOfWaiting(events, heard));
        return appended;
      },
    },
    tags: {
      ...tags,
      create: async (...tag) => {
        judge("tag");
        return tags.create(...tag);
      },
    },
    panda: {
      ...panda,
      check: async (...call) => {
        judge("check");
        return panda.check(...call);
      },
      submit: async (...call) => {
        judge("submit");
        return panda.submit(...call);
      },
    },
  };
};

/** The same Rucio, whose answers are noted. */
const heardCatalogue =
  (open: OpenCatalogue, heard: DataHeard): OpenCatalogue =>
  (place) => {
    const catalogue = open(place);
    return {
      ...catalogue,
      collections: async (dids) => {
        Object.assign(heard, nothingHeard());
        const found = await catalogue.collections(dids);
        Object.assign(heard, { isAnswered: true, files: found.get(modelData.dataset)?.files });
        return found;
      },
      replicas: async (collections) => {
        heard.isAnswered = false;
        const found = await catalogue.replicas(collections);
        const own = collections.find(({ did }) => didText(did) === modelData.dataset);
        const lost = own === undefined ? undefined : found.get(modelData.dataset)?.lost;
        Object.assign(heard, { isAnswered: true, lost });
        return found;
      },
    };
  };

/** At a tag, a check or a submit Rucio had just answered that all is there (SAFETY invariant 18). */
const breachesOfCall = (call: string, { files, lost }: DataHeard): readonly Breach[] => {
  if (files !== undefined && files >= modelData.files && lost === 0) return [];
  const answered = files === undefined ? "nothing" : `${files} files, ${lost ?? "unknown"} lost`;
  return [{ rule: "invariant 18", what: `a ${call}, and of ${modelData.dataset} Rucio answered: ${answered}` }];
};

/** What waits for data, or is stopped by them, waits by an answer of Rucio: an outage decides nothing (SAFETY rule 10). */
const breachesOfWaiting = (events: readonly LedgerEvent[], { isAnswered }: DataHeard): readonly Breach[] =>
  events.flatMap(({ event }) =>
    (event === "waiting" || event === "blocked") && !isAnswered
      ? [{ rule: "rule 10", what: `"${event}" is written, and Rucio did not answer` }]
      : [],
  );
