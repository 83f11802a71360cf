import { expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { formatProblem } from "../../../action/core/problems/problem.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { validateTemplate } from "../../../action/core/validate/validate-template.ts";
import { conventionsBytes } from "../a-production.ts";

const read = readConventions("conventions.yaml", conventionsBytes);
if (read.kind === "unreadable") throw new Error("the conventions of the tests cannot be read");
const rules = { path: "productions/conventions.yaml", conventions: read.conventions };

test("A template whose tag lacks a field of the conventions, or has another, is reported at its line with what to write", () => {
  const template = textFile("t/production.yaml", "schema: 1\ntag: { campaign: sP26a, stag: signal, physics: x }\n");

  expect(validateTemplate(template, rules).map(formatProblem)).toEqual([
    [
      "t/production.yaml:2:1 warning [template-tag] The tag of this template lacks `stage`, a field of productions/conventions.yaml.",
      "  hint: write stage: signal beside its other fields",
    ].join("\n"),
    [
      "t/production.yaml:2:25 warning [template-tag] `stag` is not a field of the tag in productions/conventions.yaml.",
      '  hint: did you mean "stage"?',
    ].join("\n"),
  ]);
});

test("A template with the tag fields of the conventions has no problem, whatever the values are", () => {
  const template = textFile("t/production.yaml", "tag: { campaign: CHANGE, physics: CHANGE, stage: CHANGE }\n");

  expect(validateTemplate(template, rules)).toEqual([]);
});
