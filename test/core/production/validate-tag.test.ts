import { describe, expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { validateTag } from "../../../action/core/production/validate-tag.ts";
import { conventionsBytes } from "../a-production.ts";

const read = readConventions("conventions.yaml", conventionsBytes);
if (read.kind === "unreadable") throw new Error("the conventions of the tests are wrong");
const nowhere = {
  file: "p",
  places: {
    at: () => ({ line: 1, col: 1 }),
    ofKey: () => ({ line: 1, col: 1 }),
    joined: () => undefined,
    within: () => undefined,
    written: () => undefined,
  },
};
const judge = (fields: Readonly<Record<string, string>>): ReturnType<typeof validateTag> =>
  validateTag(nowhere, { tag: fields }, read.conventions);

const right = { campaign: "sP26a", physics: "hfcharm", stage: "pileup" };

test("The tag of a production is the template with its fields, in the template's order", () => {
  expect(judge({ stage: "pileup", physics: "hfcharm", campaign: "sP26a" })).toEqual({
    tag: "sP26a-hfcharm-pileup",
    problems: [],
  });
});

describe("wrong tags", () => {
  test.each([
    [{ ...right, campaign: "sP26a " }],
    [{ ...right, campaign: "sP26a\n" }],
    [{ ...right, physics: "" }],
    [{ ...right, constructor: "x" }],
    [{ campaign: "sP26a", physics: "hfcharm" }],
    [{}],
  ])("Tag fields that break the conventions give no tag: %j", (fields) => {
    const { tag, problems } = judge(fields);

    expect(tag).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ code }) => code === "bad-tag")).toBe(true);
  });
});

test.each([
  ["sP2026a-hfcharm-pileup", { ...right, campaign: "sP2026a" }],
  ["sP26a-hfCharm-pileup", { ...right, physics: "hfCharm" }],
  ["sP26a-hfcharm-toString", { ...right, stage: "toString" }],
])(
  "The tag %s, whose field only a rule refuses, is known with its problem: the rule may be younger",
  (known, fields) => {
    const { tag, problems } = judge(fields);

    expect([tag, problems.map(({ code }) => code)]).toEqual([known, ["bad-tag"]]);
  },
);

test("Every wrong field of a production's tag is reported", () => {
  expect(judge({ campaign: "x", physics: "y", other: "z" }).problems).toHaveLength(4);
});

test("A tag field that PanDA cannot use in a name is refused, whatever the conventions allow", () => {
  const conventions = { ...read.conventions, tag: { template: "{any}", fields: { any: { type: "string" } } } };

  expect(validateTag(nowhere, { tag: { any: "a/b" } }, conventions).tag).toBeUndefined();
  expect(validateTag(nowhere, { tag: { any: "%{x}" } }, conventions).tag).toBeUndefined();
  expect(validateTag(nowhere, { tag: { any: "a.b_c-1" } }, conventions).tag).toBe("a.b_c-1");
});

describe("values from the request", () => {
  const conventions = {
    ...read.conventions,
    tag: {
      template: "{dataset}_{build}_{conditions}",
      fields: { dataset: { type: "string" } },
      taken: { build: { drop: "." }, conditions: {} },
    },
  };

  test("A build becomes part of a tag without its dot", () => {
    const request = { tag: { dataset: "run3oo" }, build: "pro.001", conditions: "pcdb001" };

    expect(validateTag(nowhere, request, conventions).tag).toBe("run3oo_pro001_pcdb001");
  });

  test("A request without a value that the tag needs has no tag", () => {
    expect(validateTag(nowhere, { tag: { dataset: "run3oo" }, build: "pro.001" }, conventions).tag).toBeUndefined();
  });
});
