import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitRevisions, onDisk, workRevisions } from "../../action/adapters/git/revisions.ts";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { submissionKey } from "../../action/core/ledger/event.ts";
import { beforeLedger, writeLine } from "../../action/core/ledger/line.ts";
import { eventsPath } from "../../action/core/ledger/paths.ts";
import { textFile } from "../../action/core/text/source-file.ts";
import { lockOf } from "../../action/core/validate/cutting/lock-of.ts";
import { planView } from "../../action/core/view/plan/plan-view.ts";
import { checkRevision } from "../../action/flows/check-revision.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { commitTexts } from "../contracts/commit-texts.ts";
import { emptyRepository, runGit, writeText } from "../contracts/git-place.ts";
import { aRequest, aStep, conventionsBytes } from "../core/a-production.ts";
import { beginFakeLedger, commitTo, type FakeBranch, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";
import { fakeTags } from "../fakes/fake-tags.ts";

const rules = new TextDecoder().decode(conventionsBytes);
const narrower = rules.replace(/\nmayWiden:[^]*/, "\n");
const request = (physics: string, changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify(aRequest({ tag: { campaign: "sP26a", physics, stage: "signal" }, conditions: physics, ...changes }));
const reading = (resource: string): string =>
  request("minbias", { steps: { simulate: aStep({ resources: [resource], run: "sh steer.sh\n" }) } });

/** Reads files of a shared list, of which the lock beside it says the jobs. */
const listing = (stage: string): Readonly<Record<string, string>> => {
  const asked = request(stage, {
    tag: { campaign: "sP26a", physics: "minbias", stage },
    inputs: { raw: { list: "shared:raw.txt", names: "RAW_{host}.evt" } },
    steps: { make: aStep({ jobs: undefined, in: [{ from: "raw", by: "host" }], run: 'make "${raw[@]}"\n' }) },
  });
  const lock = lockOf({
    ...{ folder: "p", file: "p/production.yaml", conventions: undefined, foreign: [], entries: [] },
    bytes: new TextEncoder().encode(asked),
    shared: [{ kind: "file", ...textFile("raw.txt", sharedList) }],
  });
  return {
    [`productions/${stage}/production.yaml`]: asked,
    [`productions/${stage}/inputs.lock`]: lock ?? "",
  };
};
const sharedList = "/raw/RAW_a.evt\n/raw/RAW_b.evt\n";
const growing = (stage: string): string =>
  request("hfcharm", {
    tag: { campaign: "sP26a", physics: "hfcharm", stage },
    runs: { list: "shared:runs.txt" },
    conditions: stage,
    steps: { simulate: aStep() },
  });
const sharedRuns = "66001\n66002\n";

const main = {
  ".gitignore": "*.dat\n",
  "productions/conventions.yaml": rules,
  "productions/mine/conventions.yaml": narrower,
  "productions/_shared/steer.sh": "true\n",
  "productions/a/production.yaml": request("hfcharm"),
  "productions/b/production.yaml": reading("shared:steer.sh"),
  "productions/_shared/raw.txt": sharedList,
  "productions/_shared/runs.txt": sharedRuns,
  "productions/c/production.yaml": growing("background"),
  "productions/d/production.yaml": growing("pileup"),
  ...listing("pileup"),
  ...listing("background"),
};

type Case = {
  readonly what: string;
  /** Written into the clone; `undefined`: taken away. */
  readonly texts: Readonly<Record<string, string | undefined>>;
  readonly also?: (top: string) => Promise<void>;
  /** What the check of the pull request says. */
  readonly says: readonly string[];
  /** The folders that it checks again; left out: not compared. */
  readonly changed?: readonly string[];
};

const cases: readonly Case[] = [
  { what: "words alone", texts: { "notes.md": "x\n" }, says: [] },
  {
    what: "a shared list of files, with each production that reads it",
    texts: { "productions/_shared/raw.txt": `${sharedList}/raw/RAW_c.evt\n` },
    says: ["lock-differs productions/background/inputs.lock", "lock-differs productions/pileup/inputs.lock"],
  },
  {
    what: "words about a shared list alone",
    texts: { "productions/_shared/raw.txt": `# source: raw files\n${sharedList}` },
    says: [],
  },
  {
    what: "a shared list of runs, with each production that reads it",
    texts: { "productions/_shared/runs.txt": `${sharedRuns}no run\n` },
    says: ["bad-run productions/_shared/runs.txt"],
    changed: ["productions/c", "productions/d"],
  },
  {
    what: "rules together with a shared list of runs",
    texts: { CODEOWNERS: "* @ada\n", "productions/_shared/runs.txt": `${sharedRuns}66003\n` },
    says: ["split-pull-request CODEOWNERS"],
  },
  {
    what: "rules together with a shared file that no production reads",
    texts: { CODEOWNERS: "* @ada\n", "productions/_shared/unread.txt": "x\n" },
    says: [],
    changed: [],
  },
  {
    what: "a request under another name",
    texts: { "productions/new/production.yml": request("hfbottom") },
    says: ["wrong-file-name productions/new/production.yml"],
  },
  {
    what: "a request where nobody looks",
    texts: { "productions/_drafts/new/production.yaml": request("hfbottom") },
    says: ["wrong-file-name productions/_drafts/new/production.yaml"],
  },
  {
    what: "rules together with a request",
    texts: { CODEOWNERS: "* @ada\n", "productions/new/production.yaml": request("hfbottom") },
    says: ["split-pull-request CODEOWNERS"],
  },
  {
    what: "rules that widen, where no production stands",
    texts: { "productions/mine/conventions.yaml": narrower.replace("release: group.sphenix", "release: group.x") },
    says: ["wider-conventions productions/mine/conventions.yaml"],
  },
  {
    what: "conventions that are a link",
    texts: {},
    also: (top) => symlink("../conventions.yaml", join(top, "productions/a/conventions.yaml")),
    says: ["not-a-plain-file productions/a/conventions.yaml"],
  },
  {
    what: "a shared file that is taken away",
    texts: { "productions/_shared/steer.sh": undefined },
    says: ["missing-resource productions/b/production.yaml"],
  },
  {
    what: "a resource that git does not take",
    texts: { "productions/b/production.yaml": reading("input.dat"), "productions/b/input.dat": "1\n" },
    says: ["missing-resource productions/b/production.yaml"],
  },
  {
    what: "a request that moves, and one that goes",
    texts: {
      "productions/a/production.yaml": undefined,
      "productions/moved/production.yaml": request("hfcharm"),
      "productions/b/production.yaml": undefined,
    },
    says: [],
  },
  {
    what: "a version that never was submitted",
    texts: { "productions/new/production.yaml": request("hfbottom", { version: "0.8.0" }) },
    says: ["version-ended productions/new/production.yaml"],
  },
  {
    what: "a version of before the ledger",
    texts: { "productions/new/production.yaml": request("hfbottom", { version: "0.9.0" }) },
    says: [],
  },
];

const recordSkipped = (branch: FakeBranch, version: string, reason: string): void => {
  const key = submissionKey("sP26a-hfbottom-signal", version, undefined);
  commitTo(branch, { [eventsPath(key)]: writeLine({ event: "skipped", key, at: "2026-03-01T10:00:00Z", reason }) });
};

test("`shrek check --base` says of files on disk what the check says of them as a pull request", async () => {
  const top = await emptyRepository();
  const base = await commitTexts(top, main);
  const branch = fakeBranch();
  beginFakeLedger(branch);
  recordSkipped(branch, "0.8.0", "main does not hold it");
  recordSkipped(branch, "0.9.0", beforeLedger);
  const ports = { ledger: fakeLedger(branch), tags: fakeTags(), bash: systemBash(), clock: systemClock() };
  const said = async (revisions: Awaited<ReturnType<typeof workRevisions>>, head: string) => {
    const { changed, removed, onMerge, problems, verdict } = planView(
      await checkRevision({ ...ports, revisions }, base, head),
    );
    return { changed, removed, onMerge, problems, verdict };
  };
  for (const { what, texts, also, says, changed } of cases) {
    for (const [path, text] of Object.entries(texts))
      await (text === undefined ? rm(join(top, path)) : writeText(top, path, text));
    await also?.(top);

    const here = await said(await workRevisions(top, noForeign), onDisk);
    await runGit(top, "add", "--all");
    await runGit(top, "commit", "--quiet", "--allow-empty", "-m", what);
    const there = await said(gitRevisions(join(top, ".git"), noForeign), await runGit(top, "rev-parse", "HEAD"));

    expect({ what, ...here }).toEqual({ what, ...there });
    expect({ what, says: here.problems.map(({ code, file }) => `${code} ${file}`) }).toEqual({ what, says });
    if (changed !== undefined)
      expect({ what, changed: here.changed.map((words) => words.replace(/:.*/, "")) }).toEqual({ what, changed });
    await runGit(top, "reset", "--quiet", "--hard", base);
    await runGit(top, "clean", "-qfdx");
  }
});
