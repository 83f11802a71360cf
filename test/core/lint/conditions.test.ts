import { describe, expect, test } from "vitest";
import { lint } from "./a-payload.ts";

const told = (macro: string, run = "root -q -b Sim.C") =>
  lint(`${run}\ntar cf hits.tar G4Hits.root\n`, { files: { "Sim.C": `void Sim() {\n  ${macro}\n}\n` } }).filter(
    ({ code }) => code === "conditions-not-read",
  );

test("A global tag that a macro or command contains is reported where `conditions` has another value", () => {
  expect(told('rc->set_StringFlag("CDB_GLOBALTAG", "ProdA_2024");')).toMatchObject([{ line: 2, severity: "warning" }]);
  expect(told('CDB::global_tag = "ProdA_2024";')).toHaveLength(1);
  expect(told("", "export GLOBALTAG=ProdA_2024")).toHaveLength(1);
});

test("A global tag that is read from the environment, or equals `conditions`, is not reported", () => {
  expect(told('rc->set_StringFlag("CDB_GLOBALTAG", CDB::global_tag);')).toEqual([]);
  expect(told("string global_tag = dbtag;")).toEqual([]);
  expect(told('rc->set_StringFlag("CDB_GLOBALTAG", "ProdA_2024");', 'root -q -b "Sim.C(\\"$conditions\\")"')).toEqual(
    [],
  );
  expect(told('rc->set_StringFlag("CDB_GLOBALTAG", "MDC2_ana.418");')).toEqual([]);
});

describe("unread `conditions`", () => {
  const noted = (run: string, macro = "void Sim() {}\n", step = {}) =>
    lint(`${run}\ntar cf hits.tar G4Hits.root\n`, { files: { "Sim.C": macro }, step }).filter(
      ({ code }) => code === "conditions-not-read",
    );

  test("The `conditions` of a request that no payload reads are a note at their line, and do not refuse a request", () => {
    expect(noted("root -q -b Sim.C")).toMatchObject([{ severity: "note", file: "productions/p/production.yaml" }]);
  });

  test("The `conditions` of a request are not reported where a macro gets, reads or names them, or where this is unknown", () => {
    expect(noted('root -q -b "Sim.C(\\"$conditions\\")"')).toEqual([]);
    expect(noted("root -q -b Sim.C", 'void Sim() { getenv("conditions"); }\n')).toEqual([]);
    expect(noted("root -q -b Sim.C", "// MDC2_ana.418\nvoid Sim() {}\n")).toEqual([]);
    expect(noted("root -q -b Sim.C\nunknown-program")).toEqual([]);
    expect(noted("ls")).toEqual([]);
  });
});
