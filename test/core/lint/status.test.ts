import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codes } from "./a-payload.ts";

/** A program that fails, under the name of one that the lint takes seriously. */
const broken = "hadd() { return 7; }\n";
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "shrek-status-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** How the wrapper sees a payload end (core/render/wrapper.ts). */
const endsWell = (payload: string, script?: string): boolean => {
  writeFileSync(join(folder, "payload.sh"), `${broken}export -f hadd\n${payload}`);
  if (script !== undefined) writeFileSync(join(folder, "run.sh"), script);
  try {
    execFileSync("bash", ["-c", "( set -eo pipefail\n. ./payload.sh )"], { cwd: folder, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const end = "touch hits.tar\n";

describe("lost exit codes in payloads", () => {
  test.each([
    `hadd a b\n${end}`,
    `hadd a b | tee log\n${end}`,
    `hadd a b || true\n${end}`,
    `hadd a b || echo "no luck"\n${end}`,
    `hadd a b || { echo no; exit 4; }\n${end}`,
    `hadd a b || exit 4\n${end}`,
    `hadd a b && mv x y\n${end}`,
    `touch hits.tar\nhadd a b && touch y\n`,
    `if hadd a b; then\n  touch y\nfi\n${end}`,
    `if ! hadd a b; then\n  exit 4\nfi\n${end}`,
    `if hadd a b; then touch y; else exit 4; fi\n${end}`,
    `hadd a b &\n${end}`,
    `hadd a b &\nwait $!\n${end}`,
    `set +e\nhadd a b\n${end}`,
    `set +e\nhadd a b\nstatus=$?\nset -e\n${end}[ "$status" -eq 0 ]\n`,
    `set +e\ntouch x\nset -e\nhadd a b\n${end}`,
    `for i in 1 2; do\n  hadd a b && touch y\ndone\n${end}`,
    `( hadd a b )\n${end}`,
    `( hadd a b ) || true\n${end}`,
  ])("The lint says of the payload %j whether its exit code is lost, as bash does", (payload) => {
    const accused = codes(payload).includes("exit-status-ignored");

    expect(accused).toBe(endsWell(payload));
  });
});

test("A lost exit code is not reported where the payload tests the file afterwards", () => {
  expect(codes(`hadd a b || echo "no luck"\n[ -s a ] || exit 3\n${end}`)).toEqual([]);
  expect(codes(`for i in 1 2; do hadd a b && break; done\n[[ -s a ]]\n${end}`)).toEqual([]);
});

describe("lost exit codes in scripts", () => {
  test.each([
    "hadd a b\ncp /dev/null x\n",
    "set -e\nhadd a b\ncp /dev/null x\n",
    "set -euo pipefail\nhadd a b | tee log\necho done\n",
    "set -e\nhadd a b | tee log\necho done\n",
    "echo first\nhadd a b\n",
    "hadd a b || exit 3\ncp /dev/null x\n",
    "hadd a b\nexit 0\n",
    "hadd a b\nstatus=$?\ncp /dev/null x\nexit $status\n",
    "#!/bin/bash -e\nhadd a b\ncp /dev/null x\n",
  ])("The lint says of the script %j whether its exit code is lost, as bash does", (script) => {
    const payload = `bash run.sh\n${end}`;

    const accused = codes(payload, { files: { "run.sh": script } }).includes("exit-status-ignored");

    expect(accused).toBe(endsWell(payload, script));
  });

  test("A script that runs with `bash -e`, or with -e in its first line, is strict", () => {
    const files = { "run.sh": "#!/bin/bash -e\nhadd a b\ncp /dev/null x\n" };

    expect(codes(`bash -e run.sh\n${end}`, { files })).toEqual([]);
    expect(codes(`./run.sh\n${end}`, { files })).toEqual([]);
  });
});

test("Any program that makes a result counts as making the result, and a copy of the result does not", () => {
  const made = "npsim --output G4Hits.root\n";

  expect(codes(`${made}tar cf hits.tar *.root || true\n`)).toContain("exit-status-ignored");
  expect(codes(`${made}tar cf hits.tar *.root &\n`)).toContain("exit-status-ignored");
  expect(codes(`${made}cat *.root >hits.tar || true\n`)).toContain("exit-status-ignored");
  expect(codes(`${made}mv G4Hits.root hits.tar && rm -f x\nls\n`)).toContain("exit-status-ignored");
  expect(codes(`${made}tar cf hits.tar *.root\ncp hits.tar /tmp/last.tar || true\ntar tf hits.tar || true\n`)).toEqual(
    [],
  );
});
