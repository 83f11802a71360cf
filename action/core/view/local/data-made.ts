import type { FromSchema } from "json-schema-to-ts";
import { textTable } from "../../markdown/text-table.ts";
import { counted, sizeText } from "../../text/amounts.ts";
import { closedWith } from "../../text/schema-parts.ts";
import { type DataInRucio, expireLines, readersText } from "../status/data-in-rucio.ts";

const text = { type: "string" } as const;
const maybeText = { type: ["string", "null"] } as const;
const count = { type: "integer", minimum: 0 } as const;
const maybeCount = { type: ["integer", "null"], minimum: 0 } as const;

/** What `shrek data --json` prints, also with `expire`. `null`: nobody knows, or there is none. */
export const dataSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Datasets that productions made, as Rucio has them",
  ...closedWith({
    format: { const: 1, description: "Version of this format." },
    data: {
      type: "array",
      items: closedWith({
        tag: text,
        version: text,
        run: maybeCount,
        state: { ...text, description: "Of its submission, as docs/states.md names them." },
        did: { ...text, description: "SCOPE:NAME" },
        files: count,
        bytes: count,
        events: maybeCount,
        at: {
          type: "array",
          description: "Storage elements, and how many of the files each has.",
          items: closedWith({ storage: text, files: count }),
        },
        lost: { ...maybeCount, description: "Files of which no storage element has a good copy." },
        owner: maybeText,
        until: { ...maybeText, description: "Until when a rule of SHREK keeps it, ISO 8601." },
        readers: { type: "array", items: text, description: "TAG@VERSION" },
        liveReaders: { type: "array", items: text, description: "Those under way." },
        quality: { enum: ["good", "bad", "not said"] },
        stays: { ...maybeText, description: "Why no person may end it now." },
        id: { ...text, description: "Names it, with this size, in `/shrek expire TAG@VERSION dids=ID`." },
      }),
    },
  }),
} as const;

/** For programs: as it is, without what only the terminal needs. */
export const madeJson = (data: readonly DataInRucio[]): FromSchema<typeof dataSchema> => ({
  format: 1,
  data: data.map(({ key: _, pullRequest: _pull, isKept: _kept, isEnded: _ended, isGivenUp: _given, ...one }) => ({
    ...one,
    at: [...one.at],
    readers: [...one.readers],
    liveReaders: [...one.liveReaders],
  })),
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
