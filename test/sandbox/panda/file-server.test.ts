import { randomBytes } from "node:crypto";
import { crc32, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { aSandbox } from "./sandboxes.ts";
import { tinyArchive } from "./tiny-archive.ts";
import { wire } from "./wire.ts";

test("An uploaded file at PanDA is found by its owner by size and checksum, and has no host in PanDA 1.0.4", async () => {
  const { panda, client } = await aSandbox();
  const bytes = await tinyArchive({ a: "a\n" });
  const checksum = Buffer.from(bytes).readUInt32LE(bytes.length - 8);

  expect(await client.post("file_server/validate_cache_file", { file_size: bytes.length, checksum })).toEqual({
    success: false,
    message: "NOTFOUND",
    data: null,
  });
  const { name, answer } = await client.upload(bytes);
  expect(answer).toEqual({ success: true, message: "", data: null });
  expect(await client.post("file_server/validate_cache_file", { file_size: bytes.length, checksum })).toEqual({
    success: true,
    message: `FOUND::${name}`,
    data: null,
  });

  const other = wire(panda.url, await panda.token({ name: "somebody else" }));
  expect((await other.post("file_server/validate_cache_file", { file_size: bytes.length, checksum })).message).toBe(
    "NOTFOUND",
  );
});

test("The real PanDA client gets the host of the sandbox for its next upload", async () => {
  const { panda, client } = await aSandbox();
  const bytes = await tinyArchive({ a: "a\n" });
  const { name } = await client.upload(bytes);

  const answer = await fetch(`${panda.url}/api/v1/file_server/validate_cache_file`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${await panda.token()}`,
      Origin: "sphenix",
      "Content-Type": "application/json",
      "User-Agent": "python-httpx/0.28.1",
    },
    body: JSON.stringify({ file_size: bytes.length, checksum: Buffer.from(bytes).readUInt32LE(bytes.length - 8) }),
  });

  expect(await answer.json()).toMatchObject({ success: true, message: `FOUND:127.0.0.1:${name}` });
});

test("PanDA's checksum of an archive is that of the unpacked bytes", () => {
  const bytes = gzipSync("hello");

  expect(bytes.readUInt32LE(bytes.length - 8)).toBe(crc32("hello"));
});

test("Any person may read an archive at PanDA, and no person may replace one", async () => {
  const { panda, client } = await aSandbox();
  const bytes = await tinyArchive({ a: "a\n" });
  const { name } = await client.upload(bytes);

  const read = await fetch(`${panda.url}/cache/${name}`);
  expect(new Uint8Array(await read.arrayBuffer())).toEqual(bytes);
  expect((await client.upload(bytes, name)).answer.message).toBe("ERROR: cannot overwrite file");
  expect((await client.upload(bytes, `${name}.__ow__`)).answer.success).toBe(true);
  expect((await fetch(`${panda.url}/cache/missing.tar.gz`)).status).toBe(404);
});

test("An archive for PanDA may have ten mebibytes at most", async () => {
  const { client } = await aSandbox();

  const { answer } = await client.upload(new Uint8Array(randomBytes(10 * 1024 * 1024)));

  expect(answer.message).toBe(
    "ERROR: upload failure. Exceeded size limit 10 MB > 10 MB. Please submit the job without --noBuild/--libDS since those options impose a tighter size limit",
  );
});

test("As many uploads at once as PanDA has processes wait for each other, and one at a time does not", async () => {
  const { panda, client } = await aSandbox({ processes: 2, ownCall: 300 });
  const archives = await Promise.all(["a", "b", "c"].map((name) => tinyArchive({ [name]: name })));

  const gates = [1, 2].map(() => panda.hold("upload_cache_file", "before-effect"));
  const uploads = archives.slice(0, 2).map((bytes) => client.upload(bytes));
  await Promise.all(gates.map(({ arrived }) => arrived));
  for (const gate of gates) gate.release();
  const together = await Promise.all(uploads);
  expect(together.map(({ answer }) => answer)).toContainEqual(
    expect.objectContaining({ success: false, message: expect.stringContaining("failed to register sandbox to DB") }),
  );

  for (const bytes of archives) expect((await client.upload(bytes)).answer).toMatchObject({ success: true });
});
