import { expect, test } from "vitest";
import { openAmount } from "../../../action/core/files/amount.ts";

const files = (...sizes: readonly (readonly [string, number])[]) => sizes.map(([at, size]) => ({ at, size }));

test("a request that names more than it may is not read, and leaves its room to the next", () => {
  const beyond = openAmount({ request: 2000, judgement: 3000 });

  expect(beyond(files(["a", 1000], ["b", 1001]))).toEqual({ of: "request", named: 2001, most: 2000 });
  expect(beyond(files(["c", 2000]))).toBeUndefined();
  expect(beyond(files(["d", 1000]))).toBeUndefined();
});

test("all requests together may name so much, and what two of them share counts once", () => {
  const beyond = openAmount({ request: 2000, judgement: 3000 });

  expect(beyond(files(["shared", 1500]))).toBeUndefined();
  expect(beyond(files(["shared", 1500], ["shared", 1500]))).toBeUndefined();
  expect(beyond(files(["a", 1500]))).toBeUndefined();
  expect(beyond(files(["b", 600]))).toEqual({ of: "judgement", named: 3600, most: 3000 });
  expect(beyond(files(["shared", 1500], ["a", 1500]))).toEqual({ of: "request", named: 3000, most: 2000 });
  expect(beyond(files(["a", 1500]))).toBeUndefined();
});

test("empty files are not free", () => {
  const many = Array.from({ length: 5 }, (_, index) => ({ at: `${index}`, size: 0 }));

  expect(openAmount({ request: 2000, judgement: 3000 })(many)?.named).toBe(5 * 512);
});
