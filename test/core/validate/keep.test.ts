import { expect, test } from "vitest";
import { readGoverning } from "../../../action/core/conventions/read-conventions.ts";
import { keptAs, keptLine, ownerOf } from "../../../action/core/production/kept-as.ts";
import { endOfKeep, isLaterEnd, laterEnd, readKeepTime } from "../../../action/core/text/keep-time.ts";
import type { Validation } from "../../../action/core/validate/validate-production.ts";
import { validateProduction } from "../../../action/core/validate/validate-production.ts";
import { aRequest, conventionsBytes, type Draft } from "../a-production.ts";

const keeps = '{ at: "TIER1_DISK", for: 1y, least: 30d, most: 5y, owner: "@ada" }';
const rucio = (keep: string): string =>
  `\nrucio: { server: "https://rucio.example.org", account: keeper, login: userpass, scopes: [group.sphenix], keep: ${keep} }\n`;
const read = (more: string) =>
  readGoverning({
    file: "productions/conventions.yaml",
    bytes: new TextEncoder().encode(new TextDecoder().decode(conventionsBytes) + more),
    above: undefined,
  });

const kept = (changes: Draft, more = rucio(keeps)): Validation => {
  const text = JSON.stringify(aRequest(changes));
  const file = "productions/p/production.yaml";
  const source = { folder: "productions/p", file, bytes: new TextEncoder().encode(text) };
  const [one] = validateProduction(
    { ...source, entries: [], conventions: undefined, shared: [], foreign: [] },
    read(more),
  );
  if (one === undefined) throw new Error("a request was not judged");
  return one;
};
const said = (changes: Draft, more?: string): readonly string[] =>
  kept(changes, more).problems.map(({ code, message, hint = "" }) => `${code}: ${message} ${hint}`);

test("A request may ask for more or less time than the conventions give, within what they allow", () => {
  expect(said({ keep: "90d" })).toEqual([]);
  expect(said({ keep: "5y" })).toEqual([]);
  expect(said({ keep: "until 2099-12-31" })).toEqual([]);
  expect(said({ keep: "6y" })).toEqual([
    "bad-keep: Data kept for 6 years are kept too long: the conventions allow 5y. keep: 5y",
  ]);
  expect(said({ keep: "forever" })).toEqual([
    "bad-keep: Data kept for ever are kept too long: the conventions allow 5y. keep: 5y",
  ]);
  expect(said({ keep: "4w" })).toEqual([
    "bad-keep: Data kept for 4 weeks are not kept long enough: the conventions want 30d. keep: 30d",
  ]);
  expect(said({ keep: "forever" }, rucio('{ at: "A", for: 1y }'))).toEqual([]);
});

test("A time to keep that is no time, a day that does not exist and a keeper that there is not are refused", () => {
  for (const wrong of ["1", "1 year", "1m", "0d", "until tomorrow", "2028-06-30", "Forever"])
    expect(said({ keep: wrong })).toMatchObject([expect.stringMatching(/^bad-keep: /)]);
  expect(said({ keep: "until 2027-02-30" })).toEqual([
    "bad-keep: There is no day 2027-02-30. write a date of the calendar",
  ]);
  expect(said({ keep: "1y" }, "")).toEqual([
    "bad-keep: The conventions of sPHENIX say of no storage that it keeps data, so `keep` would have no effect. remove it, or add `rucio: keep` to the conventions",
  ]);
});

test("An owner stands in the list of owners, where the conventions have one", () => {
  const listed = `${rucio(keeps)}lists: [{ of: [owner], names: ["@ada", "@grace"] }]\n`;
  expect(said({ owner: "@grace" }, listed)).toEqual([]);
  expect(said({ owner: "@grase" }, listed)).toEqual([
    'not-listed: "@grase" is not in the list of `owner` in productions/conventions.yaml. did you mean "@grace"?',
  ]);
  expect(said({ owner: "grace" })).toMatchObject([expect.stringMatching(/^bad-contact: /)]);
});

test("Times of the conventions that contradict each other are refused there", () => {
  const fault = (keep: string): readonly string[] => {
    const conventions = read(rucio(keep));
    return conventions.kind === "read" ? [] : conventions.problems.map(({ message }) => message);
  };
  expect(fault(keeps)).toEqual([]);
  expect(fault('{ at: "A", for: 6y, most: 5y }')).toEqual(["`for`, 6y, is longer than `most`, 5y."]);
  expect(fault('{ at: "A", for: 1w, least: 30d }')).toEqual(["`for`, 1w, is shorter than `least`, 30d."]);
  expect(fault('{ at: "A", for: 1y, least: 2y, most: 1y }')).toEqual(["`least`, 2y, is longer than `most`, 1y."]);
  expect(fault('{ at: "A", for: until 2027-13-01 }')).toEqual(["There is no day 2027-13-01."]);
  expect(fault('{ at: "A", for: 1y, most: until 2030-01-01 }')).toHaveLength(1);
  expect(fault('{ at: "A B", for: 1y }')).toHaveLength(1);
});

test("Neither owner nor keep are content: a longer time needs no new version", () => {
  const digest = (changes: Draft) => kept(changes).valid?.production.contentDigest;
  expect(digest({ keep: "2y", owner: "@grace" })).toBe(digest({}));
});

test("The plan says where outputs are kept, how long, and who is asked; a trial keeps nothing", () => {
  const line = (changes: Draft, more?: string) => {
    const { valid } = kept(changes, more);
    return valid === undefined ? "refused" : keptLine(valid.production);
  };
  expect(line({})).toBe(
    "When it ends well its outputs are kept at TIER1_DISK for 1 year; @ada is asked before they expire.",
  );
  expect(line({ keep: "until 2028-06-30", owner: "@grace" })).toBe(
    "When it ends well its outputs are kept at TIER1_DISK until 2028-06-30, at most for 5 years; @grace is asked before they expire.",
  );
  expect(line({}, "")).toBeUndefined();
  expect(line({ version: "1.0.0-test.1" })).toBeUndefined();
});

test("The first contact is asked where neither the request nor the conventions name an owner", () => {
  const { valid } = kept({}, rucio('{ at: "A", for: forever, copies: 2 }'));
  if (valid === undefined) throw new Error("it was refused");
  expect(ownerOf(valid.production)).toBe("@test-user");
  expect(keptAs(valid.production)).toEqual({ at: "A", copies: 2, keep: "forever" });
});

test.each([
  ["1d", "2028-02-29T00:00:00.000Z"],
  ["2w", "2028-03-13T00:00:00.000Z"],
  ["1y", "2029-02-28T00:00:00.000Z"],
  ["until 2028-06-30", "2028-07-01T00:00:00.000Z"],
  ["forever", undefined],
])("Data that ended on 2028-02-28 and are kept %s may go at %s", (text, end) => {
  const time = readKeepTime(text);
  if (time === undefined) throw new Error("no time");
  expect(endOfKeep(time, new Date("2028-02-28T00:00:00Z"))?.toISOString()).toBe(end);
});

test("For ever is later than each day", () => {
  const [one, other] = [new Date("2027-01-01"), new Date("2028-01-01")];
  expect(laterEnd(one, other)).toBe(other);
  expect(laterEnd(other, one)).toBe(other);
  expect(laterEnd(undefined, other)).toBeUndefined();
  expect(isLaterEnd(undefined, one)).toBe(true);
  expect(isLaterEnd(one, one)).toBe(false);
  expect(isLaterEnd(one, undefined)).toBe(false);
  expect(isLaterEnd(other, one)).toBe(true);
});
