import { loginDoor } from "../adapters/panda/login-door.ts";
import { takeSecrets } from "../adapters/panda/take-secrets.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { systemSurroundings } from "../adapters/system/system-surroundings.ts";
import { exitCodeOf, findingsText } from "../core/doctor/finding.ts";
import { readSettings } from "../core/login/settings.ts";
import { doctor } from "../flows/doctor.ts";
import { exiting, print, printJson } from "./command.ts";
import { openRepository } from "./repository.ts";

type DoctorFlags = { readonly json: boolean; readonly remote?: string };

export const runDoctor = exiting(async ({ json, remote }: DoctorFlags) => {
  const env = takeSecrets(process.env);
  const clock = systemClock();
  const findings = await doctor({
    surroundings: systemSurroundings(process.cwd()),
    clock,
    openLedger: async () => (await openRepository(remote)).ledger,
    openDoor: () => loginDoor(readSettings(env), clock),
  });
  const exitCode = exitCodeOf(findings);
  if (json) printJson({ exitCode, findings });
  else print(findingsText(findings));
  return exitCode;
});
