import { expect, test } from "vitest";
import { decide } from "../../../action/core/pass/asking.ts";
import { countOnMain } from "../../../action/core/pass/counting.ts";
import type { RunRow } from "../../../action/core/production/run-row.ts";
import { accepted, aRequest } from "../a-production.ts";
import { aMoment } from "./ask-fakes.ts";

/** A list that nobody may look into. */
const unreadable: readonly RunRow[] = new Proxy([], {
  get: () => {
    throw new Error("the list of all runs was read");
  },
});

test("A run is counted without a look at the other runs, where its request says how many files it reads", () => {
  const production = { ...accepted(aRequest()).production, runs: unreadable };

  const { decided } = decide(countOnMain(aMoment("head"), production), () => undefined);

  expect(decided?.isCounted).toBe(true);
});
