import { expect, test } from "vitest";
import type { UpkeepKind } from "../../../action/core/command/form-names.ts";
import { isUpkeep } from "../../../action/core/versioning/upkeep.ts";
import { conventionsBytes } from "../a-production.ts";

const [old, newer] = ["a".repeat(40), "b".repeat(40)];
const request = `schema: 1
version: 1.2.0 # the second
tag: { campaign: sP26a, physics: hfcharm, stage: merge }
inputs:
  signal:
    production: sP26a-hfcharm-signal # what is merged
    version: "1.0.0"
  noise: { production: sP26a-minbias-background, version: 2.1.3 }
variants:
  - { tag: { physics: hfcharm } }
  - tag: { physics: hfbottom }
    version: 1.1.0
    inputs: { signal: { production: sP26a-hfbottom-signal, version: 1.4.0 } }
steps:
  merge:
    resources: [own.sh, { git: "https://git.example.org/macros.git", commit: ${old}, path: "*.C" }]
    run: |
      merge --like 1.0.0
`;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const found = (kind: UpkeepKind, after: string, before = request): boolean =>
  isUpkeep(
    kind,
    {
      folder: "productions/p",
      file: "productions/p/production.yaml",
      bytes: bytesOf(before),
      entries: [],
      conventions: { file: "productions/conventions.yaml", bytes: conventionsBytes, above: undefined },
      shared: [],
      foreign: [],
    },
    bytesOf(after),
  );
/** Each pair replaced once. */
const changed = (...pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, request);

const signal = ['version: "1.0.0"', 'version: "1.1.0"'] as const;
const own = ["version: 1.2.0", "version: 1.3.0"] as const;
const commit = [old, newer] as const;

test.each([
  ["one version of an input", changed(signal, own)],
  ["an own version that need not move", changed(signal)],
  ["several versions", changed(signal, ["2.1.3", "2.4.0"], own)],
  ["the input of a variant", changed(["1.4.0", "1.4.1"], ["version: 1.1.0", "version: 1.1.1"])],
  ["a patch", changed(['"1.0.0"', '"1.0.1"'])],
])("An upkeep of inputs is %s, within its major", (_, after) => {
  expect(found("inputs", after)).toBe(true);
  expect(found("resources", after)).toBe(false);
});

test("A variant that gets a version of its own where all others share one is an upkeep of inputs", () => {
  const shared = request.replace(", version: 1.4.0 }", " }");
  const after = request.replace(", version: 1.4.0 }", ", version: 1.0.5 }");

  expect(found("inputs", after, shared)).toBe(true);
  expect(found("inputs", after.replace("1.0.5", "2.0.0"), shared)).toBe(false);
});

test("An upkeep of resources is another commit of what the request names", () => {
  expect(found("resources", changed(commit, own))).toBe(true);
  expect(found("inputs", changed(commit, own))).toBe(false);
  expect(found("resources", changed([old, "main"]))).toBe(false);
  expect(found("resources", changed([old, newer.toUpperCase()]))).toBe(false);
  expect(found("resources", changed(commit, ["git.example.org/macros", "git.example.org/evil"]))).toBe(false);
});

test.each([
  ["beyond the major", changed(['"1.0.0"', '"2.0.0"'])],
  ["down", changed(["2.1.3", "2.1.2"])],
  ["to a trial", changed(['"1.0.0"', '"1.1.0-test.1"'])],
  ["to no version", changed(['"1.0.0"', '"1.1"'])],
  ["of another production", changed(signal, ["sP26a-minbias-background", "sP26a-minbias-pileup"])],
  ["and a commit", changed(signal, commit)],
  ["and the payload", changed(signal, ["merge --like", "evil --like"])],
  ["and a comment", changed(signal, ["# what is merged", "# evil"])],
  ["and one byte more", `${changed(signal)}\n`],
  ["and a new input", changed(signal, ["  noise:", "  more: { production: x, version: 1.0.0 }\n  noise:"])],
  ["and without its own version", changed(signal, ["version: 1.2.0 # the second\n", ""])],
  ["and without the version of a variant", changed(signal, ["    version: 1.1.0\n", ""])],
  ["written another way", changed(['version: "1.0.0"', "version: 1.1.0"])],
  ["of nothing but itself", changed(own)],
  ["of nothing", request],
  ["of what is no YAML", "a: [\n"],
  ["of a list", "- a\n"],
  ["of nothing at all", ""],
])("A change %s is no upkeep", (_, after) => {
  expect(found("inputs", after)).toBe(false);
});

test("A request that is no mapping, or whose conventions cannot be read, has no upkeep", () => {
  expect(found("inputs", "x", "x")).toBe(false);
  expect(found("inputs", "inputs: { a: { version: 1.1.0 } }", "inputs: { a: { version: 1.0.0 } }")).toBe(true);
  expect(found("inputs", "inputs: [{ version: 1.1.0 }]", "inputs: [{ version: 1.0.0 }]")).toBe(false);
  const conventions = { file: "productions/conventions.yaml", bytes: bytesOf("conventions: 1\n"), above: undefined };
  const source = { folder: "p", file: "p/production.yaml", bytes: bytesOf(request), entries: [], conventions };
  expect(isUpkeep("inputs", { ...source, shared: [], foreign: [] }, bytesOf(changed(signal)))).toBe(false);
});
