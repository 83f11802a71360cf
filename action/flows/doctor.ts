import type { Finding } from "../core/doctor/finding.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { LoginDoor } from "../ports/login-steps.ts";
import type { Surroundings } from "../ports/surroundings.ts";
import { atPanda, lookAtPanda } from "./doctor/at-panda.ts";
import { lookAtRucio, type RucioDoor } from "./doctor/at-rucio.ts";
import { lookHere } from "./doctor/here.ts";
import { lookAtJoins } from "./doctor/joins.ts";
import { examine, leftOutFindings } from "./doctor/step.ts";

export type DoctorPorts = {
  readonly surroundings: Surroundings;
  readonly clock: Clock;
  /** Throw Failure where there is no repository, or no login is set. */
  readonly openLedger: () => Promise<Ledger>;
  readonly openDoor: () => LoginDoor;
  readonly rucio: RucioDoor;
};

/** Says what works and what does not, from here to iDDS. Changes nothing and submits nothing. */
export const doctor = async ({
  surroundings,
  clock,
  openLedger,
  openDoor,
  rucio,
}: DoctorPorts): Promise<readonly Finding[]> => {
  const settings = await examine(
    "settings",
    async () => openDoor(),
    ({ where: { url, vo, role, way } }) => ({
      verdict: "good",
      says: `${url}, VO ${vo}, ${role === "" ? "no role" : `role ${role}`}, login by ${way}`,
    }),
  );
  const door = settings.value;
  return [
    ...(await lookHere(surroundings, openLedger, door?.where.vo)),
    ...settings.findings,
    ...(await lookAtJoins(openLedger, door?.where.url)),
    ...(door === undefined
      ? leftOutFindings(atPanda, "skipped: settings are missing")
      : await lookAtPanda(door, clock)),
    ...(await lookAtRucio(rucio)),
    {
      about: "server version",
      verdict: "left-out",
      says: "PanDA does not report its version; SHREK is tested with 1.0.4",
    },
  ];
};
