/**
 * Figures as ratios to a peer measured in the same run; printed, never asserted. Usage: bench.ts [ROUNDS] [PRODUCTIONS]
 * Peers: ajv-cli, which knows the schema alone, and the same program on one request.
 */

import { join } from "node:path";
import { textTable } from "../../action/core/markdown/text-table.ts";
import { misused, scriptNumbers } from "../arguments.ts";
import { root } from "../demo/scene.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { timeInterleaved, type Variant } from "./interleaved.ts";
import { buildMany, buildRuns, eventOf, type Many } from "./many.ts";
import { runWatched } from "./peak.ts";

const leftOut = `Left out: a disk that has not read the program or the repository yet, as on a fresh runner, because the first round is
dropped; the runner's own steps and the way to GitHub. A pull request keeps nothing that Node compiled, as on a runner;
\`shrek check\` keeps it, as on one's own machine.
`;
const [rounds = 7, most = 10_000] = scriptNumbers(2);
if (most < 2) misused("Of fewer than 2 productions, and runs, nothing can change");
const node = process.execPath;
using temporary = temporaryFolder("shrek-bench-");
const dir = temporary.path;

const pullRequest = (name: string, place: Many): Variant => {
  const env = eventOf(place, join(dir, `${name.replace(/\W/g, "-")}.json`));
  return { name, command: [node, join(root, "dist/check.js")], cwd: place.dir, env };
};

/** In full by a path; without one, payloads that main has are passed over where there are more than 100 folders. */
const check = (name: string, place: Many, args: readonly string[] = []): Variant => ({
  name,
  command: [node, join(root, "dist/cli.js"), "check", ...args],
  cwd: place.dir,
});
const inFull = (name: string, place: Many): Variant => check(`${name}, in full`, place, ["productions"]);

const ajv = (name: string, place: Many): Variant => ({
  name,
  command: [
    node,
    join(root, "node_modules/ajv-cli/dist/index.js"),
    ...["validate", "--spec=draft2020", "--strict=false", "-c", "ajv-formats"],
    ...["-s", "production.schema.json", "-d", "productions/*/production.yaml"],
  ],
  cwd: place.dir,
});

const thousand = Math.min(1000, most);
const places = {
  one: await buildMany(dir, 1, "without"),
  thousand: await buildMany(dir, thousand, "without"),
  many: await buildMany(dir, most, "without"),
  onePull: await buildMany(dir, 4, "with a ledger"),
  thousandPull: await buildMany(dir, thousand, "with a ledger"),
  // More than are named to git one by one (`fewFolders` in action/adapters/git/snapshot.ts).
  widePull: await buildMany(dir, thousand, "with a ledger", 30),
  manyPull: await buildMany(dir, most, "with a ledger"),
  runsPull: await buildRuns(dir, most),
};

/** Each line with the one that it is compared with, and the ratio that it should stay below. */
const [n, k] = [most.toLocaleString("en"), thousand.toLocaleString("en")];
const compared: readonly { readonly variant: Variant; readonly peer?: string; readonly target?: string }[] = [
  { variant: { name: "node -e 0", command: [node, "-e", "0"], cwd: dir } },
  { variant: ajv("ajv-cli, 1", places.one) },
  { variant: inFull("shrek check, 1", places.one), peer: "ajv-cli, 1", target: "0.4" },
  { variant: ajv(`ajv-cli, ${k}`, places.thousand) },
  { variant: inFull(`shrek check, ${k}`, places.thousand), peer: `ajv-cli, ${k}`, target: "3,000 ms" },
  { variant: check(`shrek check, ${k}, passing over`, places.thousand), peer: `ajv-cli, ${k}`, target: "0.8" },
  { variant: ajv(`ajv-cli, ${n}`, places.many) },
  { variant: inFull(`shrek check, ${n}`, places.many), peer: `ajv-cli, ${n}`, target: "30,000 ms" },
  { variant: check(`shrek check, ${n}, passing over`, places.many), peer: `ajv-cli, ${n}`, target: "1.2" },
  { variant: check("shrek check --base, the same", places.onePull, ["--base", places.onePull.base]) },
  {
    variant: pullRequest("pull request, 4 on main, 3 changed", places.onePull),
    peer: "shrek check --base, the same",
    target: "2.5",
  },
  { variant: pullRequest(`pull request, ${k} on main, 3 changed`, places.thousandPull), target: "2,000 ms" },
  { variant: pullRequest(`pull request, ${k} on main, 30 changed`, places.widePull) },
  { variant: pullRequest(`pull request, ${n} on main, 3 changed`, places.manyPull), target: "5,000 ms" },
  { variant: pullRequest(`pull request, ${n} new runs`, places.runsPull), target: "2,000 ms" },
];

// Where few productions are asked for, several lines are one.
const lines = [...new Map(compared.map((line) => [line.variant.name, line])).values()];
const timings = new Map(
  timeInterleaved(
    lines.map(({ variant }) => variant),
    rounds,
  ).map(({ name, ...measured }) => [name, measured]),
);
const rows = lines.map(({ variant: { name }, peer, target }) => {
  const [own, other] = [timings.get(name), peer === undefined ? undefined : timings.get(peer)];
  const ratio = (of: "median" | "processor"): string =>
    own === undefined || other === undefined ? "" : (own[of] / other[of]).toFixed(2);
  const shown = (of: "median" | "processor"): string => own?.[of].toFixed(0) ?? "";
  return [
    ...[name, shown("median"), ratio("median"), shown("processor"), ratio("processor")],
    ...[peer ?? "", target ?? ""],
  ];
});
const held = await Promise.all(
  [inFull(`shrek check, ${n}`, places.many), pullRequest(`pull request, ${n} on main, 3 changed`, places.manyPull)].map(
    async ({ name, command, cwd, env = {} }) =>
      `${name}: ${Math.round((await runWatched(command, { cwd, env })).megabytes)} MB at most.\n`,
  ),
);
process.stdout.write(
  `${textTable(["whole process", "median ms", "ratio", "processor ms", "ratio", "to", "target"], rows)}\n\n${rounds} rounds, interleaved, Node ${process.versions.node}. No two payloads are the same text.\n${held.join("")}${leftOut}`,
);
