import { expect, test } from "vitest";
import { matches, readFilter, writeFilter } from "../../../../action/core/view/site/filter.ts";
import { rowOf } from "../../../../action/core/view/site/submission-data.ts";
import { at } from "../../submission/a-submission.ts";
import { aRead, recorded } from "./made.ts";

const done = () =>
  rowOf(aRead("done", { run: 53_877 }, [{ event: "recorded", steps: [recorded("simulate")] }]), ["Charm"]);

test("A row says of a submission what a list of productions shows and is filtered by", () => {
  expect(done()).toEqual({
    ...{ tag: "sP26a-toy", version: "1.0.0", run: 53_877, state: "done", phase: "succeeded", asks: false },
    words: "all 2 tasks are done: 10 files, 5 kB",
    ...{ entered: at("10:00"), since: at("15:00"), by: "Ada", approved: "not asked: loopback", contact: ["@ada"] },
    ...{ group: "sphenix", campaigns: ["Charm"], build: "ana.530", data: ["user.ada.sP26a-toy-1.0.0-0"] },
    ...{ sites: ["BNL"], done: 20, inputs: 20 },
  });
});

test("A version that was recorded as not to be submitted has a row, of nobody", () => {
  expect(rowOf(aRead("skipped"))).toMatchObject({ state: "skipped", by: "", data: [], sites: [], inputs: 0 });
});

test.each([
  ["tag=toy sP26", true],
  ["tag=toy other", false],
  ["campaign=charm", true],
  ["campaign=sP26a", false],
  ["field=toy", true],
  ["field=to", false],
  ["field=ana.530", true],
  ["run=53877", true],
  ["run=5387", false],
  ["state=done", true],
  ["state=failed", false],
  ["phase=succeeded", true],
  ["phase=running", false],
  ["asks=no", true],
  ["asks=yes", false],
  ["person=@ada", true],
  ["person=bert", false],
  ["group=sphenix", true],
  ["site=bnl", true],
  ["site=CERN", false],
  ["data=toy-1.0.0", true],
  ["version=1.0.0", true],
  ["version=1.0.1", false],
  ["tag=toy&state=failed", false],
  ["unknown=x", true],
  ["", true],
])("The filter %j of an address finds a done run of ada's: %s", (query, found) => {
  expect(matches(done(), readFilter(query))).toBe(found);
});

test("A call that may be under way counts as running, and what asks for a person does not", () => {
  expect(matches(rowOf(aRead("submitting")), { phase: "running" })).toBe(true);
  expect(matches(rowOf(aRead("duplicate-suspected")), { phase: "running" })).toBe(false);
});

test("A filter is read from an address as it was written there", () => {
  const filter = { tag: "a & b=c", site: "BNL", run: "7" };

  expect(readFilter(writeFilter(filter))).toEqual(filter);
  expect(writeFilter({})).toBe("");
});
