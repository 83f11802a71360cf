import { expect, test } from "vitest";
import { codes, lint } from "./a-payload.ts";

const pack = "tar cf hits.tar G4Hits.root\n";

test("what looks like a slip and is none is passed over", () => {
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

  const told = good.map((body) => codes(`${body}${pack}`, { step }).filter((code) => code !== "unused-parameter"));

  expect(told.map((one, index) => [good[index], ...one]).filter((one) => one.length > 1)).toEqual([
    // Round quotes outside of quotes are letters also where they do no harm.
    [good[5], "odd-character"],
  ]);
});

test("an output is almost made also where a program of unknown powers makes it", () => {
  const message = "The commands have hist.tar, `out` says hits.tar.";

  expect(lint("make OUTPUT=x\nsimulate --output hist.tar\n")).toMatchObject([{ code: "output-not-made", message }]);
  expect(codes("simulate --output hits.tar --log hits.log --geometry hit.txt\n")).toEqual([]);
  expect(codes("simulate --output hit{,s}.tar\n")).toEqual([]);
  expect(codes("simulate --output $(name) hist.tar\n")).toEqual(["output-not-made"]);
});

test("files that a pattern may find are read", () => {
  const reads = { output: "hits.root" };

  expect(codes(`cat "\${IN1[0]}" *.root >all\n${pack}`, { reads })).not.toContain("files-not-read");
});

test("what a printing program is given it reads", () => {
  expect(codes("awk -f x.awk hits.tar\n")).toContain("output-not-made");
  expect(codes("date | hits.tar\n")).toContain("output-not-made");
  expect(codes("awk '{ print > \"hits.tar\" }' x\n")).toEqual([]);
  expect(codes("date >hits.tar\ncat hits.tar\n")).toEqual([]);
});
