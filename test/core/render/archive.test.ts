import { execFileSync } from "node:child_process";
import { gunzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { packArchive } from "../../../action/core/render/rendering.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";
import { textFile } from "../../../action/core/text/source-file.ts";

const long = `__step/${"folder/".repeat(20)}file.C`;
const veryLong = `__step/${"folder/".repeat(60)}file.C`;
const files = [
  textFile("workflow.cwl", "cwl"),
  textFile("a.sh", "echo\n", "100755"),
  textFile("B.C", ""),
  textFile(long, "long"),
];

test("The same files in any order give the same archive", async () => {
  expect(sha256(await packArchive(files.toReversed()))).toBe(sha256(await packArchive(files)));
});

test("Tar reads an archive in code-unit order, with two modes, without owner and with the oldest time", async () => {
  const listed = execFileSync("tar", ["tvzf", "-", "--numeric-owner", "--full-time", "--utc"], {
    input: await packArchive(files),
    encoding: "utf8",
    env: { PATH: process.env.PATH, LC_ALL: "C" },
  });

  expect(
    listed
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/ +/g, " ")),
  ).toEqual([
    "-rw-r--r-- 0/0 0 1970-01-01 00:00:00 B.C",
    `-rw-r--r-- 0/0 4 1970-01-01 00:00:00 ${long}`,
    "-rwxr-xr-x 0/0 5 1970-01-01 00:00:00 a.sh",
    "-rw-r--r-- 0/0 3 1970-01-01 00:00:00 workflow.cwl",
  ]);
});

test("Tar extracts every byte of an archive, also files with long names", async () => {
  const bytes = Uint8Array.from({ length: 3000 }, (_, index) => index % 256);
  const packed = await packArchive([...files, { path: veryLong, mode: "100644", bytes }]);

  const read = execFileSync("tar", ["xzOf", "-", veryLong], { input: packed });

  expect(new Uint8Array(read)).toEqual(bytes);
});

describe("reproducible archives", () => {
  test("The gzip header of an archive has no time and no name", async () => {
    const header = [...(await packArchive(files)).subarray(0, 9)];

    expect(header.slice(0, 8)).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
  });

  test("The tar file of an archive is in ustar format without a user", async () => {
    const tar = new TextDecoder("latin1").decode(gunzipSync(await packArchive([textFile("a", "x")])));

    expect(tar.slice(257, 265)).toBe("ustar\0" + "00");
    expect(tar.slice(265, 329)).toBe("\0".repeat(64));
  });
});

test("An archive for PanDA without files is valid", async () => {
  expect(execFileSync("tar", ["tzf", "-"], { input: await packArchive([]), encoding: "utf8" })).toBe("");
});

// Changed knowingly or not at all: the archive of every submission under way changes its identity with it.
test("The bytes of an archive are the same as in earlier versions of SHREK", async () => {
  expect(sha256(await packArchive(files))).toBe("33bd60e668771f634e5aa1cc0dbbc579f0732432fa69cdfbdd37e5c671604911");
});
