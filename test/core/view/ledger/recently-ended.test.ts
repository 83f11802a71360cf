import { expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import { endedPath, noneEnded } from "../../../../action/core/ledger/paths.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import type { SourceFile } from "../../../../action/core/text/source-file.ts";
import { endedAfter, endedSection, readEnded } from "../../../../action/core/view/ledger/recently-ended.ts";
import { foldOf, pastOf } from "../../submission/a-submission.ts";

const textOf = ({ bytes }: SourceFile): string => new TextDecoder().decode(bytes);
const keyOf = (n: number): SubmissionKey => submissionKey("toy", `1.${n}.0`, undefined);
/** One after the other, some two hundred a month. */
const one = (n: number, kind: "done" | "running" | "closed" = "done"): readonly [SubmissionKey, SubmissionState] => [
  keyOf(n),
  foldOf(pastOf(kind), new Date(Date.UTC(2026, 0, 1) + n * 3 * 3_600_000).toISOString()),
];

test("The last two hundred ended submissions are on the ledger's first page, and older ones on pages of their month", () => {
  let ended = noneEnded;
  const pages = new Map<string, string>();
  for (let n = 0; n < 10_000; n += 8) {
    const after = endedAfter(ended, new Map(Array.from({ length: 8 }, (_, at) => one(n + at))));
    ended = after.ended;
    for (const file of after.files) {
      if (file.path !== endedPath) expect(pages.has(file.path), `${file.path} is written once`).toBe(false);
      pages.set(file.path, textOf(file));
    }
  }

  expect(readEnded(pages.get(endedPath) ?? "")).toEqual(ended);
  expect(ended.last.slice(0, 2).map(([key]) => key)).toEqual([keyOf(9_999), keyOf(9_998)]);
  const section = endedSection(ended);
  const links = [...section.matchAll(/\]\((ended\/[^)]+)\)/g)].map(([, path = ""]) => path);
  expect(links.toSorted()).toEqual([...pages.keys()].filter((path) => path !== endedPath).toSorted());
  const linked = [section, ...pages.values()].flatMap((text) => [...text.matchAll(/\[(toy\/1\.\d+\.0\/0)\]/g)]);
  expect(new Set(linked.map(([, key]) => key)).size).toBe(10_000 - (ended.last.length - 200));
  expect(section.match(/\[toy/g)).toHaveLength(200);
  for (const text of [section, ...pages.values()]) expect(Buffer.byteLength(text)).toBeLessThan(100 * 1024);
});

test("Many submissions that end together make few pages, and one that runs again is removed from the ended ones", () => {
  const all = endedAfter(noneEnded, new Map(Array.from({ length: 10_000 }, (_, n) => one(n))));
  expect(all.ended.last).toHaveLength(200);
  expect(all.files.every((file) => Buffer.byteLength(textOf(file)) < 200 * 1024)).toBe(true);

  const again = endedAfter(all.ended, new Map([one(9_999, "running"), one(9_998, "closed")]));

  expect(again.ended.last.slice(0, 2).map(([key, kind]) => [key, kind])).toEqual([
    [keyOf(9_998), "closed"],
    [keyOf(9_997), "done"],
  ]);
  expect(endedAfter(all.ended, new Map([one(1, "running")]))).toEqual({ ended: all.ended, files: [] });
});

test.each(["", "[]", '{"last": [["no key", "done", "2026"]], "months": []}', '{"last": [], "months": [["x", 1]]}'])(
  "A list of ended submissions in another format is ignored: %s",
  (text) => {
    expect(readEnded(text)).toBeUndefined();
  },
);
