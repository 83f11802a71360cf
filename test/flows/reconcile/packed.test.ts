import { expect, test } from "vitest";
import { keepPacked } from "../../../action/flows/reconcile/packed.ts";
import { anIntent } from "../../core/submission/a-submission.ts";

const bytes = (length: number): Uint8Array => new Uint8Array(length);

test("A kept archive is found by an intent with equal content, whether or not read from the ledger", () => {
  const packed = keepPacked();
  const archive = bytes(3);
  packed.keep({ intent: anIntent(), archive });

  expect(packed.of(JSON.parse(JSON.stringify(anIntent())))).toBe(archive);
});

test.each([
  { validatedAt: "9".repeat(40) },
  { seeds: [{ step: "simulate", stream: "toy", first: 9, count: 2 }] },
  { panda: { ...anIntent().panda, userName: "Grace Hopper" } },
  { archive: "0".repeat(64) },
])("An intent of the same submission with another %j is rendered again", (change) => {
  const packed = keepPacked();
  packed.keep({ intent: anIntent(), archive: bytes(3) });

  expect(packed.of(anIntent(change))).toBeUndefined();
});

test("The last intent of a submission replaces its kept archive, and frees the room of the earlier one", () => {
  const packed = keepPacked();
  const large = 40 * 1024 * 1024;
  packed.keep({ intent: anIntent({ validatedAt: "1" }), archive: bytes(large) });
  packed.keep({ intent: anIntent({ validatedAt: "2" }), archive: bytes(large) });

  expect(packed.of(anIntent({ validatedAt: "1" }))).toBeUndefined();
  expect(packed.of(anIntent({ validatedAt: "2" }))?.length).toBe(large);
});

test("An archive that does not fit into the room for kept archives is not kept", () => {
  const packed = keepPacked();
  const large = 40 * 1024 * 1024;
  packed.keep({ intent: anIntent(), archive: bytes(large) });
  packed.keep({ intent: anIntent({ tag: "other" }), archive: bytes(large) });

  expect(packed.of(anIntent({ tag: "other" }))).toBeUndefined();
});

test("Kept archives have 64 MiB of room to the byte, and an archive that grew beyond loses its smaller predecessor", () => {
  const most = 64 * 1024 * 1024;
  const kept = (length: number): number | undefined => {
    const packed = keepPacked();
    packed.keep({ intent: anIntent(), archive: bytes(length) });
    return packed.of(anIntent())?.length;
  };
  expect([kept(most), kept(most + 1)]).toEqual([most, undefined]);

  const packed = keepPacked();
  packed.keep({ intent: anIntent(), archive: bytes(3) });
  packed.keep({ intent: anIntent(), archive: bytes(most + 1) });
  expect(packed.of(anIntent())).toBeUndefined();
});
