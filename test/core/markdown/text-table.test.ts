import { expect, test } from "vitest";
import { textTable } from "../../../action/core/markdown/text-table.ts";
import { diffText, diffView } from "../../../action/core/view/plan/diff-view.ts";
import { aRequest, aStep, valid } from "../a-production.ts";

const widestLine = (text: string): number => Math.max(...text.split("\n").map(({ length }) => length));
const table = (width?: number) =>
  textTable(["step", "jobs", "sites"], [["a-step-with-a-long-name", "1 200", "BNL and CERN and FZK"]], width);

test("A text table that fits its width, or has none, has one line for each row", () => {
  const whole = ["step                      jobs  sites", "a-step-with-a-long-name  1 200  BNL and CERN and FZK"].join(
    "\n",
  );

  expect([table(), table(52)]).toEqual([whole, whole]);
});

test("A text table that is too wide breaks its last column between words, and then the widest other column anywhere", () => {
  expect(table(46).split("\n")).toEqual([
    "step                      jobs  sites",
    "a-step-with-a-long-name  1 200  BNL and CERN",
    "                                  and FZK",
  ]);
  expect(table(38).split("\n")).toEqual([
    "step                jobs  sites",
    "a-step-with-a-lon  1 200  BNL and CERN",
    "g-name                      and FZK",
  ]);
});

test("A text table that cannot fit into its width is printed unbroken", () => {
  expect(table(20)).toBe(table());
});

test("The tables of shrek diff fit the width of a terminal", () => {
  const made = (name: string, sites: readonly string[]) =>
    valid(
      aRequest({
        steps: { simulate: aStep({ sites, parameters: { collision: name }, run: 'make "$collision"\n' }) },
      }),
    );
  const [before, after] = [
    made("proton-proton-at-two-hundred-gigaelectronvolts", ["BNL"]),
    made("gold-gold-at-two-hundred-gigaelectronvolts", ["BNL", "NERSC"]),
  ];
  const view = diffView(after, { name: "sP26a-hfcharm-signal 1.0.0", content: before.content }, undefined);

  expect(widestLine(diffText(view, undefined))).toBeGreaterThan(100);
  expect(widestLine(diffText(view, 80))).toBeLessThanOrEqual(80);
  const cells = diffText(view, 80).replaceAll(/\s+/g, "");
  for (const part of ["proton-proton-at-two", "-hundred-gigaelectro"]) expect(cells).toContain(part);
});
