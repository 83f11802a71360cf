import { textTable } from "../../markdown/text-table.ts";
import { counted, sizeText } from "../../text/amounts.ts";
import { type DataInRucio, expireLines, readersText } from "../status/data-in-rucio.ts";

/** For programs: as it is, without what only the terminal needs. */
export const madeJson = (data: readonly DataInRucio[]): object => ({
  format: 1,
  data: data.map(({ key: _, pullRequest: _pull, isKept: _kept, isEnded: _ended, isGivenUp: _given, ...one }) => one),
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
  readersText(one),
  one.quality,
];

/** What a command would end, what it would not and why, and the lines to write. */
export const expiryText = (data: readonly DataInRucio[]): string => {
  const [may, stay] = [data.filter(({ stays }) => stays === null), data.filter(({ stays }) => stays !== null)];
  const bytes = may.reduce((sum, one) => sum + one.bytes, 0);
  const commands = [...Map.groupBy(may, ({ key }) => key)].flatMap(([key, ones]) => expireLines(key, ones));
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
