import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { canary } from "../canary.ts";
import { raise } from "./stand.ts";

type Told = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

test("shrek runs add writes the output of a database into the run list, completely or not at all", async () => {
  const { scene } = await raise(["toy-runs"], { ledger: false });
  const folder = join(scene.clone, "productions/toy-runs");
  const before = await readFile(join(folder, "runs.txt"), "utf8");
  const add = (args: readonly string[], input = ""): Promise<Told> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [join(root, "dist/cli.js"), "runs", "add", "productions/toy-runs", ...args],
        { cwd: scene.clone, env: { PATH: process.env.PATH ?? "", HOME: scene.clone } },
        (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
      );
      child.stdin?.end(input);
    });
  const list = () => readFile(join(folder, "runs.txt"), "utf8");

  const wrong = await add(["-"], "run,events\n82020,10\n82003,5\n99999999,1\n");
  expect(wrong).toMatchObject({ code: 1, stdout: "Nothing was added.\n" });
  expect(wrong.stderr).toContain(
    "standard input:3:1 error [duplicate-run] The run 82003 stands already in runs.txt, line 4.",
  );
  expect(await add(["-"])).toMatchObject({ code: 2, stdout: "" });
  expect(await add(["82020"])).toMatchObject({ code: 1 });
  expect(await list()).toBe(before);

  const date = new Date().toISOString().slice(0, 10);
  const table = " runnumber | events\n-----------+--------\n     82020 |     10\n     82002 |     25\n(2 rows)\n\n";
  expect(await add(["-"], table)).toEqual({
    code: 0,
    stdout: "2 runs were added to productions/toy-runs/runs.txt: 82002, 82020\n",
    stderr: "",
  });
  const body = `${before.replace("82003", "82002 25\n82003")}82020 10\n`;
  expect(await list()).toBe(`# source: standard input\n# date: ${date}\n${body}`);
  const again = `${table.replace("(2 rows)", "     82021 |      7\n(3 rows)")}`;
  const secret = canary("runs-add");
  const refused = await add(["-", "--query", `psql postgres://ada:${secret}@db/runs`], again);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).not.toContain(secret);
  const said = ["--source", "run database", "--query", "SELECT run\n  FROM runs"];
  expect(await add(["-", "--new", ...said], again)).toMatchObject({
    code: 0,
    stdout: "1 run was added to productions/toy-runs/runs.txt: 82021\n",
  });
  const head = `# source: run database\n# query: SELECT run FROM runs\n# date: ${date}\n`;
  expect(await list()).toBe(`${head}${body}82021 7\n`);
  expect((await add(["-", "--new"], "run,events\n82021,8\n")).stdout).toBe(
    "The list has these runs already, with other columns, and keeps them: 82021\nThere is no run to add.\n",
  );
  expect((await readdir(folder)).toSorted()).toEqual(["production.yaml", "runs.txt", "toy"]);
});

test("shrek runs add names the productions that read a shared list, and spoils none of them", async () => {
  const { scene } = await raise(["toy-runs"], { ledger: false });
  const productions = join(scene.clone, "productions");
  const own = join(productions, "toy-runs");
  const written = await readFile(join(own, "production.yaml"), "utf8");
  const reading = (text: string, lists: string): string => text.replace(/list: runs\.txt/, `list: ${lists}`);
  await mkdir(join(productions, "_shared"), { recursive: true });
  await rename(join(own, "runs.txt"), join(productions, "_shared/runs.txt"));
  await cp(own, join(productions, "twin"), { recursive: true });
  await writeFile(join(own, "production.yaml"), reading(written, "shared:runs.txt"));
  await writeFile(
    join(productions, "twin/production.yaml"),
    reading(written, "[own.txt, shared:runs.txt]").replace("stage: signal", "stage: background"),
  );
  await writeFile(join(productions, "twin/own.txt"), "run events\n82030 5\n");
  const add = async (...args: readonly string[]): Promise<Told> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [join(root, "dist/cli.js"), "runs", "add", "productions/toy-runs", "-"],
        { cwd: scene.clone, env: { PATH: process.env.PATH ?? "", HOME: scene.clone } },
        (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
      );
      child.stdin?.end(`run,events\n${args.join("\n")}\n`);
    });

  const taken = await add("82030,5");
  expect(taken).toMatchObject({ code: 1, stdout: "Nothing was added.\n" });
  expect(taken.stderr).toContain("duplicate-run] The run 82030 stands already in own.txt, line 2.");
  expect(await add("82031,5")).toEqual({
    code: 0,
    stdout:
      "1 run was added to productions/_shared/runs.txt: 82031\nThese productions read the list too, and get the same runs: productions/twin\n",
    stderr: "",
  });
});
