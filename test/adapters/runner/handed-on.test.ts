import { expect, test } from "vitest";
import { mostPacked, pack, unpack } from "../../../action/adapters/runner/handed-on.ts";

test("what was packed is unpacked, to the letter", async () => {
  const text = `é\u{1f600}\r\n${"66001\n".repeat(10_000)}`;

  const packed = await pack(text);

  expect(await unpack(packed)).toBe(text);
  expect(packed).not.toContain("66001");
});

test("20,000 runs of five digits in no order are far from what one variable of a process holds", async () => {
  const runs = Array.from({ length: 20_000 }, (_, at) => 10_000 + ((at * 48_271) % 90_000));

  expect((await pack(runs.join("\n"))).length).toBeLessThan(mostPacked);
});

test.each(["", "[]", "SGVsbG8="])("%j was not packed here", async (handed) => {
  expect(await unpack(handed)).toBeUndefined();
});
