import type { SubmissionKey } from "../../ledger/event.ts";
import { type EndedList, type EndedOne, endedPath, isKey, pagePath } from "../../ledger/paths.ts";
import { compareText } from "../../problems/problem.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isLive } from "../../submission/states.ts";
import { compareNatural } from "../../text/natural-order.ts";
import { type SourceFile, textFile } from "../../text/source-file.ts";

/** Rows of the first page. */
export const shownEnded = 200;
/** Beyond it, all but the last ones go to pages of their months, which are written once. */
const maxKept = 300;
/** Rows; a page stays far below the 512 KiB that GitHub renders. */
const ofPage = 1000;

export const endedOf = (key: SubmissionKey, state: SubmissionState): EndedOne | undefined =>
  "since" in state && !isLive(state) ? [key, state.kind, state.since] : undefined;

type EndedAfter = { readonly ended: EndedList; readonly files: readonly SourceFile[] };

/** After these submissions changed; the files are those that differ. */
export const endedAfter = (before: EndedList, touched: ReadonlyMap<SubmissionKey, SubmissionState>): EndedAfter =>
  endedWith(
    before,
    new Set(touched.keys()),
    [...touched].flatMap(([key, state]) => {
      const one = endedOf(key, state);
      return one === undefined ? [] : [one];
    }),
  );

/** `now`: those of `touched` that have ended. */
export const endedWith = (
  before: EndedList,
  touched: ReadonlySet<SubmissionKey>,
  now: readonly EndedOne[],
): EndedAfter => {
  if (now.length === 0 && !before.last.some(([key]) => touched.has(key))) return { ended: before, files: [] };
  const all = [...before.last.filter(([key]) => !touched.has(key)), ...now].toSorted(
    (a, b) => compareText(b[2], a[2]) || compareNatural(a[0], b[0]),
  );
  const older = all.length > maxKept ? all.slice(shownEnded) : [];
  const months = new Map(before.months);
  const pages = [...Map.groupBy(older, ([, , at]) => at.slice(0, 7))].flatMap(([month, rows]) =>
    chunks(rows).map((some) => {
      const number = (months.get(month) ?? 0) + 1;
      months.set(month, number);
      return textFile(monthPath(month, number), `# Ended in ${month}\n\n${endedTable(some, "../")}`);
    }),
  );
  const ended: EndedList = {
    last: older.length > 0 ? all.slice(0, shownEnded) : all,
    months: [...months].toSorted(([a], [b]) => compareText(b, a)),
  };
  return { ended, files: [textFile(endedPath, `${JSON.stringify(ended, null, 1)}\n`), ...pages] };
};

const chunks = (rows: readonly EndedOne[]): readonly (readonly EndedOne[])[] =>
  Array.from({ length: Math.ceil(rows.length / ofPage) }, (_, n) => rows.slice(n * ofPage, (n + 1) * ofPage));

const monthPath = (month: string, number: number): string => `ended/${month}-${number}.md`;

const endedTable = (rows: readonly EndedOne[], top = ""): string =>
  `| submission | state | since |\n|---|---|---|\n${rows
    .map(([key, kind, at]) => `| [${key}](${top}${pagePath(key)}) | ${kind} | ${at.slice(0, 16).replace("T", " ")} |`)
    .join("\n")}\n`;

/** For the ledger's first page. */
export const endedSection = ({ last, months }: EndedList): string => {
  if (last.length === 0) return "";
  const links = months.map(([month, pages]) => {
    const numbers = Array.from({ length: pages }, (_, n) => `[${n + 1}](${monthPath(month, n + 1)})`);
    return `- ${month}: ${numbers.join(" ")}\n`;
  });
  const before = links.length === 0 ? "" : `\n## Ended before\n\n${links.join("")}`;
  return `\n## Ended last\n\n${endedTable(last.slice(0, shownEnded))}${before}`;
};

/** The content of `ended.json`; `undefined`: SHREK did not write it. */
export const readEnded = (text: string): EndedList | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("last" in value) || !("months" in value)) return undefined;
    const { last, months } = value;
    return isList(last, isEndedOne) && isList(months, isMonth) ? { last, months } : undefined;
  } catch {
    return undefined;
  }
};

const isList = <T>(value: unknown, is: (one: unknown) => one is T): value is readonly T[] =>
  Array.isArray(value) && value.every(is);
const isEndedOne = (one: unknown): one is EndedOne =>
  Array.isArray(one) && one.length === 3 && one.every((part) => typeof part === "string") && isKey(String(one[0]));
const isMonth = (one: unknown): one is readonly [string, number] =>
  Array.isArray(one) && /^\d{4}-\d\d$/.test(String(one[0])) && Number.isSafeInteger(one[1]);
