import { describe, expect, test } from "vitest";
import { aRequest, aStep, type Draft, validated } from "../../a-production.ts";

const reading = (from: string, changes: Draft = {}): Draft => ({
  in: [{ from, filesPerJob: 1 }],
  out: [`${from}-made.root`],
  run: "make\n",
  ...changes,
});
const pairing = (...froms: readonly (string | Draft)[]): Draft => ({
  in: froms.map((from) => ({ filesPerJob: 1, ...(typeof from === "string" ? { from } : from) })),
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
  const { valid, problems } = validated(aRequest({ steps, ...(inputs === undefined ? {} : { inputs }) }));
  const own = problems.filter(({ code }) => code === "joined-by-position");
  return {
    codes: own.map(({ code }) => code),
    told: own.map(({ message, hint }) => (hint === undefined ? message : `${message} ${hint}`)),
    carrying: valid?.production.steps.filter(({ lineage }) => lineage).map(({ name }) => name),
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
  const byPosition = (origin: string, why: string, hint = "make both in one step and read its result here"): string =>
    `\`l\` of \`join\` and \`r\` of \`join\` both come from ${origin}, and PanDA would pair their files by position: after one retried job, jobs read files that do not belong together. By identity they cannot be joined: ${why}. ${hint}`;
  const none = (origin: string): string =>
    byPosition(
      origin,
      "there is no step or input from which on every job reads one file",
      "let each step on the way read filesPerJob: 1, or make both in one step",
    );

  const branches = {
    l: reading("x", { out: ["l.root"] }),
    r: reading("y", { out: ["r.root"] }),
    join: pairing("l", "r"),
  };

  test.each<[string, Draft, string]>([
    ["another step", { x: production("one"), y: production("two") }, "sP26a-hfcharm-pileup"],
    ["another task", outside("x", "y"), "user.t.w"],
  ])("Data of one origin by %s are not joined by identity, and refused", (_, inputs, origin) => {
    expect(told(branches, inputs)).toEqual([none(origin)]);
  });

  test.each<[string, Draft]>([
    ["another tag", { x: production("one"), y: production("one", { production: "sP26a-hfcharm-merge", output: "o" }) }],
    [
      "names that only look like one when joined",
      {
        x: production("c", { version: "1.0.0" }),
        y: production("c", { version: "1.0.0", production: "sP26a-minbias-pileup", output: "o" }),
      },
    ],
  ])("Data of %s are a pool for those of the first input, and no name carries an origin", (_, inputs) => {
    expect(judge(branches, inputs)).toMatchObject({ codes: [], carrying: [] });
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
    expect(told({ ...join("l", "r"), ...steps })).toEqual([none("step `a`")]);
  });

  test("Data of two versions of one production are refused: one of two inputs was moved", () => {
    const inputs = { x: production("one"), y: production("one", { version: "1.0.1", output: "o" }) };
    expect(told(branches, inputs)).toEqual([none("sP26a-hfcharm-pileup")]);
    expect(told({ join: pairing("x", "y") }, inputs)).toEqual([
      expect.stringContaining("By identity they cannot be joined: they are of two versions. read both of one version"),
    ]);
  });

  test("Files of steps without a common file are a pool", () => {
    const steps = { ...join("l", "s"), b: aStep({ out: ["b.tar"] }), s: reading("b", { out: ["s.root"] }) };
    expect(judge(steps)).toMatchObject({ codes: [], carrying: [] });
  });

  test("A pair of inputs of which one has a wrong reference is reported for that reference only", () => {
    expect(told(join("l", "nowhere"))).toEqual([]);
    const watching = { ...two, watch: { ...pairing("l", "r"), when: "!join" }, join: pairing("l", "r") };
    expect(told(watching)).toEqual([]);
  });

  test.each<[string, Draft, string, string?]>([
    ["the same data", pairing("l", { from: "l", as: "r" }), "they are the same data", "read them once"],
    ...(["match", "exclude", "skip", "repeat"] as const).map((key): [string, Draft, string] => [
      `with ${key}`,
      pairing("l", { from: "r", [key]: { match: "x.*", exclude: "x.*", skip: 1, repeat: 2 }[key] }),
      `a job would read one file of each, and \`${key}\` does not leave them whole`,
    ]),
    [
      "of two files",
      pairing("l", { from: "r", filesPerJob: 2 }),
      "a job would read one file of each",
      "write filesPerJob: 1 at both, or make both in one step",
    ],
    [
      "in a step with when",
      { ...pairing("l", "r"), when: "l && r" },
      "`when` cannot be used in a step that joins its inputs",
    ],
    ...(["gbPerJob", "maxFiles"] as const).map((key): [string, Draft, string] => [
      `with ${key}`,
      pairing("l", { from: "r", [key]: 4 }),
      `a job would read one file of each, and \`${key}\` does not leave them whole`,
    ]),
    [
      "of files of one name",
      pairing("l", { from: "same", as: "r" }),
      "both are called l.root, and jobs tell them apart by this name",
      "rename one",
    ],
  ])("Inputs that cannot be joined by identity are refused with the reason: %s", (_, step, why, hint) => {
    expect(told({ ...two, same: reading("a", { out: ["l.root"] }), join: step })[0]).toMatch(
      new RegExp("^`l` of `join` and `\\w+` of `join` both come from step `[al]`"),
    );
    expect(told({ ...two, same: reading("a", { out: ["l.root"] }), join: step })[0]).toContain(
      byPosition("", why, hint).replace(/^.* By identity/, "By identity"),
    );
  });

  test("A pair of two outputs of one step is refused, because PanDA would begin before all files are there", () => {
    expect(
      told({
        ...two,
        a: aStep({ out: ["a.root", "b.root"] }),
        join: pairing({ from: "a", output: "a.root" }, { from: "a", output: "b.root", as: "b" }),
      }),
    ).toEqual([
      expect.stringContaining(
        "all come from one step, so PanDA begins before all files are there, and files would miss their partner. let the step make one file of both",
      ),
    ]);
  });

  test("A pair of files with unknown names or unequal numbers, or of outside with inside data, is refused", () => {
    const nameless = { x: production("one"), y: production("one", { output: undefined }) };
    expect(told({ join: pairing("x", "y") }, nameless)).toEqual([
      expect.stringContaining(
        "`y` has files of unknown names: PanDA's own names, which say the origin, are known of steps, tasks and productions with their `output`.",
      ),
    ]);
    const uneven = { x: production("one"), y: production("one", { output: "o.root", files: 9 }) };
    expect(told({ join: pairing("x", "y") }, uneven)).toEqual([
      expect.stringContaining("there are 10 files of one and 9 of another."),
    ]);
    const half = { x: production("one"), y: production("one", { output: "o.root", files: undefined }) };
    expect(told({ join: pairing("x", "y") }, half)).toEqual([]);
    expect(told({ join: pairing("y", "x") }, half)).toEqual([]);
    const mixed = { l: reading("x", { out: ["l.root"] }), join: pairing("l", "y") };
    expect(told(mixed, { x: production("one"), y: production("one", { output: "o.root" }) })).toEqual([
      expect.stringContaining(
        "`y` comes from outside and the other from a step of this production: PanDA sorts their files apart. let the step before pass on what is needed of it",
      ),
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
    "`l` of `join` and `r` of `join` both come from step `a`, and PanDA would pair their files by position: after one retried job, jobs read files that do not belong together.";

  test("Files of one origin that no input before them shares are refused, and accepted where one of them comes first", () => {
    const p = aStep({ out: ["p.tar"] });
    expect(told({ ...plain(one("p"), one("l"), one("r")), p })).toEqual([
      `${words} list one of them first, or make both in one step`,
    ]);
    expect(told({ ...plain(one("l"), one("p"), one("r")), p })).toEqual([]);
  });

  test("One file of each is joined by identity where that can be, and accepted by position where not", () => {
    const single = { a: aStep({ jobs: 1, out: ["a.root", "b.root"] }) };
    const branches = { l: reading("a", { out: ["l.root"] }), r: reading("a", { out: ["r.root"] }) };
    for (const step of Object.values(branches))
      Object.assign(step, { in: [{ from: "a", output: "a.root", filesPerJob: 1 }] });
    expect(judge({ ...single, ...branches, join: pairing("l", "r") })).toMatchObject({
      codes: [],
      carrying: ["l", "r", "join"],
    });
    const both = pairing({ from: "a", output: "a.root" }, { from: "a", output: "b.root", as: "b" });
    expect(judge({ ...single, both })).toMatchObject({ codes: [], carrying: [] });
  });

  test("A pool of the same origin that is read once is refused by position, and one with reuse is accepted", () => {
    const once = plain(one("l"), one("r", { reuse: true }));
    expect(told(once)).toEqual([
      `${words} remove \`reuse\`, so that they are joined by identity, or make both in one step`,
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
    const unknown = { x: production("one", { files: undefined }) };
    const steps = { l: reading("x", { out: ["l.root"] }), r: reading("x", { out: ["r.root"] }) };
    expect(
      told({ ...steps, join: { in: [one("l"), one("r", { skip: 1 })], out: ["join.root"], run: "make\n" } }, unknown),
    ).toHaveLength(1);

    const beside = { ...plain(one("p"), one("l", { reuse: true }), one("r")), p: aStep({ out: ["p.tar"] }) };
    expect(told(beside)).toEqual([
      expect.stringMatching(/^`l` of `join` and `r` of `join` both come .* remove `reuse`, so/),
    ]);
  });

  test("A file of the join's origin that cannot be in the join is refused", () => {
    const steps = {
      ...two,
      s: reading("a", { out: ["s.root"] }),
      join: pairing("l", "r", { from: "s", filesPerJob: 2 }),
    };
    expect(told(steps)).toContainEqual(
      expect.stringContaining("`l` of `join` and `s` of `join` both come from step `a`"),
    );
  });

  test("Two outside inputs of one production, or of one workflow by their names, are refused by position", () => {
    const steps = { join: { in: [one("x"), one("y")], out: ["join.root"], run: "make\n" } };
    expect(told(steps, { x: production("one"), y: production("two") })[0]).toContain(
      "both come from sP26a-hfcharm-pileup,",
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
