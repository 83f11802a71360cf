import { expect, test } from "vitest";
import { narrowings } from "../../../action/core/conventions/narrowing.ts";
import { readGoverning } from "../../../action/core/conventions/read-conventions.ts";
import { conventionsSchema } from "../../../action/core/conventions/schema.ts";
import { wideningKeys } from "../../../action/core/conventions/widening-keys.ts";
import { formatProblem } from "../../../action/core/problems/problem.ts";
import type { ConventionsFile } from "../../../action/core/text/source-file.ts";
import { conventionsBytes } from "../a-production.ts";

const text = new TextDecoder()
  .decode(conventionsBytes)
  .replace(/\nmayWiden:[^]*/, "\n")
  .replace("ceiling: { coreHours: 100000 }", "ceiling: { coreHours: 100000, memory: 4000, priority: 1050 }")
  .replace("\nceiling:", "\nruns: { first: 66000, last: 79999 }\nceiling:");
type Edit = readonly [was: string | RegExp, is: string];
const edited = (edits: readonly Edit[]): string =>
  edits.reduce((written, [was, is]) => {
    expect(written).toMatch(was);
    return written.replace(was, () => is);
  }, text);

/** The keys at which a folder's conventions are wider; each file from the top downwards, as edits of the same text. */
const wider = (...files: readonly (readonly Edit[])[]): readonly string[] => {
  const folders = ["", "mine/", "mine/deep/"];
  const nearest = files.reduce<ConventionsFile | undefined>(
    (above, edits, index) => ({
      file: `productions/${folders[index]}conventions.yaml`,
      bytes: new TextEncoder().encode(edited(edits)),
      above,
    }),
    undefined,
  );
  if (nearest === undefined) return [];
  const read = readGoverning(nearest);
  return read.kind === "read" ? [] : read.problems.map((one) => `${one.code} ${one.message.split(" ")[0]}`);
};
const is = (key: string): readonly string[] => [`wider-conventions ${key}`];

/** For each row of the table, a change that is narrower, where there is one, and one that is wider with its place. */
const changes: Readonly<
  Record<string, { readonly less?: readonly Edit[]; readonly more?: readonly Edit[]; readonly at?: string }>
> = {
  conventions: {},
  experiment: { more: [["experiment: sPHENIX", "experiment: EIC"]] },
  "tag.template": { more: [["{campaign}-{physics}-{stage}", "{campaign}.{physics}-{stage}"]] },
  "tag.fields.*": {
    less: [["enum: [hfcharm, hfbottom, minbias]", "enum: [hfcharm]"]],
    more: [["enum: [hfcharm, hfbottom, minbias]", "enum: [hfcharm, jets]"]],
    at: "tag.fields.physics",
  },
  "tag.taken.*": {
    more: [
      ["{campaign}-{physics}-{stage}", "{campaign}-{physics}-{stage}_{build}"],
      ["  contradicts", "  taken: { build: {} }\n  contradicts"],
    ],
    at: "tag.taken.build",
  },
  "tag.contradicts.*": {
    less: [["signal: [minb]", "signal: [minb, charm]"]],
    more: [["signal: [minb]", "signal: [charm]"]],
    at: "tag.contradicts.stage",
  },
  "version.style": { more: [["style: semver", "style: integer"]] },
  "version.pattern": {
    more: [["style: semver", String.raw`style: pattern, pattern: '^(?<major>[0-9]+)$', example: "1"`]],
  },
  "version.example": {},
  "software.build": {
    less: [['|^new$", desc', '|^new$", enum: [ana.418], desc']],
    more: [["|^new$", "|^newer$"]],
  },
  "software.conditions": { less: [["stepBuilds: true", "stepBuilds: true, conditions: { maxLength: 9 }"]] },
  "software.container": { less: [["stepBuilds: true", "stepBuilds: true, container: { maxLength: 90 }"]] },
  "software.stepBuilds": { less: [["stepBuilds: true,", ""]] },
  "releases.*": {
    less: [["not: { const: new }", "not: { const: new }, maxLength: 8"]],
    more: [["releases: { build: { not: { const: new } } }", "releases: {}"]],
    at: "releases.build",
  },
  datasets: { more: [["software:", 'datasets: { pattern: "^epic:/EVGEN/" }\nsoftware:']] },
  rucio: {
    more: [
      [
        "software:",
        "rucio: { server: 'https://rucio.example.org', account: reader, login: userpass, scopes: [raw] }\nsoftware:",
      ],
    ],
  },
  "destination.*": { less: [["software:", "destination: { release: A_DISK }\nsoftware:"]] },
  lists: { less: [["software:", "lists: [{ of: [build], names: [ana.418] }]\nsoftware:"]] },
  gitHosts: {
    less: [["gitHosts: [git.example.org]", "gitHosts: []"]],
    more: [["[git.example.org]", "[git.example.org, localhost]"]],
  },
  "ceiling.coreHours": {
    less: [["coreHours: 100000", "coreHours: 99999"]],
    more: [["coreHours: 100000", "coreHours: 100001"]],
  },
  "ceiling.memory": {
    less: [["memory: 4000", "memory: 3999"]],
    more: [["memory: 4000", "memory: 4001"]],
  },
  "ceiling.priority": {
    less: [["priority: 1050", "priority: 1049"]],
    more: [["priority: 1050", "priority: 1051"]],
  },
  "runs.first": {
    less: [["first: 66000", "first: 67000"]],
    more: [["first: 66000", "first: 65999"]],
  },
  "runs.last": {
    less: [["last: 79999", "last: 79000"]],
    more: [["last: 79999", "last: 80000"]],
  },
  news: { more: [["software:", "news: [{ kind: slack, secret: TEAM }]\nsoftware:"]] },
  limits: { more: [["software:", "limits: { jobs: 1 }\nsoftware:"]] },
  noSiteAfter: { less: [["software:", "noSiteAfter: 48\nsoftware:"]] },
  freeze: { less: [["software:", "freeze: { until: 2026-12-24, reason: the storage is moved }\nsoftware:"]] },
  policy: { less: [["software:", 'policy: { commands: { kill: ["@ada"] } }\nsoftware:']] },
  ledger: { more: [["software:", "ledger: every-collaborator-may-write-it\nsoftware:"]] },
  templates: { less: [["software:", "templates: { a: { folder: a, description: a } }\nsoftware:"]] },
  "names.outDS": { more: [["v{version}", "w{version}"]] },
  "names.file": { less: [["names: {", 'names: { file: "{name}{suffix}",']] },
  "addresses.*": { less: [["names: {", 'addresses: { local: "/data/{file}" }\nnames: {']] },
  "scopes.*": { more: [["group.sphenix", "group.elsewhere"]], at: "scopes.release" },
  "labels.*": { more: [["release: managed", "release: user"]], at: "labels.release" },
  vo: { more: [["vo: sphenix", "vo: eic"]] },
  workingGroup: { more: [["workingGroup: sphenix", "workingGroup: eic"]] },
  sites: { less: [[/ {2}LAPTOP: .*\n/, ""]], more: [["  LAPTOP", "  HOME: { state: online }\n  LAPTOP"]] },
  "sites.*.state": {
    less: [["LAPTOP: { state: online", "LAPTOP: { state: offline"]],
    more: [["NERSC: { state: offline", "NERSC: { state: online"]],
    at: "sites.NERSC.state",
  },
  "sites.*.reason": { less: [["NERSC: { state: offline", "NERSC: { state: offline, reason: its storage is moved"]] },
  "sites.*.setup": {
    more: [["LAPTOP: { state: online", "LAPTOP: { state: online, setup: 'true'"]],
    at: "sites.LAPTOP.setup",
  },
  monitor: { more: [["https://monitor", "https://other"]] },
  mayWiden: { more: [["software:", "mayWiden: [{ keys: [sites] }]\nsoftware:"]] },
};

test("Each rule for narrower conventions has an example of a change", () => {
  expect(Object.keys(changes)).toEqual(narrowings.map(({ key }) => key));
});

test.each(Object.entries(changes))(
  "Conventions of a folder may accept less of %s, and a wider value is refused at its place",
  (key, { less = [], more, at = key }) => {
    expect(wider([], less)).toEqual([]);
    if (more === undefined) return;
    expect(wider([], more)).toContain(is(at)[0]);
  },
);

test.each(narrowings.filter(({ may, key }) => may !== undefined && changes[key]?.more !== undefined))(
  "Conventions of a folder may widen $key where mayWiden names $may",
  ({ key, may = "tag" }) => {
    const allow = (rule: string): readonly Edit[] => [["software:", `mayWiden: [${rule}]\nsoftware:`]];
    const more = changes[key]?.more ?? [];

    expect(wider(allow(`{ keys: [${may}] }`), more)).toEqual([]);
    expect(wider(allow(`{ folder: mine, keys: [${may}] }`), more)).toEqual([]);
    expect(wider(allow(`{ folder: min, keys: [${may}] }`), more)).not.toEqual([]);
    expect(wider(allow(`{ folder: mine/deep, keys: [${may}] }`), more)).not.toEqual([]);
  },
);

test("Every key of the conventions' schema has one narrowing rule, and every word of mayWiden is used", () => {
  const shapes: Readonly<Record<string, Shape>> = conventionsSchema.properties as object as Record<string, Shape>;
  const keys = keysOf(shapes, "");
  const rows = narrowings.map(({ key }) => key);

  const without = keys.filter((key) => !rows.some((row) => row === key || covers(row, key)));

  expect(without).toEqual([]);
  expect(new Set(narrowings.flatMap(({ may }) => may ?? []))).toEqual(new Set(wideningKeys));
});

test("A value that the conventions of one folder removed cannot be added again in a folder below", () => {
  const noLaptop: readonly Edit[] = [[/ {2}LAPTOP: .*\n/, ""]];

  expect(wider([], noLaptop, [])).toEqual(is("sites"));
});

test("Steps in a folder below have own builds only if the conventions above allow own builds, or mayWiden says software", () => {
  const none: Edit = ["stepBuilds: true,", ""];

  expect(wider([none], [])).toEqual(is("software.stepBuilds"));
  expect(wider([none, ["software:", "mayWiden: [{ keys: [software] }]\nsoftware:"]], [])).toEqual([]);
});

test("A ceiling that the conventions of a folder leave out is unlimited, and so wider", () => {
  expect(wider([], [["coreHours: 100000, ", ""]])).toEqual(is("ceiling.coreHours"));
  expect(wider([["coreHours: 100000, ", ""]], [])).toEqual([]);
});

test("Only the conventions furthest up decide what folders below may widen", () => {
  const allowed: readonly Edit[] = [["software:", "mayWiden: [{ folder: mine, keys: [vo] }]\nsoftware:"]];
  const other: readonly Edit[] = [["vo: sphenix", "vo: eic"]];

  expect(wider(allowed, other, other)).toEqual([]);
  expect(wider([], [...allowed, ...other], other)).toContain(is("mayWiden")[0]);
});

test("Conventions below unreadable ones are not compared with them", () => {
  const [problem] = wider([["vo: sphenix", "vo: [sphenix]"]], []);

  expect(problem).toContain("wrong-type");
});

test("A refused widening names the file of conventions and the words that would allow the widening", () => {
  const read = readGoverning({
    file: "productions/mine/conventions.yaml",
    bytes: new TextEncoder().encode(edited([["group.sphenix", "group.elsewhere"]])),
    above: { file: "productions/conventions.yaml", bytes: new TextEncoder().encode(text), above: undefined },
  });

  expect(read.kind === "unreadable" ? read.problems.map(formatProblem) : []).toEqual([
    'productions/mine/conventions.yaml:25:31 error [wider-conventions] scopes.release is "group.elsewhere" here and "group.sphenix" in productions/conventions.yaml: it must be the same.\n  hint: write what stands further up, or allow it in productions/conventions.yaml in a pull request of its own: mayWiden: [{ folder: mine, keys: [scopes] }]',
  ]);
});

/** A row whose whole value is compared as it is speaks for what lies inside. */
const covers = (row: string, key: string): boolean =>
  key.startsWith(`${row}.`) && narrowings.some((one) => one.key === row && !perPart.has(row));
/** These compare names only: what lies inside needs a row. */
const perPart: ReadonlySet<string> = new Set(["sites"]);

type Shape = {
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: boolean | Shape;
};

const keysOf = (properties: Readonly<Record<string, Shape>>, above: string): readonly string[] =>
  Object.entries(properties).flatMap(([name, shape]) => {
    const rows = narrowings.map(({ key }) => key);
    const key = rows.includes(`${above}*`) ? `${above}*` : `${above}${name}`;
    const inside = {
      ...shape.properties,
      ...(typeof shape.additionalProperties === "object" ? { "*": shape.additionalProperties } : {}),
    };
    return Object.keys(inside).length === 0 ? [key] : keysOf(inside, `${key}.`);
  });
