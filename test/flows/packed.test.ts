import { expect, test } from "vitest";
import { keepPacked } from "../../action/flows/reconcile/packed.ts";
import { anIntent } from "../core/submission/a-submission.ts";

const bytes = (length: number): Uint8Array => new Uint8Array(length);

test("an archive is found by a promise that says the same, read from the ledger or not", () => {
  const packed = keepPacked();
  const archive = bytes(3);
  packed.keep({ intent: anIntent(), archive });

  expect(packed.of(JSON.parse(JSON.stringify(anIntent())))).toBe(archive);
});

test.each([
  { judgedAt: "9".repeat(40) },
  { seeds: [{ step: "simulate", stream: "toy", first: 9, count: 2 }] },
  { panda: { ...anIntent().panda, userName: "Grace Hopper" } },
  { archive: "0".repeat(64) },
])("a promise of the same submission with other %j is rendered again", (change) => {
  const packed = keepPacked();
  packed.keep({ intent: anIntent(), archive: bytes(3) });

  expect(packed.of(anIntent(change))).toBeUndefined();
});

test("of one submission the last promise counts, and the place of the one before is free again", () => {
  const packed = keepPacked();
  const large = 40 * 1024 * 1024;
  packed.keep({ intent: anIntent({ judgedAt: "1" }), archive: bytes(large) });
  packed.keep({ intent: anIntent({ judgedAt: "2" }), archive: bytes(large) });

  expect(packed.of(anIntent({ judgedAt: "1" }))).toBeUndefined();
  expect(packed.of(anIntent({ judgedAt: "2" }))?.length).toBe(large);
});

test("what does not fit beside the others is not kept", () => {
  const packed = keepPacked();
  const large = 40 * 1024 * 1024;
  packed.keep({ intent: anIntent(), archive: bytes(large) });
  packed.keep({ intent: anIntent({ tag: "other" }), archive: bytes(large) });

  expect(packed.of(anIntent({ tag: "other" }))).toBeUndefined();
});

test("64 MiB fit, and not a byte more; of what grew beyond that, the smaller one before is not kept either", () => {
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
