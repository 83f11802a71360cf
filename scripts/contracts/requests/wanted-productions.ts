/** A production in a few words; what every production must say is added in `compared-workflow.ts`. */
export type WantedProduction = {
  readonly name: string;
  readonly steps: Readonly<Record<string, WantedStep>>;
  readonly inputs?: Readonly<Record<string, object>>;
  readonly release?: true;
  readonly files?: Readonly<Record<string, string>>;
};
type WantedStep = Readonly<Record<string, unknown>>;
type WantedInput = WantedStep & { readonly from: string };

const source = (more: WantedStep = {}): WantedStep => ({ out: ["o.txt"], jobs: 4, run: "date >o.txt", ...more });
const child = (from: readonly (string | WantedInput)[], more: WantedStep = {}): WantedStep => ({
  in: from.map((item) => (typeof item === "string" ? { from: item, filesPerJob: 1 } : item)),
  out: ["o.txt"],
  run: `cat "\${${from.map((item) => (typeof item === "string" ? item : item.from))[0]}[@]}" >o.txt`,
  ...more,
});
const many = (from: string, filesPerJob: number, reuse = false): WantedInput => ({
  from,
  filesPerJob,
  ...(reuse ? { reuse } : {}),
});
const leaves = Array.from({ length: 63 }, (_, index) => `leaf${index + 1}`);
const outside = { minbias: { dataset: "user.other.minbias.v1/", files: 20 } };

const longest = "o".repeat(132 - "user.tester.the-longest-names-that-panda-takes.v1.0.0-test.1.b0_NNN_make_/".length);

/** What the language can say, one thing a production: inputs, outputs, secondaries, sizes at their limits. */
export const wantedProductions: readonly WantedProduction[] = [
  { name: "one-step", steps: { make: source({ jobs: 1 }) } },
  { name: "largest-numbers", steps: { make: source({ jobs: 100000, eventsPerJob: 1000000000, maxAttempt: 50 }) } },
  { name: "largest-resources", steps: { make: source({ memory: 64000, walltime: 168 }) } },
  {
    name: "ten-outputs",
    steps: {
      make: source({ out: Array.from({ length: 10 }, (_, index) => `o${index}.root`), run: "touch o{0..9}.root" }),
    },
  },
  { name: "eight-cores", steps: { make: source({ cores: 8, memory: 2000 }) } },
  { name: "two-sites", steps: { make: source({ sites: ["SITE_A", "SITE_B"] }), use: child(["make"]) } },
  { name: "one-input", steps: { make: source(), use: child([many("make", 200)]) } },
  { name: "two-inputs", steps: { make: source(), more: source({ jobs: 20 }), use: child(["make", many("more", 5)]) } },
  { name: "reused", steps: { make: source(), more: source(), use: child(["make", many("more", 4, true)]) } },
  {
    name: "three-inputs",
    steps: {
      make: source(),
      more: source({ jobs: 8 }),
      again: source(),
      use: child(["make", many("more", 2), many("again", 3, true)]),
    },
  },
  {
    name: "four-inputs",
    steps: {
      make: source(),
      more: source({ jobs: 8 }),
      again: source(),
      last: source({ jobs: 12 }),
      use: child(["make", many("more", 2), many("again", 3, true), many("last", 3)]),
    },
  },
  {
    // As a job of calorimeter work reads them: one dataset for each leaf.
    name: "sixty-three-inputs",
    inputs: Object.fromEntries(leaves.map((name) => [name, { dataset: `user.other.${name}.v1/`, files: 20 }])),
    steps: { use: child(leaves) },
  },
  {
    name: "two-outputs-of-one-step",
    steps: {
      make: source({ out: ["a.txt", "b.txt"], run: "touch a.txt b.txt" }),
      use: child([
        { from: "make", output: "a.txt", filesPerJob: 1 },
        { from: "make", as: "b", output: "b.txt", filesPerJob: 1 },
      ]),
    },
  },
  {
    name: "joined-by-identity",
    inputs: { hits: { task: "user.other.hits_000_make", output: "hits.txt", files: 5 } },
    steps: {
      pool: source({ jobs: 8 }),
      left: child(["hits"], { out: ["l.txt"] }),
      right: child(["hits"], { out: ["r.txt"] }),
      join: child([{ from: "left", filesPerJob: 1 }, { from: "right", filesPerJob: 1 }, many("pool", 2, true)]),
      merge: child([many("join", 5)]),
    },
  },
  {
    // Names in which `_` stands as PanDA writes it between step and output.
    name: "names-with-underscores",
    steps: {
      make_hits: source({ out: ["a_b.txt"], run: "touch a_b.txt" }),
      make: source({ jobs: 8, out: ["hits_c.txt"], run: "touch hits_c.txt" }),
      use_hits: child(["make_hits", many("make", 2)], { out: ["o_p.txt"], run: "touch o_p.txt" }),
      use: child([many("use_hits", 2)]),
    },
  },
  { name: "from-outside", inputs: outside, steps: { use: child([many("minbias", 5)]) } },
  {
    name: "secondary-from-outside",
    inputs: outside,
    steps: { make: source(), use: child(["make", many("minbias", 10, true)]) },
  },
  {
    name: "diamond",
    steps: {
      make: source(),
      left: child(["make"]),
      right: child(["make"]),
      join: child(["left", "right"]),
      end: child([many("join", 4)]),
    },
  },
  {
    name: "quoted",
    steps: { make: source({ parameters: { text: `it's "$HOME" \`x\` é`, n: 7 }, run: `printf %s "$text" >o.txt` }) },
  },
  { name: "release", release: true, steps: { make: source(), use: child(["make"]) } },
  {
    // The longest container that PanDA takes has 132 characters, its slash included.
    name: "the-longest-names-that-panda-takes",
    steps: { make: source({ out: [longest], run: `date >${longest}` }) },
  },
  {
    name: "resources",
    files: {
      "data/fits.bin": "x".repeat(1023 * 1024),
      "data/large.bin": "y".repeat(1024 * 1024),
      "data/geometry.root": "root",
      "data/library.so": "so",
      "data/.hidden": "hidden",
      "data/deep/er/file.txt": "text",
    },
    steps: { make: source({ resources: ["data/**"] }) },
  },
  {
    name: "one-row-a-job",
    files: { "jobs.csv": 'particle,ptmin\npi,1\n"e, slow",0.5\n' },
    steps: {
      make: source({ jobs: undefined, table: "jobs.csv" }),
      more: source({ jobs: undefined, table: "jobs.csv" }),
    },
  },
  {
    name: "every-option",
    steps: {
      make: source({
        out: ["o.txt", { name: "qa.txt", minBytes: 1 }],
        priority: 950,
        destination: "SITE_DISK",
        excludeSites: ["SITE_B"],
        container: "docker://registry.example/image:1",
        estimate: { seconds: 1 },
        checks: { run: "test -s o.txt" },
        accept: "90%",
      }),
    },
  },
  {
    name: "a-part-of-the-files",
    inputs: outside,
    steps: {
      make: source(),
      use: child([
        { from: "minbias", filesPerJob: 2, maxFiles: 10, match: "a*", exclude: "*b", skip: 3 },
        { from: "make", filesPerJob: 1, match: "*.txt", skip: 1, reuse: true },
      ]),
    },
  },
  {
    name: "read-again-and-again",
    inputs: outside,
    steps: { make: source(), use: child([{ from: "minbias", filesPerJob: 1, repeat: 4 }, many("make", 1, true)]) },
  },
  {
    name: "cut-by-size",
    inputs: outside,
    steps: { use: child([{ from: "minbias", gbPerJob: 10, maxFilesPerJob: 50 }], { copyInputs: true }) },
  },
  {
    name: "as-soon-as-either-is-made",
    steps: { make: source(), more: source(), use: child(["make", many("more", 1)], { when: "make || more" }) },
  },
  {
    name: "when-it-fails",
    steps: {
      make: source(),
      use: child(["make"]),
      tell: child(["make"], { when: "!make", jobs: 1, run: "date >o.txt" }),
    },
  },
  {
    name: "an-old-task",
    inputs: { old: { task: "user.tester.old_000_make", output: "o.txt", files: 8 } },
    steps: { use: child([many("old", 2)]) },
  },
];
