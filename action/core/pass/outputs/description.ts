import { type Did, didOf, didText } from "../../catalogue/data-seen.ts";
import { fillTemplate } from "../../conventions/template.ts";
import type { ArrivedOutput } from "../../ledger/arrival.ts";
import { type Intent, keyOf } from "../../ledger/event.ts";
import { parentsOf } from "../../ledger/intended-steps.ts";
import type { ArrivingState } from "../../submission/arriving.ts";

export type Description = {
  readonly did: Did;
  /** Columns that every Rucio has. */
  readonly columns: Readonly<Record<string, string | number>>;
  /** What a Rucio holds besides, whose database has JSON. */
  readonly more: Readonly<Record<string, string | number | readonly string[]>>;
  /** What collects it with the other runs of its version; `undefined`: the conventions want none. */
  readonly container: Did | undefined;
};

export const descriptionsOf = ({ intent, past }: ArrivingState): readonly Description[] =>
  (past.arrival?.outputs ?? []).map((output) => {
    const did = didIn(output.did);
    return {
      did,
      columns: columnsOf(intent, output),
      more: moreOf(intent, output),
      container: collectorOf(intent, did, output),
    };
  });

const didIn = (text: string): Did => {
  const colon = text.indexOf(":");
  return { scope: text.slice(0, colon), name: text.slice(colon + 1) };
};

/** Characters that the column takes (RUCIO C15): what is longer is left out, as a part of it would name something else. */
const maxColumn = 50;

type ArrivingIntent = ArrivingState["intent"];

const columnsOf = ({ arrives, tag, version, run }: ArrivingIntent, { step }: ArrivedOutput): Description["columns"] => {
  const texts = { project: arrives.experiment, campaign: tag, version, prod_step: step };
  const fit = Object.entries(texts).filter(([, value]) => value !== "" && value.length <= maxColumn);
  return { ...Object.fromEntries(fit), ...(run === undefined ? {} : { run_number: run }) };
};

/** A dot has a meaning in Rucio's questions about them. */
const moreOf = (intent: Intent, { events }: ArrivedOutput): Description["more"] => ({
  shrek_submission: keyOf(intent),
  shrek_ledger: intent.repository,
  shrek_commit: intent.commit,
  shrek_folder: intent.folder,
  shrek_parents: parentsOf(intent),
  ...(events === null ? {} : { shrek_events: events }),
});

const collectorOf = (intent: ArrivingIntent, did: Did, { step }: ArrivedOutput): Did | undefined => {
  const { tag, version, arrives, outDS, run } = intent;
  if (arrives.container === undefined || run === undefined) return undefined;
  const output = did.name.slice(outDS.length).replace(new RegExp(`^_\\d+_${step}_`), "");
  return {
    scope: did.scope,
    name: fillTemplate(arrives.container, { scope: didOf(outDS).scope, tag, version, step, output }),
  };
};

/** Whether Rucio says so already; the columns are written last. */
export const isDescribed = ({ columns }: Description, meta: Readonly<Record<string, string | number>>): boolean =>
  Object.entries(columns).every(([key, value]) => meta[key] === value);

export const containersIn = (all: readonly Description[]): readonly string[] => [
  ...new Set(all.flatMap(({ container }) => (container === undefined ? [] : [didText(container)]))),
];
