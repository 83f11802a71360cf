import type { Replica } from "../../catalogue/data-seen.ts";
import { partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import { textTable } from "../../markdown/text-table.ts";
import { counted, sizeText } from "../../text/amounts.ts";

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
};

/** For programs: as it is, without what only the terminal needs. */
export const madeJson = (data: readonly DataInRucio[]): object => ({
  format: 1,
  data: data.map(({ key: _, isKept: _kept, isEnded: _ended, isGivenUp: _given, ...one }) => one),
});

export const madeText = (data: readonly DataInRucio[]): string =>
  data.length === 0 ? "Rucio has no data of these productions." : textTable(heads, data.map(rowOf));

const heads = ["dataset", "files", "size", "copies", "owner", "kept until", "read by", "declared"];

const rowOf = (one: DataInRucio): readonly string[] => [
  one.did,
  `${one.files}${one.lost ? `, ${one.lost} lost` : ""}`,
  sizeText(one.bytes),
  one.at.map(({ storage, files }) => (files === one.files ? storage : `${storage} ${files}`)).join(", ") ||
    "none known",
  one.owner ?? "nobody",
  one.isEnded ? "its rule has ended" : one.until === null ? "no rule of SHREK" : one.until.slice(0, 10),
  [...one.liveReaders.map((reader) => `${reader} (live)`), ...one.readers.filter((name) => !isAmong(one, name))].join(
    ", ",
  ) || "-",
  one.quality,
];

const isAmong = ({ liveReaders }: DataInRucio, name: string): boolean =>
  liveReaders.some((reader) => reader.replace("/", "@").startsWith(name));

/** What a command would end, what it would not and why, and the lines to write. */
export const expiryText = (data: readonly DataInRucio[]): string => {
  const [may, stay] = [data.filter(({ stays }) => stays === null), data.filter(({ stays }) => stays !== null)];
  const bytes = may.reduce((sum, one) => sum + one.bytes, 0);
  const commands = [...Map.groupBy(may, ({ key }) => key)].flatMap(([key, ones]) => commandLines(key, ones));
  return [
    ...(data.length === 0 ? ["There is nothing to end: name data, or TAG@VERSION; `shrek data` lists them."] : []),
    ...(may.length === 0
      ? []
      : [
          `${counted(may.length, "dataset")}, ${sizeText(bytes)}: their rules would end, and Rucio deletes what no other rule keeps.`,
          madeText(may),
          "Nothing is done yet. To end exactly these, write in a comment on GitHub, or here with a PanDA on this machine:",
          ...commands.map((line) => `  ${line}`),
        ]),
    ...(stay.length === 0 ? [] : ["These stay:", ...stay.map(({ did, stays }) => `  ${did}: ${stays}`)]),
  ].join("\n");
};

const perCommand = 50;

const commandLines = (key: SubmissionKey, ones: readonly DataInRucio[]): readonly string[] => {
  const { tag, version, run } = partsOfKey(key);
  const target = `${tag}@${version}${run === undefined ? "" : `#${run}`}`;
  return Array.from({ length: Math.ceil(ones.length / perCommand) }, (_, part) => {
    const ids = ones.slice(part * perCommand, (part + 1) * perCommand).map(({ id }) => id);
    return `/shrek expire ${target} dids=${ids.join()}`;
  });
};
