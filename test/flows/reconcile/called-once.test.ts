import { expect, test } from "vitest";
import { RepositoryRefusal } from "../../../action/core/problems/failure.ts";
import { aReportedWorld } from "./a-reported-world.ts";

test("A git tag that a rule of the repository refuses calls people once, however many passes meet it", async () => {
  const { ports, pass, said, overviewText } = await aReportedWorld();
  const refusal = new RepositoryRefusal("The remote refused the tag.", { wayOut: "Its rules must allow it." });
  const create = () => Promise.reject(refusal);
  Object.assign(ports.tags, { create });

  for (let passes = 0; passes < 5; passes++) await pass();

  expect(said(7).match(/needs a person/g)).toHaveLength(1);
  expect(await overviewText()).toContain("The remote refused the tag.");
});
