import { describe, expect, test } from "vitest";
import { codes, lint } from "./a-payload.ts";

const macro = { "sim.C": 'void sim(...) { save("G4Hits_", seed, ".root"); }\n' };
const pack = "tar cf hits.tar G4Hits_*.root";
const reads = { output: "a.root", filesPerJob: 3 };

describe("unread parameters and inputs", () => {
  test.each([
    ["a command", 'echo "$flavor"', {}],
    ["awk, from the environment", "awk 'BEGIN { print ENVIRON[\"flavor\"] }'", {}],
    ["a macro", "root.exe -q -b 'sim.C'", { "sim.C": 'void sim() { getenv("flavor"); }' }],
    ["a script", "bash run.sh", { "run.sh": 'set -e\necho "$flavor"\n' }],
    ["a program of unknown powers", "make", {}],
    ["a name made from another", "x=flavor; echo ${!x}", {}],
  ])("A parameter of a step counts as read by %s", (_, body, files) => {
    expect(codes(`${body}\n${pack}\n`, { files, step: { parameters: { flavor: "Charm" } } })).toEqual([]);
  });

  test("A parameter of a step is not read by a remark, nor by a longer name", () => {
    const step = { parameters: { flavor: "Charm" } };

    expect(codes(`flavors=2 # flavor\necho $flavors\n${pack}\n`, { step })).toEqual(["unused-parameter"]);
  });

  test("An acknowledged lint finding becomes a note with its reason, whether likely or certain", () => {
    const reason = "the plan shows it";
    const acknowledge = ["unused-parameter", "unset-variable"].map((code) => ({ code, reason }));

    expect(lint(`echo $missing\n${pack}\n`, { step: { parameters: { flavor: "Charm" } }, acknowledge })).toMatchObject([
      {
        code: "unset-variable",
        severity: "note",
        message: expect.stringMatching(/nothing sets it\. Acknowledged: the plan shows it$/),
      },
      {
        code: "unused-parameter",
        severity: "note",
        message: expect.stringMatching(/Acknowledged: the plan shows it$/),
      },
    ]);
  });

  test.each([
    ["by its variable", 'cat "${before[@]}" >list'],
    ["by a pattern", "hadd sum.root *.a.root"],
    ["by a listing", "ls >list"],
    ["by a pattern in quotes", "root.exe -q -b 'sim.C(\"user.*.root\")'"],
    ["by a program of unknown powers", "make"],
  ])("An input of a step counts as read %s", (_, body) => {
    expect(codes(`${body}\n${pack}\n`, { files: macro, reads })).toEqual([]);
  });

  test("A pattern that matches no file of the input does not count as reading the input", () => {
    expect(codes(`cat *.txt >list\n${pack}\n`, { reads })).toEqual(["input-not-read"]);
  });
});

describe("first file of an input", () => {
  test("A payload that uses `$before` reads only the first file of an input, and is reported", () => {
    expect(codes(`cat $before >list\n${pack}\n`, { reads })).toEqual(["only-first-file"]);
  });

  test("`$before` is all of an input with one file a job, and may be used together with the other files", () => {
    expect(codes(`cat $before >list\n${pack}\n`, { reads: { output: "a.root" } })).toEqual([]);
    expect(codes(`echo $before\ncat "\${before[@]}" >list\n${pack}\n`, { reads })).toEqual([]);
  });
});

describe("macros", () => {
  test.each([
    ["root -b -q sim.C(1)", 'root -b -q "sim.C(1)"'],
    ["a path that begins with ./", "root.exe -q './sim.C+(1)'"],
    ["what the parameter says", 'root.exe -q "$macro($uniqueId)"'],
    ["the site's", 'root.exe -q "$OFFLINE_MAIN/rootmacros/QA.C($uniqueId)"; root /cvmfs/x/QA.C'],
    ["one that only the job knows", 'name=$(cat list); root.exe -q "$name.C"'],
    ["one that is fetched before", "curl -O https://example.org/QA.C; root.exe -q QA.C"],
    ["one that is copied before", "cp sim.C other.C; root.exe -q other.C"],
    ["one that is written before", "echo '{}' >other.C; root.exe -q other.C"],
    ["one in a folder that is entered", "cd pass1; root.exe -q sim.C"],
  ])("A macro that is called with %s is found among the resources", (_, body) => {
    const files = { ...macro, "pass1/sim.C": "" };
    const around = { files, step: { parameters: { macro: "sim.C" } } };

    expect(codes(`${body}\n${pack}\n`, around).filter((code) => code.startsWith("macro-not"))).toEqual([]);
  });

  test.each([
    ["an argument", "root.exe -q -b 'Sim.C(1)'"],
    ["a command of ROOT", "root.exe -b -e '.x Sim.C'"],
    ["standard input", "root.exe -b <<<'.x Sim.C(1)'"],
    ["the word behind `timeout`", "timeout 10m root.exe -q Sim.C"],
    ["the word behind `env`", "env LC_ALL=C nice root.exe -q Sim.C"],
    ["a variable", "name=Sim; root.exe -q $name.C"],
  ])("A macro in another case is reported as not found in %s", (_, body) => {
    expect(lint(`${body}\n${pack}\n`, { files: macro })).toMatchObject([
      { code: "macro-not-found", hint: 'did you mean "sim.C"?' },
    ]);
  });
});

describe("outputs", () => {
  test.each([
    ["a redirection", "echo >hits.tar"],
    ["an archive whose name is put together", "name=hits; tar -czf $name.tar x"],
    ["a name that only the job knows", 'tar cf "$(cat list)" x'],
    ["a copy into the folder", "cp sub/*.tar ."],
    ["an argument of a macro", "root.exe -q 'sim.C(\"hits\")'"],
    ["a macro that puts the name together", "root.exe -q compose.C"],
    ["a macro that nobody here can read", "root.exe -q $OFFLINE_MAIN/x.C"],
    ["a program of unknown powers", "make"],
    ["a script's argument", "bash run.sh hits.tar"],
  ])("An output of a step counts as made by %s", (_, body) => {
    const files = { ...macro, "compose.C": 'auto n = std::string("hi") + "ts"', "run.sh": 'set -e\ntar cf "$1" x\n' };

    expect(codes(`${body}\n`, { files })).toEqual([]);
  });

  test("An output of a step that no command makes is reported at `out`", () => {
    expect(lint("echo done\n")).toMatchObject([
      { code: "output-not-produced", message: expect.stringContaining("hits.tar") },
    ]);
  });

  test("An output with a similar name is reported at the line of the payload that writes the file", () => {
    expect(lint("tar cf hit.tar x\n")).toMatchObject([
      { code: "output-not-produced", message: "The commands write hit.tar, `out` says hits.tar." },
    ]);
  });
});

test("An archive by a pattern includes input files only if their names match the pattern", () => {
  const around = { reads: { output: "a.root" }, step: { out: ["hits.tar"] } };

  expect(codes('cat "${before[0]}"\ntar cf hits.tar *.root\n', around)).toEqual(["archive-takes-inputs"]);
  expect(codes('cat "${before[0]}"\ntar cf hits.tar G4_*.root\n', around)).toEqual([]);
  expect(codes('cat "${before[0]}"\ntar cf hits.tar *.txt\n', around)).toEqual([]);
  expect(codes("tar cf hits.tar *.root\n")).toEqual([]);
});

describe("seeds", () => {
  const step = { jobs: 10 };

  test("A generator that gets no seed and no value of its own makes the same events in every job, and is reported", () => {
    expect(codes(`root.exe -q sim.C\n${pack}\n`, { files: macro, step })).toEqual(["same-events"]);
    expect(codes(`root.exe -q sim.C\n${pack}\n`, { files: macro })).toEqual([]);
    expect(codes(`root.exe -q "sim.C($uniqueId)"\n${pack}\n`, { files: macro, step })).toEqual([]);
    expect(codes(`root.exe -q "sim.C($job)"\n${pack}\n`, { files: macro, step })).toEqual([]);
    expect(codes(`root.exe -q "sim.C($RANDOM)"\n${pack}\n`, { files: macro, step })).toEqual(["seed-by-chance"]);
  });

  test("A program that gets nothing of its job makes the same result in every job, and is reported unless a value differs", () => {
    const told = (run: string, around: Parameters<typeof codes>[1] = {}) =>
      codes(`${run}\n${pack}\n`, { step, ...around });

    expect(told("pythia8-main 500 events.hepmc")).toEqual(["identical-jobs"]);
    expect(told("pythia8-main --seed 12345")).toEqual(["fixed-seed"]);
    expect(lint("pythia8-main 500\n", { step })).toMatchObject([{ code: "identical-jobs", severity: "warning" }]);
    for (const run of ["pythia8-main --seed $RANDOM", "pythia8-main $(date +%s)", "pythia8-main", "cp a b", '"$x" 500'])
      expect([run, told(run)]).toEqual([run, told(run).filter((code) => code !== "identical-jobs")]);
    expect(told("pythia8-main a.cmnd", { files: { "a.cmnd": "Random:setSeed = on\n" } })).toEqual([]);
    expect(told("pythia8-main 500", { step: { jobs: 1 } })).toEqual([]);
    expect(told('pythia8-main "$uniqueId"')).toEqual([]);
    expect(told('pythia8-main "$job"')).toEqual([]);
  });

  test("A number that reaches names of files only does not tell a program which job it runs in", () => {
    const told = (run: string, files: Readonly<Record<string, string>> = {}) =>
      codes(`${run}\n${pack}\n`, { step, files });

    expect(told('pythia8-main 500\nmv a "b_$uniqueId"')).toEqual(["identical-jobs"]);
    expect(told('pythia8-main 500\nmv a "b_$uniqueId"', { "a.C": "seed();" })).toEqual([]);
    expect(told('pythia8-main 500\nn=$uniqueId\nmv a "b_$n"')).toEqual([]);
    expect(told('root.exe -q sim.C\nmv a "b_$uniqueId"', { "sim.C": 'void sim() { getenv("uniqueId"); }' })).toEqual(
      [],
    );
  });

  test("`job` as a seed is reported, and `uniqueId` as the row of a list", () => {
    const told = (run: string) => codes(`${run}\n${pack}\n`, { step, files: { "list.txt": "1\n" } });

    for (const run of ['gen4 --seed "$job"', 'seed=$job\ngen4 "$seed"', 'gen4 --seed "$((job + 5))"'])
      expect([run, told(run)]).toEqual([run, ["wrong-number"]]);
    for (const run of [
      'gen4 "$(sed -n "${uniqueId}p" list.txt)"',
      'gen4 "$(awk -v n="$uniqueId" \'NR == n\' list.txt)"',
      'gen4 "$(head -n "$uniqueId" list.txt)"',
    ])
      expect([run, told(run)]).toEqual([run, ["wrong-number"]]);
    for (const run of [
      'gen4 --seed "$uniqueId" "$(sed -n "${job}p" list.txt)"',
      'gen4 "$(awk -v seed="$uniqueId" -f list.txt)"',
    ])
      expect([run, told(run)]).toEqual([run, []]);
  });

  test("A padded seed is reported where the number does not fit", () => {
    const padded = `printf '%05d' "$uniqueId"\n${pack}\n`;

    expect(codes(padded, { step })).toEqual([]);
    expect(codes(padded, { step: { jobs: 100000 } })).toEqual(["seed-padding"]);
  });
});
