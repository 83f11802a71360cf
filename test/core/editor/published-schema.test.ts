import { readFileSync } from "node:fs";
import { matchesGlob } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { languageSchema } from "../../../action/core/editor/published-schema.ts";
import entry from "../../../docs/schemastore/catalog-entry.json" with { type: "json" };
import { foldersOf, requests } from "../validate/fixtures.ts";

const schema = languageSchema();

test("The schema of the request language has an address, which the entry for the schema catalogue names", () => {
  expect(schema).toMatchObject({ $id: entry.url });
});

test("The schema for all experiments accepts requests under any conventions, and refuses what no request may contain", async () => {
  const judge = new Ajv2020({ strict: false }).compile(schema);
  const good = (await foldersOf("good")).map((folder) => `${requests}${folder}/production.yaml`);

  const faults = good.flatMap((file) => {
    const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
    return judge(load(text)) ? [] : [[file, judge.errors]];
  });

  expect(faults).toEqual([]);
  expect(good.length).toBeGreaterThan(20);
  expect(judge({ schema: 1, setps: {} })).toBe(false);
});

test("The entry for the schema catalogue matches requests below productions and no other file", () => {
  const [pattern = ""] = entry.fileMatch;

  expect(matchesGlob("repository/productions/toy-pileup/production.yaml", pattern)).toBe(true);
  expect(matchesGlob("production.yaml", pattern)).toBe(false);
  expect(matchesGlob("kubernetes/production.yaml", pattern)).toBe(false);
});
