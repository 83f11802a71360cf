import { describe, expect, test } from "vitest";
import { limitFor } from "../../pace.ts";
import { lint } from "./a-payload.ts";

/** The schema's own limit of `run`. */
const longest = 65536;
const filled = (piece: string, closing = ""): string => {
  const count = Math.floor((longest - 8) / (piece.length + closing.length));
  return `${piece.repeat(count)}a${closing.repeat(count)}\n`;
};
const nested = (open: string, close: string, depth: number): string =>
  `${`${open.repeat(depth)}a${close.repeat(depth)}\n`.repeat(Math.floor(longest / ((open.length + close.length) * depth + 2)))}`;

/** Of this process: a machine that is busy with something else proves nothing. */
const millisecondsSince = (begin: NodeJS.CpuUsage): number => process.cpuUsage(begin).user / 1000;

/** Random, but the same in every run. */
const noise = (alphabet: string, seed: number): string => {
  let state = seed;
  const next = (): number => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state;
  };
  return Array.from({ length: longest - 8 }, () => alphabet[(next() >> 8) % alphabet.length]).join("");
};
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");

const names = Array.from({ length: 5000 }, (_, index) => `n${index.toString(36)}`);

const texts: Readonly<Record<string, string>> = {
  "arithmetic in arithmetic": filled("$(( ( "),
  "arithmetic, closed": filled("$((", "))"),
  braces: filled("{ "),
  "braces, closed": filled("{ ", ";}"),
  subshells: filled("("),
  "subshells, closed": filled("(", ")"),
  "a thousand subshells after each other": "(echo $a)\n".repeat(6000),
  substitutions: filled("$("),
  "substitutions, closed": filled("$(", ")"),
  "quoted substitutions, closed": filled('"$(', ')"'),
  "as deep as the parser goes, often": nested("$(", ")", 100),
  "quoted, as deep as the parser goes, often": nested('"$(echo ', ')"', 80),
  "defaults of defaults": nested("${a:-", "}", 100),
  backticks: filled("`"),
  coprocesses: filled("coproc "),
  conditions: filled("if true; then ", "; fi"),
  heredocs: filled("<<a"),
  "heredocs that end": "cat <<E\n$x\nE\n".repeat(4600),
  pipes: filled("a|"),
  lists: filled("a&&"),
  "assignments that lead to each other": names.map((name, index) => `${name}=$${names[index + 1] ?? "n0"}`).join("\n"),
  "assignments that grow": Array.from({ length: 2000 }, (_, i) => `x${i}=$x${i + 1}$x${i + 1}$x${i + 1}`).join("\n"),
  "five thousand names that nothing sets": names.map((name) => `echo $${name}q`).join("\n"),
  "names that are near to as many others": names
    .map((name) => `${name}=1; echo $${name}_\n`)
    .join("")
    .slice(0, longest - 8),
  "thousands of macros": names.map((name) => `root ${name}.C`).join("\n"),
  "thousands of archives": "tar cf a.tar *.root\n".repeat(3200),
  "one long word": `echo ${"*".repeat(60000)}`,
  "one long pattern": `echo ${"a*".repeat(30000)}`,
  "blank lines before .x": `root <<E\n${"\n".repeat(60000)}.x\nE\n`,
  "random bytes": noise(printable, 1),
  "random shell": noise("$(){}[]`\"'\\\n |&;<>#=!*?ax0", 2),
  "random quotes and substitutions": noise("$(`\"')} a", 3),
};

describe("hostile payloads", () => {
  test.each(Object.entries(texts))("A hostile payload does not crash or slow down the lint: %s", (_, run) => {
    expect(run.length).toBeLessThanOrEqual(longest);
    const begin = process.cpuUsage();

    const problems = lint(run, {
      step: { out: ["hits.tar", "a.txt"], eventsPerJob: 5, parameters: { macro: "x.C", flavor: "y" } },
      files: { "x.C": "void x() {}\n", "run.sh": run },
      reads: { output: "a.root" },
    });

    const took = millisecondsSince(begin);
    expect(took).toBeLessThan(limitFor(took, 1000));
    expect(problems.length).toBeLessThan(100);
  });
});

test("A payload that the lint does not understand gets no findings", () => {
  expect(lint("echo $(( ( \n", { step: { parameters: { flavor: "y" } } })).toEqual([]);
});

test("A resource of a megabyte without a blank does not slow down the lint", () => {
  const begin = process.cpuUsage();

  lint('cat "${before[0]}" >x\nroot.exe -q big.C\n', {
    files: { "big.C": "*".repeat(1024 * 1024), "other.C": `${"a".repeat(500_000)}*${"b".repeat(500_000)}` },
    step: { parameters: { flavor: "y" } },
    reads: { output: "a.root" },
  });

  const took = millisecondsSince(begin);
  expect(took).toBeLessThan(limitFor(took, 1000));
});
