import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag } from "./command.ts";

export const doctorCommand = buildCommand({
  docs: { brief: "Test the installation, the login and PanDA, and report each fault" },
  parameters: { flags: { json: jsonFlag, remote: remoteFlag } },
  loader: async () => (await import("./run-doctor.ts")).runDoctor,
});
