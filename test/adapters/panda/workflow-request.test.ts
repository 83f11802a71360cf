import { expect, test } from "vitest";
import { workflowParameters } from "../../../action/adapters/panda/workflow-request.ts";
import { aParcel } from "./a-panda.ts";

test("What all steps of a request begin with names their cores where no step can, and else nothing of cores", () => {
  const request = aParcel(new Uint8Array());

  expect(workflowParameters({ ...request, cores: 4 }, "box", "https://cache")).toMatchObject({
    taskParams: { container: { coreCount: 4 } },
  });
  expect(workflowParameters(request, "box", "https://cache")).not.toHaveProperty("taskParams.container.coreCount");
});
