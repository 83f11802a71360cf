import { expect, test } from "vitest";
import { maxPacked, pack, unpack } from "../../../action/adapters/runner/handed-on.ts";

test("Text that one GitHub job hands on to another comes back unchanged", async () => {
  const text = `é\u{1f600}\r\n${"66001\n".repeat(10_000)}`;

  const packed = await pack(text);

  expect(await unpack(packed)).toBe(text);
  expect(packed).not.toContain("66001");
});

test("20,000 runs of five digits in no order stay far below the size limit of an environment variable", async () => {
  const runs = Array.from({ length: 20_000 }, (_, at) => 10_000 + ((at * 48_271) % 90_000));

  expect((await pack(runs.join("\n"))).length).toBeLessThan(maxPacked);
});

test.each(["", "[]", "SGVsbG8="])("%j is refused as text that no job of SHREK handed on", async (handed) => {
  expect(await unpack(handed)).toBeUndefined();
});
