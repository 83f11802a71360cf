import { describe, expect, test } from "vitest";
import type { ArrivedOutput } from "../../../../action/core/ledger/arrival.ts";
import { containersIn, descriptionsOf, isDescribed } from "../../../../action/core/pass/outputs/description.ts";
import { anIntent, at } from "../../submission/a-submission.ts";
import { anArriving, place } from "./an-arriving.ts";

const outDS = "group.x.sP26a-toy.v1.0.0";
const anOutput = (change: Partial<ArrivedOutput> = {}): ArrivedOutput => ({
  ...{ step: "simulate", did: `group.x:${outDS}_000_simulate_o.root`, files: 2, bytes: 2, events: 30 },
  ...{ at: {}, compared: "files" },
  ...change,
});
const arrives = { place, at: {}, experiment: "sPHENIX" };
const container = "{scope}.{tag}.{version}.{step}.{output}";
const described = (change: Parameters<typeof anIntent>[0] = {}, ...outputs: readonly ArrivedOutput[]) =>
  descriptionsOf(anArriving([], { outDS, arrives, ...change }, { arrived: { checkedOn: at("11:00"), outputs } }));

test("Rucio gets of an output what made it, in columns that each has and in keys of any name", () => {
  expect(described({}, anOutput())).toEqual([
    {
      did: { scope: "group.x", name: `${outDS}_000_simulate_o.root` },
      columns: { project: "sPHENIX", campaign: "sP26a-toy", version: "1.0.0", prod_step: "simulate" },
      more: {
        ...{ shrek_submission: "sP26a-toy/1.0.0/0", shrek_ledger: "0a1b2c3d", shrek_commit: "c".repeat(40) },
        ...{ shrek_folder: "productions/toy", shrek_parents: [], shrek_events: 30 },
      },
      container: undefined,
    },
  ]);
});

test("An output that has not been looked for has no description", () => {
  expect(descriptionsOf(anArriving([], { outDS, arrives }))).toEqual([]);
});

test("The description of a run has its number, and one of which Rucio counts no events has none", () => {
  const [one] = described({ run: 82372 }, anOutput({ events: null }));

  expect(one?.columns).toHaveProperty("run_number", 82372);
  expect(one?.more).not.toHaveProperty("shrek_events");
});

test.each([
  [50, true],
  [51, false],
])("A word of %i characters is in a description: %s, as a part of it would name something else", (length, isTold) => {
  const [one] = described({ tag: "t".repeat(length) }, anOutput());

  expect("campaign" in (one?.columns ?? {})).toBe(isTold);
});

test("Rucio gets no column that has no value", () => {
  const [one] = described({ arrives: { ...arrives, experiment: "" } }, anOutput());

  expect(Object.keys(one?.columns ?? {})).toEqual(["campaign", "version", "prod_step"]);
});

describe("the container of a version", () => {
  const collects = { arrives: { ...arrives, container }, run: 7 };

  test("The container of a version is named by scope, tag, version, step and output, and has the scope of its data", () => {
    const [one] = described(collects, anOutput());

    expect(one?.container).toEqual({ scope: "group.x", name: "group.x.sP26a-toy.1.0.0.simulate.o.root" });
  });

  test("Only runs are collected in a container, and only where the conventions want it", () => {
    expect(described({ ...collects, run: undefined }, anOutput())[0]?.container).toBeUndefined();
    expect(described({ run: 7 }, anOutput())[0]?.container).toBeUndefined();
  });

  test("The number and the step are cut off the name of an output once, and from its begin alone", () => {
    const name = `group.x:${outDS}_012_simulate_012_simulate_o.root`;
    const other = `group.x:${outDS}_x_012_simulate_o.root`;

    expect(described(collects, anOutput({ did: name }))[0]?.container?.name).toMatch(
      /simulate[.]012_simulate_o[.]root$/,
    );
    expect(described(collects, anOutput({ did: other }))[0]?.container?.name).toMatch(/simulate[.]_x_012_simulate_o/);
  });

  test("Each container of a version is named once, and an output without one adds none", () => {
    const two = described(collects, anOutput(), anOutput());

    expect(containersIn(two)).toEqual(["group.x:group.x.sP26a-toy.1.0.0.simulate.o.root"]);
    expect(containersIn(described({}, anOutput()))).toEqual([]);
  });
});

test("An output is described already if Rucio has each column the same, whatever else it has", () => {
  const [one] = described({ run: 7 }, anOutput());
  if (one === undefined) throw new Error("nothing is described");

  expect(isDescribed(one, { ...one.columns, datatype: "x" })).toBe(true);
  expect(isDescribed(one, { ...one.columns, version: "2.0.0" })).toBe(false);
  expect(isDescribed(one, {})).toBe(false);
});
