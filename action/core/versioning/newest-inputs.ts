import type { VersionStyle } from "../conventions/version-style.ts";
import type { ExternalInput } from "../request/request.ts";
import { newestRelease, type PastVersion } from "./check-version.ts";

/** A production input that a range of versions names. */
export type Ranged = {
  readonly name: string;
  readonly tag: string;
  readonly range: string;
  readonly bound: string | undefined;
};

export const rangedInputs = (inputs: Readonly<Record<string, ExternalInput>>, style: VersionStyle): readonly Ranged[] =>
  Object.entries(inputs).flatMap(([name, { production, version, bound }]) =>
    production === undefined || version === undefined || style.fault(version) === undefined || !style.isRange(version)
      ? []
      : [{ name, tag: production, range: version, bound }],
  );

/** The newest submitted release that a range allows and that can still be read. */
export const newestIn = (range: string, past: readonly PastVersion[], style: VersionStyle): string | undefined =>
  newestRelease(
    past.filter(({ version, unread }) => unread === undefined && style.satisfies(version, range)),
    style,
  )?.version;
