import { expect, test } from "vitest";
import { type LookAnswer, readLook, writeLook } from "../../../action/core/catalogue/look-answer.ts";

const at = new Date("2026-03-01T10:00:00Z");
const looked: LookAnswer = {
  kind: "looked",
  at,
  look: {
    found: new Map([
      ["raw:run.9", { kind: "unknown" }],
      [
        "raw:run.1",
        {
          kind: "known",
          collection: { kind: "dataset", open: false, files: 5, bytes: 5000, events: undefined },
          replicas: { at: [{ storage: "NEAR_DISK", files: 4 }], lost: 1 },
        },
      ],
    ]),
    storages: new Map([["NEAR_DISK", { name: "NEAR_DISK", medium: "disk", readable: true, site: undefined }]]),
  },
};

test("The answer that the looking job hands on is read as it was written", () => {
  expect(readLook(writeLook(looked))).toEqual(looked);
  expect(readLook(writeLook({ kind: "not", why: "Rucio is away." }))).toEqual({ kind: "not", why: "Rucio is away." });
});

const written = writeLook(looked);
test.each([
  ["nothing", ""],
  ["no JSON", "{"],
  ["a list", "[]"],
  ["no reason", '{"kind":"not"}'],
  ["no time", written.replace("2026-03-01T10:00:00.000Z", "soon")],
  ["a number that is none", written.replace('"files":5', '"files":"5"')],
  ["fewer than no bytes", written.replace('"bytes":5000', '"bytes":-1')],
  ["events that are none", written.replace('"bytes":5000', '"bytes":5000,"events":"all"')],
  ["a file", written.replace('"kind":"dataset"', '"kind":"file"')],
  ["neither open nor closed", written.replace('"open":false', '"open":"no"')],
  ["a lost file that is none", written.replace('"lost":1', '"lost":"one"')],
  ["a replica without a place", written.replace('{"storage":"NEAR_DISK","files":4}', '{"files":4}')],
  ["a replica without files", written.replace('"NEAR_DISK","files":4', '"NEAR_DISK"')],
  ["replicas that are no list", written.replace('"at":[{"storage":"NEAR_DISK","files":4}]', '"at":{}')],
  ["another kind of answer", written.replace('"kind":"unknown"', '"kind":"maybe"')],
  ["a name that is none", written.replace('"dataset":"raw:run.9"', '"dataset":9')],
  ["a medium that is none", written.replace('"medium":"disk"', '"medium":"paper"')],
  ["a site that is none", written.replace('"readable":true', '"readable":true,"site":1')],
  ["a storage that nobody can say is readable", written.replace('"readable":true', '"readable":1')],
  ["no storages", written.replace(/,"storages":.*$/, "}")],
])("An answer with %s is none", (_, text) => {
  expect(text).not.toBe(written);
  expect(readLook(text)).toBeUndefined();
});
