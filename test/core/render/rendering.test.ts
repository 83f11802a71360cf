import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { bindRendering, provisionalBindings, renderProduction } from "../../../action/core/render/rendering.ts";
import type { SourceFile } from "../../../action/core/text/source-file.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const request = aRequest({
  inputs: { minbias: { dataset: "user.tester.minbias/", files: 500 } },
  steps: {
    signal: aStep({
      parameters: { b: "größe", a: 1.5 },
      resources: ["m/*"],
      out: ["hits.tar", "qa.root"],
    }),
    background: aStep({ seed: { stream: "shared" } }),
    pileup: {
      in: [
        { from: "signal", output: "hits.tar", filesPerJob: 1 },
        { from: "background", filesPerJob: 9, reuse: true },
        { from: "minbias", filesPerJob: 5 },
      ],
      out: ["dst.tar"],
      run: "make\n",
    },
  },
});
const files = [textFile("m/b.C", "b"), textFile("m/a.C", "a", "100755")];
const sent = (draft: Draft = request): readonly SourceFile[] =>
  renderProduction(valid(draft, { files }).production).sent;
const text = (all: readonly SourceFile[], path: string): string =>
  new TextDecoder().decode(all.find((file) => file.path === path)?.bytes);

/** Keys of every mapping from last to first. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
};

describe("reproducible renderings", () => {
  test("A production that is rendered twice has the same bytes", () => {
    const { production } = valid(request, { files });

    expect(renderProduction(production)).toEqual(renderProduction(production));
  });

  test("A request with its keys in another order has the same rendering", () => {
    const other = reversed(request) as Draft;

    expect(Object.keys(other)).not.toEqual(Object.keys(request));
    expect(sent(other)).toEqual(sent());
  });

  test("A request from another folder, with its files in another order, has the same rendering", () => {
    const elsewhere = valid(request, { folder: "elsewhere/q", files: files.toReversed() }).production;

    expect(renderProduction(elsewhere).sent).toEqual(sent());
  });

  test("A machine with another clock and another language makes the same rendering", () => {
    const script = new URL("print-digest.ts", import.meta.url).pathname;
    const digests = [
      { TZ: "UTC", LANG: "C", LC_ALL: "C" },
      { TZ: "Pacific/Apia", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
    ].map((env) =>
      execFileSync(process.execPath, [script], {
        encoding: "utf8",
        cwd: env.TZ === "UTC" ? "/" : undefined,
        env: { PATH: process.env.PATH, ...env },
      }),
    );

    expect(digests[0]).toMatch(/^[0-9a-f]{64} [0-9a-f]{64}\n$/);
    expect(digests[1]).toBe(digests[0]);
  });
});

test("PanDA gets a workflow, its inputs, a wrapper and a payload for each step, and the resources", () => {
  expect(sent().map(({ path, mode }) => `${path} ${mode}`)).toEqual([
    "__signal/m/a.C 100755",
    "__signal/m/b.C 100644",
    "background.run.sh 100644",
    "background.sh 100755",
    "inputs.yaml 100644",
    "pileup.run.sh 100644",
    "pileup.sh 100755",
    "signal.run.sh 100644",
    "signal.sh 100755",
    "workflow.cwl 100644",
  ]);
});

describe("symbols", () => {
  const bound = bindRendering(sent(), { seeds: { signal: 1001, background: 5, pileup: 77 }, inputs: {} });
  const again = aRequest({
    inputs: { minbias: { dataset: "user.tester.minbias/", files: 500 } },
    steps: { pileup: { in: [{ from: "minbias", filesPerJob: 5, repeat: 3 }], out: ["dst.tar"], run: "make\n" } },
  });

  test("PanDA gets the number before the first seed, because PanDA adds one, and the wrapper the same number once more; where jobs have no number of their own it is 0", () => {
    const workflow = text(bound, "workflow.cwl");

    expect(workflow).toContain("bash signal.sh %RNDM:1000 1000\n");
    expect(workflow).toContain("bash background.sh %RNDM:4 4\n");
    expect(workflow).toContain("bash pileup.sh %RNDM:76 76 %IN %IN2 %IN3\n");
    expect(text(sent(again), "workflow.cwl")).toContain("bash pileup.sh %RNDM:0 0 %IN\n");
  });

  test("A rendering whose symbols are replaced holds no placeholder except those for its own datasets", () => {
    const workflow = text(bound, "workflow.cwl");

    expect(workflow.match(/%\{[^}]*\}/g)).toEqual(["%{SECDS1}", "%{SECDS2}"]);
    expect(workflow).not.toContain("@{");
    expect(workflow).not.toContain("___idds___");
    expect(text(bound, "inputs.yaml")).not.toMatch(/%\{|@\{/);
  });

  test("The values of symbols change only the workflow file of a rendering", () => {
    const others = (all: readonly SourceFile[]): readonly SourceFile[] =>
      all.filter(({ path }) => path !== "workflow.cwl");

    expect(others(bound)).toEqual(others(sent()));
  });

  test("A rendering with a symbol without a value is a bug, and makes no submission", () => {
    expect(() => bindRendering(sent(), { seeds: { signal: 1 }, inputs: {} })).toThrow(
      "@{seed:background} has no value",
    );
  });

  test("A rendering that is shown before any submission counts every seed range from one", () => {
    expect(provisionalBindings(valid(request, { files }).production)).toEqual({
      seeds: { signal: 1, background: 1, pileup: 1 },
      inputs: {},
    });
  });
});

test("The rendering digest changes with one byte, one mode or one name of any file", () => {
  const digest = (given: readonly SourceFile[]): string =>
    renderProduction(valid(request, { files: given }).production).digest;
  const [b = textFile("", ""), a = textFile("", "")] = files;
  const digests = [
    digest(files),
    digest([textFile("m/b.C", "B"), a]),
    digest([{ ...b, mode: "100755" }, a]),
    digest([{ ...b, path: "m/c.C" }, a]),
  ];

  expect(new Set(digests).size).toBe(digests.length);
});
