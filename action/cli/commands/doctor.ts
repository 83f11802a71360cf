import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag, switchFlag } from "./parameters.ts";

export const doctorCommand = buildCommand({
  docs: { brief: "Test the installation, the login and PanDA, and report each fault" },
  parameters: {
    flags: {
      json: jsonFlag,
      remote: remoteFlag,
      github: switchFlag("Test the settings on GitHub instead, and print what is missing as commands of gh"),
    },
  },
  loader: async () => (await import("../run/run-doctor.ts")).runDoctor,
});
