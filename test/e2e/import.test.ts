import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Ran } from "../../scripts/demo/scene.ts";
import { rulesBelow } from "./rules-below.ts";
import { copyScene } from "./stand.ts";
import { shrekWarm } from "./warm/start.ts";

type Place = { readonly dir: string; readonly clone: string; run(...args: readonly string[]): Promise<Ran> };

const aPlace = async (): Promise<Place> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-import-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const { clone } = await copyScene(dir, ["toy-pileup"], undefined);
  return { dir, clone, run: (...args) => shrekWarm(clone, args) };
};

/** As people write them: sphenixprod's own programs do the rest, with arguments in a fixed order. */
const script = (does: string): string => `#!/usr/bin/env bash
. \${SPHENIXPROD_SCRIPT_PATH}/common_runscript_prep.sh
./create_filelist_run_daqhost.py $run $daqhost $inputs
./create_full_filelist_run_seg.py $dataset $intriplet $dsttype $run $seg
${does}
status_f4a=$?
./stageout.sh $logbase.root $outdir $dbid
exit \${status_f4a:-1}
`;

const rule = (dsttype: string, input: string, name: string): string => `${dsttype}_toy:
  params: { dsttype: ${dsttype}, period: run7toy, dataset: run7toy, build: ana.418, dbtag: MDC2_ana.418, version: 1 }
  input: { ${input} }
  job: { script: ${name}.sh, payload: [code/*], log: a, neventsper: 250, request_memory: 1000MB, priority: 1 }
`;

const writeRules = async (
  { dir }: Place,
  rules: string,
  scripts: Readonly<Record<string, string>>,
): Promise<string> => {
  await mkdir(join(dir, "old/code"), { recursive: true });
  await writeFile(join(dir, "old/rules.yaml"), rules);
  for (const [name, text] of Object.entries(scripts)) {
    await writeFile(join(dir, "old/code", name), text);
    await chmod(join(dir, "old/code", name), 0o755);
  }
  return join(dir, "old/rules.yaml");
};

/** What a person does: decides what is marked, and fills the lists with files that are there. */
const finish = async (
  { dir, clone, run }: Place,
  folder: string,
  runs: readonly number[],
  lists: Readonly<Record<string, readonly string[]>>,
): Promise<void> => {
  const file = join(clone, folder, "production.yaml");
  const text = (await readFile(file, "utf8")).replaceAll(/ # CHANGE:.*$/gm, "").replace("@some-user", "@ada");
  await writeFile(file, text.replace("BNL_OSG_SPHENIX", "SANDBOX"));
  await writeFile(join(clone, folder, "runs.txt"), runs.map((one) => `${one}\n`).join(""));
  await mkdir(join(dir, "data"), { recursive: true });
  for (const [list, files] of Object.entries(lists)) {
    for (const name of files) await writeFile(join(dir, "data", name), `${name}\n`);
    await writeFile(join(clone, folder, list), files.map((name) => `${join(dir, "data", name)}\n`).join(""));
  }
  expect(await run("bump", folder)).toMatchObject({ code: 0 });
};

test("A rule of one file a job is imported, needs what a person decides, and runs with its own script", async () => {
  const place = await aPlace();
  const file = await writeRules(place, rule("DST_TRKR_SEED", "intriplet: ana400_none_v002", "seeds"), {
    "seeds.sh": script(
      'echo "$buildarg $dataset $intriplet $dsttype $run $seg $nevents $outbase $neventsper $dbtag" | cat - $(cat infile.list) >$logbase.root',
    ),
  });

  const imported = await place.run("import", "sphenixprod", file);

  expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining("Imported 1 of 1:") });
  const folder = "productions/DST_TRKR_SEED_toy";
  const checked = JSON.parse((await place.run("check", folder, "--json")).stdout) as {
    readonly problems: readonly { readonly code: string; readonly severity: string }[];
  };
  const codes = new Set(checked.problems.flatMap(({ code, severity }) => (severity === "note" ? [] : [code])));
  expect([...codes]).toEqual(["unedited-template"]);

  await finish(place, folder, [7], { "dst.txt": ["DST_TRKR_CLUSTER_run7toy_ana400_none_v002-00000007-00003.root"] });
  const ran = await place.run("run", folder, "--output", join(place.dir, "out"), "--run", "7");
  expect(ran).toMatchObject({ code: 0 });
  const made = join(place.dir, "out/data/seed/DST_TRKR_SEED.root");
  expect(await readFile(join(made, (await readdir(made))[0] ?? ""), "utf8")).toBe(
    [
      "ana.418 run7toy ana400_none_v002 DST_TRKR_CLUSTER 7 3 0 DST_TRKR_SEED_run7toy_ana418_MDC2_ana.418_v001 250 MDC2_ana.418",
      "DST_TRKR_CLUSTER_run7toy_ana400_none_v002-00000007-00003.root",
      "",
    ].join("\n"),
  );
});

test("Raw files of a host and those of its trigger come to the script of a combining rule as sphenixprod would bring them", async () => {
  const place = await aPlace();
  const file = await writeRules(place, rule("DST_STREAMING_EVENT", "combine_seg0_only: no", "streams"), {
    "streams.sh": script(
      `echo "$run $seg $inputs" *.list | cat - $(cat "$daqhost.list" gl1daq.list) >${place.dir}/$daqhost; cp $daqhost.list $outbase-$run.root`,
    ),
  });
  const folder = "productions/streams";
  expect(await place.run("import", "sphenixprod", file, "-o", folder)).toMatchObject({ code: 0 });
  await finish(place, folder, [7], {
    "raw.txt": [
      "TPC_ebdc03_1_physics-00000007-0000.evt",
      "TPC_ebdc03_1_physics-00000007-0001.evt",
      "TPOT_ebdc39-00000007-0000.evt",
    ],
    "gl1.txt": ["GL1_physics_gl1daq-00000007-0000.evt"],
  });

  expect(await place.run("run", folder, "--output", join(place.dir, "out"), "--run", "7")).toMatchObject({ code: 0 });

  const seen = (host: string) => readFile(join(place.dir, host), "utf8");
  expect(await seen("ebdc03:1")).toBe(
    [
      "7 0 allsegsfromdb ebdc03:1.list gl1daq.list",
      "TPC_ebdc03_1_physics-00000007-0000.evt",
      "TPC_ebdc03_1_physics-00000007-0001.evt",
      "GL1_physics_gl1daq-00000007-0000.evt",
      "",
    ].join("\n"),
  );
  expect(await seen("ebdc39")).toContain("TPOT_ebdc39-00000007-0000.evt\nGL1_physics_gl1daq-00000007-0000.evt\n");
});

test("The schema line of an import leads to a schema that is there, also below conventions that have none of their own", async () => {
  const place = await aPlace();
  const file = await writeRules(place, rule("DST_TRKR_SEED", "intriplet: ana400_none_v002", "seeds"), {
    "seeds.sh": script("cat $(cat infile.list) >$logbase.root"),
  });
  const top = join(place.clone, "productions");
  expect(await place.run("schema", "--write")).toMatchObject({ code: 0 });
  await mkdir(join(top, "group/deep"), { recursive: true });
  await writeFile(
    join(top, "group/conventions.yaml"),
    rulesBelow(await readFile(join(top, "conventions.yaml"), "utf8")),
  );

  for (const [folder, schema] of [
    ["productions/one", "../production.schema.json"],
    ["productions/other/deep", "../../production.schema.json"],
    ["productions/group/two", "../../production.schema.json"],
    ["productions/group/deep/three", "../../../production.schema.json"],
  ] as const) {
    const imported = await place.run("import", "sphenixprod", file, "-o", folder);
    expect(imported).toMatchObject({ stdout: expect.stringContaining("Imported 1 of 1:") });
    const [line] = (await readFile(join(place.clone, folder, "production.yaml"), "utf8")).split("\n");
    expect(line).toBe(`# yaml-language-server: $schema=${schema}`);
    expect((await place.run("check", folder, "--json")).stdout).not.toContain("schema-not-there");
    await rm(join(place.clone, folder), { recursive: true });
  }
});
