import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readChecked } from "../../action/adapters/panda/answers.ts";
import { onLoopback } from "../sandbox/loopback.ts";
import type { Check } from "./check.ts";
import { askInFile } from "./real-parser.ts";
import type { Venv } from "./venv.ts";

const statuses = [400, 403, 404, 500, 502, 503, 504];
const submissionRequest = {
  outDS: "user.a.b",
  workflowName: "w",
  fingerprint: "f",
  archive: new Uint8Array(),
  steps: ["only"],
  vo: "sphenix",
  workingGroup: "sphenix",
  prodSourceLabel: "managed",
  cores: undefined,
} as const;

/** The words of panda-server's own workflow processor, where its cache or its machine is in trouble, are an outage to our client. */
export const serverFaultsCheck = (venv: Venv): Check => ({
  name: "a check that breaks on panda-server's own machine, or at its cache, is an outage and never rejected",
  run: async () => {
    const cache = createServer((request, response) => {
      const word = request.url?.slice(1) ?? "";
      if (word === "cut") return void response.destroy();
      response.writeHead(Number(word) || 200);
      response.end("no archive");
    });
    const url = await onLoopback(cache);
    try {
      const words = [...statuses.map(String), "cut", "garbage"];
      const caches = {
        ...Object.fromEntries(words.map((word) => [word, `${url}/${word}`])),
        refused: "http://127.0.0.1:9/x",
      };
      const told = await askInFile(venv, "workflow_faults.py", { caches });
      assert.deepEqual(Object.keys(told).toSorted(), [...words, "refused", "no-python", "not-executable"].toSorted());
      for (const [fault, verdict] of Object.entries(told)) {
        const text = JSON.stringify([true, verdict]);
        const checked = readChecked(
          { kind: "answered", status: 200, text, date: undefined, retryAfter: 0 },
          submissionRequest,
          "box",
        );
        assert.equal(checked.kind, "unanswered", `${fault}: ${JSON.stringify(verdict)}`);
      }
    } finally {
      cache.close();
    }
  },
});
