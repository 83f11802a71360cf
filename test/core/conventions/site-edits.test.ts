import { expect, test } from "vitest";
import { type SiteTurn, turnSite } from "../../../action/core/conventions/site-edits.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { conventionsBytes } from "../a-production.ts";

const text = new TextDecoder().decode(conventionsBytes);
const [top, below] = ["productions/conventions.yaml", "productions/heavy/conventions.yaml"];
const turned = (turn: SiteTurn, upper = text, lower?: string) => {
  const files = [textFile(top, upper), ...(lower === undefined ? [] : [textFile(below, lower)])];
  const { changed, ...rest } = turnSite(files, turn);
  return { ...rest, texts: changed.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]) };
};
const out = { site: "LAPTOP", reason: "its storage is moved" };
const back = { site: "LAPTOP", reason: undefined };
const isOut = text.replace(
  "LAPTOP: { state: online }",
  "LAPTOP: { state: offline, reason: its storage is moved } # of Ada",
);

test("A site is taken out and back in its own place, and comments and all other lines stay", () => {
  const commented = text.replace("LAPTOP: { state: online }", "LAPTOP: { state: online } # of Ada");

  expect(turned(out, commented)).toEqual({ texts: [[top, isOut]], left: [], online: new Set(["BNL", "SDCC"]) });
  expect(turned(back, isOut).texts).toEqual([[top, commented]]);
});

test("A site whose keys stand in lines of their own gets its reason in a line, which goes with it", () => {
  const lines = text.replace("LAPTOP: { state: online }", "LAPTOP:\n    state: online # now\n    setup: 'true'");
  const offline = lines.replace("state: online # now\n", "state: offline # now\n    reason: its storage is moved\n");

  expect(turned(out, lines).texts).toEqual([[top, offline]]);
  expect(turned(back, offline).texts).toEqual([[top, lines]]);
});

test("A folder below goes with its conventions above, but for a reason of its own", () => {
  const own = text.replace("LAPTOP: { state: online }", "LAPTOP: { state: offline }");

  expect(turned(out, text, text).texts.map(([path]) => path)).toEqual([top, below]);
  expect(turned(back, isOut, isOut).texts.map(([path]) => path)).toEqual([top, below]);
  expect(turned(out, text, own)).toMatchObject({ texts: [[top, expect.anything()]], left: [below] });
  expect(turned(back, text, own)).toMatchObject({ texts: [], left: [below] });
  expect(turned(back, own, own)).toMatchObject({ texts: [[top, expect.anything()]], left: [below] });
  expect(turned(out, text, text.replace(/ {2}LAPTOP: .*\n/, "")).left).toEqual([]);
});

test("A site that is out already gets a new reason, and nothing changes for the same", () => {
  expect(turned({ ...out, reason: "a: fire" }, isOut).texts[0]?.[1]).toContain('reason: "a: fire" } # of Ada');
  expect(turned(out, isOut).texts).toEqual([]);
});

test("A site that nobody knows, and conventions that cannot be read, are refused", () => {
  expect(() => turned({ ...out, site: "LAPTOPP" })).toThrow('knows no site "LAPTOPP"');
  expect(() => turned({ ...out, site: "constructor" })).toThrow('knows no site "constructor"');
  expect(() => turned(out, "x: [")).toThrow(`${top}:1 cannot be used`);
  expect(() => turnSite([], out)).toThrow("The repository knows no site");
});
