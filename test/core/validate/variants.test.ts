import { describe, expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import type { Validation } from "../../../action/core/validate/validate-production.ts";
import { validateProduction } from "../../../action/core/validate/validate-production.ts";
import { checkVersion } from "../../../action/core/versioning/check-version.ts";
import { aRequest, aStep, conventionsBytes, type Draft } from "../a-production.ts";

const conventions = readConventions("conventions.yaml", conventionsBytes);
const judge = (variants: readonly Draft[], more: Draft = {}): readonly Validation[] => {
  const request = aRequest({
    steps: { simulate: aStep({ parameters: { flavor: "none" } }), merge: aStep() },
    ...more,
    variants,
  });
  return validateProduction(
    {
      folder: "productions/p",
      file: "productions/p/production.yaml",
      bytes: new TextEncoder().encode(JSON.stringify(request, null, 1)),
      entries: [],
      conventions: undefined,
      shared: [],
      foreign: [],
    },
    conventions,
  );
};
const charm = { tag: { physics: "hfcharm" }, parameters: { flavor: "charm" } };
const bottom = { tag: { physics: "hfbottom" }, parameters: { flavor: "bottom" } };

test("Each variant is a production with its tag, its parameters and its own content", () => {
  const productions = judge([charm, bottom]).flatMap(({ valid }) => valid?.production ?? []);

  expect(productions.map(({ tag, steps }) => [tag, steps[0]?.parameters, steps[1]?.parameters])).toEqual([
    ["sP26a-hfcharm-signal", { flavor: "charm" }, {}],
    ["sP26a-hfbottom-signal", { flavor: "bottom" }, {}],
  ]);
  expect(new Set(productions.map(({ contentDigest }) => contentDigest)).size).toBe(2);
});

test("Another variant of the request does not change the content of a variant", () => {
  const digestOf = (variants: readonly Draft[]) => judge(variants)[0]?.valid?.production.contentDigest;

  expect(digestOf([charm])).toBe(digestOf([charm, bottom]));
});

test("A request with variants has the same content as the same request without variants", () => {
  const alone = judge([{ tag: { physics: "hfcharm" } }], {
    steps: { simulate: aStep({ parameters: { flavor: "charm" } }), merge: aStep() },
  });

  expect(alone[0]?.valid?.production.contentDigest).toBe(judge([charm])[0]?.valid?.production.contentDigest);
});

describe("wrong variants", () => {
  test("Two variants of one tag are both refused, because either could be the right one", () => {
    const validated = judge([charm, bottom, { ...charm, parameters: { flavor: "strange" } }]);

    expect(validated.flatMap(({ problems }) => problems.map(({ code, message }) => `${code}: ${message}`))).toEqual([
      "duplicate-tag: This variant has the tag of the first, sP26a-hfcharm-signal.",
    ]);
    expect(validated.map(({ valid }) => valid)).toEqual([undefined, undefined, undefined]);
  });

  test("A problem in what variants share refuses each variant, and stays with each", () => {
    const validated = judge([charm, bottom], { build: "anna.1" });

    expect(validated.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ["bad-software"],
      ["bad-software"],
    ]);
    expect(validated.map(({ valid }) => valid)).toEqual([undefined, undefined]);
  });

  test("A problem in one variant of a request refuses only that variant", () => {
    const validated = judge([charm, { tag: { physics: "hfbotom" } }]);

    expect(validated.map(({ valid }) => valid?.production.tag)).toEqual(["sP26a-hfcharm-signal", undefined]);
    expect(validated[1]?.problems[0]?.line).toBeGreaterThan(validated[0]?.valid === undefined ? 0 : 20);
  });
});

test("An unchanged variant of a request keeps its version while another gets a new one", () => {
  const [before] = judge([charm]);
  const together = judge([charm, bottom], { version: "1.1.0" });
  const apart = judge([{ ...charm, version: "1.0.0" }, bottom], { version: "1.1.0" });
  const past = (one: Validation | undefined) => {
    if (one?.valid === undefined) throw new Error("refused");
    const { production, content } = one.valid;
    return {
      production,
      content,
      past: {
        version: production.version,
        contentDigest: production.contentDigest,
        content,
        submitted: true,
        made: "here" as const,
      },
    };
  };
  const history = [past(before).past];
  const problemsOf = (one: Validation | undefined) => checkVersion(past(one).production, past(one).content, history);

  const [problem] = problemsOf(together[0]);
  expect(problem).toMatchObject({
    code: "version-without-change",
    hint: expect.stringContaining("give this variant version: 1.0.0"),
    line: together[0]?.valid?.production.where.places.at(["tag"]).line,
  });
  expect(problemsOf(apart[0])).toEqual([]);
});

describe("inputs and options of variants", () => {
  const reading = (dataset: string): Draft => ({
    inputs: { raw: { dataset, files: 30 }, pool: { dataset: "user.tester.pool/", files: 9 } },
    steps: {
      simulate: aStep({
        in: [
          { from: "raw", filesPerJob: 3 },
          { from: "pool", filesPerJob: 1, reuse: true },
        ],
        jobs: undefined,
        parameters: { flavor: "none" },
      }),
      merge: aStep({ out: ["merged.tar"] }),
    },
  });
  const read = (validated: readonly Validation[]) =>
    validated.map(({ valid }) => {
      const [first, second] = valid?.production.steps ?? [];
      const source = first?.inputs[0]?.source;
      return [source?.kind === "dataset" ? source.dataset : undefined, first?.jobs, first?.memory, second?.jobs];
    });
  const told = (validated: readonly Validation[]) =>
    validated.flatMap(({ problems }) => problems.map(({ code, message, hint }) => [code, message, hint]));

  test("Input data and step options of a variant replace those of the request", () => {
    const validated = judge(
      [
        { ...charm, inputs: { raw: { files: 60 } } },
        {
          ...bottom,
          inputs: { raw: { dataset: "user.tester.b/" } },
          steps: { simulate: { memory: 4000, parameters: { flavor: "b" } }, merge: { jobs: 3 } },
        },
      ],
      reading("user.tester.a/"),
    );

    expect(told(validated)).toEqual([]);
    expect(read(validated)).toEqual([
      ["user.tester.a/", 20, undefined, 10],
      ["user.tester.b/", 10, 4000, 3],
    ]);
    expect(validated[1]?.valid?.production.steps[0]?.parameters).toEqual({ flavor: "b" });
  });

  test("Input data of variants may be named by fields of the tag, build or conditions, for each variant differently", () => {
    const validated = judge([charm, bottom], reading("user.tester.{physics}.{build}/"));

    expect(told(validated)).toEqual([]);
    expect(read(validated).map(([dataset]) => dataset)).toEqual([
      "user.tester.hfcharm.ana.418/",
      "user.tester.hfbottom.ana.418/",
    ]);
  });

  test.each([
    [
      "user.tester.{physic}/",
      "{physic} in user.tester.{physic}/ is no field of the tag, nor build or conditions.",
      'did you mean "physics"?',
    ],
    [
      "user.tester.{constructor}/",
      "{constructor} in user.tester.{constructor}/ is no field of the tag, nor build or conditions.",
      "known here: campaign, physics, stage, build, conditions",
    ],
    [
      "user.tester.{/",
      "user.tester.{/ has a brace that is not part of a {FIELD}.",
      "write a field between two braces, such as {campaign}, or no brace",
    ],
  ])("Input data of variants with the name %s are refused", (dataset, message, hint) => {
    expect(told(judge([charm], reading(dataset)))).toContainEqual(["bad-dataset-name", message, hint]);
  });

  test("Input data that several variants share are reported as a note if they determine the jobs", () => {
    const note = (who: string) => [
      ["variants-read-the-same", `${who} read user.tester.a/ as \`raw\`.`, expect.stringContaining("{FIELD}")],
    ];
    const mine = { ...charm, inputs: { raw: { dataset: "user.tester.c/" } } };

    expect(told(judge([charm, bottom], reading("user.tester.a/")))).toEqual(note("All 2 variants"));
    expect(told(judge([charm, bottom, { ...mine, tag: { physics: "minbias" } }], reading("user.tester.a/")))).toEqual(
      note("This variant and the first"),
    );
    expect(judge([charm, bottom], reading("user.tester.a/")).every(({ valid }) => valid !== undefined)).toBe(true);
  });

  test("An input or option of a variant that the request lacks is reported at its place, and a wrong value in the variant", () => {
    const validated = judge(
      [
        {
          ...charm,
          inputs: { rau: { dataset: "user.tester.c/" }, raw: { skip: 1 } },
          steps: { mergee: { jobs: 1 }, merge: { parameters: { x: 1 } }, simulate: { sites: ["NOWHERE"] } },
        },
      ],
      reading("user.tester.a/"),
    );

    expect(
      validated.flatMap(({ problems }) => problems.map(({ code, message }) => `${code}: ${message}`)).join("\n"),
    ).toContain("unknown-key: Unknown key `skip`");
    const rest = judge(
      [
        {
          ...charm,
          inputs: { rau: { dataset: "user.tester.c/" } },
          steps: { mergee: { jobs: 1 }, merge: { parameters: { x: 1 } }, simulate: { sites: ["NOWHERE"] } },
        },
      ],
      reading("user.tester.a/"),
    ).flatMap(({ problems }) => problems);
    expect(rest.map(({ message }) => message).slice(0, 3)).toEqual([
      "There is no input `rau`, so the variant changes nothing by it.",
      "There is no step `mergee`, so the variant changes nothing by it.",
      "`merge` has no parameter `x`, so the variant changes nothing by it.",
    ]);
    const [variantsAt = 0, site] = [rest[0]?.line, rest.find(({ code }) => code === "unknown-site")];
    expect(site?.line).toBeGreaterThan(variantsAt);
  });
});
