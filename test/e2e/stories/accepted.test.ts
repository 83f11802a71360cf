import { expect, test } from "vitest";
import { afterMerge, raiseWorld } from "../world.ts";
import { bring, pass, statusLine, toyWith } from "./tale.ts";

test("A production that accepts 95 % of its files is done although a twentieth failed", async () => {
  const world = await raiseWorld(afterMerge);
  const number = await bring(
    world,
    toyWith(
      ["maxAttempt: 2", "maxAttempt: 1"],
      ["    jobs: 3\n", "    jobs: 20\n    accept: 95%\n"],
      ["      awk -v seed", "      test $((10#$uniqueId % 20)) != 7\n      awk -v seed"],
    ),
  );
  await pass(world, 60);

  expect(await statusLine(world, number)).toMatch(
    /^\*\*sP26a-toy-pileup 1\.0\.0: completed-partially, finished with 67 of 68 inputs done, which the request accepts: 55 files, [\d.]+ kB(?:, in [\d a-z]+)?\.\*\*$/,
  );
});
