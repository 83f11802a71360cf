import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { requestSchema } from "../../action/core/request/schema.ts";
import { root } from "../../scripts/demo/scene.ts";

const isRule = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `steps.*.in 99`: every list and mapping of the language that has a limit. */
const limitsOf = (rule: unknown, path: readonly string[] = []): readonly string[] => {
  if (!isRule(rule)) return [];
  const most = rule.maxItems ?? rule.maxProperties;
  const keys = isRule(rule.properties) ? Object.entries(rule.properties) : [];
  return [
    ...(most === undefined ? [] : [`${path.join(".")} ${String(most)}`]),
    ...keys.flatMap(([key, inner]) => limitsOf(inner, [...path, key])),
    ...[rule.additionalProperties, rule.items].flatMap((inner) => limitsOf(inner, [...path, "*"])),
  ];
};

test("The page of limits lists the maximum length of every list in the request language", () => {
  const page = readFileSync(new URL("docs/limits.md", `file://${root}/`), "utf8");
  const rows = [...page.matchAll(/^\| (`.*?) \| ([0-9]+) \|/gm)].flatMap(([, names = "", most = ""]) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => `${name} ${most}`),
  );
  // What a variant changes has the limits of what it changes; `defaults` stands beside the step.
  const known = limitsOf(requestSchema).filter((limit) => !/^(defaults|variants\.)/.test(limit));

  expect(known.filter((limit) => !rows.includes(limit))).toEqual([]);
});
