import { expect, test } from "vitest";
import { pageAt, pagesBelow } from "./pages.ts";

/** `process.env`, `{ report } = process`; neither `child_process`, a key, nor a comment. */
const use = /(?<![\w$./:"-])process(?=[.;,)[])/;
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");

test("the page on architecture lists the adapters that know `process`, and no other", () => {
  const users = pagesBelow("action/adapters", ".ts").filter(({ text }) => use.test(withoutComments(text)));
  const list = /<!-- process -->([\s\S]*?)<!-- end of process -->/.exec(pageAt("docs/architecture.md").text)?.[1] ?? "";
  const listed = [...list.matchAll(/^- `([^`]+)`: \S/gm)].map(([, path]) => path);

  expect(listed).toEqual(users.map(({ path }) => path));
});

test("No file outside of adapters and entries uses `process`", () => {
  const inner = ["action/core", "action/ports", "action/flows"].flatMap((folder) => pagesBelow(folder, ".ts"));
  expect(inner.filter(({ text }) => use.test(withoutComments(text))).map(({ path }) => path)).toEqual([]);
});
