import { sha256 } from "../text/canonical-json.ts";
import type { ListHead } from "../text/list-head.ts";

export type ListOrigin = ListHead & { readonly list: string };

/** Characters of a value that the ledger keeps with each submission. */
const maxKeptLength = 200;

/** A longer one by its digest: the words stand in the list, which the commit has. */
export const keptOrigin = ({ list, ...head }: ListOrigin): ListOrigin => ({
  list,
  ...Object.fromEntries(
    Object.entries(head).map(([key, value]) => [key, value.length > maxKeptLength ? `sha256:${sha256(value)}` : value]),
  ),
});

/** For people, as a sentence. */
export const originText = ({ list, source, query, date }: ListOrigin): string => {
  const parts = [
    source === undefined ? "" : ` from ${source}`,
    query === undefined ? "" : ` by ${query}`,
    date === undefined ? "" : ` on ${date}`,
  ];
  return `${list} was made${parts.join("")}.`;
};

/** The data of another production whose files a list names; `run`: as people write it. */
export type ListedData = {
  readonly tag: string;
  readonly version: string;
  readonly run: string | undefined;
  readonly step: string;
};

/** As `shrek files --list` writes it into the head, and nobody writes by chance. */
export const listedDataText = ({ tag, version, run, step }: ListedData): string =>
  `${tag}@${version}${run === undefined ? "" : `#${run}`}/${step}`;

export const listedDataOf = ({ source = "" }: ListHead): ListedData | undefined => {
  const [, tag, version, run, step] =
    /^([A-Za-z0-9][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9._-]*)(?:#([1-9][0-9]{0,7}|\*))?\/([A-Za-z]\w*)$/.exec(
      source,
    ) ?? [];
  return tag === undefined || version === undefined || step === undefined ? undefined : { tag, version, run, step };
};
