import { join } from "node:path";
import { expect, test } from "vitest";
import { gitMain } from "../../../../action/adapters/git/main-branch.ts";
import { localRefs } from "../../../../action/adapters/git/refs.ts";
import type { Merge } from "../../../../action/core/pass/approval/merge.ts";
import { writersOfUpkeep } from "../../../../action/core/pass/approval/writers-of-upkeep.ts";
import { changedBy } from "../../../../action/core/policy/asked.ts";
import { readRules } from "../../../../action/core/policy/rules.ts";
import type { Writers } from "../../../../action/core/policy/writers.ts";
import { textFile } from "../../../../action/core/text/source-file.ts";
import { noForeign } from "../../../../scripts/no-foreign.ts";
import { commitTexts, emptyRepository, runGit } from "../../../contracts/git-place.ts";
import { aMergedPull } from "../../../fakes/fake-people.ts";
import { withPolicy } from "../../policy/some-rules.ts";
import { askFakes } from "../ask-fakes.ts";

const bot = "shrek-upkeep[bot]";
const file = "productions/p/production.yaml";
const copy = "productions/p/copy.yaml";
const conventionsFile = "productions/conventions.yaml";
const rulesFor = (of: string): string => withPolicy(`{ upkeep: { app: shrek-upkeep, of: [${of}] } }`);
const id = `${"0".repeat(8)}-${"1".repeat(16)}`;
const request = `version: 1.2.0
inputs: { signal: { production: sP26a-hfcharm-signal, version: 1.0.0 } }
`;
const made = request.replace("1.0.0", "1.1.0").replace("1.2.0", "1.3.0");
const asApp: Writers = {
  logins: [bot],
  unknown: "a program wrote it",
  program: { login: bot, unknown: undefined },
};

type Changes = {
  readonly made?: string;
  readonly base?: string;
  readonly branch?: string;
  readonly rules?: string;
  readonly paths?: readonly string[];
  readonly writers?: Writers;
  readonly here?: boolean;
  readonly executable?: boolean;
  readonly gone?: boolean;
  readonly beside?: Readonly<Record<string, string>>;
  readonly head?: string;
};

const found = async (changes: Changes = {}): Promise<Writers> => {
  const top = await emptyRepository();
  const base = await commitTexts(top, { [conventionsFile]: rulesFor("inputs"), [file]: changes.base ?? request });
  let head = await commitTexts(top, { [file]: changes.made ?? made, ...changes.beside }, "Move");
  if (changes.executable === true) {
    await runGit(top, "update-index", "--chmod=+x", file);
    await runGit(top, "commit", "--quiet", "--amend", "--no-edit");
    head = await runGit(top, "rev-parse", "HEAD");
  }
  if (changes.gone === true) {
    await runGit(top, "rm", "--quiet", file);
    await runGit(top, "commit", "--quiet", "-m", "Remove");
    head = await runGit(top, "rev-parse", "HEAD");
  }
  const main = gitMain(join(top, ".git"), localRefs(join(top, ".git")), noForeign);
  await main.head();
  const from = { repository: "toy/productions", branch: changes.branch ?? `shrek/upkeep-inputs-${id}` };
  const merge: Merge = {
    pull: aMergedPull("", changes.head ?? head, { from }),
    reviews: [],
    writers: changes.writers ?? asApp,
    here: changes.here ?? true,
    base,
    paths: changes.paths ?? [file],
    changed: changedBy([]),
    rules: readRules([{ kind: "file", ...textFile(conventionsFile, changes.rules ?? rulesFor("inputs")) }]),
  };
  return askFakes({ main }, writersOfUpkeep(merge));
};

test("Where the App wrote newer versions of what main named and nothing else, nobody is its author", async () => {
  expect(await found()).toEqual({ logins: [], unknown: undefined });
  const asLarge: Writers = { ...asApp, program: { login: "Shrek-Upkeep[bot]", unknown: undefined } };
  expect(await found({ writers: asLarge })).toEqual({ logins: [], unknown: undefined });
});

test("Who took part besides the App stays an author, and somebody unknown stays unknown", async () => {
  const writers: Writers = {
    logins: [bot, "linus"],
    unknown: "a program wrote it",
    program: { login: bot, unknown: "its branch was moved by force" },
  };

  expect(await found({ writers })).toEqual({ logins: ["linus"], unknown: "its branch was moved by force" });
});

test("Commits of other repositories are an upkeep of their own kind, where the rules name it", async () => {
  const [old, newer] = ["a".repeat(40), "b".repeat(40)];
  const base = `version: 1.2.0\nsteps: { make: { resources: [{ git: x, commit: ${old} }] } }\n`;
  const changes = { base, made: base.replace(old, newer), branch: `shrek/upkeep-resources-${id}` };

  expect(await found({ ...changes, rules: rulesFor("inputs, resources") })).toMatchObject({ unknown: undefined });
  expect(await found(changes)).toEqual(asApp);
  expect((await found({ ...changes, branch: `shrek/upkeep-inputs-${id}` })).unknown).toContain(
    "more than newer inputs",
  );
});

test.each<readonly [string, Changes]>([
  ["another App made", { writers: { ...asApp, program: { login: "evil[bot]", unknown: undefined } } }],
  ["several programs made", { writers: { logins: [bot], unknown: "a program wrote it" } }],
  ["stands on a branch of another name", { branch: "shrek/upkeep-inputs-1" }],
  ["stands on a branch of no kind", { branch: `shrek/upkeep-evil-${id}` }],
  ["the rules say nothing of", { rules: withPolicy("{ form: { app: shrek-upkeep } }") }],
])("What %s keeps its unknown author", async (_, changes) => {
  expect(await found(changes)).toEqual(changes.writers ?? asApp);
});

test.each<readonly [string, Changes]>([
  ["beyond the major", { made: made.replace("1.1.0", "2.0.0") }],
  ["with another production", { made: made.replace("hfcharm", "minbias") }],
  ["with one byte more", { made: `${made}\n` }],
  ["in an anchor that cannot be edited", { base: `${request}x: &x 1\ny: *x\n`, made: `${made}x: &x 2\ny: *x\n` }],
  ["that may be executed", { executable: true }],
  ["that is gone", { gone: true }],
  ["in a copy of the request", { paths: [copy], beside: { [copy]: made } }],
  ["with one file more", { paths: [file, "a.md"] }],
  ["without any file", { paths: [] }],
  ["of a folder that main does not have", { paths: ["productions/q/production.yaml"] }],
  ["whose head git does not have", { head: "0".repeat(40) }],
  ["whose head cannot be read", { here: false }],
])("An upkeep %s has an unknown author", async (_, changes) => {
  expect(await found(changes)).toEqual({
    ...asApp,
    unknown: "shrek-upkeep made it, and it is more than newer inputs of what main held",
  });
});
