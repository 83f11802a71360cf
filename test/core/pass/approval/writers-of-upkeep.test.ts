import { expect, test } from "vitest";
import { writersForPeople } from "../../../../action/core/pass/approval/writers-for-people.ts";
import type { Writers } from "../../../../action/core/policy/writers.ts";
import { withPolicy } from "../../policy/some-rules.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given, notInGit } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";
import { aMerge, byProgram, conventionsFile } from "./a-merge.ts";

const bot = "shrek-upkeep[bot]";
const file = "productions/p/production.yaml";
const copy = "productions/p/copy.yaml";
const rulesFor = (of: string): string => withPolicy(`{ upkeep: { app: shrek-upkeep, of: [${of}] } }`);
const id = `${"0".repeat(8)}-${"1".repeat(16)}`;
const request = `version: 1.2.0
inputs: { signal: { production: sP26a-hfcharm-signal, version: 1.0.0 } }
`;
const newer = request.replace("1.0.0", "1.1.0").replace("1.2.0", "1.3.0");
const asApp = byProgram(bot);

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
  const { branch = `shrek/upkeep-inputs-${id}`, rules = rulesFor("inputs"), paths = [file], head, here } = changes;
  const made = aTree("made", changes.gone ? {} : { [file]: changes.made ?? newer, ...changes.beside });
  const mode = changes.executable === true ? "100755" : "100644";
  const answers: Answers = {
    production: aTree("base", { [conventionsFile]: rules, [file]: changes.base ?? request }).production,
    files: (at, paths) => (at === "made" ? made.files(at, paths).map((one) => ({ ...one, mode })) : notInGit),
  };
  const parts = { paths, writers: changes.writers ?? asApp, here: here ?? true, head: head ?? "made" };
  return await given(answers, (reads) => writersForPeople({ ...aMoment(""), ...reads }, aMerge(branch, rules, parts)));
};

test("An upkeep in which the App wrote nothing but newer versions of what main named has no author", async () => {
  expect(await found()).toEqual({ logins: [], unknown: undefined });
  const asLarge: Writers = { ...asApp, program: { login: "Shrek-Upkeep[bot]", unknown: undefined } };
  expect(await found({ writers: asLarge })).toEqual({ logins: [], unknown: undefined });
});

test("A person who committed to an upkeep besides the App is its author, and an unknown one stays unknown", async () => {
  const writers: Writers = {
    logins: [bot, "linus"],
    unknown: "a program wrote it",
    program: { login: bot, unknown: "its branch was moved by force" },
  };

  expect(await found({ writers })).toEqual({ logins: ["linus"], unknown: "its branch was moved by force" });
});

test("An upkeep of commits of other repositories is a kind of its own, where the rules name it", async () => {
  const [old, now] = ["a".repeat(40), "b".repeat(40)];
  const base = `version: 1.2.0\nsteps: { make: { resources: [{ git: x, commit: ${old} }] } }\n`;
  const changes = { base, made: base.replace(old, now), branch: `shrek/upkeep-resources-${id}` };

  expect(await found({ ...changes, rules: rulesFor("inputs, resources") })).toMatchObject({ unknown: undefined });
  expect(await found(changes)).toEqual(asApp);
  expect((await found({ ...changes, branch: `shrek/upkeep-inputs-${id}` })).unknown).toContain(
    "more than newer inputs",
  );
});

test.each<readonly [string, Changes]>([
  ["another App made", { writers: byProgram("evil[bot]") }],
  ["several programs made", { writers: { logins: [bot], unknown: "a program wrote it" } }],
  ["stands on a branch of another name", { branch: "shrek/upkeep-inputs-1" }],
  ["stands on a branch of no kind", { branch: `shrek/upkeep-evil-${id}` }],
  ["the rules say nothing of", { rules: withPolicy("{ form: { app: shrek-upkeep } }") }],
])("What %s keeps its unknown author", async (_, changes) => {
  expect(await found(changes)).toEqual(changes.writers ?? asApp);
});

test.each<readonly [string, Changes]>([
  ["beyond the major", { made: newer.replace("1.1.0", "2.0.0") }],
  ["with another production", { made: newer.replace("hfcharm", "minbias") }],
  ["with one byte more", { made: `${newer}\n` }],
  ["in an anchor that cannot be edited", { base: `${request}x: &x 1\ny: *x\n`, made: `${newer}x: &x 2\ny: *x\n` }],
  ["that may be executed", { executable: true }],
  ["that is gone", { gone: true }],
  ["in a copy of the request", { paths: [copy], beside: { [copy]: newer } }],
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
