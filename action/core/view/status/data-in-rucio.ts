import type { Replica } from "../../catalogue/data-seen.ts";
import type { SubmissionKey } from "../../ledger/event.ts";
import { targetOf } from "./status-text.ts";

/** A dataset that a submission made, as Rucio has it now, and what the ledger knows of it. */
export type DataInRucio = {
  readonly tag: string;
  readonly version: string;
  readonly run: number | null;
  readonly state: string;
  readonly did: string;
  readonly files: number;
  readonly bytes: number;
  readonly events: number | null;
  readonly at: readonly Replica[];
  readonly lost: number | null;
  readonly owner: string | null;
  /** Until when rules of SHREK keep it; `null`: none does. */
  readonly until: string | null;
  readonly isKept: boolean;
  readonly isEnded: boolean;
  readonly isGivenUp: boolean;
  /** TAG@VERSION of all that were bound to it, and those of them, or others, that are under way. */
  readonly readers: readonly string[];
  readonly liveReaders: readonly string[];
  readonly quality: "good" | "bad" | "not said";
  /** Why it cannot be ended now; `null`: a person may. */
  readonly stays: string | null;
  /** By which `/shrek expire` names it with this size. */
  readonly id: string;
  readonly key: SubmissionKey;
  readonly pullRequest: number | null;
};

export const readersText = (one: DataInRucio): string =>
  [...one.liveReaders.map((reader) => `${reader} (live)`), ...one.readers.filter((name) => !isAmong(one, name))].join(
    ", ",
  ) || "nobody";

const isAmong = ({ liveReaders }: DataInRucio, name: string): boolean =>
  liveReaders.some((reader) => reader.replace("/", "@").startsWith(name));

const perCommand = 50;

/** The lines to write that end exactly these data of one submission. */
export const expireLines = (key: SubmissionKey, ones: readonly DataInRucio[]): readonly string[] => {
  const target = targetOf(key);
  return Array.from({ length: Math.ceil(ones.length / perCommand) }, (_, part) => {
    const ids = ones.slice(part * perCommand, (part + 1) * perCommand).map(({ id }) => id);
    return `/shrek expire ${target} dids=${ids.join()}`;
  });
};
