import { expect, test } from "vitest";
import { nearestName } from "../../../action/core/text/nearest-name.ts";

test("Names of any length are compared with a misspelt one in a short time", () => {
  const known = Array.from({ length: 300 }, (_, at) => `${"ab".repeat(2000)}${at}`);
  const begin = process.cpuUsage();

  for (let at = 0; at < 30; at++) expect(nearestName(`${"a".repeat(190)}${at}`, known)).toBeUndefined();

  expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(1);
});
