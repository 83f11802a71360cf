import { expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { planProduction } from "../../../action/core/plan/plan.ts";
import { renderProduction } from "../../../action/core/render/rendering.ts";
import { validateProduction } from "../../../action/core/validate/validate-production.ts";
import { aRequest, conventionsBytes } from "../a-production.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const rule =
  'datasets: { pattern: "^epic:/EVGEN/[A-Z/0-9x]+$", description: generated events such as epic:/EVGEN/DIS }\n';

const judge = (dataset: string, more = "") => {
  const text = new TextDecoder().decode(conventionsBytes);
  const request = aRequest({
    inputs: { raw: { dataset, files: 4 } },
    steps: { read: { in: [{ from: "raw", filesPerJob: 1 }], out: ["out.root"], run: "read\n" } },
  });
  const source = { folder: "p", file: "p/production.yaml", bytes: encode(JSON.stringify(request)), entries: [] };
  const [judgement] = validateProduction(
    { ...source, conventions: undefined, shared: [], foreign: [] },
    readConventions("conventions.yaml", encode(`${text}${more}`)),
  );
  return judgement;
};
const told = (...args: Parameters<typeof judge>) =>
  judge(...args)?.problems.map(({ code, message, hint }) => [code, message, hint]);

test("Dataset names like paths are accepted if the conventions have a rule for them, and reach PanDA unchanged", () => {
  const name = "epic:/EVGEN/DIS/NC/10x100";
  const validated = judge(name, rule);

  expect(validated?.problems).toEqual([]);
  const production = validated?.valid?.production;
  if (production === undefined) throw new Error("refused");
  expect(planProduction(production).steps[0]?.prun).toContain(`--inDS ${name} `);
  const sent = renderProduction(production).sent.map(({ bytes }) => new TextDecoder().decode(bytes));
  expect(sent.join("\n")).toContain(`${name}\n`);
});

test.each([
  [
    "epic:/EVGEN/DIS",
    "",
    "a dataset or container name as PanDA and Rucio write it",
    "a / stands at the end of a container only, unless the conventions allow more with `datasets`",
  ],
  ["user.tester.a/", rule, "a dataset name of sPHENIX", "expected: generated events such as epic:/EVGEN/DIS"],
])("The dataset name %s with the rule '%s' is refused", (dataset, more, what, hint) => {
  expect(told(dataset, more)).toEqual([["bad-dataset-name", `"${dataset}" is not ${what}.`, hint]]);
});

test("An unusable rule for dataset names is refused when the conventions are read", () => {
  expect(told("user.tester.a/", 'datasets: { pattern: "(" }\n')?.[0]?.[0]).toBe("bad-conventions");
});
