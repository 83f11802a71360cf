import { describe, expect, test } from "vitest";
import { aRequest, aStep, type Draft, validated } from "../../a-production.ts";

const reading = (from: string, changes: Draft = {}): Draft => ({
  in: [{ from, filesPerJob: 1 }],
  out: [`${from}-made.root`],
  run: "make\n",
  ...changes,
});
const pairing = (...froms: readonly (string | Draft)[]): Draft => ({
  in: froms.map((from) => ({ ...(typeof from === "string" ? { from } : from), pair: true })),
  out: ["join.root"],
  run: "make\n",
});
/** Outside data of these names, as PanDA names what workflow `w` makes. */
const outside = (...names: readonly string[]): Draft =>
  Object.fromEntries(names.map((name) => [name, { dataset: `user.t.w_000_${name}_${name}.root/`, files: 10 }]));
const production = (step: string, change: Draft = {}): Draft => ({
  ...{ production: "sP26a-hfcharm-pileup", version: "1.0.0", step, output: `${step}.root`, files: 10 },
  ...change,
});

const judge = (steps: Draft, inputs?: Draft) => {
  const { accepted, problems } = validated(aRequest({ steps, ...(inputs === undefined ? {} : { inputs }) }));
  const own = problems.filter(({ code }) => code === "cannot-pair" || code === "joined-by-position");
  return {
    codes: own.map(({ code }) => code),
    told: own.map(({ message, hint }) => (hint === undefined ? message : `${message} ${hint}`)),
    carrying: accepted?.production.steps.filter(({ lineage }) => lineage).map(({ name }) => name),
  };
};
const two = { a: aStep(), l: reading("a", { out: ["l.root"] }), r: reading("a", { out: ["r.root"] }) };
const told = (steps: Draft, inputs?: Draft): readonly string[] => judge(steps, inputs).told;
const join = (...froms: readonly (string | Draft)[]): Draft => ({ ...two, join: pairing(...froms) });

describe("paths of paired files", () => {
  test("File names of a production with pairs carry the number of their common file up to the join, and not elsewhere", () => {
    const { carrying, codes } = judge({
      ...join("l", "r2"),
      r2: reading("r", { out: ["r2.root"] }),
      beside: reading("a", { out: ["beside.root"] }),
      after: reading("join", { out: ["after.root"] }),
    });
    expect(codes).toEqual([]);
    expect(carrying?.toSorted()).toEqual(["join", "l", "r", "r2"]);
  });

  test("Paired files carry the number of the nearest common file, also where one descends from another", () => {
    const late = { ...two, m: reading("l", { out: ["m.root"] }), n: reading("l", { out: ["n.root"] }) };
    expect(judge({ ...late, join: pairing("m", "n") }).carrying?.toSorted()).toEqual(["join", "m", "n"]);
    expect(judge({ ...late, join: pairing("l", "m") }).carrying?.toSorted()).toEqual(["join", "m"]);
  });

  test("Files made from a pair of inputs descend from the first file of the pair", () => {
    const { carrying, codes } = judge({ ...join("l", "r"), last: pairing("join", "l") });
    expect(codes).toEqual([]);
    expect(carrying?.toSorted()).toEqual(["join", "l", "last", "r"]);
  });

  test("Paired outside data must be of one task or of one step of a production", () => {
    const raw = { x: production("one"), y: production("one", { output: "other.root" }) };
    const steps = { l: reading("x", { out: ["l.root"] }), r: reading("y", { out: ["r.root"] }) };
    expect(judge({ ...steps, join: pairing("l", "r") }, raw).carrying?.toSorted()).toEqual(["join", "l", "r"]);

    const task = { x: outside("s").s, y: { dataset: "user.t.w_000_s_other.root", files: 10 } };
    expect(judge({ ...steps, join: pairing("l", "r") }, task).carrying?.toSorted()).toEqual(["join", "l", "r"]);
    const pair = judge({ ...steps, join: pairing("x", "y") }, task);
    expect([pair.codes, pair.carrying]).toEqual([[], ["join"]]);
  });
});

describe("refused pairs", () => {
  const none =
    "The inputs that `join` pairs do not descend from one file: there is no step or input from which on every job reads one file. let each step on the way read filesPerJob: 1, or make both in one step";

  test.each<[string, Draft, Draft?]>([
    ["another tag", { x: production("one"), y: production("one", { production: "sP26a-hfcharm-merge", output: "o" }) }],
    ["another version", { x: production("one"), y: production("one", { version: "1.0.1", output: "o" }) }],
    ["another step", { x: production("one"), y: production("two") }],
    ["another task", outside("x", "y")],
    [
      "names that only look like one when joined",
      {
        x: production("c", { version: "1.0.0" }),
        y: production("c", { version: "1.0.0", production: "sP26a-minbias-pileup", output: "o" }),
      },
    ],
  ])("A pair of outside data of %s is refused", (_, inputs) => {
    const steps = {
      l: reading("x", { out: ["l.root"] }),
      r: reading("y", { out: ["r.root"] }),
      join: pairing("l", "r"),
    };
    expect(told(steps, inputs)).toEqual([none]);
  });

  test.each<[string, Draft]>([
    ["reads several files", { in: [{ from: "a", filesPerJob: 2 }] }],
    ["reads as many as a volume holds", { in: [{ from: "a", gbPerJob: 5 }] }],
    ["reads each file again", { in: [{ from: "a", filesPerJob: 1, repeat: 2 }] }],
  ])("A pair of inputs is refused where a step between the common file and the join %s", (_, change) => {
    const steps = {
      l: reading("a", { out: ["l.root"], ...change }),
      r: reading("a", { out: ["r.root"], ...change }),
    };
    expect(told({ ...join("l", "r"), ...steps })).toEqual([none]);
  });

  test("A pair of inputs from steps without a common file is refused", () => {
    expect(told({ ...join("l", "s"), b: aStep({ out: ["b.tar"] }), s: reading("b", { out: ["s.root"] }) })).toEqual([
      none,
    ]);
  });

  test("A pair of inputs of which one has a wrong reference is reported for that reference only", () => {
    expect(told(join("l", "nowhere"))).toEqual([]);
    const watching = { ...two, watch: { ...pairing("l", "r"), when: "!join" }, join: pairing("l", "r") };
    expect(told(watching)).toEqual(["`when` cannot be used in a step that pairs its inputs."]);
  });

  test.each<[string, Draft, string]>([
    ["of one", pairing("l"), "`join` pairs one input with nothing. write pair: true at both"],
    [
      "behind another input",
      {
        ...pairing("l", "r"),
        in: [
          { from: "a", filesPerJob: 1 },
          { from: "l", pair: true },
          { from: "r", pair: true },
        ],
      },
      "The paired inputs of `join` must come first. list them first",
    ],
    ["of data with themselves", pairing("l", "l"), "`join` pairs data with themselves."],
    ...(["reuse", "match", "exclude", "skip", "repeat"] as const).map((key): [string, Draft, string] => [
      `with ${key}`,
      pairing("l", { from: "r", [key]: { reuse: true, match: "x.*", exclude: "x.*", skip: 1, repeat: 2 }[key] }),
      `A pair is one file of each input; \`${key}\` cannot be used with \`pair\`.`,
    ]),
    [
      "of two files",
      pairing("l", { from: "r", filesPerJob: 2 }),
      "A pair is one file of each input. remove filesPerJob",
    ],
    [
      "in a step with when",
      { ...pairing("l", "r"), when: "finished" },
      "`when` cannot be used in a step that pairs its inputs.",
    ],
    ...(["gbPerJob", "maxFiles"] as const).map((key): [string, Draft, string] => [
      `with ${key}`,
      pairing("l", { from: "r", [key]: 4 }),
      `A pair is one file of each input; \`${key}\` cannot be used with \`pair\`.`,
    ]),
    [
      "of files of one name",
      pairing("l", "same"),
      "Two inputs that `join` pairs are called l.root; jobs tell them apart by this name. rename one",
    ],
  ])("A wrong pair of inputs is refused: %s", (_, step, words) => {
    expect(told({ ...two, same: reading("a", { out: ["l.root"] }), join: step })).toContain(words);
  });

  test("A pair of two outputs of one step is refused, because PanDA would begin before all files are there", () => {
    expect(
      told({
        ...two,
        a: aStep({ out: ["a.root", "b.root"] }),
        join: pairing({ from: "a", output: "a.root" }, { from: "a", output: "b.root", as: "b" }),
      }),
    ).toEqual([
      "`join` reads one step only, so PanDA begins it before all files are there, and files would miss their partner. let the step make one file of both",
    ]);
  });

  test("A pair of files with unknown names or unequal numbers, or of outside with inside data, is refused", () => {
    const nameless = { x: outside("s").s, y: { dataset: "user.t.own", files: 10 } };
    expect(told({ join: pairing("x", "y") }, nameless)).toEqual([
      "`y` of `join` has files of unknown names: PanDA's own names, which say the origin, are known of steps, tasks and productions with their `output`.",
    ]);
    const uneven = { x: production("one"), y: production("one", { output: "o.root", files: 9 }) };
    expect(told({ join: pairing("x", "y") }, uneven)).toEqual([
      "`join` pairs 10 files with 9: some would have no partner.",
    ]);
    const half = { x: production("one"), y: production("one", { output: "o.root", expect: undefined }) };
    expect(told({ join: pairing("x", "y") }, half)).toEqual([]);
    expect(told({ join: pairing("y", "x") }, half)).toEqual([]);
    const mixed = { l: reading("x", { out: ["l.root"] }), join: pairing("l", "y") };
    expect(told(mixed, { x: production("one"), y: production("one", { output: "o.root" }) })).toEqual([
      "`y` of `join` comes from outside and is paired with a step of this production: PanDA sorts their files apart. let the step before pass on what is needed of it",
    ]);
  });
});

describe("files by position", () => {
  const plain = (...froms: readonly Draft[]): Draft => ({
    ...two,
    join: { in: froms, out: ["join.root"], run: "make\n" },
  });
  const one = (from: string, change: Draft = {}): Draft => ({ from, filesPerJob: 1, ...change });
  const words =
    "`l` of `join` and `r` of `join` both come from step `a`, and PanDA pairs their files by position: after one retried job, jobs read files that do not belong together.";

  test("Files of one origin that are joined by position are refused, and those joined by identity are accepted", () => {
    expect(told(plain(one("l"), one("r")))).toEqual([
      `${words} write pair: true at both to join them by identity, or make both in one step and read its result here`,
    ]);
    expect(judge(join("l", "r")).codes).toEqual([]);
  });

  test("A pool of the same origin that is read once is refused by position, and one with reuse is accepted", () => {
    const once = plain(one("l"), one("r", { reuse: true }));
    expect(told(once)).toEqual([
      `${words} remove \`reuse\` and write pair: true at both to join them by identity, or make both in one step and read its result here`,
    ]);
    expect(told(plain(one("l"), { from: "r", filesPerJob: 7, reuse: true }))).toEqual([]);
    expect(
      told({
        ...plain(one("l"), one("s")),
        s: { in: [one("p"), { from: "r", filesPerJob: 7, reuse: true }], out: ["s.root"], run: "make\n" },
        p: aStep({ out: ["p.tar"] }),
      }),
    ).toEqual([]);
  });

  test("A join by position is refused also where the number of files is unknown, and where another input determines the jobs", () => {
    const unknown = { x: production("one", { expect: undefined }) };
    const steps = { l: reading("x", { out: ["l.root"] }), r: reading("x", { out: ["r.root"] }) };
    expect(
      told({ ...steps, join: { in: [one("l"), one("r")], out: ["join.root"], run: "make\n" } }, unknown),
    ).toHaveLength(1);

    const beside = { ...plain(one("p"), one("l", { reuse: true }), one("r")), p: aStep({ out: ["p.tar"] }) };
    expect(told(beside)).toEqual([
      expect.stringMatching(/^`l` of `join` and `r` of `join` both come .* remove `reuse` and write/),
    ]);
  });

  test("A file of a pair that is also read by position is refused", () => {
    const steps = {
      ...two,
      s: reading("a", { out: ["s.root"] }),
      join: { in: [{ from: "l", pair: true }, { from: "r", pair: true }, one("s")], out: ["join.root"], run: "make\n" },
    };
    expect(told(steps)).toEqual([expect.stringContaining("`l` of `join` and `s` of `join` both come from step `a`")]);
  });

  test("Two outside inputs of one production, or of one workflow by their names, are refused by position", () => {
    const steps = { join: { in: [one("x"), one("y")], out: ["join.root"], run: "make\n" } };
    expect(told(steps, { x: production("one"), y: production("two") })[0]).toContain(
      "both come from sP26a-hfcharm-pileup 1.0.0,",
    );
    expect(told(steps, outside("x", "y"))[0]).toContain("both come from user.t.w,");
    const others = {
      x: { dataset: "user.t.x/", files: 10 },
      y: { dataset: "user.t.y/", files: 10 },
    };
    expect(told(steps, others)).toEqual([]);
    const same = {
      x: { dataset: "user.t.x/", files: 10 },
      y: { dataset: "user.t.x", files: 10 },
    };
    expect(told(steps, same)[0]).toContain("both come from user.t.x,");
  });

  test("A step that waits for the failure of another reads no files, so its outputs have no origin there", () => {
    const watch = {
      ...two,
      watch: { in: [one("l"), one("r")], when: "!l", jobs: 5, out: ["w.root"], run: "make\n" },
    };
    expect(told(watch)).toEqual([]);
    const after = {
      ...two,
      watch: { ...reading("l", { out: ["w.root"] }), when: "!l", jobs: 5 },
      join: plain(one("watch"), one("r")).join,
    };
    expect(told(after)).toEqual([]);
  });

  test("A step that reads all files in one job has no positions to compare", () => {
    expect(told(plain({ from: "l", filesPerJob: "all" }, { from: "r", filesPerJob: "all" }))).toEqual([]);
  });
});
