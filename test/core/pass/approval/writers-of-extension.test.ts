import { expect, test } from "vitest";
import { writersForPeople } from "../../../../action/core/pass/approval/writers-for-people.ts";
import type { Writers } from "../../../../action/core/policy/writers.ts";
import { conventionsBytes } from "../../a-production.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given, notInGit } from "../answers.ts";
import { aMerge, byProgram, conventionsFile } from "./a-merge.ts";

const bot = "shrek-form[bot]";
const tag = "sP26a-hfcharm-signal";
const file = "productions/p/production.yaml";
const copy = "productions/p/copy.yaml";
const conventions = new TextDecoder().decode(conventionsBytes);
const withApp = `${conventions}\npolicy: { form: { app: shrek-form } }\n`;
const request = `schema: 1
version: 1.0.0 # the first
tag: { campaign: sP26a, physics: hfcharm, stage: signal }
description: Charm signal
contact: ["@test-user"]
events: 100
build: ana.418
conditions: MDC2_ana.418
defaults: { sites: [BNL] }
steps:
  make:
    out: [made.tar]
    jobs: 4
    eventsPerJob: 25
    run: |
      make "$uniqueId" "$nEvents" >made.tar
`;
/** As the command makes it for `jobs=2`, or `events=50`. */
const extended = request
  .replace("1.0.0 # the first", "1.1.0 # the first\nextends: 1.0.0")
  .replace("jobs: 4", "jobs: 2")
  .replace("events: 100", "events: 150");
const asApp = byProgram(bot, ["ada"]);

type Changes = {
  readonly made?: string;
  readonly said?: string;
  readonly by?: string;
  readonly editor?: string;
  readonly permission?: "write" | "read";
  readonly comment?: number;
  readonly branch?: string;
  readonly rules?: string;
  readonly base?: string;
  readonly paths?: readonly string[];
  readonly writers?: Writers;
  readonly here?: boolean;
  readonly executable?: boolean;
  readonly gone?: boolean;
  /** What else its head holds, by path. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly head?: string;
};

const found = async (changes: Changes = {}): Promise<Writers> => (await foundAsking(changes)).writers;

/** With what was asked about people. */
const foundAsking = async (changes: Changes) => {
  const { by: login = "ada", said: body = `/shrek extend ${tag}@1.0.0 events=50`, editor, comment = 77 } = changes;
  const main = aTree("base", { [conventionsFile]: withApp, [file]: changes.base ?? request });
  const made = aTree("made", changes.gone ? {} : { [file]: changes.made ?? extended, ...changes.beside });
  const mode = changes.executable === true ? "100755" : "100644";
  const branch = changes.branch ?? `shrek/extend-${tag}-1.0.0-77`;
  const { writers = asApp, rules = withApp, paths = [file], here = true, head = "made" } = changes;
  const asked: unknown[] = [];
  const answers: Answers = {
    comment: (id) => {
      asked.push(id);
      return id === comment ? { body, login, pullRequest: 3, at: "2026-03-01T11:00:00Z", editor } : undefined;
    },
    permission: (of) => {
      asked.push(of);
      return of === login ? (changes.permission ?? "write") : "none";
    },
    production: main.production,
    files: (at, paths) => (at === "made" ? made.files(at, paths).map((one) => ({ ...one, mode })) : notInGit),
  };
  const merge = aMerge(branch, rules, { writers, paths, here, head });
  return { writers: await given(answers, (reads) => writersForPeople(reads, merge)), asked };
};

/** Its hundred events are written in a way that no program would choose. */
const oddly: Changes = {
  base: request.replace("events: 100", "events: 1e2"),
  made: extended.replace("events: 150", "events: 1e2"),
};

test("The comment that asks for an extension and its writer's permission are asked for, once each", async () => {
  expect((await foundAsking({})).asked).toEqual([77, "ada"]);
});

test("An extension with an unknown author keeps its known authors", async () => {
  const why = "comment 77 orders no extension, or was edited";

  expect(await found({ said: "please" })).toEqual({ ...asApp, unknown: `shrek-form made it, and ${why}` });
});

test.each<readonly [string, Changes]>([
  ["another App made", { writers: byProgram("evil[bot]") }],
  ["several programs made", { writers: { logins: [bot], unknown: "a program wrote it" } }],
  [
    "a program called undefined made, where main's rules name no App,",
    { rules: conventions, writers: { ...asApp, program: { login: "undefined[bot]", unknown: undefined } } },
  ],
])("Of what %s the comment is not read", async (_, changes) => {
  const { writers, asked } = await foundAsking(changes);

  expect(writers).toEqual(changes.writers);
  expect(asked).toEqual([]);
});

test.each<readonly [string, Changes]>([
  ["so many events", {}],
  ["so many jobs", { said: `/shrek extend ${tag}@1.0.0 jobs=2` }],
  ["events that fill no whole job", { said: `/shrek extend ${tag}@1.0.0 events=26` }],
  [
    "more of a request without events, which wants some now",
    {
      base: request.replace("events: 100\n", ""),
      made: extended.replace("events: 150\n", ""),
      said: `/shrek extend ${tag}@1.0.0 jobs=2`,
    },
  ],
  ["what is wanted already", { made: extended.replace("events: 150", "events: 100") }],
  [
    "a request without wanted events",
    {
      base: request.replace("events: 100\n", ""),
      made: extended.replace("events: 150\n", ""),
    },
  ],
  ["a request that begins with a mark of byte order", { base: `\uFEFF${request}`, made: `\uFEFF${extended}` }],
  ["what is wanted already, in figures of its own", oddly],
  ["a version further on", { made: extended.replace("1.1.0", "1.2.0") }],
])("Where the App wrote what a command makes for %s, its author is the only one", async (_, changes) => {
  expect(await found(changes)).toEqual({ logins: ["ada"], unknown: undefined });
});

test("A person who committed to an extension besides the App is its author, and an unknown one stays unknown", async () => {
  const writers: Writers = {
    logins: [bot, "Ada", "linus"],
    unknown: "a program wrote it",
    program: { login: bot, unknown: "its branch was moved by force" },
  };

  expect(await found({ writers })).toEqual({
    logins: ["ada", "linus"],
    unknown: "its branch was moved by force",
  });
});

test.each<readonly [string, Changes, string]>([
  ["whose comment is gone", { comment: 78 }, "shrek-form made it, and there is no comment 77 on GitHub"],
  ["whose comment a program wrote", { by: bot }, "comment 77 is by a program"],
  ["whose comment was edited", { editor: "ada" }, "comment 77 orders no extension, or was edited"],
  ["whose comment says something else", { said: `/shrek retry ${tag}@1.0.0` }, "comment 77 orders no extension"],
  ["whose comment is no command", { said: "please" }, "comment 77 orders no extension"],
  ["of a person who may not write", { permission: "read" }, "ada may not order an extension: extend needs write"],
  [
    "of a person whom the rules do not name",
    { rules: `${conventions}\npolicy: { form: { app: shrek-form }, commands: { extend: ["@grace"] } }\n` },
    "ada may not order an extension: extend is for",
  ],
  ["of other events", { said: `/shrek extend ${tag}@1.0.0 events=51` }, "it is not what comment 77 makes of main"],
  [
    "of what is lost, which only the ledger knows",
    { said: `/shrek extend ${tag}@1.0.0 events=lost` },
    "it is not what",
  ],
  ["of another version", { said: `/shrek extend ${tag}@1.0.1 events=50` }, "it is not what"],
  [
    "of another version in branch and comment",
    {
      said: `/shrek extend ${tag}@1.0.1 events=50`,
      branch: `shrek/extend-${tag}-1.0.1-77`,
    },
    "it is not what",
  ],
  ["of another tag", { said: "/shrek extend sP26a-other-signal@1.0.0 events=50" }, "it is not what"],
  [
    "of a tag that main does not have",
    {
      said: "/shrek extend sP26a-other-signal@1.0.0 events=50",
      branch: "shrek/extend-sP26a-other-signal-1.0.0-77",
    },
    "it is not what",
  ],
  ["of a command that names no version", { said: `/shrek extend ${tag} events=50` }, "it is not what"],
  ["with one byte more", { made: `${extended}\n` }, "it is not what"],
  ["with another payload", { made: extended.replace('make "$uniqueId"', 'evil "$uniqueId"') }, "it is not what"],
  ["with fewer wanted events", { made: extended.replace("events: 150", "events: 50") }, "it is not what"],
  ["with wanted events that nobody wanted", { base: request.replace("events: 100\n", "") }, "it is not what"],
  ["with a request that is wrong", { made: extended.replace("jobs: 2", "jobs: two") }, "it is not what"],
  ["of a request that was wrong", { base: request.replace("jobs: 4", "jobs: four") }, "it is not what"],
  ["of more jobs than a step may have", { said: `/shrek extend ${tag}@1.0.0 events=1G` }, "it is not what"],
  [
    "that wants as many events as before, written anew",
    { made: extended.replace("events: 150", "events: 1e2") },
    "it is not what",
  ],
  [
    "of neither jobs nor events",
    { said: `/shrek extend ${tag}@1.0.0`, made: extended.replace("jobs: 2", "jobs: 1") },
    "comment 77 orders no",
  ],
  ["that may be executed", { executable: true }, "it is not what"],
  ["whose request is gone", { gone: true }, "it is not what"],
  ["with another file", { paths: ["productions/p/x.sh"] }, "it is not what"],
  ["in a copy of the request", { paths: [copy], beside: { [copy]: extended } }, "it is not what"],
  ["whose branch names another tag", { branch: "shrek/extend-sP26a-other-signal-1.0.0-77" }, "it is not what"],
  ["whose head git does not have", { head: "0".repeat(40) }, "it is not what"],
  ["with one file more", { paths: [file, "a.md"] }, "it is not what"],
  ["of a folder that main does not have", { paths: ["productions/q/production.yaml"] }, "it is not what"],
  ["without any file", { paths: [] }, "it is not what"],
  ["whose head cannot be read", { here: false }, "it is not what"],
  ["of no extension", { branch: "shrek/extend-77" }, "a program wrote it"],
  ["of a comment that is no number", { branch: `shrek/extend-${tag}-1.0.0-077` }, "a program wrote it"],
  ["of another App", { writers: byProgram("evil[bot]") }, "a program wrote it"],
  ["of several programs", { writers: { logins: [bot], unknown: "a program wrote it" } }, "a program wrote it"],
  ["where main's rules name no App", { rules: conventions }, "a program wrote it"],
])("An extension %s has an unknown author", async (_, changes, unknown) => {
  const { unknown: why } = await found(changes);

  expect(why).toContain(unknown);
});
