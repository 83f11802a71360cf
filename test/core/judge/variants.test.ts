import { describe, expect, test } from "vitest";
import { judgeVersion } from "../../../action/core/advice/judge-version.ts";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import type { Judgement } from "../../../action/core/judge/judge-production.ts";
import { judgeProduction } from "../../../action/core/judge/judge-production.ts";
import { aRequest, aStep, conventionsBytes, type Draft } from "../a-production.ts";

const conventions = readConventions("conventions.yaml", conventionsBytes);
const judge = (variants: readonly Draft[], more: Draft = {}): readonly Judgement[] => {
  const request = aRequest({
    steps: { simulate: aStep({ parameters: { flavor: "none" } }), merge: aStep() },
    ...more,
    variants,
  });
  return judgeProduction(
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

test("each variant is a production with its tag, its parameters and its own content", () => {
  const productions = judge([charm, bottom]).flatMap(({ accepted }) => accepted?.production ?? []);

  expect(productions.map(({ tag, steps }) => [tag, steps[0]?.parameters, steps[1]?.parameters])).toEqual([
    ["sP26a-hfcharm-signal", { flavor: "charm" }, {}],
    ["sP26a-hfbottom-signal", { flavor: "bottom" }, {}],
  ]);
  expect(new Set(productions.map(({ contentDigest }) => contentDigest)).size).toBe(2);
});

test("another variant beside it is no content of the first", () => {
  const digestOf = (variants: readonly Draft[]) => judge(variants)[0]?.accepted?.production.contentDigest;

  expect(digestOf([charm])).toBe(digestOf([charm, bottom]));
});

test("a request that says the same without variants is the same content", () => {
  const alone = judge([{ tag: { physics: "hfcharm" } }], {
    steps: { simulate: aStep({ parameters: { flavor: "charm" } }), merge: aStep() },
  });

  expect(alone[0]?.accepted?.production.contentDigest).toBe(judge([charm])[0]?.accepted?.production.contentDigest);
});

describe("what is wrong", () => {
  test("in what they share is told once and refuses each", () => {
    const judged = judge([charm, bottom], { build: "anna.1" });

    expect(judged.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual(["bad-software"]);
    expect(judged.map(({ accepted }) => accepted)).toEqual([undefined, undefined]);
  });

  test("in one of them refuses that one", () => {
    const judged = judge([charm, { tag: { physics: "hfbotom" } }]);

    expect(judged.map(({ accepted }) => accepted?.production.tag)).toEqual(["sP26a-hfcharm-signal", undefined]);
    expect(judged[1]?.problems[0]?.line).toBeGreaterThan(judged[0]?.accepted === undefined ? 0 : 20);
  });
});

test("a variant that did not move keeps its version while another goes on", () => {
  const [before] = judge([charm]);
  const together = judge([charm, bottom], { version: "1.1.0" });
  const apart = judge([{ ...charm, version: "1.0.0" }, bottom], { version: "1.1.0" });
  const past = (one: Judgement | undefined) => {
    if (one?.accepted === undefined) throw new Error("refused");
    const { production, content } = one.accepted;
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
  const problemsOf = (one: Judgement | undefined) => judgeVersion(past(one).production, past(one).content, history);

  expect(problemsOf(together[0])).toMatchObject([
    { code: "version-without-change", hint: expect.stringContaining("give this variant version: 1.0.0") },
  ]);
  expect(problemsOf(apart[0])).toEqual([]);
});
