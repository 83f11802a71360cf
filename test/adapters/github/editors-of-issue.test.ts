import { expect, test } from "vitest";
import { editorsIn } from "../../../action/adapters/github/github-issues.ts";

type Edits = NonNullable<Parameters<typeof editorsIn>[1]>["userContentEdits"];
const by = (login: string, __typename = "User") => ({ editor: { __typename, login } });
const edited = (userContentEdits: Edits, lastEditedAt: string | null = "2026-03-01T09:00:00Z") =>
  editorsIn(5, { lastEditedAt, userContentEdits });
const unsaid = "GitHub does not say who edited issue #5";

test("Each editor whom GitHub names is known, and an issue that nobody edited has none", () => {
  expect(edited({ totalCount: 2, nodes: [by("ada"), by("helper", "Bot")] })).toEqual({
    accounts: [
      { login: "ada", isPerson: true },
      { login: "helper", isPerson: false },
    ],
    unknown: undefined,
  });
  const nobody = { accounts: [], unknown: undefined };
  expect([edited({ totalCount: 0, nodes: [] }, null), edited(null, null)]).toEqual([nobody, nobody]);
});

test.each<readonly [string, Edits, string]>([
  ["by an account that is gone", { totalCount: 2, nodes: [by("ada"), { editor: null }] }, unsaid],
  ["that is not shown", { totalCount: 2, nodes: [by("ada"), null] }, unsaid],
  ["that is left out of the list", { totalCount: 2, nodes: [by("ada")] }, unsaid],
  ["in a list that is not shown", { totalCount: 1, nodes: null }, unsaid],
  ["where no edit is shown, though there was one", null, unsaid],
  [
    "beyond a hundred",
    { totalCount: 101, nodes: Array.from({ length: 100 }, () => by("ada")) },
    "issue #5 was edited more than 100 times",
  ],
])("An edit %s has an unknown author", (_, edits, why) => {
  expect(edited(edits).unknown).toBe(why);
});

test("The editors of an issue that GitHub does not show are unknown", () => {
  expect([editorsIn(5, null), editorsIn(5, undefined)].map(({ unknown }) => unknown)).toEqual([unsaid, unsaid]);
});
