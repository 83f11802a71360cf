import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { conventionsSchema } from "../../../action/core/conventions/schema.ts";
import { requestSchema } from "../../../action/core/request/schema.ts";
import { expectedIn, foldersOf } from "../validate/fixtures.ts";

type Rule = Readonly<Record<string, unknown>>;

const rulesIn = (schema: unknown): readonly Rule[] =>
  typeof schema !== "object" || schema === null
    ? []
    : [...(Array.isArray(schema) ? [] : [schema as Rule]), ...Object.values(schema).flatMap(rulesIn)];
const rules = [requestSchema, conventionsSchema].flatMap(rulesIn);

test("No hint is the text that an editor shows for a key", async () => {
  const hover = rules.flatMap(({ description }) => (typeof description === "string" ? [description] : []));
  const told = (await Promise.all((await foldersOf("bad")).map(expectedIn))).flat().map(({ text }) => text);

  expect(hover.length).toBeGreaterThan(100);
  expect(told.filter((text) => hover.some((one) => text.includes(`hint: ${one}`)))).toEqual([]);
});

test("The example that a hint gives for a key is allowed there", () => {
  const ajv = new Ajv2020({ strict: false });
  const such = rules.filter((rule) => typeof rule["x-such"] === "string");

  expect(such.length).toBeGreaterThan(25);
  expect(
    such.filter((rule) => !ajv.validate(rule, parse(String(rule["x-such"])))).map((rule) => rule["x-such"]),
  ).toEqual([]);
});
