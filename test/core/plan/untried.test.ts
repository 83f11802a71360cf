import { expect, test } from "vitest";
import { untriedSteps } from "../../../action/core/plan/untried.ts";
import { aRequest, aStep, valid } from "../a-production.ts";
import { cutting, listed, rawFile } from "../validate/cutting/a-cut.ts";

test("A try-out without CVMFS and data passes over steps that need them, and steps that read from those, each with the reason", () => {
  const { production } = valid(
    aRequest({
      defaults: { sites: ["LAPTOP"] },
      inputs: { raw: { dataset: "group.phys.raw", files: 4 } },
      steps: {
        make: aStep({ out: ["a.txt"] }),
        boxed: aStep({ container: "/cvmfs/x.example/image", out: ["b.txt"] }),
        next: aStep({ jobs: undefined, in: [{ from: "boxed", filesPerJob: 1 }] }),
        outside: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }] }),
      },
    }),
  );

  expect(untriedSteps(production)).toEqual([
    { step: "boxed", why: "is set up from /cvmfs/x.example" },
    { step: "outside", why: "reads raw from outside" },
    { step: "next", why: "reads what boxed makes" },
  ]);
});

test("A step whose jobs open files by their paths is not tried where no file is", () => {
  const request = cutting({ defaults: { sites: ["LAPTOP"] } });
  const { production } = valid(request, { files: listed(request, [rawFile(1, "h", 0, "/nowhere")]) });

  expect(untriedSteps(production)).toEqual([{ step: "combine", why: "opens files by their paths" }]);
});
