import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { dataOf } from "../../../action/adapters/panda/wire.ts";
import { Failure, Outage } from "../../../action/core/problems/failure.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";
import { oneStep } from "../../sandbox/panda/tiny-archive.ts";
import { wire } from "../../sandbox/panda/wire.ts";
import { aPanda, heldAndChecked, type OurPanda, pack } from "./a-panda.ts";
import { forgeTwin, trailerSum } from "./forged-twin.ts";

const files = { ...oneStep(), "noise.txt": Array.from({ length: 400 }, (_, n) => sha256(`${n}`)).join("") };

const accepted = async ({ panda, submissionRequest }: OurPanda): Promise<string> => {
  const checked = await heldAndChecked(panda, submissionRequest);
  if (checked.kind !== "accepted") throw new Error(checked.message);
  return checked.sandbox;
};
const uploads = ({ sandbox }: OurPanda): number | undefined => sandbox.count().calls["upload_cache_file"];

test("An archive that PanDA already holds is not uploaded again", async () => {
  const place = await aPanda({}, files);

  expect(await accepted(place)).toBe(await accepted(place));
  expect(uploads(place)).toBe(1);
});

test("A forged archive of equal size and CRC32 at PanDA is noticed, and the right archive is uploaded under another name", async () => {
  const place = await aPanda({}, files);
  const { archive } = place.submissionRequest;
  const evil = gunzipSync(await pack(oneStep({ exec: "echo evil > o.txt" })));
  const twin = forgeTwin(archive, evil);
  expect([twin.length, trailerSum(twin)]).toEqual([archive.length, trailerSum(archive)]);
  expect(gunzipSync(twin).subarray(0, evil.length)).toEqual(evil); // gzip checks the sum
  const { name } = await wire(place.sandbox.url, await place.sandbox.token()).upload(twin);

  const sandbox = await accepted(place);

  expect(sandbox).not.toBe(name);
  const held = await fetch(`${place.sandbox.url}/cache/${sandbox}`);
  expect(sha256(new Uint8Array(await held.arrayBuffer()))).toBe(sha256(archive));
});

test("An archive whose bytes changed during the upload is noticed", async () => {
  const place = await aPanda({}, files);
  place.sandbox.fault({ at: "cache", fault: "html" });

  await expect(place.panda.hold(place.submissionRequest.archive)).rejects.toThrow("PanDA has other content");
});

test("A failed call of PanDA to itself is an outage, whatever its message, and not a missing token", async () => {
  const place = await aPanda({ processes: 1, ownCall: 20 }, files);

  await expect(place.panda.hold(place.submissionRequest.archive)).rejects.toThrow(
    "PanDA's server failed in a call to itself, to upload the sandbox: ERROR : failed to register sandbox to DB",
  );
  await expect(place.panda.hold(place.submissionRequest.archive)).rejects.toBeInstanceOf(Outage);
});

test("Only PanDA's own message for a missing token is reported as a missing token", () => {
  const told = (message: string): unknown => {
    const text = JSON.stringify({ success: false, message, data: null });
    try {
      return dataOf({ kind: "answered", status: 200, text, date: undefined, retryAfter: 0 }, "log in");
    } catch (error) {
      return error instanceof Failure ? error.wayOut : error;
    }
  };

  expect(told("SSL secure connection is required")).toContain("PanDA received no token");
  expect(told("ERROR : failed to register sandbox to DB with SSL secure connection is required")).not.toContain(
    "token",
  );
  expect(told("HTTPSConnectionPool: SSLError(1, 'certificate verify failed')")).not.toContain("token");
});
