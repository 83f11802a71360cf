import { expect, test } from "vitest";
import { withNamedFiles } from "../../../action/adapters/disk/named-files.ts";
import type { ProductionSource } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, conventionsBytes, type Draft } from "../../core/a-production.ts";

const commit = "a".repeat(40);
const resource = { git: "https://git.example.org/macros.git", commit, path: "*.C" };

const askedFor = async (request: Draft, bytes?: string): Promise<readonly string[]> => {
  const source: ProductionSource = {
    folder: "productions/p",
    file: "productions/p/production.yaml",
    bytes: new TextEncoder().encode(bytes ?? JSON.stringify(request)),
    entries: [],
    conventions: { file: "productions/conventions.yaml", bytes: conventionsBytes, above: undefined },
    shared: [],
    foreign: [],
  };
  const asked: string[] = [];
  await withNamedFiles(
    [{ source, own: [] }],
    { list: async () => [], read: async () => [] },
    {
      tree: async (folder, { git, ...rest }) => {
        asked.push(`${folder} ${git}`);
        return { git, commit: rest.commit, kind: "fetched", entries: [] };
      },
    },
  );
  return asked;
};
const withStep = (step: Draft, request: Draft = {}): Draft =>
  aRequest({ steps: { simulate: aStep(step) }, ...request });

test("Files of another repository are fetched for a valid request, and for one whose script may be among them", async () => {
  const asked = ["productions/p https://git.example.org/macros.git"];

  expect(await askedFor(withStep({ resources: [resource] }))).toEqual(asked);
  expect(await askedFor(withStep({ resources: [resource], run: "pass/go.sh" }))).toEqual(asked);
});

test.each([
  ["a tag that the conventions refuse", withStep({ resources: [resource] }, { tag: { campaign: "x" } })],
  ["a version that is none", withStep({ resources: [resource] }, { version: "one" })],
  ["a key that nobody knows", withStep({ resources: [resource], colour: "green" })],
  ["a file that is not in the folder", withStep({ resources: [resource, "absent.C"] })],
  [
    "a second host that is not listed",
    withStep({ resources: [resource, { ...resource, git: "https://elsewhere.example.org/x" }] }),
  ],
  [
    "an address with a backslash",
    withStep({ resources: [resource, { ...resource, git: "https://git.example.org\\@127.0.0.1/x" }] }),
  ],
  ["a branch in the place of the commit", withStep({ resources: [{ ...resource, commit: "main" }] })],
])("No file of another repository is fetched for a request with %s", async (_, request) => {
  expect(await askedFor(request)).toEqual([]);
});

test("No file is fetched for a request that two readers of YAML read differently", async () => {
  const text = JSON.stringify(withStep({ resources: [resource] }));

  expect(await askedFor({}, `${text}\n---\n${text}`)).toEqual([]);
});
