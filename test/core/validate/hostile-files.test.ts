import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { type Validation, validateProduction } from "../../../action/core/validate/validate-production.ts";
import { conventionsBytes } from "../a-production.ts";
import { judgeFolder, requests } from "./fixtures.ts";

const good = await readFile(`${requests}good/smallest/production.yaml`, "utf8");
const conventions = readConventions("conventions.yaml", conventionsBytes);

/** Each within a second of processor time: a pull request must not hold up the check of others. */
const judge = (text: string | Uint8Array, rules = conventions): readonly Validation[] => {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const before = process.cpuUsage();
  const judgements = validateProduction(
    { folder: "p", file: "p/production.yaml", bytes, entries: [], conventions: undefined, shared: [], foreign: [] },
    rules,
  );
  const { user, system } = process.cpuUsage(before);
  expect(user + system).toBeLessThan(1_000_000); // microseconds
  return judgements;
};
const told = (text: string | Uint8Array): readonly string[] =>
  judge(text).flatMap(({ problems }) => problems.map(({ code, line }) => `${code} ${line}`));
const digest = (text: string): string | undefined => judge(text)[0]?.valid?.production.contentDigest;

/** Thirty lines, a billion values. */
const bomb = Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [${n === 0 ? "x" : `*b${n - 1}, *b${n - 1}`}]\n`).join(
  "",
);
const step = (options: string): string => good.replace("    run:", `    ${options}\n    run:`);
const linesOf = (text: string): number => text.split("\n").length;

describe("unusual but valid files", () => {
  test("The request from which the hostile test files are made is valid", () => {
    expect(told(good)).toEqual([]);
    expect(digest(good)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ["Windows line ends", good.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\ufeff${good}`],
    ["a document mark before and after", `---\n${good}...\n`],
    ["a comment of half a megabyte", `${good}# ${"x".repeat(500_000)}\n`],
    ["tabs after values", good.replace("schema: 1", "schema: 1\t")],
  ])("A request with %s is read correctly", (_, text) => {
    expect(told(text)).toEqual([]);
    expect(digest(text)).toBe(digest(good));
  });

  test("In a request 010 is ten, and yes and 12:30:00 are text", () => {
    const [validated] = judge(step("parameters: { a: 010, b: yes, c: 12:30:00, d: 1_000 }"));

    expect(validated?.valid?.production.steps[0]?.parameters).toEqual({
      a: 10,
      b: "yes",
      c: "12:30:00",
      d: "1_000",
    });
  });
});

describe("refused files", () => {
  const last = linesOf(good);
  test.each([
    ["a tab as indentation", good.replace("    run:", "\t\trun:"), /^yaml-syntax \d+$/],
    ["two documents", `${good}---\n${good}`, new RegExp(`^yaml-syntax ${last}$`)],
    ["a key twice", `${good}version: 1.0.0\n`, new RegExp(`^yaml-syntax ${last}$`)],
    ["a merge key", `${good}x: &x { a: 1 }\ny: { <<: *x }\n`, /^(unknown-key|yaml-two-readings) \d+$/],
    ["a circular alias", `${good}x: &x [*x]\n`, /^yaml-alias 1$/],
    ["an anchor that nobody set", `${good}x: *nobody\n`, new RegExp(`^yaml-syntax ${last}$`)],
    ["beyond 2 to the 53", step("parameters: { a: 9007199254740993 }"), /^(out-of-range|yaml-two-readings) \d+$/],
    [
      "a number with 400 digits",
      step(`parameters: { a: ${"9".repeat(400)} }`),
      /^(out-of-range|yaml-two-readings) \d+$/,
    ],
    ["infinite", step("parameters: { a: .inf }"), /^(out-of-range|wrong-type) \d+$/],
    ["no number", step("parameters: { a: .nan }"), /^(out-of-range|wrong-type|yaml-two-readings) \d+$/],
    ["a null byte", good.replace("Charm", "Ch\0arm"), /^yaml-syntax \d+$/],
    ["brackets without end", `${good}x: ${"[".repeat(100_000)}\n`, /^nested-too-deep \d+$/],
    ["a long chain of aliases", `${good}${bomb}`, /^yaml-alias 1$/],
    ["two megabytes", `${good}# ${"x".repeat(2 * 1024 * 1024)}\n`, /^too-large 1$/],
    ["an unknown tag", `${good}x: !python/object:os.system {}\n`, /^yaml-syntax \d+$/],
  ])("A request with %s is reported at a line", (_, text, expected) => {
    const problems = told(text);

    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatch(expected);
    expect(judge(text).every(({ valid }) => valid === undefined)).toBe(true);
  });

  test("A byte of a request that is not UTF-8 is reported at a line", () => {
    const bytes = Buffer.from(good.replace("Charm", "Ch\u00e4rm"), "latin1");

    expect(told(bytes)[0]).toMatch(/^not-utf8 4$/);
  });

  test("A control sequence in a request is written out in its problem", () => {
    const [problem] = judge(`${good}"x\\e[31m\\nred": 1\n`).flatMap(({ problems }) => problems);

    expect(problem?.message).toContain("x\\u001b[31m\\nred");
  });
});

test("A slow pattern of conventions is matched in a short time", () => {
  const slow = Buffer.from(conventionsBytes).toString("utf8").replace("^sP[0-9]{2}[a-z]$", "^([a-z]|[a-y])*!$");
  const rules = readConventions("conventions.yaml", Buffer.from(slow));

  const [validated] = judge(good.replace(/campaign: \w+/, `campaign: ${"a".repeat(60)}`), rules);

  expect(validated?.problems.map(({ message }) => message).join("\n")).toContain("is not a campaign of sPHENIX");
});

test("A production with twenty thousand files in its folder is checked", async () => {
  const top = await mkdtemp(join(tmpdir(), "shrek-many-"));
  onTestFinished(() => rm(top, { recursive: true, force: true }));
  await mkdir(join(top, "p"));
  await writeFile(join(top, "conventions.yaml"), conventionsBytes);
  await writeFile(join(top, "p/production.yaml"), good);
  for (let batch = 0; batch < 200; batch++)
    await Promise.all(Array.from({ length: 100 }, (_, n) => writeFile(join(top, "p", `f${batch * 100 + n}`), "")));

  const [validated] = await judgeFolder("p", top);

  expect(validated?.problems).toEqual([]);
  expect(validated?.source.entries).toHaveLength(20_000);
});
