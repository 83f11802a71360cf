import { describe, expect, test } from "vitest";
import { holdsSecret } from "../../../action/core/problems/secret.ts";
import { headValue, readListHead, withListHead } from "../../../action/core/text/list-head.ts";
import { canary } from "../../canary.ts";

describe("the head of a list", () => {
  test("Comments at its top say where a list comes from, beside other comments", () => {
    const text = "# good runs\n# source: run database\n# query: SELECT run\n# date: 2026-11-29\n\nrun events\n5 1\n";

    expect(readListHead(text)).toEqual({
      head: { source: "run database", query: "SELECT run", date: "2026-11-29" },
      lines: 5,
      faults: [],
    });
    expect(readListHead("5\n# checked by the shift\n6\n")).toEqual({ head: undefined, lines: 0, faults: [] });
  });

  test.each([
    ["# date: yesterday\n5\n", 1, '"yesterday" is no date.'],
    ["# date: 2026-02-30\n5\n", 1, '"2026-02-30" is no date.'],
    ["# source: a\n# source: b\n5\n", 2, "`source` is there twice."],
    ["# Query: a\n5\n", 1, "`Query` is written in small letters."],
    ["#query:\n5\n", 1, "`query` says nothing."],
    [`# query: ${"x".repeat(1001)}\n5\n`, 1, "`query` has 1001 characters, and at most 1000 are kept."],
    [
      "# source: a\n5\n# source: b\n6\n",
      3,
      "`source` stands below the first line of the list, and says nothing there.",
    ],
  ])("A malformed head has a problem at its line: %j", (text, line, message) => {
    expect(readListHead(text).faults).toMatchObject([{ line, col: 1, message }]);
  });

  test("Another head takes the place of the one before, and other comments stay", () => {
    const text = "# good runs\n# source: old\n# date: 2026-11-01\nrun events\n5 1\n";

    const written = withListHead(text, { query: "SELECT", date: "2026-11-29" });

    expect(written).toBe("# query: SELECT\n# date: 2026-11-29\n# good runs\nrun events\n5 1\n");
    expect(withListHead(written, { query: "SELECT", date: "2026-11-29" })).toBe(written);
  });
});

describe("secrets in heads", () => {
  const secret = canary("head");

  test.each([
    `postgres://reader:${secret}@db.example/runs`,
    `host=db user=reader password=${secret}`,
    `PGPASSWORD='${secret}' psql -At`,
    `https://db.example/runs?token=${secret}`,
    `curl -u reader:${secret} https://db.example`,
    `curl -H "Authorization: Bearer ${secret}"`,
  ])(
    "A password or token is refused, also in a comment that is no part of the head, and is not printed: %j",
    (value) => {
      for (const line of [`# query: ${value}`, `# ${value}`]) {
        const { faults, head } = readListHead(`${line}\n5\n`);

        expect(faults).toMatchObject([{ line: 1 }]);
        expect(JSON.stringify([faults, head])).not.toContain(secret);
      }
      expect(headValue(value)).toBeUndefined();
    },
  );

  test.each([
    "postgres://reader@db.example:5432/runs",
    "postgres://reader:$PGPASSWORD@db.example/runs",
    "password=$" + "{PASSWORD} psql -At -c 'SELECT run'",
    "root://host.example:1094//raw/a:b@c",
    "the token ring, asked by @ada: all runs",
    "SELECT run FROM runs WHERE quality = 'good'",
    "# the password is Ada's",
  ])("The head of a list names no secret where it names a variable, or none: %j", (line) => {
    expect(holdsSecret(line)).toBe(false);
  });
});
