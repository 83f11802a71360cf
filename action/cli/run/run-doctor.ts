import { conventionsOnDisk, repositoryTop } from "../../adapters/git/work-tree.ts";
import { loginDoor } from "../../adapters/panda/login-steps.ts";
import { takeSecrets } from "../../adapters/panda/take-secrets.ts";
import { openCatalogue } from "../../adapters/rucio/open-catalogue.ts";
import { systemClock } from "../../adapters/system/system-clock.ts";
import { systemSurroundings } from "../../adapters/system/system-surroundings.ts";
import { conventionsNearest } from "../../core/conventions/read-conventions.ts";
import { commandsText, exitCodeOf, type Finding, findingsText } from "../../core/doctor/finding.ts";
import type { Env } from "../../core/login/server-url.ts";
import { readSettings } from "../../core/login/settings.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import type { RucioDoor } from "../../flows/doctor/at-rucio.ts";
import { doctor } from "../../flows/doctor.ts";
import { exiting, print, printJson } from "./command.ts";
import { openRepository } from "./work-place.ts";

type DoctorFlags = { readonly json: boolean; readonly github: boolean; readonly remote?: string };

export const runDoctor = exiting(async ({ json, github, remote }: DoctorFlags) => {
  const findings = github
    ? await (await import("./run-doctor-github.ts")).findOnGithub(remote)
    : await findHere(remote);
  const exitCode = exitCodeOf(findings);
  if (json) printJson({ exitCode, findings });
  else {
    print(findingsText(findings));
    const commands = commandsText(findings);
    if (commands !== "") print(`\nTo paste, in this order:\n\n${commands}`);
  }
  return exitCode;
});

const findHere = async (remote: string | undefined): Promise<readonly Finding[]> => {
  const env = takeSecrets(process.env);
  const clock = systemClock();
  return doctor({
    surroundings: systemSurroundings(process.cwd()),
    clock,
    openLedger: async () => (await openRepository(remote)).ledger,
    openDoor: () => loginDoor(readSettings(env), clock),
    rucio: () => rucioHere(env),
  });
};

/** As the conventions furthest up name it, as they lie here; those that cannot be read are a finding of their own. */
const rucioHere = async (env: Env): ReturnType<RucioDoor> => {
  const top = await orFailure(() => repositoryTop(process.cwd()));
  const conventions = top instanceof Failure ? undefined : conventionsOnDisk(top, productionsFolder);
  const read = conventionsNearest({ conventions });
  const place = read?.kind === "read" ? read.conventions.rucio : undefined;
  return place === undefined ? undefined : { place, open: () => openCatalogue(env)(place) };
};
