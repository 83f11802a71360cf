import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { shrek } from "../../../scripts/demo/scene.ts";

test.each(["language", "doctor", "dry-run", "data", "card"])(
  "shrek schema %s prints the schema and writes no file",
  async (word) => {
    const printed = await shrek(tmpdir(), ["schema", word]);

    expect(printed).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(printed.stdout)).toHaveProperty("$schema");
    expect(await shrek(tmpdir(), ["schema", word, "--write"])).toMatchObject({ code: 2, stdout: "" });
  },
);
