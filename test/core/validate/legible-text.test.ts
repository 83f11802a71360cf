import { describe, expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { lintProduction } from "../../../action/core/lint/lint-production.ts";
import { legibleText } from "../../../action/core/validate/legible-text.ts";
import { salvagePayloads } from "../../../action/core/validate/salvage-payloads.ts";
import { conventionsBytes } from "../a-production.ts";

const right = `schema: 1
version: 1.0.0
description: Charm signal
build: ana.418
steps:
  simulate:
    out: [hits.tar]
    jobs: 1
    run: |
      x = 5
      touch hits.tar
`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const conventions = readConventions("conventions.yaml", conventionsBytes);
const unreadable = readConventions("conventions.yaml", bytes("conventions: [\n"));

const codes = (text: string, by = conventions): readonly string[] => {
  const source = { folder: "p", file: "p/production.yaml", bytes: bytes(text), entries: [] };
  const found = salvagePayloads({ ...source, conventions: undefined, shared: [], foreign: [] }, by);
  return found.flatMap(({ production, unsure }) =>
    lintProduction(production, unsure).problems.map(({ line, code }) => `${line} ${code}`),
  );
};
const ofRight = ["10 spaces-around-equals"];

describe("The payloads of a request that cannot be read", () => {
  test.each([
    ["description: Charm signal", 'description: "Charm signal'],
    ["description: Charm signal", "description: Charm: signal"],
    ["description: Charm signal", "description: @charm"],
    ["build: ana.418", "build: [ana.418"],
    ["    jobs: 1", "    jobs: {1"],
    ["    jobs: 1", "\tjobs: 1"],
    ["    jobs: 1", "     jobs: 1"],
    ["build: ana.418", "build ana.418"],
    ["    out: [hits.tar]", "    out: [hits.tar"],
    ["version: 1.0.0", "version: *one"],
    ["version: 1.0.0", "version: \u00d1\ufffd\u0000"],
  ])("The payloads of an unreadable request are linted though %j is %j", (line, instead) => {
    expect(codes(right.replace(line, instead))).toEqual(ofRight);
  });

  test("The payloads of an unreadable request are linted though the conventions cannot be read, or are not there", () => {
    expect(codes(right, unreadable)).toEqual(ofRight);
    expect(codes(right, undefined)).toEqual(ofRight);
  });

  test("The payloads of an unreadable request are not guessed where they are themselves what cannot be read", () => {
    expect(codes(right.replace("    run: |", '    run: "')).filter((one) => !ofRight.includes(one))).toEqual([]);
    expect(codes(right.replaceAll(/^ {6}/gm, ""))).toEqual([]);
  });
});

test("A line that is no YAML is left out with its key, and all other lines stay where they are", () => {
  const { text, lost } = legibleText(right.replace("    jobs: 1", "    jobs: {1"));

  expect(text).toBe(right.replace("    jobs: 1", ""));
  expect(lost).toEqual([["steps", "simulate", "jobs"]]);
});
