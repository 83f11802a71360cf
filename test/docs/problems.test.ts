import { expect, test } from "vitest";
import type { Explained } from "../../action/core/problems/codes/explained.ts";
import { problemCodes } from "../../action/core/problems/problem.ts";
import { pageAt } from "./pages.ts";

const codes: readonly (readonly [string, Explained])[] = Object.entries(problemCodes);

test("each code of a problem has one heading on its page, and no other has one", () => {
  const headings = [...pageAt("docs/problems.md").text.matchAll(/^## (.*)$/gm)].map(([, code]) => code);

  expect(headings).toEqual(codes.map(([code]) => code));
});

test("Each page of a problem says what is wrong, why it matters and the way out in at most three sentences", () => {
  const sentencesOf = ({ why = "", wayOut = "", hint = "" }: Explained): number =>
    `${why} ${wayOut} ${hint}`.split(/[.](?= [A-Z`(]|\s*$)/).filter((sentence) => sentence.trim() !== "").length;

  expect(codes.filter(([, explained]) => sentencesOf(explained) > 3).map(([code]) => code)).toEqual([]);
});
