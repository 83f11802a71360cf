import { expect, test } from "vitest";
import { stepsAt } from "../../../../action/core/production/sited-steps.ts";
import { atSiteText } from "../../../../action/core/view/local/site-text.ts";
import { aSubmission, key } from "../../submission/a-submission.ts";

const request = {
  defaults: { sites: ["BNL", "NERSC", "SDCC"] },
  steps: { make: {}, merge: { sites: ["BNL"] }, plot: { sites: ["SDCC"] }, odd: 5 },
};
const steps = stepsAt(request, "BNL");

test("The steps of a request at a site are those that name it, or have no sites but those of defaults", () => {
  expect(steps).toEqual([
    { step: "make", others: ["NERSC", "SDCC"] },
    { step: "merge", others: [] },
    { step: "odd", others: ["NERSC", "SDCC"] },
  ]);
  expect(stepsAt("no request", "BNL")).toEqual([]);
});

test("The submissions that name a site are listed as waiting, at PanDA or stopped, with the other sites that are online", () => {
  const submissions = (["running", "intended", "failed"] as const).map((kind) => ({
    key,
    state: aSubmission(kind),
    steps: kind === "running" ? [] : steps.slice(0, 1),
  }));

  expect(atSiteText([{ folder: "productions/a", steps }], submissions, new Set(["SDCC"])).split("\n")).toEqual([
    "Requests here that name it:",
    "  productions/a: make, odd (also SDCC); merge (no other site online)",
    "Submissions that wait and name it:",
    "  sP26a-toy 1.0.0, intended: make (also SDCC)",
    "Submissions at PanDA that name it; `shrek move TAG@VERSION site=SITE` sends them elsewhere:",
    "  sP26a-toy 1.0.0, running: moved there",
    "Submissions that stopped, and name it when they are retried:",
    "  sP26a-toy 1.0.0, failed: make (also SDCC)",
  ]);
  expect(atSiteText([], [], new Set())).toBe("No request here and no submission under way names it.");
});
