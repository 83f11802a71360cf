import { describe, expect, test } from "vitest";
import { readConventions } from "../../../../action/core/conventions/read-conventions.ts";
import { planProduction } from "../../../../action/core/plan/plan.ts";
import type { Production } from "../../../../action/core/production/production.ts";
import { type ValidProduction } from "../../../../action/core/production/valid-production.ts";
import { renderProduction } from "../../../../action/core/render/rendering.ts";
import { namedSources } from "../../../../action/core/request/named-sources.ts";
import { type SourceFile, textFile } from "../../../../action/core/text/source-file.ts";
import { intendedRow, splitByRun } from "../../../../action/core/validate/split-runs.ts";
import { trialRequest } from "../../../../action/core/validate/trial-request.ts";
import { validateProduction } from "../../../../action/core/validate/validate-production.ts";
import { checkIntendedRuns } from "../../../../action/core/versioning/intended-runs.ts";
import { leastBump } from "../../../../action/core/versioning/least-bump.ts";
import { planText } from "../../../../action/core/view/plan/plan-text.ts";
import { governedBy } from "../../../../action/core/view/plan/rules-text.ts";
import { conventionsBytes, type Draft, valid, validated } from "../../a-production.ts";
import { cutting, listed, rawFile } from "./a-cut.ts";

const raw = [rawFile(1, "a", 0), rawFile(1, "a", 1), rawFile(1, "b", 0), rawFile(3, "a", 0)];
const made = (files: readonly string[], request: Draft = cutting()) =>
  valid(request, { files: listed(request, files) });

/** What the validation makes of a trial of so many jobs. */
const triedWith = (request: Draft, files: readonly SourceFile[], production: Production, jobs: number) => {
  const source = {
    ...{ folder: "productions/p", file: "productions/p/production.yaml", conventions: undefined, foreign: [] },
    bytes: new TextEncoder().encode(JSON.stringify(request)),
    entries: files.map((file) => ({ kind: "file" as const, ...file })),
    shared: [],
  };
  const tried = trialRequest(production, source, "1.0.0-test.1", { jobs });
  if (tried.kind === "impossible") throw new Error(tried.reason);
  return validateProduction(tried.source, readConventions("conventions.yaml", conventionsBytes))[0];
};

test("Each job of a step that reads lists has its keys as columns, and the files of each input", () => {
  const { production } = made(raw);

  const [step] = production.steps;
  expect(step?.jobs).toBe(3);
  expect(step?.inputs).toEqual([]);
  expect(step?.table?.columns.map(({ name }) => name)).toEqual(["run", "host"]);
  expect(step?.table?.rows).toEqual([
    ["1", "a"],
    ["1", "b"],
    ["3", "a"],
  ]);
  expect(step?.table?.cut?.jobs.map(({ files }) => files)).toEqual([
    [[rawFile(1, "a", 0), rawFile(1, "a", 1)], ["/gl1/GL1_1.evt"]],
    [[rawFile(1, "b", 0)], ["/gl1/GL1_1.evt"]],
    [[rawFile(3, "a", 0)], ["/gl1/GL1_3.evt"]],
  ]);
  expect(step?.table?.cut?.leftOut).toEqual([{ keys: { run: "2" }, reason: "gl1: no job of raw reads it", files: 1 }]);
});

test("The head of a list of files is told in the plan, and neither the lock nor the rendering has it", () => {
  const [list, ...others] = listed(cutting(), raw);
  if (list === undefined) throw new Error("no list");
  const text = new TextDecoder().decode(list.bytes);
  const withHead = textFile("raw.txt", `# source: raw files of Lustre\r\n# date: 2026-11-29\n${text}`);

  const { production } = valid(cutting(), { files: [withHead, ...others] });

  expect(planProduction(production).lists).toEqual([
    { list: "raw.txt", source: "raw files of Lustre", date: "2026-11-29" },
  ]);
  expect(renderProduction(production).digest).toBe(renderProduction(made(raw).production).digest);
  const broken = textFile("raw.txt", `# date: 29.11.2026\n${text}/raw/a b\n`);
  const { problems } = validated(cutting(), { files: [broken, ...others] });
  expect(problems.map(({ code, line }) => `${code} ${line}`)).toEqual([
    "bad-list-head 1",
    `bad-file-list ${raw.length + 2}`,
  ]);
});

test("A list may be in _shared, where several productions read it, and the lock of each says what it gives", () => {
  const inputs = {
    raw: { list: "shared:raw.txt", names: "RAW_{host}-{run:8}-{part:4}.evt" },
    gl1: { list: "gl1.txt", names: "GL1_{run}.evt" },
  };
  const request = cutting({ inputs });
  const [list, ...beside] = listed(cutting(), raw);
  const judged = (...shared: readonly SourceFile[]) =>
    validated(request, { files: beside, shared }).problems.map(({ code, file, line }) => `${code} ${file}:${line}`);
  if (list === undefined) throw new Error("no list");

  expect(namedSources("x", new TextEncoder().encode(JSON.stringify(request)), () => [])).toMatchObject({
    own: ["gl1.txt", "inputs.lock"],
    shared: ["raw.txt"],
  });
  expect(judged(list)).toEqual([]);
  const { production } = valid(request, { files: beside, shared: [list] });
  expect(planProduction(production).steps[0]?.table?.cut?.inputs[0]?.list).toBe("shared:raw.txt");
  const more = textFile("raw.txt", `${raw.join("\n")}\n${rawFile(3, "b", 0)}\n`);
  expect(judged(more)).toEqual(["lock-differs productions/p/inputs.lock:6"]);
  expect(judged(textFile("raw.txt", "no place\n"))).toEqual(["bad-file-list _shared/raw.txt:1"]);
  expect(judged()).toEqual(["missing-resource productions/p/production.yaml:1"]);
});

test("A key is no name of a parameter or of an input, and two inputs of one list are told apart by as", () => {
  const problemsOf = (step: Draft) => {
    const request = cutting({}, step);
    return validated(request, { files: listed(request, raw) }).problems.map(
      ({ code, message }) => `${code}: ${message}`,
    );
  };
  const twice = { from: "raw", by: "run", as: "ofRun" };

  expect(problemsOf({ parameters: { host: "x" } })).toEqual([
    "reserved-name: `host` is set by SHREK for every job, from the table of `combine`.",
  ]);
  expect(problemsOf({ in: [{ from: "raw", by: "run" }, twice] })).toEqual([
    "unused-input: No step reads the input `gl1`.",
  ]);
  expect(
    problemsOf({
      in: [
        { from: "raw", by: "run", as: "run" },
        { from: "gl1", by: "run" },
      ],
    }),
  ).toEqual(["reserved-name: `run` is set by SHREK for every job, from the table of `combine`."]);
});

describe("versions of a production that reads lists", () => {
  const { content } = made(raw);
  const bumpTo = (files: readonly string[], request?: Draft) => leastBump(content, made(files, request).content).bump;

  test("More jobs are minor, wherever they stand, and the order of a list is no change", () => {
    expect(bumpTo([...raw, rawFile(2, "a", 0)])).toBe("minor");
    expect(bumpTo([...raw, rawFile(1, "c", 0)])).toBe("minor");
    expect(bumpTo(raw.toReversed())).toBe("none");
  });

  test("Another file of a job, one less, or one at another place is major", () => {
    expect(bumpTo([...raw, rawFile(1, "b", 1)])).toBe("major");
    expect(bumpTo(raw.slice(1))).toBe("major");
    expect(bumpTo(raw.slice(0, -1))).toBe("major");
    expect(bumpTo(raw.map((path) => path.replace("/raw", "/tape")))).toBe("major");
  });

  test("Other keys of a join or of the jobs are major", () => {
    const whole = cutting({}, { in: [{ from: "raw", by: ["run", "host"] }, { from: "gl1" }] });
    expect(bumpTo(raw, whole)).toBe("major");
  });
});

test("A step that reads lists is sent with its files in arrays, and bytes may become known without a version", () => {
  const { sent, plan, digest } = renderProduction(made(raw).production);
  const sized = renderProduction(made(["file,bytes,events", ...raw.map((path) => `${path},5,10`)]).production);

  const rows = sent.find(({ path }) => path === "combine.rows.sh");
  expect(new TextDecoder().decode(rows?.bytes).split("\n")[1]).toBe(
    `export run='1' host='b'; raw=('${rawFile(1, "b", 0)}'); gl1=('/gl1/GL1_1.evt')`,
  );
  expect(plan.steps[0]?.table?.cut?.inputs).toEqual([
    { input: "raw", list: "raw.txt", files: 4, fewest: 1, most: 2 },
    { input: "gl1", list: "gl1.txt", files: 3, fewest: 1, most: 1 },
  ]);
  expect(sized.plan.steps[0]?.table?.cut).toMatchObject({ events: 40, bytes: null });
  expect(sized.digest).toBe(digest);
  const text = planText(sized.plan, governedBy(made(raw).production, { conventions: undefined }, new Map()));
  expect(text).toContain("1 file of gl1, 40 events in all");
  expect(text).toContain(
    "  raw.txt  4 files read by the jobs, raw of combine\n  gl1.txt  3 files read by the jobs, gl1 of combine\n",
  );
});

test("A trial of some jobs has the first jobs of the lists, with all their files", () => {
  const request = cutting();
  const files = listed(request, raw);
  const { production } = valid(request, { files });

  const judged = triedWith(request, files, production, 2);

  expect(judged?.problems).toEqual([]);
  expect(judged?.valid?.production.steps[0]?.table?.rows).toEqual([
    ["1", "a"],
    ["1", "b"],
  ]);
});

describe("runs whose jobs are cut from lists", () => {
  const request = cutting({ runs: { list: "runs.txt" } });
  const runList = (...runs: readonly number[]) => textFile("runs.txt", `${runs.join("\n")}\n`);
  const growing = (files: readonly string[], ...runs: readonly number[]) =>
    valid(request, { files: [...listed(request, files), runList(...runs)] });
  const rowsOf = ({ production }: ValidProduction) => production.steps[0]?.table?.rows.map((row) => row.join(" "));

  test("Each run is a submission with its own jobs, and files of no run of the list are none", () => {
    const whole = growing([...raw, rawFile(2, "a", 0)], 1, 3);

    expect(splitByRun(whole).map(rowsOf)).toEqual([["1 a", "1 b"], ["3 a"]]);
    expect(splitByRun(whole).map(({ production }) => production.steps[0]?.jobs)).toEqual([2, 1]);
    expect(planProduction(whole.production).total.jobs).toBe(3);
  });

  test("A run that comes later changes nothing of the others, and needs no version", () => {
    const [before, after] = [growing(raw, 1), growing(raw, 1, 3)];

    expect(after.production.contentDigest).toBe(before.production.contentDigest);
    expect(splitByRun(after)[0]?.content).toEqual(splitByRun(before)[0]?.content);
    const promised = splitByRun(before).flatMap(({ content }) => intendedRow(content) ?? []);
    expect(
      checkIntendedRuns(
        after.production,
        promised.map((row) => ({ ...row, isInForce: true })),
      ),
    ).toEqual([]);
  });

  test("A promised run whose lists make other jobs is refused", () => {
    const promised = splitByRun(growing(raw, 1)).flatMap(({ content }) => intendedRow(content) ?? []);
    const { production } = growing([...raw, rawFile(1, "b", 1)], 1);

    expect(
      checkIntendedRuns(
        production,
        promised.map((row) => ({ ...row, isInForce: true })),
      ).map(({ code, message }) => `${code}: ${message}`),
    ).toEqual([
      "promised-run-changed: sP26a-hfcharm-signal 1.0.0 has run 1 on the ledger, and lists of files make other jobs of it now.",
    ]);
  });

  test("A run without a job is refused, and so are jobs that are not made by the run", () => {
    const problemsOf = (asked: Draft, ...runs: readonly number[]) =>
      validated(asked, { files: [...listed(asked, raw), runList(...runs)] }).problems.map(({ message }) => message);
    const byHost = cutting({ runs: { list: "runs.txt" } }, { in: [{ from: "raw", by: "host" }, { from: "gl1" }] });

    expect(problemsOf(request, 1, 2)).toEqual([
      "`combine` would have no job of run 2: all files of its lists are left out, the first because gl1: no job of raw reads it.",
    ]);
    expect(problemsOf(byHost, 1)).toEqual([
      "Each run is a submission, and the jobs of `combine` are not made by `run`.",
    ]);
  });

  test("A trial of a run has the first jobs of this run", () => {
    const files = [...listed(request, raw), runList(1, 3)];
    const { production } = valid(request, { files });
    const judged = triedWith(request, files, production, 1);

    expect(judged?.valid && splitByRun(judged.valid).map(rowsOf)).toEqual([["1 a"], ["3 a"]]);
  });
});
