import type { RucioPlace } from "../login/rucio-settings.ts";

/** Where the outputs of a submission are to stand, kept in its intent; none where the experiment's Rucio has not its scope. */
export type WantedArrival = {
  readonly place: RucioPlace;
  /** The storage element that a step's outputs are wanted at, by step; where none is named, any good copy counts. */
  readonly at: Readonly<Record<string, string>>;
  /** Told to Rucio with the data. */
  readonly experiment: string;
  /** The template of the container that collects a version's runs; left out: there is none. */
  readonly container?: string;
};

/** An output of a step, as the experiment's Rucio has it: the container that PanDA's task writes into. */
export type ArrivedOutput = {
  readonly step: string;
  /** SCOPE:NAME */
  readonly did: string;
  readonly files: number;
  readonly bytes: number;
  /** `null`: Rucio counts none. */
  readonly events: number | null;
  /** Good copies by storage element, in files. */
  readonly at: Readonly<Record<string, number>>;
  /** File by file with what PanDA's jobs say of name, size and checksum; or by number alone, of a task that has very many jobs. */
  readonly compared: "files" | "number";
};

/** What PanDA says was made and Rucio does not have as it should. */
export type LackingOutput = {
  readonly did: string;
  readonly what: string;
  /** How many of its files were there and are lost; left out of what never arrived. */
  readonly files?: number;
};

/** What of the outputs is in the experiment's Rucio. */
export type Arrival = {
  /** By Rucio's clock. */
  readonly checkedOn: string;
  readonly outputs: readonly ArrivedOutput[];
  /** What had not arrived when its time was over; left out: all of it has. */
  readonly lacks?: readonly LackingOutput[];
  /** All of it was there at `checkedOn`, and this was lost since. */
  readonly wasWhole?: true;
  /** Who takes it as it is. */
  readonly accepted?: string;
};

/** All of it has arrived. */
export const isWhole = ({ lacks = [] }: Arrival): boolean => lacks.length === 0;

/** The same outputs lack. How many of their files do is coarse: it changes while data move. */
export const lacksSame = (a: Arrival, b: Arrival): boolean => namesOf(a) === namesOf(b);

const namesOf = ({ lacks = [] }: Arrival): string =>
  lacks
    .map(({ did }) => did)
    .toSorted()
    .join(" ");

/** What was written to Rucio about outputs that have arrived. */
export type OutputsDescribed = {
  /** SCOPE:NAME of the containers that they were put into. */
  readonly containers: readonly string[];
  /** Rucio did not let us write it, in its words. */
  readonly refused?: string;
};

/** The rules of ours that stand in Rucio at least until then. `until`: `null`: for ever. */
export type KeptData = {
  readonly until: string | null;
  readonly dids: readonly string[];
  /** Ids of those that SHREK made. */
  readonly rules?: readonly string[];
};

/** How long data are kept, and who owns them, as a request says it. */
export type KeepTerms = { readonly keep: string; readonly owner: string };

/** Rules of ours for these are ended, by the command of this id that named them. */
export type DataExpired = { readonly id: string; readonly dids: readonly string[] };
