import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesByGlob } from "../../../action/adapters/disk/files-by-glob.ts";
import { systemBash } from "../../../action/adapters/system/system-bash.ts";
import type { SourceFile } from "../../../action/core/text/source-file.ts";
import { type ImportedRules, importRules } from "../../../action/flows/import/import-rules.ts";
import type { Imported } from "../../../action/flows/import/judge-draft.ts";
import { toldOf } from "../../core/validate/fixtures.ts";
import { fakeSnapshot } from "../../fakes/fake-snapshot.ts";

const imports = new URL("../../imports/", import.meta.url).pathname;
const cases = join(imports, "sphenixprod");

const imported = async (name: string, order: Partial<ImportedRules> = {}): Promise<readonly Imported[]> => {
  const bytes = async (file: string) => ({ file, bytes: await readFile(join(cases, name, file)) });
  const hasPilot = (await readdir(join(cases, name))).includes("pilot.yaml");
  const conventions = await readFile(join(imports, "conventions.yaml"));
  return importRules(
    {
      snapshot: fakeSnapshot({}),
      bash: systemBash(),
      conventionsAbove: () => ({ file: "productions/conventions.yaml", bytes: conventions, above: undefined }),
      isThere: async (folder) => folder.endsWith("/there"),
      payloadOf: (globs) => filesByGlob(join(cases, name), globs),
    },
    {
      rules: await bytes("rules.yaml"),
      pilot: hasPilot ? await bytes("pilot.yaml") : undefined,
      rule: undefined,
      output: "productions/toy",
      here: ".",
      ...order,
    },
  );
};

const textOf = (files: readonly SourceFile[] | undefined, path: string): string | undefined => {
  const found = files?.find((file) => file.path === path);
  return found === undefined ? undefined : new TextDecoder().decode(found.bytes);
};

/** As the folders of wrong requests write them. */
const told = (made: readonly Imported[]): string =>
  made
    .flatMap(({ problems }) => problems.map((problem) => toldOf(cases, problem)))
    .map(({ place, text }) => `${place}\n${text}\n`)
    .join("\n");

describe.each(["calorimeter", "tracking", "wrong"])("the rules of %s", (name) => {
  test("Each imported rule is a request as expected, and each of its keys is used or reported at its place", async () => {
    const made = await imported(name);

    expect(told(made)).toBe(await readFile(join(cases, name, "problems.txt"), "utf8"));
    const written = made.flatMap(({ name: rule, files }) => (files === undefined ? [] : [rule]));
    for (const rule of written) {
      const { files } = made.find((one) => one.name === rule) ?? {};
      expect(textOf(files, "production.yaml")).toBe(
        await readFile(join(cases, name, "expected", `${rule}.yaml`), "utf8"),
      );
    }
    const expected = await readdir(join(cases, name, "expected")).catch(() => []);
    expect(written.toSorted()).toEqual(expected.map((file) => file.replace(".yaml", "")).toSorted());
  });
});

test("One rule is imported by its name, into the folder that is named", async () => {
  const made = await imported("tracking", { rule: "Toy_seeds", output: "productions/mine" });

  expect(made.map(({ name, folder }) => [name, folder])).toEqual([["Toy_seeds", "productions/mine"]]);
  // Its script is not there: in its place is one that the check does not let pass.
  expect(textOf(made[0]?.files, "seeds.sh")).toBe(
    '#!/usr/bin/env bash\n# CHANGE THIS: seeds.sh of code/*\necho "$@" >&2\nexit 1\n',
  );
  await expect(imported("tracking", { rule: "Toy_seed" })).rejects.toThrow("rules.yaml has no rule Toy_seed.");
});

test("A folder that is there is not written over", async () => {
  const [made] = await imported("tracking", { rule: "Toy_seeds", output: "productions/there" });

  expect(made?.files).toBeUndefined();
  expect(made?.problems.at(-1)).toMatchObject({ code: "bad-rule", message: "productions/there exists already." });
});

test("Two rules with one tag are not both imported", async () => {
  const { bytes } = { bytes: await readFile(join(cases, "tracking/rules.yaml"), "utf8") };
  const twice =
    bytes.replace(/Toy_jets:[^]*/, "") + bytes.replace(/^[^]*(?=Toy_seeds:)/, "").replace("Toy_seeds", "Toy_again");
  const rules = { file: "rules.yaml", bytes: new TextEncoder().encode(twice) };

  const made = await imported("tracking", { rules });

  expect(made.find(({ name }) => name === "Toy_seeds")?.files).toBeDefined();
  const again = made.find(({ name }) => name === "Toy_again");
  expect(again?.files).toBeUndefined();
  expect(again?.problems.at(-1)).toMatchObject({ code: "duplicate-tag" });
});

test("Lists say at their head which runs and files sphenixprod would have asked for, and hold one example", async () => {
  const [events, fit] = await imported("calorimeter");

  expect(textOf(events?.files, "runs.txt")).toBe(
    [
      "# source: rule Toy_events of sphenixprod",
      "# query: select runnumber from run where (runnumber between 70001 and 70009) and runtype = 'physics' and eventsinrun >= 1000 and extract(epoch from (ertimestamp - brtimestamp)) >= 60 order by runnumber",
      "70001",
      "",
    ].join("\n"),
  );
  expect(textOf(events?.files, "raw.txt")?.split("\n").slice(1, 3)).toEqual([
    "# query: select f.full_file_path from datasets d join files f on f.lfn = d.filename where d.runnumber in (the runs) and d.daqhost ~ '^(seb(0[0-9]|1[0-8]|20))$' and d.segment = 0 and d.status::int > 0",
    "/example/physics_seb00-00070001-0000.evt",
  ]);
  const [, query, ...files] = textOf(fit?.files, "dst.txt")?.trimEnd().split("\n") ?? [];
  expect(query).toContain(
    "d.tag = 'new_nocdbtag_v003' and d.dataset = 'run7toy' and d.status = 1 and d.segment % 10 = 0",
  );
  expect(files).toHaveLength(20);
});
