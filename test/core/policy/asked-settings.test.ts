import { expect, test } from "vitest";
import { settingFault } from "../../../action/core/policy/asked-settings.ts";
import { conventionsBytes } from "../a-production.ts";
import { rulesOf } from "./some-rules.ts";

const top = "productions/conventions.yaml";
const below = "productions/heavy/conventions.yaml";
const conventions = new TextDecoder().decode(conventionsBytes);
const rules = rulesOf({
  [top]: conventions.replace("coreHours: 100000", "memory: 8000, priority: 1050"),
  [below]: conventions.replace("  BNL: { state: online", "  BNL: { state: offline"),
});

test("A command of a person with an unknown site is refused with the most similar site", () => {
  expect(settingFault(rules, "productions/p", { site: "BNL" })).toBeUndefined();
  expect(settingFault(rules, "productions/p", { site: "BNLL" })).toBe(
    `${top} knows no site "BNLL": did you mean "BNL"?`,
  );
});

test("A command with an unusual site is refused with the known sites, and unreadable conventions are ignored", () => {
  expect(settingFault(rules, "productions/p", { site: "CERN-PROD_T2" })).toBe(
    `${top} knows no site "CERN-PROD_T2": known here: BNL, SDCC, NERSC, LAPTOP`,
  );
  const broken = rulesOf({ [top]: conventions, "productions/p/conventions.yaml": "x: [" });
  expect(settingFault(broken, "productions/p", { site: "BNL" })).toBeUndefined();
});

test("The nearest conventions decide whether a site is online for a command", () => {
  expect(settingFault(rules, "productions/heavy/p", { site: "BNL" })).toBe(`The site BNL is offline, by ${below}.`);
});

test("A command for a site that is offline is answered with the reason that the conventions give", () => {
  const moved = "NERSC: { state: offline, reason: its storage is moved.";
  const told = rulesOf({ [top]: conventions.replace("NERSC: { state: offline", moved) });

  expect(settingFault(told, "productions/p", { site: "NERSC" })).toBe(
    `The site NERSC is offline, by ${top}: its storage is moved.`,
  );
});

test("The memory in a command must be below every ceiling above the production", () => {
  expect(settingFault(rules, "productions/heavy/p", { memory: 8000 })).toBeUndefined();
  expect(settingFault(rules, "productions/heavy/p", { memory: 8001 })).toBe(
    `memory=8001 is more than the 8000 MB per core that ${top} allows.`,
  );
});

test("A priority in a command is not above every ceiling above the production", () => {
  expect(settingFault(rules, "productions/heavy/p", { priority: 1050 })).toBeUndefined();
  expect(settingFault(rules, "productions/heavy/p", { priority: 1051 })).toBe(
    `priority=1051 is more than the 1050 that ${top} allows.`,
  );
});

test("A command's settings are not checked where no conventions are readable, because no person may command there", () => {
  expect(settingFault(rulesOf({}), "productions/p", { site: "X", memory: 64000, priority: 1100 })).toBeUndefined();
});
