import { expect, test } from "vitest";
import { workflowParameters } from "../../../action/adapters/panda/workflow-request.ts";
import { aParcel } from "./a-panda.ts";

test("A workflow request names cores once for all steps where no step can, and else not", () => {
  const request = aParcel(new Uint8Array());

  expect(workflowParameters({ ...request, cores: 4 }, "box", "https://cache")).toMatchObject({
    taskParams: { container: { coreCount: 4 } },
  });
  expect(workflowParameters(request, "box", "https://cache")).not.toHaveProperty("taskParams.container.coreCount");
});
