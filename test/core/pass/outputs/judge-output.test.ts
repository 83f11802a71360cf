import { describe, expect, test } from "vitest";
import type { StoredFile, StoredFiles } from "../../../../action/core/catalogue/data-seen.ts";
import type { MadeFile } from "../../../../action/core/ledger/completion.ts";
import type { ExpectedOutput } from "../../../../action/core/pass/outputs/expected-outputs.ts";
import { hasEnough, lackOf, outputOf } from "../../../../action/core/pass/outputs/judge-output.ts";

const anOutput = (change: Partial<ExpectedOutput> = {}): ExpectedOutput => ({
  ...{ step: "simulate", task: 7, dataset: "mc.x_o.root", did: { scope: "mc", name: "mc.x_o.root" } },
  ...{ files: 2, isListed: true, wanted: undefined },
  ...change,
});
const stored = (name: string, change: Partial<StoredFile> = {}): StoredFile => ({
  ...{ name, bytes: 1000, adler32: "0cc737eb", md5: undefined, at: ["NEAR"] },
  ...change,
});
const inRucio = (...files: readonly StoredFile[]): StoredFiles => ({
  files,
  events: undefined,
  readOn: "2026-03-01T11:00:00Z",
});
const made = (file: string, change: Partial<MadeFile> = {}): MadeFile => ({
  ...{ dataset: "mc.x_o.root", file, bytes: 1000, checksum: "ad:cc737eb" },
  ...change,
});
const both = [made("a"), made("b")];
const DID = "mc:mc.x_o.root";

describe("an output as Rucio has it", () => {
  test("An output in Rucio is recorded with its files, bytes, events and the good copies at each place", () => {
    const files = [stored("a", { bytes: 5, at: ["NEAR", "FAR"] }), stored("b", { bytes: 6 }), stored("c", { at: [] })];

    expect(outputOf(anOutput(), { ...inRucio(...files), events: 30 })).toEqual({
      ...{ step: "simulate", did: DID, files: 3, bytes: 1011, events: 30 },
      ...{ at: { NEAR: 2, FAR: 1 }, compared: "files" },
    });
  });

  test("An output whose events Rucio does not count, of a task whose jobs were not all read, is recorded so", () => {
    expect(outputOf(anOutput({ isListed: false }), inRucio())).toEqual({
      ...{ step: "simulate", did: DID, files: 0, bytes: 0, events: null, at: {}, compared: "number" },
    });
  });

  test.each([
    [2, 2, true],
    [2, 3, true],
    [2, 1, false],
    [0, 0, false],
    [undefined, 0, false],
    [undefined, 1, true],
  ])("An output with %s files at PanDA has arrived with %i in Rucio: %s", (files, count, enough) => {
    const found = inRucio(...Array.from({ length: count }, (_, n) => stored(`${n}`)));

    expect(hasEnough(anOutput({ files }), found)).toBe(enough);
  });
});

describe("what lacks", () => {
  const lack = (
    found: StoredFiles | undefined,
    of: Partial<ExpectedOutput> = {},
    files: readonly MadeFile[] | "not listed" = both,
  ) => lackOf(anOutput(of), found, files === "not listed" ? undefined : files);
  const whole = inRucio(stored("a"), stored("b"));

  test("An output lacks nothing where Rucio has each file with its size, its checksum and a good copy", () => {
    expect(lack(whole)).toBeUndefined();
    expect(lack(whole, { isListed: false }, "not listed")).toBeUndefined();
    expect(lack(inRucio(...whole.files, stored("more")), { files: 2 })).toBeUndefined();
  });

  test.each<readonly [string, StoredFiles | undefined, Partial<ExpectedOutput>, string]>([
    ["is not known", undefined, {}, `${DID}, which Rucio does not know`],
    ["is empty, and nobody could count it,", inRucio(), { files: undefined }, `${DID}, which is empty`],
    ["has fewer files", inRucio(stored("a")), { files: 2000 }, `${DID}, which has 1 of 2 000 files`],
    ["has another file", inRucio(stored("a"), stored("c")), {}, `${DID}: it lacks b`],
    ["has two other files", inRucio(stored("c"), stored("d")), {}, `${DID}: it lacks 2 files, such as a`],
    ["has a lost file", inRucio(stored("a"), stored("b", { at: [] })), {}, `${DID}: 1 of 2 files have no good copy`],
    [
      "is elsewhere",
      inRucio(stored("a", { at: ["FAR"] }), stored("b", { at: ["NEAR", "FAR"] }), stored("c")),
      { wanted: "FAR", files: 3 },
      `${DID}: 1 of 3 files have no good copy at FAR`,
    ],
    [
      "is lost where it is wanted too",
      inRucio(stored("a", { at: [] }), stored("b", { at: ["FAR"] })),
      { wanted: "FAR" },
      `${DID}: 1 of 2 files have no good copy`,
    ],
    [
      "is wrong in several ways",
      inRucio(stored("a", { bytes: 1 }), stored("c", { at: [] })),
      {},
      `${DID}: it lacks b; a has 1 bytes there, and 1 000 at PanDA`,
    ],
  ])("Of an output that %s, these words", (_, found, of, words) => {
    expect(lack(found, of, [...both, made("c")].slice(0, of.files ?? 2))).toBe(words);
  });

  test("Good copies are asked of the files that PanDA made, and of all where it lists none", () => {
    const found = inRucio(stored("a"), stored("b"), stored("stray", { at: [] }));

    expect(lack(found)).toBeUndefined();
    expect(lack(found, { isListed: false }, "not listed")).toBe(`${DID}: 1 of 3 files have no good copy`);
    expect(lack(inRucio(stored("a"), stored("b", { at: ["FAR"] })), { wanted: "FAR" }, "not listed")).toBe(
      `${DID}: 1 of 2 files have no good copy at FAR`,
    );
  });

  test.each<readonly [string, Partial<MadeFile>, Partial<StoredFile>, string | undefined]>([
    ["the same checksum without its zero", { checksum: "ad:cc737eb" }, {}, undefined],
    ["the same checksum in capitals", { checksum: "AD:0CC737EB" }, {}, undefined],
    ["no size at PanDA", { bytes: undefined }, {}, undefined],
    ["another checksum", {}, { adler32: "00000001" }, "a has the checksum 00000001 there, and cc737eb at PanDA"],
    ["a checksum that Rucio lacks", { checksum: "ad:1" }, { adler32: undefined }, undefined],
    ["a checksum of another kind", { checksum: "sha:1" }, { md5: "2" }, undefined],
    ["another md5", { checksum: "md5:ff" }, { md5: "00fe" }, "a has the checksum 00fe there, and ff at PanDA"],
    ["the same md5", { checksum: "md5:fe" }, { md5: "00fe" }, undefined],
    ["a kind without digits", { checksum: "ad" }, { adler32: "00000000" }, undefined],
    [
      "another size and another checksum",
      { bytes: 2000, checksum: "ad:1" },
      {},
      "a has 1 000 bytes there, and 2 000 at PanDA",
    ],
  ])("A file with %s", (_, atPanda, there, words) => {
    expect(lack(inRucio(stored("a", there)), { files: 1 }, [made("a", atPanda)])).toBe(words && `${DID}: ${words}`);
  });

  test("A file of which PanDA knows no checksum may have any checksum in Rucio", () => {
    const { checksum: _, ...bare } = made("a");

    expect(lack(inRucio(stored("a", { adler32: "00000001" })), { files: 1 }, [bare])).toBeUndefined();
  });

  test("A scope before the name of a file is no part of the name", () => {
    expect(lack(inRucio(stored("a")), { files: 1 }, [made("mc:a")])).toBeUndefined();
  });

  test("The first of several wrong files of an output is named", () => {
    const found = inRucio(stored("a", { bytes: 1 }), stored("b", { bytes: 2 }));

    expect(lack(found)).toBe(`${DID}: a has 1 bytes there, and 1 000 at PanDA`);
  });
});
