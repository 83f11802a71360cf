import { describe, expect, test } from "vitest";
import {
  badWord,
  type Declared,
  goodWord,
  type InputDeclared,
  isNewOfInput,
  withDeclaration,
  withInputDeclared,
  withTold,
} from "../../../action/core/ledger/declared.ts";

const said = (id: string, changes: Partial<Declared> = {}): Declared => ({
  by: "bob",
  id,
  reason: "wrong beam spot",
  step: undefined,
  quality: "bad",
  saidOn: undefined,
  ...changes,
});
const on = (day: number): string => `2026-11-0${day}T10:00:00Z`;

describe("words of a submission", () => {
  test("A word about data is kept behind those before it, and its readers are not told yet", () => {
    const first = said("1", { saidOn: on(1) });

    expect(withDeclaration([], { by: "eve", id: "2", reason: "mended", step: "reco", quality: "good" })).toStrictEqual([
      { by: "eve", id: "2", reason: "mended", step: "reco", quality: "good", saidOn: undefined },
    ]);
    expect(withDeclaration([first], { by: "bob", id: "2", reason: "wrong beam spot", quality: "bad" })).toStrictEqual([
      first,
      said("2"),
    ]);
  });

  test("A word about data counts once, however often it is written, and a command that says nothing of data never", () => {
    const two = [said("1"), said("2")];

    expect(withDeclaration(two, { by: "eve", id: "1", reason: "again", quality: "good" })).toStrictEqual(two);
    expect(withDeclaration(two, { by: "eve", id: "2", reason: "again", quality: "good" })).toStrictEqual(two);
    expect(withDeclaration(two, { by: "eve", id: "3", reason: "x" })).toStrictEqual(two);
    expect(withDeclaration(two, { by: "eve", id: "3", reason: "x", quality: undefined })).toStrictEqual(two);
  });

  test("A word gets the date on which its readers were told once, and no other word gets it", () => {
    const before = [said("1"), said("2"), said("3", { saidOn: on(1) })];

    expect(withTold(before, { id: "2", saidOn: on(2) })).toStrictEqual([
      said("1"),
      said("2", { saidOn: on(2) }),
      said("3", { saidOn: on(1) }),
    ]);
    expect(withTold(before, { id: "3", saidOn: on(2) })).toStrictEqual(before);
    expect(withTold(before, { id: "4", saidOn: on(2) })).toStrictEqual(before);
  });
});

describe("whose word makes data bad", () => {
  const bad = (id: string, day: number, step?: string) => said(id, { saidOn: on(day), step });
  const good = (id: string, day: number, step?: string) => said(id, { saidOn: on(day), step, quality: "good" });

  test.each<readonly [string, readonly Declared[], readonly string[], string | undefined]>([
    ["nothing was said", [], ["sim"], undefined],
    ["no reader was told of the bad word yet", [said("1")], ["sim"], "1"],
    ["the bad word is older", [bad("1", 1)], ["sim"], "1"],
    ["the only word is good", [good("1", 1)], ["sim"], undefined],
    ["a bad word is about another step", [bad("1", 1, "reco")], ["sim"], undefined],
    ["a bad word is about one of the steps", [bad("1", 1, "reco")], ["sim", "reco"], "1"],
    ["a bad word is about all, and no step is read", [bad("1", 1)], [], undefined],
    ["a good word is newer than the bad one", [bad("1", 1), good("2", 2)], ["sim"], undefined],
    ["a bad word is newer than the good one", [good("1", 1), bad("2", 2)], ["sim"], "2"],
    ["a good word was written first and said last", [good("1", 2), bad("2", 1)], ["sim"], undefined],
    ["a bad word was written first and said last", [bad("1", 2), good("2", 1)], ["sim"], "1"],
    ["a good word of the same time was written last", [bad("1", 1), good("2", 1)], ["sim"], undefined],
    ["a bad word of the same time was written last", [good("1", 1), bad("2", 1)], ["sim"], "2"],
    [
      "a good word follows of which no reader was told",
      [bad("1", 1), said("2", { quality: "good" })],
      ["sim"],
      undefined,
    ],
    [
      "a good word is written first of which no reader was told",
      [said("1", { quality: "good" }), bad("2", 1)],
      ["sim"],
      undefined,
    ],
    ["a good word about all follows one about a step", [bad("1", 1, "sim"), good("2", 2)], ["sim"], undefined],
    ["a good word about a step follows one about all", [bad("1", 1), good("2", 2, "sim")], ["sim"], undefined],
    ["a good word frees one step of two", [bad("1", 1), good("2", 2, "sim")], ["sim", "reco"], "1"],
    ["two steps are bad, in the order of the steps", [bad("1", 1, "reco"), bad("2", 2, "sim")], ["sim", "reco"], "2"],
  ])("Data are bad by the newest word of a step where %s", (_, declared, steps, id) => {
    expect(badWord(declared, steps)).toStrictEqual(declared.find((one) => one.id === id));
  });

  test("Words are in the order of their time, not of their letters, where clocks are written with other zones", () => {
    const late = said("1", { saidOn: "2026-11-01T09:00:00-05:00" });
    const early = said("2", { saidOn: "2026-11-01T10:00:00Z", quality: "good" });

    expect(badWord([late, early], ["sim"])).toBe(late);
  });
});

describe("words about what is read", () => {
  const word = (changes: Partial<InputDeclared> = {}): InputDeclared => ({
    input: { tag: "sP26a-toy", version: "1.0.0", run: 5 },
    step: "reco",
    quality: "bad",
    by: "bob",
    reason: "wrong beam spot",
    ...changes,
  });
  const others: readonly (readonly [string, InputDeclared])[] = [
    ["another tag", word({ input: { tag: "sP26a-other", version: "1.0.0", run: 5 } })],
    ["another version", word({ input: { tag: "sP26a-toy", version: "1.1.0", run: 5 } })],
    ["another run", word({ input: { tag: "sP26a-toy", version: "1.0.0", run: 6 } })],
    ["no run", word({ input: { tag: "sP26a-toy", version: "1.0.0" } })],
    ["another step", word({ step: "sim" })],
    ["no step", word({ step: undefined })],
  ];

  test("The newest word about an input takes the place of the one before, behind those of other inputs", () => {
    const mended = word({ quality: "good", by: "eve", reason: "mended" });
    const { step: _, ...ofAll } = word();

    expect(withInputDeclared([], word())).toStrictEqual([word()]);
    expect(withInputDeclared([word(), word({ step: "sim" })], mended)).toStrictEqual([word({ step: "sim" }), mended]);
    expect(withInputDeclared([], word({ step: undefined }))).toStrictEqual([ofAll]);
  });

  test("A reader keeps only those declarations that are about its input", () => {
    expect(withInputDeclared([], Object.assign(word(), { event: "input-declared", at: on(1) }))).toStrictEqual([
      word(),
    ]);
  });

  test.each(others)("A word about %s stays beside one about an input, and is new", (_, other) => {
    expect(withInputDeclared([other], word())).toStrictEqual([other, word()]);
    expect(isNewOfInput([other], word())).toBe(true);
  });

  test("A word about an input is new once, and again with another quality, person or reason", () => {
    const known = [...others.map(([, other]) => other), word()];

    expect(isNewOfInput([], word())).toBe(true);
    expect(isNewOfInput(known, word())).toBe(false);
    expect(isNewOfInput(known, word({ quality: "good" }))).toBe(true);
    expect(isNewOfInput(known, word({ by: "eve" }))).toBe(true);
    expect(isNewOfInput(known, word({ reason: "wrong field" }))).toBe(true);
  });
});

test("Data of a step are good by the newest word about it that GitHub confirmed, the first of several steps", () => {
  const good = said("1", { quality: "good", saidOn: on(2), step: "reco" });
  const bad = said("2", { saidOn: on(3), step: "reco" });
  const other = said("3", { quality: "good", saidOn: on(1), step: "sim" });

  expect(goodWord([good], ["reco"])).toBe(good);
  expect(goodWord([good, other], ["sim", "reco"])).toBe(other);
  expect(goodWord([bad, good], ["reco"])).toBeUndefined();
  expect(goodWord([said("4", { quality: "good" })], ["reco"])).toBeDefined();
});
