import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gitIn, shrek } from "../demo/scene.ts";
import { productionFiles } from "../demo/world.ts";

export type Many = { readonly dir: string; readonly base: string; readonly head: string };

/** A repository with many productions on main and a branch that changes some of them: a pull request's check. */
export const buildMany = (dir: string, count: number, ledger: WithLedger, changed = 3): Promise<Many> => {
  const writeFirst = (repository: string, upTo: number, version: string): void => {
    for (let n = 0; n < upTo; n++) writeRequest(repository, n, requestText(n, version));
  };
  return build(join(dir, `many-${count}-${changed}-${ledger.replaceAll(" ", "-")}`), ledger, {
    main: (repository) => writeFirst(repository, count, "1.0.0"),
    branch: (repository) => writeFirst(repository, Math.min(changed, count), "2.0.0"),
  });
};

/** One production with a list of one run on main, and a branch that makes it so many. */
export const buildRuns = (dir: string, listed: number): Promise<Many> => {
  const writeRuns = (repository: string, count: number): void => {
    writeRequest(repository, 0, `${requestText(0, "1.0.0")}runs: { list: runs.txt }\n`);
    const runs = Array.from({ length: count }, (_, n) => `${66001 + n}\n`);
    write(repository, "productions/toy0/runs.txt", runs.join(""));
  };
  return build(join(dir, `runs-${listed}`), "with a ledger", {
    main: (repository) => writeRuns(repository, 1),
    branch: (repository) => writeRuns(repository, listed),
  });
};

type WithLedger = "with a ledger" | "without";
type Written = Readonly<Record<"main" | "branch", (repository: string) => void>>;

const build = (repository: string, ledger: WithLedger, { main, branch }: Written): Promise<Many> => {
  const made = repositories.get(repository) ?? buildAt(repository, ledger, { main, branch });
  repositories.set(repository, made);
  return made;
};

/** Each by its path: what differs in no number is built once. */
const repositories = new Map<string, Promise<Many>>();

const buildAt = async (repository: string, ledger: WithLedger, { main, branch }: Written): Promise<Many> => {
  mkdirSync(repository);
  await gitIn(repository, "init", "--quiet", "-b", "main");
  writeConventions(repository);
  main(repository);
  writeFileSync(join(repository, "production.schema.json"), (await shrek(repository, ["schema"])).stdout);
  await commit(repository, "All");
  if (ledger === "with a ledger") {
    const made = await shrek(repository, ["ledger", "init"], { HOME: repository });
    if (made.code !== 0) throw new Error(made.stderr);
  }
  const base = (await gitIn(repository, "rev-parse", "HEAD")).trim();
  branch(repository);
  await commit(repository, "Change some");
  return { dir: repository, base, head: (await gitIn(repository, "rev-parse", "HEAD")).trim() };
};

/** What the check action is told of a pull request, in files that begin with this path. */
export const eventOf = (place: Many, path: string): Readonly<Record<string, string>> => {
  writeFileSync(path, JSON.stringify({ pull_request: { base: { sha: place.base }, head: { sha: place.head } } }));
  writeFileSync(`${path}.summary`, "");
  return {
    GITHUB_EVENT_PATH: path,
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_SERVER_URL: `file://${dirname(place.dir)}`,
    GITHUB_REPOSITORY: `${basename(place.dir)}/`,
    GITHUB_SHA: place.head,
    RUNNER_TEMP: dirname(path),
    GITHUB_STEP_SUMMARY: `${path}.summary`,
  };
};

const commit = async (repository: string, message: string): Promise<void> => {
  await gitIn(repository, "add", "--all");
  await gitIn(repository, "commit", "--quiet", "-m", message);
};

const writeConventions = (repository: string): void => {
  const text = productionFiles(["conventions.yaml"])["productions/conventions.yaml"] ?? "";
  const open = text.replace(/enum: \[hfcharm.*\]/, 'pattern: "^[a-z0-9]+$"');
  if (open === text) throw new Error("the conventions have no list of physics any more");
  write(repository, "productions/conventions.yaml", open);
};

const writeRequest = (repository: string, n: number, text: string): void =>
  write(repository, `productions/toy${n}/production.yaml`, text);

const write = (repository: string, path: string, text: string): void => {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
};

/**
 * Three steps in about forty lines, as most requests are; every tenth reads data of the one before it. No two payloads
 * are the same text: what is asked once for equal ones is asked for each.
 */
const requestText = (n: number, version: string): string => `schema: 1
version: ${version}
tag: { campaign: sP26a, physics: toy${n}, stage: pileup }
description: Number ${n} of many productions that a campaign has
contact: ["@sphenix-production"]
build: toy.1
conditions: none
${n % 10 === 9 ? `inputs:\n  before: { production: sP26a-toy${n - 1}-pileup, version: 1.0.0, step: merge, files: 2 }\n` : ""}
defaults: { sites: [SANDBOX], maxAttempt: 2, memory: 500, walltime: 1 }

steps:
  signal:
    out: [signal.txt]
    jobs: 6
    eventsPerJob: 20
    seed: { stream: toy-signal }
    parameters: { kind: signal, slope: ${n} }
    run: |
      awk -v seed="$uniqueId" -v events="$nEvents" -v kind="$kind" -v slope="$slope" 'BEGIN {
        srand(seed)
        for (n = 0; n < events; n++) print kind, n, rand() * slope, "toy${n}"
      }' >signal.txt

  pileup:
    in:
      - { from: signal, filesPerJob: 1 }
${n % 10 === 9 ? "      - { from: before, filesPerJob: 1, reuse: true }\n" : ""}    out: [pileup.txt]
    eventsPerJob: 20
    parameters: { threshold: ${(n % 7) + Number(version.split(".")[0])} }
    run: |
      cat "\${signal[@]}" >all${n}.txt
      awk -v events="$nEvents" -v threshold="$threshold" 'NR <= events && $3 > threshold' all${n}.txt >pileup.txt

  merge:
    in: [{ from: pileup, filesPerJob: 3 }]
    out: [merged.txt]
    run: |
      cat "\${pileup[@]}" >merged.txt
      test -s merged.txt
      echo "toy${n} is merged"
`;
