import { expect, test } from "vitest";
import { codes, lint } from "./a-payload.ts";

const pack = "tar cf hits.tar G4Hits.root\n";
/** Nothing makes the file that the tests pack. */
const ofTheTest: readonly string[] = ["unused-parameter", "file-not-made"];

test("A text in a payload that only resembles a slip is not reported", () => {
  const step = { parameters: { kind: "a", files: "b" }, eventsPerJob: 5 };
  const good = [
    'simulate "$kind" "$files" "$nEvents"\n',
    "awk '{ print $kind, $files }' list\n",
    "bash -c 'echo $kind $files $nEvents' \n",
    'ls run$kind[0-9].root "$files" "$nEvents"\n',
    "declare nEvents\n",
    'echo “$kind” – "$files" $nEvents\n',
    'simulate "a “quoted” word – and more" $kind $files $nEvents\n',
    "echo x\necho x\nsleep 1\nsleep 1\n: $kind $files $nEvents\n",
    "tar c G4Hits.root | wc -c; : $kind $files $nEvents\n",
    "tar cf - G4Hits.root | gzip >x.gz; : $kind $files $nEvents\n",
    "debug || true; : $kind $files $nEvents\n",
  ];

  const told = good.map((body) => codes(`${body}${pack}`, { step }).filter((code) => !ofTheTest.includes(code)));

  expect(told.map((one, index) => [good[index], ...one]).filter((one) => one.length > 1)).toEqual([
    // Round quotes outside of quotes are letters also where they do no harm.
    [good[5], "confusable-character"],
  ]);
});

test("An output with an almost right name is reported also where an unknown program may write the file", () => {
  const message = "The commands have hist.tar, `out` says hits.tar.";

  expect(lint("make OUTPUT=x\nsimulate --output hist.tar\n")).toMatchObject([{ code: "output-not-produced", message }]);
  expect(codes("simulate --output hits.tar --log hits.log --geometry hit.txt\n")).toEqual([]);
  expect(codes("simulate --output hit{,s}.tar\n")).toEqual([]);
  expect(codes("simulate --output $(name) hist.tar\n")).toEqual(["output-not-produced"]);
});

test("Files of a step that a pattern in the payload may find count as read", () => {
  const reads = { output: "hits.root" };

  expect(codes(`cat "\${before[0]}" *.root >all\n${pack}`, { reads })).not.toContain("files-not-read");
});

test("A file that is an argument of a printing program in a payload counts as read", () => {
  expect(codes("awk -f x.awk hits.tar\n")).toContain("output-not-produced");
  expect(codes("date | hits.tar\n")).toContain("output-not-produced");
  expect(codes("awk '{ print > \"hits.tar\" }' x\n")).toEqual([]);
  expect(codes("date >hits.tar\ncat hits.tar\n")).toEqual([]);
});

test("The lint reads the first file of a hadd command as its result", () => {
  const reads = { output: "a.root", filesPerJob: 3 };
  const step = { out: ["sum.root"] };
  const told = (run: string) => codes(`${run}\n`, { reads, step });

  expect(told('hadd -f "${before[@]}" sum.root')).toEqual(["archive-arguments"]);
  expect(told("ls ${before[@]}; hadd -j 2 *.root sum.root")).toEqual(["archive-arguments"]);
  for (const run of [
    'hadd -f sum.root "${before[@]}"',
    'hadd -f -j 4 sum.root "${before[@]}"',
    'x="${before[0]}"; hadd $x sum.root',
  ])
    expect([run, told(run).includes("archive-arguments")]).toEqual([run, false]);
});

test("An output whose file name gets the job number in the commands is reported as unlike the name at `out`", () => {
  const step = { out: ["DST.root"] };
  const told = (run: string) => lint(`${run}\n`, { step: { ...step, jobs: 10 } });

  expect(told('simulate 10 "DST_$uniqueId.root"')).toMatchObject([
    { code: "output-not-produced", message: "The commands have DST_....root, `out` says DST.root." },
  ]);
  expect(told('simulate 10 "DST_$uniqueId.root"; mv DST_*.root DST.root')).toEqual([]);
  expect(told('simulate 10 "DSTQA_$uniqueId.root" "$uniqueId"')).toEqual([]);
});

test("A result that is written into a folder is reported as missing where `out` expects the file", () => {
  const files = { "sim.C": "void sim(int n, const char *out, const char *in = 0) {}\n" };
  const told = (run: string) =>
    codes(`${run}\n`, { files, reads: { output: "a.root" }, step: { out: ["DST.root"] } }).filter(
      (code) => code === "result-in-folder",
    );

  expect(told(String.raw`root.exe "sim.C(5,\"out/DST.root\",\"${"${before[0]}"}\")"`)).toEqual(["result-in-folder"]);
  expect(told('cat "${before[0]}" >out/DST.root')).toEqual(["result-in-folder"]);
  expect(told('cat "${before[0]}" >/tmp/DST.root')).toEqual(["result-in-folder"]);
  for (const run of [
    'cat "${before[0]}" >./DST.root',
    'cat "${before[0]}" >"$PWD/DST.root"',
    'cat "${before[0]}" >out/DST.root; mv out/DST.root .',
    'cat "${before[0]}" >out/DST.root; cat out/DST.root >DST.root',
    'cat "${before[0]}" >/tmp/DST.root; cp /tmp/DST.root .',
  ])
    expect([run, ...told(run)]).toEqual([run]);
});

test("The lint looks for input files in the folder in which the job began", () => {
  const told = (run: string) =>
    codes(`${run}\n${pack}`, { reads: { output: "a.root" } }).filter((code) => code === "input-elsewhere");

  for (const run of [
    'cd work; read "${before[0]}"',
    'cd /tmp && read "$before"',
    'mkdir -p w; pushd w; read --in="${before[0]}"; popd',
  ])
    expect([run, ...told(run)]).toEqual([run, "input-elsewhere"]);
  for (const run of [
    'cd work; read "../${before[0]}"',
    'cd work; read "$OLDPWD/${before[0]}"',
    'cd work; ls; cd ..; read "${before[0]}"',
    '(cd work; ls); read "${before[0]}"',
    'before=("$PWD/${before[0]}"); cd work; read "${before[0]}"',
    'cd work; echo "${before[0]}"',
    'cd "$(mktemp -d)"; read "${before[0]}"',
  ])
    expect([run, ...told(run)]).toEqual([run]);
});
