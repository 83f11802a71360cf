import { expect, test } from "vitest";
import { openAmount } from "../../../action/core/files/amount.ts";

const files = (...sizes: readonly (readonly [string, number])[]) => sizes.map(([at, size]) => ({ at, size }));

test("The files of a request above the size limit are not read, and do not count for the next request", () => {
  const beyond = openAmount({ request: 2000, judgement: 3000 });

  expect(beyond(files(["a", 1000], ["b", 1001]))).toEqual({ of: "request", named: 2001, most: 2000 });
  expect(beyond(files(["c", 2000]))).toBeUndefined();
  expect(beyond(files(["d", 1000]))).toBeUndefined();
});

test("The files of all requests together have a size limit, and files that two requests share count once", () => {
  const beyond = openAmount({ request: 2000, judgement: 3000 });

  expect(beyond(files(["shared", 1500]))).toBeUndefined();
  expect(beyond(files(["shared", 1500], ["shared", 1500]))).toBeUndefined();
  expect(beyond(files(["a", 1500]))).toBeUndefined();
  expect(beyond(files(["b", 600]))).toEqual({ of: "judgement", named: 3600, most: 3000 });
  expect(beyond(files(["shared", 1500], ["a", 1500]))).toEqual({ of: "request", named: 3000, most: 2000 });
  expect(beyond(files(["a", 1500]))).toBeUndefined();
});

test("Empty files count for the limit of files too", () => {
  const many = Array.from({ length: 5 }, (_, index) => ({ at: `${index}`, size: 0 }));

  expect(openAmount({ request: 2000, judgement: 3000 })(many)?.named).toBe(5 * 512);
});
