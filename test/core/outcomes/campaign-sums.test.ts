import { expect, test } from "vitest";
import { campaignProduction, inCampaignOrder } from "../../../action/core/outcomes/campaign-sums.ts";
import { campaignTotal } from "../../../action/core/outcomes/campaign-text.ts";
import { aRequest, aStep, valid } from "../a-production.ts";
import { aTask, at } from "../submission/a-submission.ts";
import { aRead, recorded } from "../view/site/made.ts";

const generated = valid(
  aRequest({
    steps: { simulate: aStep({ out: ["hits.root"], jobs: 10, eventsPerJob: 100, run: 'make "$nEvents"\n' }) },
  }),
);
const asking = { content: generated.content, steps: ["simulate"], stepJobs: { simulate: 10 } };
const seen = (finished: number) => ({
  ...{ event: "seen" as const, verdict: "running" as const, pandaDate: at("20:00") },
  tasks: [aTask("simulate", "running", { finished, failed: 0 })],
});

test("A production of a campaign counts its versions and runs together, with what is delivered and what PanDA counted", () => {
  const tag = "sP26a-toy";
  const ended = aRead("done", asking, [{ event: "recorded", steps: [recorded("simulate")] }]);
  const running = aRead("submitted", { ...asking, version: "1.1.0" }, [seen(4)]);
  const trial = { ...asking, version: "1.2.0-test.1", trial: { pullRequest: 7 } as never };
  const one = campaignProduction(tag, [ended, running, aRead("superseded", asking), aRead("done", trial)]);
  expect(one).toMatchObject({ tag, states: { done: 2, running: 1, superseded: 1 }, used: 5, unknown: 1 });
  expect(one).toMatchObject({ requested: 2000, events: 1400 });
});

test("The events that a version wants are what is requested, and where nobody knows there is none", () => {
  expect(campaignProduction("a", [aRead("running", { ...asking, events: 777 })]).requested).toBe(777);
  expect(
    campaignProduction("a", [aRead("running", { content: { format: 1, request: {}, resources: [] } })]),
  ).toMatchObject({ requested: null, isWhole: false });
  expect(campaignProduction("a", [aRead("skipped")])).toMatchObject({ requested: 0, used: 0, unknown: 0 });
});

test("A campaign is the sum of its productions, which stand in its order", () => {
  const [a, b] = [campaignProduction("a", []), campaignProduction("b-x", [])];
  const more = { events: 2, isWhole: false, used: 0.1, unknown: 1 };
  expect(inCampaignOrder(["b-*", "a"], [a, b]).map(({ tag }) => tag)).toEqual(["b-x", "a"]);
  expect(
    campaignTotal([
      { ...a, ...more },
      { ...b, ...more, isWhole: true, used: 0.2 },
    ]),
  ).toEqual({
    ...{ events: 4, isWhole: false, used: 0.3, unknown: 2 },
  });
});
