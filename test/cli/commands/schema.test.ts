import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { shrekWarm } from "../../e2e/warm/start.ts";

test.each(["language", "doctor", "dry-run", "data", "card"])(
  "shrek schema %s prints the schema and writes no file",
  async (word) => {
    const printed = await shrekWarm(tmpdir(), ["schema", word]);

    expect(printed).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(printed.stdout)).toHaveProperty("$schema");
    expect(await shrekWarm(tmpdir(), ["schema", word, "--write"])).toMatchObject({ code: 2, stdout: "" });
  },
);
