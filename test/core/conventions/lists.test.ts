import { describe, expect, test } from "vitest";
import { readConventions, readGoverning } from "../../../action/core/conventions/read-conventions.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import type { ConventionsFile, FolderEntry } from "../../../action/core/text/source-file.ts";
import { validateLists } from "../../../action/flows/validation/validate-schemas.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { fakeSnapshot } from "../../fakes/fake-snapshot.ts";
import { conventionsBytes } from "../a-production.ts";
import { requestText } from "../a-request.ts";
import { inFull } from "../validate/fixtures.ts";

const rules = new TextDecoder().decode(conventionsBytes);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const toy = requestText("  a:\n    out: [a.root]\n    jobs: 1\n    run: mk --seed $uniqueId a.root\n");

const toldBy = async (texts: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const snapshot = fakeSnapshot({ "productions/toy/production.yaml": toy, ...texts });
  const validated = await validateSources(inFull, await snapshot.all(["productions/toy"]));
  return validated
    .flatMap(({ problems }) => problems)
    .map(({ code, file, line, hint }) => `${code} ${file}:${line} ${hint}`);
};

const noon = Date.parse("2026-11-28T12:00:00Z");
const listRead = (
  bytes: Uint8Array | FolderEntry,
  days?: number,
): { readonly lists: number; readonly said: string } => {
  const conventions: ConventionsFile = {
    file: "productions/conventions.yaml",
    bytes: encode(`${rules}lists: [{ of: [build], file: x.txt${days === undefined ? "" : `, days: ${days}`} }]\n`),
    above: undefined,
    lists: {
      at: noon,
      entries: [bytes instanceof Uint8Array ? { kind: "file", path: "x.txt", mode: "100644", bytes } : bytes],
    },
  };
  const read = readGoverning(conventions);
  if (read.kind !== "read") throw new Error(JSON.stringify(read.problems));
  const [found] = read.listed ?? [];
  return { lists: found?.lists.length ?? 0, said: found?.problems.map((one) => `${one.line} ${one.message}`)[0] ?? "" };
};

describe("a list of names in a file", () => {
  test.each([
    ["of this day", "# as of 2026-11-28\nana.418\n", 7, ""],
    ["seven days old", "# as of 2026-11-21\nana.418\n", 7, ""],
    ["without an age in the conventions", "# as of 2001-01-01\nana.418\n", undefined, ""],
    ["with Windows line ends, comments and empty lines", "# as of 2026-11-28\r\n\r\nana.418\r\n# old\r\n", 7, ""],
    ["nine days old", "# as of 2026-11-19\nana.418\n", 7, "1 The list is of 2026-11-19, and may be 7 days old"],
    ["of a day to come", "# as of 2026-12-24\nana.418\n", 7, "1 The list is of 2026-12-24, which is to come"],
    ["without a date where an age is asked for", "ana.418\n", 7, "1 The list does not say of when it is"],
    ["with a control character", "ana.417\nana\u001b[2J\n", undefined, "2 Line 2 is no name"],
    ["with a blank in a name", "ana 418\n", undefined, "1 Line 1 is no name"],
    ["of nothing", "\n# none\n", undefined, "1 The list has no name"],
  ])("A list %s is used, or warns at its line and accuses nobody", (_, text, days, said) => {
    const told = listRead(encode(text), days);

    expect(told.said).toBe(said === "" ? "" : `${said}, so no \`build\` is compared with it.`);
    expect(told.lists).toBe(said === "" ? 1 : 0);
  });

  test.each([
    ["that is no text", new Uint8Array([0xff, 0xfe, 0x61])],
    ["that is a link", { kind: "link", path: "x.txt" } as const],
    ["of two megabytes", { kind: "too-large", path: "x.txt", size: 2_000_000 } as const],
    ["that is not there", { kind: "link", path: "y.txt" } as const],
  ])("A list %s warns and accuses nobody", (_, thing) => {
    expect(listRead(thing)).toMatchObject({ lists: 0, said: expect.stringMatching(/^1 The list .*compared with it/) });
  });

  test("Twenty thousand names are read in a moment, and the nearest is found", async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `ana.${index + 1000}`).join("\n");

    const told = await toldBy({
      "productions/conventions.yaml": `${rules}lists: [{ of: [build], file: x.txt }]\n`,
      "productions/_lists/x.txt": names,
    });

    expect(told).toEqual([
      "not-listed productions/toy/production.yaml:6 known here: ana.1000, ana.1001, ana.1002 and 19997 others",
    ]);
  });
});

describe("lists in conventions", () => {
  const problemsOf = (lists: string): readonly string[] => {
    const read = readConventions("conventions.yaml", encode(`${rules}lists: ${lists}\n`));
    return (read.kind === "read" ? [] : read.problems).map(({ message }: Problem) => message);
  };

  test.each([
    ["names and a file", "[{ of: [build], names: [a], file: a.txt }]", /has `names`, or a `file`/],
    ["neither", "[{ of: [build] }]", /has `names`, or a `file`/],
    ["an age of names", "[{ of: [build], names: [a], days: 7 }]", /Only a `file` says/],
    ["a field that no tag has", "[{ of: [tag.colour], names: [red] }]", /colour is not among the fields/],
    [
      "two lists of one key",
      "[{ of: [build], names: [a] }, { of: [conditions, build], names: [b] }]",
      /has a list already/,
    ],
    ["a key that no request has", "[{ of: [release], names: [a] }]", /must be a key of requests: build, conditions/],
    [
      "a file elsewhere",
      "[{ of: [build], file: ../../etc/passwd }]",
      /must be the name of a file in the folder _lists/,
    ],
    ["a file with a folder", "[{ of: [build], file: sub/x.txt }]", /must be the name of a file in the folder _lists/],
  ])("Lists with %s are refused in conventions", (_, lists, message) => {
    expect(problemsOf(lists)).toEqual([expect.stringMatching(message)]);
  });

  test("Lists of the conventions further up count as well", async () => {
    const top = `${rules.replace("mayWiden:", "mayWiden: [{ keys: [software] }]\nlists: [{ of: [build], names: [ana.417] }]\nx:").split("\nx:")[0]}\n`;

    expect(
      await toldBy({
        "productions/conventions.yaml": top,
        "productions/toy/conventions.yaml": `${top.split("\nmayWiden")[0]}\nlists: [{ of: [build], names: [ana.418] }]\n`,
      }),
    ).toEqual(["not-listed productions/toy/production.yaml:6 known here: ana.417"]);
  });

  const unlisted = (line: number, list: string): string =>
    `${line} BNL_DSIK is not in the list of \`destination\` in productions/${list}.`;
  const lists = "lists: [{ of: [destination], file: elements.txt }]\n";
  const destination = "destination: { release: BNL_DSIK }\n";
  const lines = rules.split("\n").length;

  test("The default place of outputs must be in a list of a file too, here or further up", async () => {
    const judged = async (here: string, above: string, elements: string): Promise<readonly string[]> => {
      const snapshot = fakeSnapshot({
        "productions/conventions.yaml": `${rules}${above}`,
        "productions/toy/conventions.yaml": `${rules}${here}`,
        "productions/_lists/elements.txt": elements,
        "productions/toy/_lists/elements.txt": elements,
        "productions/toy/production.yaml": toy,
      });
      const validated = await validateSources(inFull, await snapshot.all(["productions/toy"]));
      return validated.flatMap(({ problems }) =>
        problems.filter(({ code }) => code === "bad-conventions").map(({ line, message }) => `${line} ${message}`),
      );
    };

    expect(await judged(destination + lists, "", "BNL_DISK\n")).toEqual([unlisted(lines, "toy/_lists/elements.txt")]);
    expect(await judged(destination, lists, "BNL_DISK\n")).toEqual([unlisted(lines, "_lists/elements.txt")]);
    expect(await judged(destination + lists, "", "BNL_DISK\nBNL_DSIK\n")).toEqual([]);
    // A list that cannot be used accuses nobody.
    expect(await judged(destination + lists, "", "BNL DISK\n")).toEqual([]);
  });

  test("A change of a list that leaves out where outputs go is told, whether or not a production is below it", async () => {
    const snapshot = fakeSnapshot({
      "productions/conventions.yaml": `${rules}${destination}${lists}`,
      "productions/_lists/elements.txt": "BNL_DISK\n",
    });

    const problems = await validateLists(snapshot, ["productions/_lists/elements.txt"]);

    expect(problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
      `productions/conventions.yaml:${unlisted(lines, "_lists/elements.txt")}`,
    ]);
  });

  test("A name that is not there yet can be acknowledged with a reason", async () => {
    const snapshot = fakeSnapshot({
      "productions/conventions.yaml": `${rules}lists: [{ of: [build], names: [ana.417] }]\n`,
      "productions/toy/production.yaml": `${toy}acknowledge: [{ code: not-listed, reason: installed tonight }]\n`,
    });

    const [validated] = await validateSources(inFull, await snapshot.all(["productions/toy"]));

    expect(validated?.problems).toEqual([expect.objectContaining({ code: "not-listed", severity: "note" })]);
  });

  test("A change of a list is told what is wrong with it, whether or not a production reads it", async () => {
    const snapshot = fakeSnapshot({
      "productions/conventions.yaml": `${rules}lists: [{ of: [build], file: x.txt, days: 7 }, { of: [contact], file: y.txt }]\n`,
      "productions/_lists/x.txt": "ana.418\n",
      "productions/_lists/y.txt": "two words\n",
    });

    const told = await validateLists(snapshot, ["productions/_lists/x.txt", "productions/_lists/z.txt", "README.md"]);

    expect(told.map(({ code, file }) => `${code} ${file}`)).toEqual(["list-not-usable productions/_lists/x.txt"]);
  });
});
