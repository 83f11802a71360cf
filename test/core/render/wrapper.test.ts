import { access } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import { systemBash } from "../../../action/adapters/system/system-bash.ts";
import { validateOne } from "../../../action/core/cross-checks/check-sources.ts";
import { shortInput, stageExits } from "../../../action/core/render/job-exits.ts";
import { renderProduction } from "../../../action/core/render/rendering.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { foldersOf, requests } from "../validate/fixtures.ts";
import { type Ran, sentOf, workbench } from "./workbench.ts";

const decoder = new TextDecoder();

/** One job of the step `simulate`, from its archive to its exit. */
const runStep = async (step: Draft, args = ["1", "0"], files = [textFile("m/a.txt", "resource\n")]): Promise<Ran> => {
  await using bench = await workbench();
  await bench.lay(sentOf({ simulate: aStep(step) }, files));
  return await bench.run("bash", "simulate.sh", ...args);
};
const done = "touch hits.tar";

test("Every wrapper and payload of every valid request has valid bash syntax", async () => {
  const tree = workTree(requests, noForeign);
  const folders = await foldersOf("good");
  const scripts = (await Promise.all(folders.map((folder) => tree.production(folder)))).flatMap((source) => {
    const sent = validateOne(source).flatMap(({ valid: one }) =>
      one === undefined ? [] : renderProduction(one.production).sent,
    );
    return sent.filter(({ path }) => /^\w+(\.run|\.rows)?\.sh$/.test(path)).map(({ bytes }) => decoder.decode(bytes));
  });

  expect(scripts.length).toBeGreaterThanOrEqual(2 * folders.length);
  expect(await systemBash().complaints(scripts)).toEqual(scripts.map(() => ""));
});

describe("parameter values", () => {
  test.each([
    ["quotes", `it's "so"`],
    ["a command", "$(touch broken) `touch broken`"],
    ["a variable", "$HOME ${HOME} $((1+1)) $'x' !x !!"],
    ["backslashes", "a\\b\\\\c\\"],
    ["lines", "one\ntwo\n\nfour\n"],
    ["placeholders", "%IN %IN2 %RNDM:1 @{seed:simulate} ${SN}"],
    ["globs", "* ? [a-z] ~ {1,2}"],
    ["operators", "a; b & c | d > e < f # g"],
    ["other alphabets", "größe 質量 🧪 e\u0301"],
    ["blanks", "  two  \t"],
    ["nothing", ""],
    ["a flag", "-n"],
    ["the end of the block", "'\n}\nexit 3\n"],
  ])("A parameter value with %s reaches the payload unchanged", async (_, value) => {
    const { code, stdout } = await runStep({
      parameters: { value },
      run: `printf '%s' "$value"; printenv value | cat; [ ! -e broken ]; ${done}\n`,
    });

    expect({ code, stdout }).toEqual({ code: 0, stdout: `${value}${value}\n` });
  });

  test.each([
    [9007199254740991, "9007199254740991"],
    [-5, "-5"],
    [0.1, "0.1"],
    [1e-7, "1e-7"],
    [true, "true"],
  ])("The parameter value %j reaches the payload unchanged", async (value, text) => {
    const { stdout } = await runStep({ parameters: { value }, run: `printf '%s' "$value"; ${done}` });

    expect(stdout).toBe(text);
  });
});

test("The environment of a job names its tag, version and step", async () => {
  const names = "tag version build conditions step job uniqueId nEvents";
  const { stdout } = await runStep(
    { eventsPerJob: 100, run: `for name in ${names}; do echo "$name=\${!name}"; done; ${done}` },
    ["57", "50"],
  );

  expect(stdout).toBe(
    "tag=sP26a-hfcharm-signal\nversion=1.0.0\nbuild=ana.418\nconditions=MDC2_ana.418\nstep=simulate\njob=7\nuniqueId=57\nnEvents=100\n",
  );
});

test("A step with an own build gets that build in its wrapper", async () => {
  const { stdout } = await runStep({ build: "ana.425", run: `echo "$build"; ${done}` });

  expect(stdout).toBe("ana.425\n");
});

test("A job has neither uniqueId nor job where PanDA counts its jobs anew with each reading of the data", async () => {
  const inputs = { data: { dataset: "user.x.data/", files: 2 } };
  const step = {
    in: [{ from: "data", filesPerJob: 1, repeat: 2 }],
    out: ["o.txt"],
    run: 'echo "${uniqueId-none} ${job-none} $data" >o.txt',
  };
  await using bench = await workbench();
  await bench.lay([...sentOf({ again: step }, [], { inputs }), textFile("a.root", "")]);
  expect(await bench.run("bash", "again.sh", "1", "0", "a.root")).toMatchObject({ code: 0 });
  expect(await bench.run("cat", "o.txt")).toMatchObject({ stdout: "none none a.root\n" });
});

test("A job that does not know its number runs nothing", async () => {
  for (const args of [[], ["1"], ["%RNDM:0", "0"]])
    expect(await runStep({ run: done }, args)).toMatchObject({ code: stageExits.noNumber });
});

describe("exit codes of stages", () => {
  const merging = {
    simulate: aStep(),
    merge: {
      in: [{ from: "simulate", filesPerJob: 2 }],
      out: ["all.tar"],
      run: `cat "\${simulate[@]}"; touch all.tar`,
    },
  };
  const merge = async (...files: readonly string[]): Promise<Ran> => {
    await using bench = await workbench();
    await bench.lay([...sentOf(merging), textFile("a.1", "A"), textFile("b.1", "B")]);
    return await bench.run("bash", "merge.sh", "1", "0", ...files);
  };

  test("The files of an input are given to the payload as a list", async () => {
    expect(await merge("a.1,b.1")).toMatchObject({ code: 0, stdout: "AB" });
  });

  test.each([[[]], [[""]], [["a.1,missing.1"]]])(
    "A job with the input files %j fails at the stage of its input",
    async (files) => {
      expect(await merge(...files)).toMatchObject({ code: stageExits.noInput });
    },
  );

  test("A job whose resources are missing fails at a stage of its own", async () => {
    await using bench = await workbench();
    const sent = sentOf({ simulate: aStep({ resources: ["m/*"], run: done }) }, [textFile("m/a.txt", "x")]);
    await bench.lay(sent.filter(({ path }) => !path.startsWith("__")));

    expect(await bench.run("bash", "simulate.sh", "1", "0")).toMatchObject({ code: stageExits.stageIn });
  });

  test("An output that the payload did not make fails the job, and the log names the output", async () => {
    const ran = await runStep({ out: ["hits.tar", "qa.root"], run: done });

    expect(ran).toMatchObject({ code: stageExits.outputMissing });
    expect(ran.stderr).toContain("the payload made no qa.root");
  });

  test.each([
    [1, 1],
    [42, 42],
    [110, 110],
    [137, 137],
    [9, 209],
    [11, 211],
    [30, 230],
    [32, 232],
    [201, 198],
    [255, 199],
  ])("Exit code %i of a payload becomes %i, and the log has the payload's own", async (own, code) => {
    const ran = await runStep({ run: `exit ${own}` });

    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(`shrek: the payload ended with exit code ${own} (exit ${code})\n`);
  });
});

describe("joins by identity", () => {
  const branch = (out: string): Draft => ({ in: [{ from: "a", filesPerJob: 1 }], out: [out], run: `touch ${out}` });
  const joining = {
    ...{ a: aStep(), l: branch("l.root"), r: branch("x.l.root"), pool: aStep({ jobs: 20 }) },
    j: {
      in: [
        { from: "l", filesPerJob: 1 },
        { from: "r", filesPerJob: 1 },
        { from: "pool", filesPerJob: 2 },
      ],
      out: ["j.root"],
      run: 'echo "${l[*]}|${r[*]}|${pool[*]}" | tee j.root',
    },
  };
  const join = async (primary: string, pool = "p1,p2"): Promise<Ran> => {
    await using bench = await workbench();
    const names = `${primary},${pool}`.split(",").filter((name) => name !== "" && !name.startsWith("gone"));
    await bench.lay([...sentOf(joining), ...names.map((name) => textFile(name, ""))]);
    return await bench.run("bash", "j.sh", "1", "0", primary, pool);
  };
  const l = "user.x.501._000002.502._000009.l.root";
  const r = "user.x.501._000002.503._000004.x.l.root";

  test.each([[`${l},${r}`], [`${r},${l}`]])(
    "A join by identity runs with its files in any order: %s",
    async (files) => {
      expect(await join(files)).toMatchObject({ code: 0, stdout: `${l}|${r}|p1 p2\n` });
    },
  );

  test.each([
    ["another origin", `${l},${r.replace("_000002", "_000003")}`, "files of different origin"],
    ["another task of equal number", `${l},${r.replace("501", "601")}`, "files of different origin"],
    ["a lone file", l, "r has 0 files of the origin 501._000002"],
    ["two of one input", `${l},${l.replace("_000009", "_000010")},${r}`, "l has 2 files"],
    ["another step's file", `${l},${r.replace("x.l.root", "y.l.root")}`, "is of none of the paired inputs"],
    ["a name that says nothing", `${l},data.root`, "the name of data.root does not say its origin"],
    ["a name of somebody else", `${l},user.x.run7.000002.r.root`, "does not say its origin"],
    ["nothing", "", "l has 0 files"],
  ])("A join by identity does not run with %s", async (_, files, words) => {
    const { code, stdout, stderr } = await join(files);

    expect({ code, stdout }).toEqual({ code: stageExits.noPair, stdout: "" });
    expect(stderr).toContain(words);
  });

  test("A step of a chain with pairs does not run on a file whose name does not say its origin", async () => {
    await using bench = await workbench();
    await bench.lay([...sentOf(joining), textFile("data.root", ""), textFile("user.x.501._000002.a.tar", "")]);

    expect(await bench.run("bash", "l.sh", "1", "0", "data.root")).toMatchObject({ code: stageExits.noPair });
    expect(await bench.run("bash", "l.sh", "1", "0", "user.x.501._000002.a.tar")).toMatchObject({ code: 0 });
  });
});

describe("complete inputs", () => {
  const merging = (accept: Draft = {}, filesPerJob: unknown = "all"): Draft => ({
    simulate: aStep({ jobs: 4, ...accept }),
    merge: { in: [{ from: "simulate", filesPerJob }], out: ["all.tar"], run: 'echo "${simulate[*]}" | tee all.tar' },
  });
  const merge = async (steps: Draft, count: number): Promise<Ran> => {
    await using bench = await workbench();
    const names = Array.from({ length: count }, (_, index) => `f${index + 1}`);
    await bench.lay([...sentOf(steps), ...names.map((name) => textFile(name, ""))]);
    return await bench.run("bash", "merge.sh", "1", "0", names.join(","));
  };

  test("A job that reads all files of an input runs if all files are there", async () => {
    expect(await merge(merging(), 4)).toMatchObject({ code: 0, stdout: "f1 f2 f3 f4\n" });
  });

  test.each([
    [{}, 3, "simulate has 3 files of simulate/hits.tar, and must have 4"],
    [{}, 5, "simulate has 5 files of simulate/hits.tar, and must have 4"],
    [{ accept: "75%" }, 2, "simulate has 2 files of simulate/hits.tar, and must have at least 3 of 4"],
  ])(
    "A job that must read all files runs no payload with the input options %j and %i files",
    async (accept, count, words) => {
      const { code, stdout, stderr } = await merge(merging(accept), count);

      expect({ code, stdout }).toEqual({ code: shortInput("IN1"), stdout: "" });
      expect(stderr).toContain(words);
    },
  );

  test("A job that accepts a share of all files runs with that share", async () => {
    expect(await merge(merging({ accept: "75%" }), 3)).toMatchObject({ code: 0, stdout: "f1 f2 f3\n" });
  });

  test("A job that reads a given number of files runs with as many files as arrive", async () => {
    expect(await merge(merging({}, 4), 3)).toMatchObject({ code: 0, stdout: "f1 f2 f3\n" });
  });
});

describe("strict payloads", () => {
  test.each([
    ["a command that fails", `false\n${done}`],
    ["the first of a pipe", `false | cat\n${done}`],
    ["a function", `f() { false; echo on; }; f\n${done}`],
    ["a kill", `kill -9 $BASHPID\n${done}`],
  ])("A payload is ended by %s", async (_, run) => {
    const { code, stdout } = await runStep({ run });

    expect(code).not.toBe(0);
    expect(stdout).toBe("");
  });

  test("A payload cannot end its wrapper early with exit code 0", async () => {
    expect(await runStep({ run: "exit 0" })).toMatchObject({ code: stageExits.outputMissing });
    expect(await runStep({ run: "cd /; return 0" })).toMatchObject({ code: stageExits.outputMissing });
  });
});

test("The set-up line runs before the payload and without strict mode, and the payload sees its variables", async () => {
  const { production } = valid(aRequest({ steps: { simulate: aStep({ run: `echo "$release $-"; ${done}` }) } }));
  const steps = production.steps.map((step) => ({ ...step, setup: "false; release=$nothing$build; export release" }));
  await using bench = await workbench();
  await bench.lay(renderProduction({ ...production, steps }).sent);

  const { code, stdout } = await bench.run("bash", "simulate.sh", "1", "0");

  expect({ code, stdout }).toEqual({ code: 0, stdout: "ana.418 ehB\n" });
});

test.each([
  ["exit 0", 0],
  ["exit 255", 255],
  ["set -u; echo $nothing", 1],
])("A set-up line that ends the shell by %s fails the job, and no payload runs", async (setup, own) => {
  const { production } = valid(aRequest({ steps: { simulate: aStep({ run: `echo ran; ${done}` }) } }));
  const steps = production.steps.map((step) => ({ ...step, setup }));
  await using bench = await workbench();
  await bench.lay(renderProduction({ ...production, steps }).sent);

  const { code, stdout, stderr } = await bench.run("bash", "simulate.sh", "1", "0");

  expect({ code, stdout }).toEqual({ code: stageExits.setUp, stdout: "" });
  expect(stderr).toContain(`the set-up ended the job with exit code ${own}`);
});

test("Strict mode that a set-up line leaves on hides no end of a payload", async () => {
  const { production } = valid(aRequest({ steps: { simulate: aStep({ run: "exit 255" }) } }));
  const steps = production.steps.map((step) => ({ ...step, setup: "set -e" }));
  await using bench = await workbench();
  await bench.lay(renderProduction({ ...production, steps }).sent);

  expect(await bench.run("bash", "simulate.sh", "1", "0")).toMatchObject({ code: 199 });
});

test("A set-up line may use the name of an input for itself, and shift the arguments", async () => {
  const read = aStep({ in: [{ from: "make", filesPerJob: 2 }], jobs: undefined, run: `echo "\${make[@]}"; ${done}` });
  const { production } = valid(aRequest({ steps: { make: aStep(), simulate: read } }));
  const steps = production.steps.map((step) => ({ ...step, setup: "make=/cvmfs; unset name; shift 2; set -- x" }));
  await using bench = await workbench();
  await bench.lay([...renderProduction({ ...production, steps }).sent, textFile("a", ""), textFile("b", "")]);

  expect(await bench.run("bash", "simulate.sh", "1", "0", "a,b")).toMatchObject({ code: 0, stdout: "a b\n" });
});

describe("resources", () => {
  test("Resources of a job have the paths and modes of the production's folder, and a script may be the payload", async () => {
    const script = textFile("pass1/run.sh", `cat m/a.txt; test -x tool && ${done}\n`);
    const files = [script, textFile("m/a.txt", "resource\n"), textFile("tool", "x", "100755")];
    const ran = await runStep({ resources: ["**"], run: "./pass1/run.sh" }, ["1", "0"], files);

    expect(ran).toMatchObject({ code: 0, stdout: "resource\n" });
  });

  test("A script as payload has its inputs as arrays, and stops at its first failure", async () => {
    const script = textFile("use.sh", `echo "\${#make[@]}: \${make[1]}"\nfalse\n${done}\n`);
    const step = { in: [{ from: "make", filesPerJob: 2 }], jobs: undefined, resources: ["use.sh"], run: "./use.sh" };
    await using bench = await workbench();
    await bench.lay(sentOf({ make: aStep(), simulate: aStep(step) }, [script]));
    await bench.lay([textFile("a", ""), textFile("b", "")]);

    expect(await bench.run("bash", "simulate.sh", "1", "0", "a,b")).toMatchObject({ code: 1, stdout: "2: b\n" });
  });

  test("A script with the name of its step does not overwrite the running wrapper", async () => {
    const script = textFile("simulate.sh", `echo from the script\n${done}\n${"# padding\n".repeat(2000)}`);
    const ran = await runStep({ resources: ["simulate.sh"], run: "./simulate.sh" }, ["1", "0"], [script]);

    expect(ran).toMatchObject({ code: 0, stdout: "from the script\n", stderr: "" });
  });

  test("The resources of other steps are not given to a job", async () => {
    await using bench = await workbench();
    const steps = { simulate: aStep({ run: done }), other: aStep({ resources: ["m/*"] }) };
    await bench.lay(sentOf(steps, [textFile("m/a.txt", "x")]));

    expect(await bench.run("bash", "simulate.sh", "1", "0")).toMatchObject({ code: 0 });
    await expect(access(join(bench.dir, "m"))).rejects.toThrow("ENOENT");
  });
});
